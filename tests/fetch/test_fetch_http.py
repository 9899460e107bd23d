"""HTTP: what a server sends arrives whole or is an error in words, whatever the server does."""

from __future__ import annotations

import gzip
import socket
import time

import httpx
import pytest
from fetch_server import HANG_UP, PAGE, Answer, serving

from archiver.errors import DownloadFailed
from archiver.fetch import http
from archiver.fetch.http import MAX_REDIRECTS, get, is_address


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is not behind a proxy to itself."""
    monkeypatch.setenv("NO_PROXY", "*")


def fetched(url: str) -> bytes:
    with get(url) as response:
        return b"".join(response.blocks)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("http://example.org/p06-042e.htm", True),
        ("HTTPS://example.org/", True),
        ("ftp://example.org/briefing.mp3", False),
        ("p06-042e.htm", False),
        ("../audio/x.mp3", False),
        ("httpd.txt", False),
        ("", False),
    ],
)
def test_an_address_is_what_we_fetch_from(text: str, address: bool) -> None:
    assert is_address(text) == address


def test_a_good_answer() -> None:
    good = Answer(PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
    with serving({"/p.htm": good}) as server, get(f"{server}/p.htm") as response:
        assert (response.url, response.status) == (f"{server}/p.htm", 200)
        assert (response.media_type, response.size) == ("text/html; charset=utf-8", len(PAGE))
        assert b"".join(response.blocks) == PAGE


def test_a_long_answer_comes_in_pieces() -> None:
    with serving({"/long.mp3": Answer(b"x" * 300_000)}) as server, get(f"{server}/long.mp3") as response:
        sizes = [len(block) for block in response.blocks]
    assert sum(sizes) == 300_000
    assert max(sizes) <= http.BLOCK


def test_a_packed_answer_is_unpacked_and_its_size_not_known() -> None:
    packed = Answer(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})
    with serving({"/p.htm": packed}) as server, get(f"{server}/p.htm") as response:
        assert response.size is None
        assert b"".join(response.blocks) == PAGE


def test_redirects_are_followed() -> None:
    answers = {"/old": Answer(status=301, headers={"Location": "/new.htm"}), "/new.htm": Answer(PAGE)}
    with serving(answers) as server, get(f"{server}/old") as response:
        assert response.url == f"{server}/new.htm"
        assert b"".join(response.blocks) == PAGE


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=404), "answered 404 Not Found"),
        (Answer(status=403), "answered 403 Forbidden"),
        (Answer(status=500), "answered 500"),
        (Answer(status=204), "answered 204"),
        (HANG_UP, "could not be fetched: Server disconnected"),
        (Answer(PAGE, length=len(PAGE) + 1), "could not be fetched: peer closed connection"),
        (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), "could not be fetched: .*header check"),
        (Answer(status=302, headers={"Location": "/p.htm"}), "could not be fetched: .*[Rr]edirect"),
        (Answer(status=302, headers={"Location": "file:///etc/hostname"}), "could not be fetched: .*protocol"),
        (Answer(status=302, headers={"Location": "http://[broken/"}), "could not be fetched"),
    ],
)
def test_a_bad_answer_is_told_in_words(answer: Answer, said: str) -> None:
    with serving({"/p.htm": answer}) as server, pytest.raises(DownloadFailed, match=said) as told:
        fetched(f"{server}/p.htm")
    assert f"{server}/p.htm" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_long_way_round_is_not_followed() -> None:
    answers = {f"/{n}": Answer(status=302, headers={"Location": f"/{n + 1}"}) for n in range(MAX_REDIRECTS + 1)}
    answers[f"/{MAX_REDIRECTS + 1}"] = Answer(PAGE)
    with serving(answers) as server:
        assert fetched(f"{server}/1") == PAGE
        with pytest.raises(DownloadFailed, match="redirects"):
            fetched(f"{server}/0")


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://exa mple.org/\x00", "http://127.0.0.1:99999/"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(DownloadFailed, match="could not be fetched"):
        fetched(url)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DownloadFailed, match="try again later, or check the address"):
        fetched(f"http://127.0.0.1:{port}/")


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(0.2))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asked = time.monotonic()
        with pytest.raises(DownloadFailed, match=r"could not be fetched: .*(timed out|Timeout)"):
            fetched(f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert time.monotonic() - asked < 5


def test_what_goes_wrong_with_us_is_not_the_servers_fault() -> None:
    with serving({"/p.htm": Answer(PAGE)}) as server, pytest.raises(ZeroDivisionError), get(f"{server}/p.htm"):
        raise ZeroDivisionError
