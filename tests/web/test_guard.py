"""What stands before Datasette: by which names it may be asked, and the headers of every answer."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
import uvicorn

from archiver.web.guard import for_hosts
from archiver.web.serve import is_loopback

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def port(datasette: Any) -> Iterator[int]:
    """The archive served on this machine, known as archive.example.org as well."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = for_hosts(datasette.app(), ["archive.example.org"])
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8001", 200),
        ("localhost", 200),
        ("LOCALHOST:8001", 200),
        ("[::1]:8001", 200),
        ("[::1]", 200),
        ("192.0.2.7", 200),  # an address leads nowhere else
        ("archive.example.org:443", 200),
        ("archive.example.org.", 200),
        ("rebound.example", 421),
        ("localhost.rebound.example", 421),
        ("127.0.0.1.rebound.example", 421),
        ("archive.example.org.evil.example", 421),
        ("127.0.0.1@evil.example", 421),
        ("evil.example:127.0.0.1", 421),
        ("[::1]evil.example", 200),  # no name that could be looked up: the part in brackets is an address
        ("0x7f.1", 421),
        ("", 421),
    ],
)
@pytest.mark.parametrize("path", ["/", "/-/archive", "/archive/releases.json"])
def test_only_known_names_are_answered(port: int, host: str, status: int, path: str) -> None:
    with socket.create_connection(("127.0.0.1", port)) as asking:
        asking.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = asking.makefile("rb").read()
    assert answer.split(b" ")[1] == str(status).encode()
    assert (b"Belarus" in answer or b"briefing" in answer.lower()) == (status == 200)


@pytest.mark.parametrize(
    "path", ["/", "/archive", "/archive/words", "/archive.json", "/-/archive", "/nothing", "/-/static/app.css"]
)
def test_nobody_frames_a_page_or_learns_what_was_asked(ask: Ask, path: str) -> None:
    headers = ask(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")


def test_our_own_pages_keep_their_stricter_policy(ask: Ask) -> None:
    assert "default-src 'none'" in ask("/-/archive").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/-/databases", "/-/databases.json", "/-/threads", "/-/threads.json"])
def test_where_things_lie_on_this_machine_is_not_told(ask: Ask, archive: Path, path: str) -> None:
    answer = ask(path)
    assert answer.status_code == 403
    assert str(archive.parent) not in answer.text


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.3.2.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_whether_only_this_machine_is_let_in(host: str, alone: bool) -> None:
    assert is_loopback(host) == alone


@pytest.mark.parametrize("path", ["/", "/-/messages", "/archive.json", "/-/archive/releases/2/sentences/2"])
@pytest.mark.parametrize("length", ["Content-Length: 300000000", "Transfer-Encoding: chunked"])
def test_no_more_is_read_of_a_form_without_end(port: int, path: str, length: str) -> None:
    """Two hundred megabytes took three times the memory, and kept everybody else waiting for minutes."""
    block = b"x" * 65_536
    sent = b"%x\r\n%s\r\n" % (len(block), block) if "chunked" in length else block
    kind = "Content-Type: application/x-www-form-urlencoded"
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{kind}\r\n{length}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as asking:
        asking.sendall(head.encode())
        for _ in range(20):
            with suppress(ConnectionError):  # it answers, and hangs up, before all of it was sent
                asking.sendall(sent)
        assert asking.recv(30).startswith(b"HTTP/1.1 413")


def test_a_form_that_breaks_off_is_not_taken_for_a_whole_one(port: int) -> None:
    head = "POST /-/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nmess"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as asking:
        asking.sendall(head.encode())
        asking.shutdown(socket.SHUT_WR)
        assert not asking.recv(30).startswith(b"HTTP/1.1 2")


def test_a_form_that_is_no_text_is_refused(port: int) -> None:
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\nConnection: close"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as asking:
        asking.sendall(f"POST /-/messages HTTP/1.1\r\nHost: localhost\r\n{form}\r\n\r\nword=".encode() + b"\x80")
        assert asking.recv(30).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("asked", ["GET /-/archive/edit?token=", "POST /-/archive/releases/2/sentences/2"])
def test_by_a_strangers_name_nobody_signs_in_or_sends_a_form(port: int, asked: str) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as asking:
        asking.sendall(f"{asked} HTTP/1.1\r\nHost: rebound.example\r\nContent-Length: 0\r\n\r\n".encode())
        assert asking.recv(30).startswith(b"HTTP/1.1 421")
