"""What a web archive kept: its index in three dialects, the capture to try first, its pace, and what counts as gone."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from scripted_server import Asked, Clock, Script, local_web, moved, scripted, whole

from archiver.errors import DownloadFailed, Refused, WrongLength
from archiver.fetch.client import Web
from archiver.fetch.http import Response
from archiver.fetch.politeness import WEB_ARCHIVE_INTERVAL_SECONDS, Politeness
from archiver.fetch.wayback import WAYBACK_MACHINE, Memento, captured_at, is_gone, leads_home, mementos
from archiver.recording.playlists import no_recording

DEAD = "http://www.press.example/docu/pr/2006/p06-042e.htm"
HEAD = ["timestamp", "original", "statuscode", "mimetype"]
DAYS = ["20060328100000", "20060401120000", "20060402101112", "20060403000000", "20150101000000"]


def index(*rows: list[str], head: list[str] = HEAD) -> bytes:
    return json.dumps([head, *rows]).encode()


def row(timestamp: str, original: str = DEAD, status: str = "200") -> list[str]:
    return [timestamp, original, status, "text/html"]


def archive_web(base: str, clock: Clock | None = None, *, robots: bool = True, pause: float = 0.0) -> Web:
    """A web with a web archive on this machine."""
    return Web(Politeness(True, not robots, pause, base), environment=(clock or Clock()).environment())


def kept(data: bytes, near: str | None = None, address: str = DEAD) -> list[Memento]:
    """What is made of an answer of the index."""
    with scripted(lambda asked: whole(data)) as server:
        return mementos(archive_web(server.url), address, near)


def times(found: list[Memento]) -> list[str]:
    return [memento.captured for memento in found]


def test_a_capture_and_where_it_lies() -> None:
    with scripted(lambda asked: whole(index(row("20060402101112", "http://www.press.example:80/p?n=1")))) as server:
        found = mementos(archive_web(f"{server.url}/"), DEAD)
        address = f"{server.url}/web/20060402101112id_/http://www.press.example:80/p?n=1"
        assert found == [Memento(address, "http://www.press.example:80/p?n=1", "2006-04-02T10:11:12Z")]


def test_a_web_archive_may_live_in_a_folder() -> None:
    with scripted(lambda asked: whole(index(row(DAYS[0])))) as server:
        (found,) = mementos(archive_web(f"{server.url}/ours/"), DEAD)
        assert server.asked[0].path.startswith("/ours/cdx/search/cdx?url=")
        assert found.address == f"{server.url}/ours/web/{DAYS[0]}id_/{DEAD}"


def test_no_web_archive_is_asked_unless_one_is_named() -> None:
    assert Politeness().wayback is None
    assert mementos(local_web(), DEAD) == []
    assert WAYBACK_MACHINE == "https://web.archive.org"


def test_what_the_index_is_asked() -> None:
    with scripted(lambda asked: whole(b"[]")) as server:
        mementos(archive_web(server.url), DEAD)
    place, _, query = server.asked[0].path.partition("?")
    assert place == "/cdx/search/cdx"
    assert parse_qs(query) == {
        "url": [DEAD],
        "output": ["json"],
        "fl": ["timestamp,original,statuscode,mimetype"],
        "filter": ["statuscode:200"],
        "collapse": ["timestamp:8"],
        "matchType": ["exact"],
        "limit": ["10000"],
    }


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("http://x.example/p?a=1&b=2", "http%3A%2F%2Fx.example%2Fp%3Fa%3D1%26b%3D2"),
        ("http://x.example/a%20b/%C3%A9", "http%3A%2F%2Fx.example%2Fa%2520b%2F%25C3%25A9"),
        ("http://x.example/é?q=a+b", "http%3A%2F%2Fx.example%2F%25C3%25A9%3Fq%3Da%2Bb"),
        ("http://bücher.example/", "http%3A%2F%2Fxn--bcher-kva.example%2F"),
        ("http://x.example/*#part", "http%3A%2F%2Fx.example%2F%2A"),
        ("http://ann:secret@x.example/p", "http%3A%2F%2Fx.example%2Fp"),  # nobody else's business
    ],
)
def test_an_address_is_written_whole_into_another(address: str, sent: str) -> None:
    with scripted(lambda asked: whole(b"[]")) as server:
        mementos(archive_web(server.url), address)
    assert server.asked[0].path.startswith(f"/cdx/search/cdx?url={sent}&output=")


@pytest.mark.parametrize(
    ("near", "best"),
    [
        (None, DAYS[:3]),
        ("2006-04-02", ["20060402101112", "20060403000000", "20060401120000"]),
        ("2006-04-02T22:00:00Z", ["20060403000000", "20060402101112", "20060401120000"]),
        ("2006-04-02T22:00:00-06:00", ["20060403000000", "20060402101112", "20060401120000"]),
        ("2006-04-02T22:00:00+20:00", ["20060402101112", "20060401120000", "20060403000000"]),
        ("2006-04-02T00:00:00", ["20060402101112", "20060401120000", "20060403000000"]),  # read as UTC
        ("2024-01-01", ["20150101000000", "20060403000000", "20060402101112"]),
        ("1995-01-01", DAYS[:3]),
    ],
)
@pytest.mark.parametrize("step", [1, -1])
def test_the_best_first(near: str | None, best: list[str], step: int) -> None:
    found = kept(index(*map(row, DAYS[::step])), near)
    assert [memento.address.rpartition("/web/")[2].partition("id_")[0] for memento in found] == best


@pytest.mark.parametrize("step", [1, -1])
def test_of_two_equally_near_the_later_one(step: int) -> None:
    days = ["20060401110000", "20060401130000"][::step]
    assert times(kept(index(*map(row, days)), "2006-04-01")) == ["2006-04-01T13:00:00Z", "2006-04-01T11:00:00Z"]


def test_the_same_capture_twice_is_one() -> None:
    assert len(kept(index(row(DAYS[0]), row(DAYS[0]), row(DAYS[1])))) == 2


def lines(*found: dict[str, object]) -> bytes:
    return "\n".join(map(json.dumps, found)).encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(index(row(DAYS[0]), row(DAYS[1])), id="JSON"),
        pytest.param(
            index(
                ["e,p)/", "text/html", "200", DEAD, DAYS[0]],
                ["e,p)/", "text/html", "200", DEAD, DAYS[1]],
                head=["urlkey", "mimetype", "statuscode", "original", "timestamp"],
            ),
            id="JSON in another order",
        ),
        pytest.param(
            json.dumps([HEAD, row(DAYS[0]), row(DAYS[1]), [], ["e%2Cp%29%2F+2006"]]).encode(), id="JSON to be continued"
        ),
        pytest.param(f"{DAYS[0]} {DEAD} 200 text/html\n{DAYS[1]} {DEAD} 200 -\n".encode(), id="columns"),
        pytest.param(
            f"\ne,p)/ {DAYS[0]} {DEAD} text/html 200 ABC 9\r\ne,p)/ {DAYS[1]} {DEAD} - 200 ABC 9\r\n".encode(),
            id="columns that nobody asked for",
        ),
        pytest.param(f"{DAYS[0]} {DEAD}\n{DAYS[1]} {DEAD}".encode(), id="two columns"),
        pytest.param(
            lines(
                {"urlkey": "e,p)/", "timestamp": DAYS[0], "url": DEAD, "mime": "text/html", "status": "200"},
                {"urlkey": "e,p)/", "timestamp": DAYS[1], "url": DEAD, "mime": "text/html", "status": "200"},
            ),
            id="JSON lines",
        ),
        pytest.param(
            lines(
                {"timestamp": int(DAYS[0]), "url": DEAD, "status": 200},
                {"timestamp": DAYS[1], "url": DEAD, "status": None},
            ),
            id="JSON lines with numbers and without a status",
        ),
        pytest.param(b"\xef\xbb\xbf" + index(row(DAYS[0]), row(DAYS[1])), id="with a mark of UTF-8"),
    ],
)
def test_dialects(data: bytes) -> None:
    found = kept(data)
    assert [memento.original for memento in found] == [DEAD, DEAD]
    assert times(found) == ["2006-03-28T10:00:00Z", "2006-04-01T12:00:00Z"]


def test_one_line_of_json() -> None:
    assert times(kept(lines({"timestamp": DAYS[0], "url": DEAD, "status": "200"}))) == ["2006-03-28T10:00:00Z"]


@pytest.mark.parametrize("data", [b"", b" \n\r\n", b"[]", b"[]\n", b"[[]]", index(), index([])])
def test_nothing_was_kept(data: bytes) -> None:
    assert kept(data) == []


@pytest.mark.parametrize(
    "data",
    [
        index(row(DAYS[0], status="404"), row(DAYS[1], status="-")),
        f"{DAYS[0]} {DEAD} 404 text/html".encode(),
        f"e,p)/ {DAYS[0]} {DEAD} warc/revisit - ABC 9".encode(),
        lines({"timestamp": DAYS[0], "url": DEAD, "status": "302"}),
    ],
)
def test_what_was_dead_when_it_was_captured_is_of_no_use(data: bytes) -> None:
    """Some servers overlook the filter."""
    assert kept(data) == []


@pytest.mark.parametrize(
    "senseless",
    [
        row("2006"),
        row("20061332000000"),
        row("20060402101199"),
        row("2006040210111２"),  # a digit, but not one of ours
        row("200604021011120"),
        row(DAYS[1], "ftp://www.press.example/p.htm"),
        row(DAYS[1], "dns:www.press.example"),
        row(DAYS[1], "http://"),
        row(DAYS[1], "http://www.press.example/\x00"),
        [DAYS[1]],
        ["", "", "", ""],
    ],
)
def test_what_makes_no_sense_is_left_out(senseless: list[str]) -> None:
    assert times(kept(index(senseless, row(DAYS[0])))) == ["2006-03-28T10:00:00Z"]
    with pytest.raises(DownloadFailed, match="its answer is no list of captures"):
        kept(index(senseless))


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body>We are upgrading our\nservers.</body></html>",
        b'{"message": "no such collection"}',
        b'[{"message": "no such collection"}]',
        b'["blocked"]',
        b'[5, ["x"]]',
        b'[["urlkey"], ["x"]]',
        index()[:-1] + b', "x"]',
        b"null",
        b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_an_answer_that_is_no_index(data: bytes) -> None:
    with scripted(lambda asked: whole(data)) as server, pytest.raises(DownloadFailed) as told:
        mementos(archive_web(server.url), DEAD)
    said = f"the web archive {server.url} does not say what it kept of {DEAD}: its answer is no list of captures"
    assert (told.value.message, told.value.hint) == (said, "check the address of the web archive")


def test_a_refusal_names_the_address_and_the_archive() -> None:
    with scripted(lambda asked: whole(b"", 403)) as server, pytest.raises(DownloadFailed) as told:
        mementos(archive_web(server.url), DEAD)
    said = f"the web archive {server.url} does not say what it kept of {DEAD}: its index answered 403 Because"
    assert (told.value.message, told.value.status) == (said, 403)


def test_a_busy_archive_is_asked_again() -> None:
    clock = Clock()
    left = [whole(b"", 503, Retry_After=7), whole(b"", 429)]
    script: Script = lambda asked: left.pop(0) if left else whole(index(row(DAYS[0])))  # noqa: E731
    with scripted(script) as server:
        assert len(mementos(archive_web(server.url, clock), DEAD)) == 1
        assert len(server.asked) == 3
    assert clock.slept == [
        7.0,
        2.0,
        WEB_ARCHIVE_INTERVAL_SECONDS - 2.0,
    ]  # the second wait is shorter than the archive's own


def test_an_archive_on_this_machine_is_refused_unless_allowed() -> None:
    with scripted(lambda asked: whole(b"[]")) as server:
        web = Web(Politeness(wayback=server.url), environment=Clock().environment())
        with pytest.raises(
            Refused, match=r"its index could not be fetched: 127\.0\.0\.1 is an address of this machine"
        ):
            mementos(web, DEAD)
        assert server.asked == []


@pytest.mark.parametrize("base", ["web.archive.org", "ftp://web.archive.org", "http://"])
def test_an_archive_without_an_address_is_told_at_once(base: str) -> None:
    with pytest.raises(DownloadFailed, match="could not be fetched"):
        Web(Politeness(wayback=base))


@pytest.mark.parametrize(
    ("pause", "between"), [(0.0, WEB_ARCHIVE_INTERVAL_SECONDS), (1.0, WEB_ARCHIVE_INTERVAL_SECONDS), (4.0, 4.0)]
)
def test_the_pace_of_a_web_archive(pause: float, between: float) -> None:
    """One after the other, whether the index or a capture is asked for."""
    clock, asked_at = Clock(), []

    def script(asked: Asked) -> list[bytes]:
        asked_at.append(clock.passed)
        return whole(index(row(DAYS[0])) if asked.path.startswith("/cdx") else b"page")

    with scripted(script) as server:
        web = archive_web(server.url, clock, pause=pause)
        for n in range(12):
            (found,) = mementos(web, f"{DEAD}?{n}")
            assert web.read(found.address)[1] == b"page"
        mementos(web, DEAD)
    assert len(asked_at) == 25
    assert clock.passed == pytest.approx(24 * between)
    assert clock.passed >= 60
    assert min(after - before for before, after in pairwise(asked_at)) >= between


def test_the_pace_holds_over_threads() -> None:
    clock, together = Clock(), threading.Barrier(3)
    with scripted(lambda asked: whole(b"[]")) as server:
        web = archive_web(server.url, clock)

        def ask() -> None:
            together.wait(60)
            for _ in range(3):
                mementos(web, DEAD)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(server.asked) == 9
    assert clock.slept == [WEB_ARCHIVE_INTERVAL_SECONDS] * 8


def test_the_robots_of_a_web_archive_are_not_asked_those_of_others_are() -> None:
    """Also where it leads away from itself, or is only a folder of a house."""

    def script(asked: Asked) -> list[bytes]:
        if "/away" in asked.path:
            return moved("/elsewhere")
        return whole(b"User-agent: *\nDisallow: /\n" if asked.path == "/robots.txt" else index(row(DAYS[0])))

    with scripted(script, every=True) as server:
        web = archive_web(f"{server.url}/ours")
        (found,) = mementos(web, DEAD)
        web.read(found.address)
        assert [urlsplit(asked.path).path.split("/")[1] for asked in server.asked] == ["ours", "ours"]
        for address in ("ours/web/away", "oursister/p.htm", "p.htm"):
            with pytest.raises(Refused, match=r"robots\.txt asks programs not to"):
                web.read(f"{server.url}/{address}")
        with pytest.raises(Refused, match=r"robots\.txt asks programs not to"):
            local_web().read(found.address)  # no web archive is named


def test_other_hosts_keep_their_own_pause() -> None:
    clock = Clock()
    with scripted(lambda asked: whole(b"page")) as server:
        web = archive_web("http://archive.example", clock, robots=False, pause=1.0)
        for _ in range(3):
            web.read(f"{server.url}/p")
    assert clock.slept == [1.0, 1.0]


@pytest.mark.parametrize(
    ("status", "gone"),
    [
        (403, True),
        (404, True),
        (408, True),
        (410, True),
        (429, True),
        (451, True),
        (500, True),
        (501, True),
        (503, True),
        (599, True),
        (204, False),
        (400, False),
        (401, False),
        (416, False),
        (418, False),
    ],
)
def test_answers_that_say_gone(status: int, gone: bool) -> None:
    with scripted(lambda asked: whole(b"", status)) as server, pytest.raises(DownloadFailed) as told:
        local_web(robots=False).read(f"{server.url}/p")
    assert is_gone(told.value) == gone


def nobody(host: str, port: int) -> list[str]:
    raise socket.gaierror(socket.EAI_NONAME, "no")


@pytest.fixture
def closed() -> Iterator[int]:
    """A port where nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.mark.parametrize("robots", [True, False])
def test_nobody_there_is_gone(closed: int, robots: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    lost = Web(Politeness(True, not robots, 0), environment=Clock().environment(nobody))
    for web, address in ((lost, "http://dead.example/p"), (local_web(robots=robots), f"http://127.0.0.1:{closed}/p")):
        with pytest.raises(DownloadFailed) as told:
            web.read(address)
        assert is_gone(told.value)


@pytest.mark.parametrize(
    "error", [Refused("no"), Refused("no", status=404), WrongLength("no"), no_recording("a playlist of two files")]
)
def test_what_an_archive_cannot_help_with(error: DownloadFailed) -> None:
    assert not is_gone(error)


OLD = "http://www.press.example/docu/pr/2006/p06-042e.htm"


@pytest.mark.parametrize(
    ("asked", "arrived", "home"),
    [
        (OLD, "https://www.press.example", True),
        (OLD, "https://www.press.example/", True),
        (OLD, "https://www.press.example/index.html", True),
        (OLD, "https://www.press.example/Home.htm", True),
        (OLD, "https://www.press.example/default.aspx?from=old", True),
        (OLD, "https://www.press.example/index.jsp;jsessionid=0A1B", True),
        (OLD, "https://www.press.example/index_en.htm", True),
        (OLD, "https://www.press.example/en/", True),
        (OLD, "https://www.press.example/en", True),
        (OLD, "https://www.press.example/fr-FR/index.htm", True),
        (OLD, "https://www.press.example/404", True),
        (OLD, "https://www.press.example/en/404.html", True),
        (OLD, "https://www.press.example/404/index.html", True),
        (OLD, "https://www.press.example/error", True),
        (OLD, "https://www.press.example/errors/error404.aspx?aspxerrorpath=/docu/pr/2006/p06-042e.htm", True),
        (OLD, "https://www.press.example/NotFound.htm", True),
        (OLD, "https://www.press.example/page-not-found/", True),
        (OLD, "https://other.example/page_not_found.html", True),
        ("http://www.press.example/index.php?id=42", "http://www.press.example/", True),
        (OLD, OLD, False),
        (OLD, "https://www.press.example/cps/en/natohq/official_texts_22449.htm", False),
        (OLD, "https://www.press.example/index.php?id=42", False),  # all pages of such a house are at its root
        (OLD, "https://www.press.example/?p=42", False),
        (OLD, "https://www.press.example/news/", False),
        (OLD, "https://www.press.example/news/index.html", False),  # a section, and maybe a list with the release
        (OLD, "https://www.press.example/homecoming.htm", False),
        (OLD, "https://www.press.example/home/affairs.htm", False),
        (OLD, "https://www.press.example/en/p06-042e", False),
        (OLD, "https://www.press.example/a-trial-and-an-error", False),
        (OLD, "https://www.press.example/404-soldiers-come-home.htm", False),
        ("http://www.press.example/pr/404.htm", "https://www.press.example/en/pr/404", False),  # release 404
        ("http://www.press.example/", "https://www.press.example/en/", False),
        ("http://www.press.example/index.htm", "https://www.press.example/", False),
        ("http://www.press.example/en/", "https://www.press.example/404", False),
    ],
)
def test_a_redirect_home(asked: str, arrived: str, home: bool) -> None:
    assert leads_home(asked, arrived) == home


def answer(url: str, **headers: str) -> Response:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(url, 200, "OK", named, "text/html", 0, True, iter(()))


@pytest.fixture
def abroad() -> Iterator[None]:
    """A machine whose own time is not UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "XXX+5")
        time.tzset()
        yield
    time.tzset()


SECOND = f"{WAYBACK_MACHINE}/web/20060402101112id_/http://press.example/20050101000000/http://x/"


@pytest.mark.parametrize(
    ("response", "captured"),
    [
        (answer(SECOND, Memento_Datetime="Sun, 02 Apr 2006 10:11:13 GMT"), "2006-04-02T10:11:13Z"),
        (answer(SECOND, memento_datetime="Sun, 02 Apr 2006 12:11:13 +0200"), "2006-04-02T10:11:13Z"),
        (answer(SECOND, memento_datetime="Sun, 02 Apr 2006 10:11:13 -0000"), "2006-04-02T10:11:13Z"),
        (answer(SECOND), "2006-04-02T10:11:12Z"),
        (answer(SECOND, Memento_Datetime="long ago"), "2006-04-02T10:11:12Z"),
        (answer(SECOND, Memento_Datetime="Fri, 31 Dec 9999 23:59:59 -2300"), "2006-04-02T10:11:12Z"),
        (answer(f"{WAYBACK_MACHINE}/web/20060402101112/http://press.example/"), "2006-04-02T10:11:12Z"),
        (answer(f"{WAYBACK_MACHINE}/web/20061399101112id_/http://press.example/"), None),
        (answer("http://press.example/20050101000000/p.htm"), None),
        (answer(DEAD), None),
    ],
)
def test_when_it_was_captured(response: Response, captured: str | None, abroad: None) -> None:
    assert captured_at(response.header("memento-datetime"), response.url) == captured


def test_the_capture_that_an_archive_leads_to() -> None:
    def script(asked: Asked) -> list[bytes]:
        if "20060403000000" in asked.path:
            return whole(b"page", Memento_Datetime="Mon, 03 Apr 2006 00:00:00 GMT")
        return moved(f"/web/20060403000000id_/{DEAD}")

    with scripted(script) as server:
        web = archive_web(server.url)
        response, body = web.read(f"{server.url}/web/20060402101112id_/{DEAD}")
    assert (body, captured_at(response.header("memento-datetime"), response.url)) == (b"page", "2006-04-03T00:00:00Z")


def test_a_capture_is_asked_for_by_its_whole_address() -> None:
    original = "http://press.example:80/é?a=1&b=%2F"
    with scripted(lambda asked: whole(index(row(DAYS[0], original)))) as server:
        web = archive_web(server.url)
        (found,) = mementos(web, DEAD)
        web.read(found.address)
    assert server.asked[1].path == f"/web/{DAYS[0]}id_/http://press.example:80/%C3%A9?a=1&b=%2F"
