"""The web: redirects, logins, lengths and conditions, asked of a server that says anything."""

from __future__ import annotations

import gzip
import itertools
from base64 import b64encode
from collections.abc import Iterator

import httpx
import pytest
from scripted_server import Asked, Clock, Script, chunked, head, local_web, moved, scripted, whole

from archiver.errors import DownloadFailed, NotNow, Refused, WrongLength
from archiver.fetch.client import Web
from archiver.fetch.http import is_address
from archiver.fetch.limits import Limits
from archiver.fetch.politeness import Politeness
from archiver.fetch.redirects import MAX_REDIRECTS, is_same_server
from archiver.fetch.warc import page_in, written

PAGE = b"<html><body><h1>Statement</h1><p>The ministers met.</p></body></html>"
SMALL = Limits("page", 1_000_000, 60)


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
    answer = whole(PAGE, Content_Type="text/html; charset=utf-8", X_Two="a", x_two="b")
    with scripted(lambda asked: answer) as server, local_web().get(f"{server.url}/p.htm") as response:
        assert (response.url, response.status, response.reason) == (f"{server.url}/p.htm", 200, "Because")
        assert (response.media_type, response.size, response.ends) == ("text/html; charset=utf-8", len(PAGE), True)
        assert response.headers[-2:] == (("X-Two", "a"), ("x-two", "b"))
        assert (response.header("x-two"), response.header("etag")) == ("a", None)
        assert b"".join(response.blocks) == PAGE


@pytest.mark.parametrize(
    ("answer", "size", "ends"),
    [
        (whole(PAGE), len(PAGE), True),
        (chunked(PAGE[:9], PAGE[9:]), None, True),
        ([head(version="1.0"), PAGE], None, False),
        (whole(gzip.compress(PAGE), Content_Encoding="gzip"), None, True),
    ],
)
def test_ways_to_send_a_body(answer: list[bytes], size: int | None, ends: bool) -> None:
    with scripted(lambda asked: answer) as server:
        response, body = local_web().read(f"{server.url}/p.htm")
    assert (body, response.size, response.ends) == (PAGE, size, ends)


def test_only_what_we_can_unpack_is_asked_for() -> None:
    with scripted(lambda asked: whole(PAGE)) as server:
        local_web().read(f"{server.url}/p.htm")
    assert server.asked[0].headers["accept-encoding"] == "gzip, deflate, br"


@pytest.mark.parametrize(
    "answer",
    [
        [head(200, {"Content-Length": len(PAGE) - 1}), PAGE],
        [head(200, {"Content-Length": len(PAGE) - 1}) + PAGE],
        [head(200, {"Content-Length": 0}), PAGE],
    ],
)
def test_more_than_announced_is_no_page(answer: list[bytes]) -> None:
    with scripted(lambda asked: answer) as server, pytest.raises(WrongLength, match=r"more than the \d+ bytes that it"):
        local_web().read(f"{server.url}/p.htm")
    assert len(server.asked) == 1


def endless() -> Iterator[bytes]:
    yield head(version="1.0")
    yield from itertools.repeat(b"x" * 10_000)


def endless_chunks() -> Iterator[bytes]:
    yield chunked(end=False)[0]
    yield from itertools.repeat(b"2710\r\n" + b"x" * 10_000 + b"\r\n")


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda asked: endless(), id="endless"),
        pytest.param(lambda asked: endless_chunks(), id="endless chunks"),
        pytest.param(lambda asked: [head(200, {"Content-Length": 1_000_001})], id="announced"),
        pytest.param(lambda asked: whole(gzip.compress(bytes(2_000_000)), Content_Encoding="gzip"), id="bomb"),
        pytest.param(lambda asked: whole(b"x" * 1_000_001), id="one byte"),
    ],
)
def test_what_is_too_long_is_no_page(script: Script) -> None:
    with scripted(script) as server, pytest.raises(WrongLength, match=r"/p is longer than 1 MB: that is no page"):
        local_web().read(f"{server.url}/p", limits=SMALL)


def test_as_much_as_may_be_is_a_page() -> None:
    with scripted(lambda asked: whole(b"x" * 1_000_000)) as server:
        assert len(local_web().read(f"{server.url}/p", limits=SMALL)[1]) == 1_000_000


@pytest.mark.parametrize(
    ("coding", "body", "said"),
    [("gzip", gzip.compress(PAGE)[:-4], "ends too early"), ("compress", b"no", "packed as compress")],
)
def test_what_is_packed_badly_is_told(coding: str, body: bytes, said: str) -> None:
    with scripted(lambda asked: whole(body, Content_Encoding=coding)) as server:
        with pytest.raises(DownloadFailed, match=f"/p could not be fetched: .*{said}"):
            local_web().read(f"{server.url}/p")
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(whole(PAGE, Content_Encoding="gzip"), id="not packed"),
        pytest.param(whole(gzip.compress(PAGE)), id="packed untold"),
        pytest.param(whole(gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip"), id="packed twice"),
        pytest.param(chunked(PAGE[:30], PAGE[30:], Content_Length=17), id="chunks and a length"),
        pytest.param(chunked(PAGE, Content_Length=10**12), id="chunks and an absurd length"),
        pytest.param(
            [head(206, {"Content-Range": f"bytes 0-{len(PAGE) - 1}/{len(PAGE)}"}), PAGE], id="whole in a part"
        ),
    ],
)
def test_what_browsers_take_is_taken(answer: list[bytes]) -> None:
    with scripted(lambda asked: answer) as server:
        response, body = local_web().read(f"{server.url}/p")
    assert body == PAGE
    assert page_in(*written(response.exchanges)) == PAGE


@pytest.mark.parametrize("part", ["bytes 0-9/90", "bytes 1-9/10", "bytes 0-9/*", "", "bytes 0-9/10 or so"])
def test_a_part_that_nobody_asked_for_is_no_page(part: str) -> None:
    with (
        scripted(lambda asked: [head(206, {"Content-Range": part}), PAGE]) as server,
        pytest.raises(DownloadFailed, match="answered 206"),
    ):
        local_web().read(f"{server.url}/p")


@pytest.mark.parametrize("status", [403, 406])
def test_who_answers_browsers_only_is_asked_as_one(status: int) -> None:
    def script(asked: Asked) -> list[bytes]:
        return whole(PAGE) if "Mozilla" in asked.headers["user-agent"] else whole(b"Forbidden", status)

    with scripted(script, b"User-agent: briefing-archiver\nDisallow: /no\n") as server:
        with pytest.raises(DownloadFailed) as told:
            local_web().read(f"{server.url}/p")
        assert told.value.hint == (
            "it may answer browsers only: save it with a browser, and give the file with --url ADDRESS, "
            "or see --user-agent"
        )
        posing = Web(Politeness(True, pause=0, user_agent="Mozilla/5.0"), environment=Clock().environment())
        assert posing.read(f"{server.url}/p")[1] == PAGE
        with pytest.raises(Refused, match=r"robots.txt asks programs not to"):
            posing.read(f"{server.url}/no")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int) -> None:
    def script(asked: Asked) -> list[bytes]:
        return moved("new/p.htm#4", status) if asked.path == "/old" else whole(PAGE)

    with scripted(script) as server:
        response, body = local_web().read(f"{server.url}/old")
        assert (response.url, body) == (f"{server.url}/new/p.htm", PAGE)


def test_a_long_way_round_is_not_followed() -> None:
    def script(asked: Asked) -> list[bytes]:
        left = int(asked.path[1:])
        return moved(f"/{left - 1}") if left else whole(PAGE)

    with scripted(script) as server:
        assert local_web().read(f"{server.url}/{MAX_REDIRECTS}")[1] == PAGE
        with pytest.raises(DownloadFailed, match="more than 20 redirects"):
            local_web().read(f"{server.url}/{MAX_REDIRECTS + 1}")


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("/p", "go in a circle"),
        ("/q", "go in a circle"),
        ("file:///etc/hostname", "its redirect, file:/etc/hostname could not be fetched: we ask by the http"),
        ("ftp://127.0.0.1/x", "we ask by the http and https protocols only"),
        ("gopher://127.0.0.1:70/x", "we ask by the http and https protocols only"),
        ("javascript:alert(1)", "we ask by the http and https protocols only"),
        ("http://[broken/", "could not be fetched"),
        ("http://", "could not be fetched"),
        ("", "without saying where to"),
    ],
)
def test_a_redirect_that_leads_nowhere(location: str, said: str) -> None:
    clock = Clock()
    with scripted(lambda asked: moved("/p" if asked.path == "/q" else location)) as server:
        with pytest.raises(DownloadFailed, match=said) as told:
            local_web(clock).read(f"{server.url}/p")
        assert str(told.value).startswith(f"{server.url}/p")
        assert "\n" not in str(told.value)
    assert clock.slept == []


def test_an_error_tells_where_a_redirect_led() -> None:
    with scripted(lambda asked: moved("/new") if asked.path == "/old" else whole(b"", 404)) as server:
        with pytest.raises(DownloadFailed) as told:
            local_web().read(f"{server.url}/old")
        assert str(told.value) == f"{server.url}/old, which leads to {server.url}/new, answered 404 Because"


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.org/x", "data:text/plain,x", "/etc/hostname"])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(Refused, match="by the http and https protocols only"):
        local_web().read(url)


def test_a_login_is_for_its_own_host() -> None:
    """Neither a redirect nor a robots.txt takes it elsewhere, and no message shows it."""
    names = Clock().environment(lambda host, port: ["127.0.0.1"])

    def script(asked: Asked) -> list[bytes]:
        if asked.path == "/1":
            return moved("/2")
        return moved(f"http://evil:own@other.example:{server.port}/3") if asked.path == "/2" else whole(b"", 404)

    with scripted(script, every=True) as server:
        web = Web(Politeness(True, False, 0), environment=names)
        own = {"Cookie": "secret=1", "Range": "bytes=5-"}
        with pytest.raises(DownloadFailed) as told:
            web.read(f"http://ann:p%40ss@press.example:{server.port}/1", own)
    login = "Basic " + b64encode(b"ann:p@ss").decode()
    sent = [(a.path, a.headers.get("authorization"), a.headers.get("cookie")) for a in server.asked]
    assert sent == [
        ("/robots.txt", None, None),
        ("/1", login, "secret=1"),
        ("/2", login, "secret=1"),
        ("/robots.txt", None, None),
        ("/3", None, None),
    ]
    assert server.asked[-1].headers["range"] == "bytes=5-"
    assert server.asked[-1].headers["host"] == f"other.example:{server.port}"
    assert "p%40ss" not in str(told.value)
    assert "own" not in str(told.value)


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("http://a/", "http://a/x", True),
        ("http://a/", "https://a/x", True),
        ("https://a/", "http://a/x", False),
        ("http://a/", "http://a:8080/", False),
        ("http://a:8080/", "https://a/", False),
        ("http://a/", "http://b/", False),
        ("http://a/", "http://a.b/", False),
    ],
)
def test_what_is_one_house(here: str, there: str, same: bool) -> None:
    assert is_same_server(httpx.URL(here), httpx.URL(there)) == same


@pytest.mark.parametrize(
    ("headers", "status", "welcome"),
    [
        ({"If-None-Match": '"a"'}, 304, True),
        ({"if-modified-since": "x"}, 304, True),
        ({"Range": "bytes=5-"}, 206, True),
        ({"Range": "bytes=5-"}, 416, True),
        ({"Range": "bytes=5-"}, 304, False),
        ({"If-None-Match": '"a"'}, 206, False),
        ({}, 304, False),
        ({}, 206, False),
    ],
)
def test_answers_that_were_asked_for(headers: dict[str, str], status: int, welcome: bool) -> None:
    with scripted(lambda asked: [head(status)]) as server:
        if not welcome:
            with pytest.raises(DownloadFailed, match=f"answered {status}"):
                local_web().read(f"{server.url}/p", headers)
            return
        assert local_web().read(f"{server.url}/p", headers)[0].status == status


def test_a_body_that_breaks_off_while_it_is_read() -> None:
    with (
        scripted(lambda asked: [head(200, {"Content-Length": 100}), b"half"]) as server,
        local_web().get(f"{server.url}/p") as response,
        pytest.raises(NotNow, match="could not be fetched: peer closed connection"),
    ):
        list(response.blocks)


@pytest.mark.parametrize("error", [ZeroDivisionError, UnicodeError])
def test_what_goes_wrong_with_us_is_not_the_servers_fault(error: type[Exception]) -> None:
    with scripted(lambda asked: whole(PAGE)) as server, pytest.raises(error), local_web().get(f"{server.url}/p"):
        raise error


def test_headers_without_end() -> None:
    def script(asked: Asked) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        yield from itertools.repeat(b"X-Long: " + b"x" * 10_000 + b"\r\n")

    with scripted(script) as server, pytest.raises(DownloadFailed, match="could not be fetched"):
        local_web().read(f"{server.url}/p")
