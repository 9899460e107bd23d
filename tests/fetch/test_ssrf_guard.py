"""The door: private addresses in all their disguises, and that the one checked is the one connected to."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import pytest
from scripted_server import Asked, Clock, head, local_web, moved, scripted, whole

from archiver.errors import DownloadFailed, NotNow, Refused
from archiver.fetch.client import Web
from archiver.fetch.limits import Limits
from archiver.fetch.politeness import Politeness
from archiver.fetch.ssrf_guard import GuardedBackend, GuardedStream, PrivateAddress, is_public

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (PUBLIC, True),
        ("8.8.8.8", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),  # 93.184.216.34 from a network without IPv4
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("172.31.255.255", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # where clouds keep their keys
        ("100.64.0.1", False),  # a provider's own
        ("100.127.255.255", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("239.255.255.250", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("2002:7f00:1::", False),  # 127.0.0.1 by 6to4
        ("2002:a9fe:a9fe::1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::a00:1", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),  # Teredo
        ("fd00:ec2::254", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) == public


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_not_asked_whatever_it_is_called(host: str) -> None:
    with scripted(lambda asked: whole(b"a secret")) as server:
        with pytest.raises(Refused, match="an address of this machine or a private network; if that is meant, say"):
            Web(Politeness(pause=0)).read(f"http://{host}:{server.port}/")
        assert server.asked == []


def test_one_private_address_among_many_is_enough() -> None:
    guard = GuardedBackend(lambda host, port: [PUBLIC, "10.0.0.1"], time.monotonic() + 60, allow_private=False)
    with pytest.raises(PrivateAddress, match=r"^press\.example is at 10\.0\.0\.1, which is an address of this machine"):
        guard.connect_tcp("press.example", 80)


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "//10.0.0.1/",
        "http://[::ffff:192.168.0.1]/",
        "https://metadata.example/",
    ],
)
def test_no_redirect_leads_to_a_private_address(monkeypatch: pytest.MonkeyPatch, location: str) -> None:
    with scripted(lambda asked: moved(location)) as server:
        connected = to_one_server(monkeypatch, server.port)
        names = {"press.example": [PUBLIC], "metadata.example": ["169.254.169.254"]}
        around = Clock().environment(lambda host, port: names.get(host, [host]))
        with pytest.raises(Refused, match=r"^http://press\.example/p.*private network"):
            Web(Politeness(pause=0, ignore_robots=True), environment=around).read("http://press.example/p")
        assert connected == [PUBLIC]


def to_one_server(monkeypatch: pytest.MonkeyPatch, port: int) -> list[str]:
    """Lead every connection, wherever to, to a server on this machine; gives the addresses that were meant."""
    connected: list[str] = []
    really = httpcore.SyncBackend.connect_tcp

    def connect(self: httpcore.SyncBackend, host: str, *args: Any) -> httpcore.NetworkStream:
        connected.append(host)
        return really(self, "127.0.0.1", port, *args[1:])

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return connected


def test_a_name_is_looked_up_once_and_its_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a name could be harmless when it is checked, and this machine when it is connected to."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with scripted(lambda asked: whole(b"page")) as server:
        connected = to_one_server(monkeypatch, server.port)
        web = Web(
            Politeness(pause=0, ignore_robots=True), environment=Clock().environment(lambda host, port: next(answers))
        )
        assert web.read("http://press.example/p.htm")[1] == b"page"
        assert connected == [PUBLIC]
        assert server.asked[0].headers["host"] == "press.example"
        with pytest.raises(Refused, match=r"press\.example is at 127\.0\.0\.1, which is an address of this machine"):
            web.read("http://press.example/p.htm")
    assert (connected, len(server.asked)) == ([PUBLIC], 1)


def test_robots_are_asked_by_the_same_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a name that moves to this machine between robots.txt and the page is told."""
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with scripted(lambda asked: whole(b"a secret")) as server:
        connected = to_one_server(monkeypatch, server.port)
        web = Web(Politeness(pause=0), environment=Clock().environment(lambda host, port: next(answers)))
        with pytest.raises(
            Refused, match=r"^http://press\.example/p\.htm could not be fetched: press\.example is at 127"
        ):
            web.read("http://press.example/p.htm")
        assert (connected, server.asked) == ([PUBLIC], [])


@pytest.mark.parametrize(
    ("allowed", "connected", "path"), [(True, "93.184.216.99", "http://press.example/p"), (False, PUBLIC, "/p")]
)
def test_a_proxy_is_used_only_where_addresses_need_not_be_checked(
    monkeypatch: pytest.MonkeyPatch, allowed: bool, connected: str, path: str
) -> None:
    """It looks names up itself, and would ask a private address for us."""
    names = {"proxy.example": ["93.184.216.99"], "press.example": [PUBLIC]}
    with scripted(lambda asked: whole(b"page")) as server:
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
        reached = to_one_server(monkeypatch, server.port)
        web = Web(Politeness(allowed, True, 0), environment=Clock().environment(lambda host, port: names[host]))
        assert web.read("http://press.example/p")[1] == b"page"
    assert (reached, [asked.path for asked in server.asked]) == ([connected], [path])


def test_an_address_that_does_not_answer_is_not_the_last() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = taken.getsockname()[1]
    with scripted(lambda asked: whole(b"page")) as server:
        guard = GuardedBackend(lambda host, port: ["127.0.0.2", "127.0.0.1"], time.monotonic() + 60, allow_private=True)
        guard.connect_tcp("press.example", server.port, 60).close()
        with pytest.raises(httpcore.ConnectError):
            guard.connect_tcp("press.example", closed, 60)


def test_a_secret_connection_asks_for_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is held against the name, not against the address that was connected to."""
    monkeypatch.setenv("NO_PROXY", "*")
    hello: list[bytes] = []

    def listen() -> None:
        connection, _ = listening.accept()
        with connection:
            hello.append(connection.recv(4096))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=listen)
        thread.start()
        web = Web(Politeness(True, True, 0), environment=Clock().environment(lambda host, port: ["127.0.0.1"]))
        url = f"https://press.example:{listening.getsockname()[1]}/"
        with pytest.raises(NotNow, match=r"https://press\.example:\d+/ could not be fetched"), web.once(url):
            pass
        thread.join()
    assert b"press.example" in hello[0]


@pytest.mark.parametrize(
    ("errno", "said", "error"),
    [
        (socket.EAI_NONAME, "could not be fetched: there is no host press.example; check the address", DownloadFailed),
        (socket.EAI_AGAIN, "press.example cannot be looked up: why", NotNow),
    ],
)
def test_a_name_without_an_address(errno: int, said: str, error: type[Exception]) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(errno, "why")

    web = Web(Politeness(False, True, 0), environment=Clock().environment(resolve))
    with pytest.raises(error, match=said) as told, web.once("http://press.example/"):
        pass
    assert type(told.value) is error


def test_no_address_at_all() -> None:
    web = Web(Politeness(False, True, 0), environment=Clock().environment(lambda host, port: []))
    with pytest.raises(NotNow, match=r"press\.example has no address"), web.once("http://press.example/"):
        pass


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (10, "it has expired"),
        (20, "the server does not send the certificates between its own and one that is known"),
        (62, "Hostname mismatch"),  # OpenSSL's own words
    ],
)
def test_a_certificate_that_is_not_valid(monkeypatch: pytest.MonkeyPatch, code: int, said: str) -> None:
    import ssl

    def refuse(*args: Any, **kwargs: Any) -> ssl.SSLSocket:
        error = ssl.SSLCertVerificationError("no")
        error.verify_code, error.verify_message = code, "Hostname mismatch"
        raise error

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    with scripted(lambda asked: whole(b"")) as server:
        url = server.url.replace("http", "https")
        with pytest.raises(DownloadFailed, match=rf"its certificate is not valid \({said}") as told:
            local_web(robots=False).read(url)
    assert not isinstance(told.value, NotNow)
    assert str(told.value).endswith("save it with a browser, and give the file with --url ADDRESS")


@pytest.mark.parametrize("slow", ["head", "body"])
def test_a_trickle_ends(slow: str) -> None:
    """Every byte comes in time, and all of them would take for ever."""

    def trickle(asked: Asked) -> Any:
        yield head(200, {"Content-Length": 1_000_000}) if slow == "body" else b"HTTP/1.1 200 OK\r\nX-Long: "
        while True:
            time.sleep(0.01)
            yield b"x"

    with scripted(trickle) as server, pytest.raises(DownloadFailed, match=r"it took over 0\.2 s; try again") as told:
        local_web().read(f"{server.url}/p", limits=Limits("page", 2_000_000, 0.2, silence=60))
    assert not isinstance(told.value, NotNow)


@contextmanager
def silent_in_the_middle() -> Iterator[str]:
    """The address of a page of which half comes, and nothing more for as long as the caller listens."""
    over = threading.Event()

    def silent(asked: Asked) -> Any:
        yield head(200, {"Content-Length": 10}) + b"12345"
        over.wait(60)

    with scripted(silent) as server:
        try:
            yield f"{server.url}/p"
        finally:
            over.set()


def test_silence_ends() -> None:
    with (
        silent_in_the_middle() as url,
        pytest.raises(NotNow, match="timed out"),
        local_web().once(url, limits=Limits("page", 100, 60, silence=0.05)) as response,
    ):
        list(response.blocks)


def test_the_last_wait_is_no_longer_than_what_is_left() -> None:
    with (
        silent_in_the_middle() as url,
        pytest.raises(DownloadFailed, match=r"it took over 0\.1 s"),
        local_web().once(url, limits=Limits("page", 100, 0.1, silence=60)) as response,
    ):
        list(response.blocks)


class Pieces(httpcore.NetworkStream):
    """A stream that brings what it is given."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = [*pieces, b""]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.pieces.pop(0)


@pytest.mark.parametrize(
    ("pieces", "more"),
    [
        ((b"HTTP/1.1 200 OK\r\n\r\n", b"12345"), False),
        ((b"HTTP/1.1 200 OK\r\n\r\n12345",), False),
        ((b"HTTP/1.1 200 OK\r", b"\n\r", b"\n123", b"45"), False),
        ((b"HTTP/1.1 200 OK\r\n\r\n123456",), True),
        ((b"HTTP/1.1 200 OK\n\n12345", b"6"), True),
        ((b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n12345",), False),
        ((b"HTTP/1.1 103 Early Hints\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n12345\n\n"), True),
        ((b"HTTP/1.1 200 OK\r\n\r\n\r\n\r\n1",), False),
    ],
)
def test_a_line_knows_when_more_comes_than_announced(pieces: tuple[bytes, ...], more: bool) -> None:
    line = GuardedStream(Pieces(*pieces), time.monotonic() + 60)
    came = b""
    while came.count(b"5") == 0 and not came.endswith(b"1"):
        came += line.read(100)
    assert line.brings_more_than(5) == more
