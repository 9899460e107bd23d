"""Retries: what is tried again, how long is waited, and when it is given up."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from scripted_server import NOON, RESET, Clock, Notes, Script, chunked, head, local_web, scripted, whole

from archiver.errors import DownloadFailed, NotNow
from archiver.fetch.http import parsed
from archiver.fetch.retries import LONGEST_WAIT_SECONDS, MOST_ATTEMPTS, retry_after, waiting

PAGE = b"<p>The ministers met.</p>"
LATER = format_datetime(NOON + timedelta(seconds=90), usegmt=True)


def failing(*answers: list[bytes]) -> Script:
    """Give bad answers first, then the page for ever."""
    left = list(answers)
    return lambda asked: left.pop(0) if left else whole(PAGE)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(status: int) -> None:
    clock = Clock()
    with scripted(failing(whole(b"", status), whole(b"", status))) as server:
        assert local_web(clock).read(f"{server.url}/p")[1] == PAGE
    assert (len(server.asked), clock.slept) == (3, [1.0, 2.0])


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param([], id="before headers"),
        pytest.param([RESET], id="reset"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-"], id="in the headers"),
        pytest.param([head(200, {"Content-Length": len(PAGE)})], id="at the first byte"),
        pytest.param([head(200, {"Content-Length": len(PAGE)}), PAGE[:9]], id="in the middle"),
        pytest.param([head(200, {"Content-Length": len(PAGE)}), PAGE[:9], RESET], id="reset in the middle"),
        pytest.param([head(200, {"Content-Length": len(PAGE)}), PAGE[:-1]], id="at the last byte"),
        pytest.param(chunked(PAGE, end=False), id="at the last chunk"),
        pytest.param([b"no HTTP at all\r\n\r\n"], id="no HTTP"),
    ],
)
def test_what_breaks_is_asked_again(broken: list[bytes]) -> None:
    clock = Clock()
    with scripted(failing(broken)) as server:
        assert local_web(clock).read(f"{server.url}/p")[1] == PAGE
    assert (len(server.asked), clock.slept) == (2, [1.0])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 501, 204, 206, 304, 416])
def test_a_clear_answer_is_final(status: int) -> None:
    clock = Clock()
    with scripted(lambda asked: whole(b"", status)) as server:
        with pytest.raises(DownloadFailed, match=rf"/p answered {status} Because(;|$)") as told:
            local_web(clock).read(f"{server.url}/p")
        assert (len(server.asked), clock.slept) == (1, [])
    assert (told.value.status, type(told.value)) == (status, DownloadFailed)


def test_it_is_given_up_in_words() -> None:
    clock, notes = Clock(), Notes()
    with scripted(lambda asked: whole(b"", 503)) as server:
        web = local_web(clock)
        web.reporter = notes
        with pytest.raises(DownloadFailed, match=r"answered 503 Because, 5 times; try again later") as told:
            web.read(f"{server.url}/p")
    assert (len(server.asked), clock.slept) == (MOST_ATTEMPTS, [1.0, 2.0, 4.0, 8.0])
    assert notes.lines[0] == f"{server.url}/p answered 503 Because; trying again in 1 s"
    assert (told.value.status, isinstance(told.value, NotNow)) == (503, False)


@pytest.mark.parametrize(("asks", "waited"), [("7", 7.0), ("120", 120.0), (LATER, 90.0), ("0", 1.0), ("soon", 1.0)])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_is_left_alone_as_long_as_it_asks(status: int, asks: str, waited: float) -> None:
    clock = Clock()
    with scripted(failing(whole(b"", status, Retry_After=asks))) as server:
        assert local_web(clock).read(f"{server.url}/p")[1] == PAGE
    assert clock.slept == [waited]


@pytest.mark.parametrize(
    ("asks", "until"),
    [
        ("7200", "until 2006-04-03 14:00 UTC"),
        ("Tue, 04 Apr 2006 06:30:00 GMT", "until 2006-04-04 06:30 UTC"),
        ("9" * 40, "for centuries"),
    ],
)
def test_who_asks_for_too_long_is_not_waited_for(asks: str, until: str) -> None:
    clock = Clock()
    with scripted(failing(whole(b"", 503, Retry_After=asks))) as server:
        with pytest.raises(DownloadFailed, match=f"answered 503 Because; it wants to be left alone {until}"):
            local_web(clock).read(f"{server.url}/p")
        assert (len(server.asked), clock.slept) == (1, [])


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("12", 12.0),
        (" 12 ", 12.0),
        ("-12", None),
        ("1.5", None),
        ("١٢", None),
        (LATER, 90.0),
        ("Mon, 03 Apr 2006 12:01:30", 90.0),  # without a zone it is meant as GMT
        ("Mon, 03 Apr 2006 10:00:00 GMT", 0.0),  # over already
        ("Mon, 99 Apr 2006 10:00:00 GMT", None),
    ],
)
def test_both_forms_of_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOON) == seconds


def test_waits_double_with_chance_in_them() -> None:
    assert [waiting(tried, None, 0.0) for tried in (1, 2, 3, 4)] == [0.5, 1, 2, 4]
    assert [waiting(tried, None, 1.0) for tried in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert waiting(1, LONGEST_WAIT_SECONDS, 1.0) == LONGEST_WAIT_SECONDS


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    clock = Clock()
    with scripted(lambda asked: []) as server:
        pass
    with pytest.raises(DownloadFailed, match=r"^http://127\S+/p could not be fetched: .*refused, 5 times; try again"):
        local_web(clock).read(f"{server.url}/p")
    assert len(clock.slept) == MOST_ATTEMPTS - 1


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://exa mple.org/\x00", "http://127.0.0.1:99999/"])
def test_an_address_that_is_none(url: str) -> None:
    clock = Clock()
    with pytest.raises(DownloadFailed, match="could not be fetched"):
        local_web(clock).read(url)
    assert clock.slept == []


def test_a_fragment_is_not_sent() -> None:
    assert str(parsed("http://example.org/p#4")) == "http://example.org/p"
