"""Sources: a file, a folder or an address, as bytes with what is known about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from scripted_server import RESET, SOUND, Asked, Server, head, local_web, moved, scripted, whole

from archiver.errors import DownloadFailed, Refused, SourceNotFound
from archiver.fetch.warc import page_in, written
from archiver.page.source import FetchedPage, Validators, changed_page, read_page, sources_in
from archiver.recording.sound_source import beside, sound
from archiver.reporting import Advance, Silent

PAGE = b"<html><body><h1>Statement</h1><p>The ministers met.</p></body></html>"


class Watcher(Silent):
    """Keeps what bars were told."""

    def __init__(self) -> None:
        self.bars: list[tuple[str, float | None, str]] = []
        self.steps: list[float] = []

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        self.bars.append((title, total, unit))
        yield self.steps.append


def test_a_folder_stands_for_its_pages(tmp_path: Path) -> None:
    for name in ("b.HTM", "a.txt", "c.mp3", "d.html", ".hidden", "sub.html.part"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    assert [Path(page).name for page in sources_in(str(tmp_path))] == ["a.txt", "b.HTM", "d.html"]


@pytest.mark.parametrize("source", ["http://example.org/p06-042e.htm", "HTTPS://example.org/"])
def test_an_address_stands_for_itself(source: str) -> None:
    assert sources_in(source) == [source]


def test_a_file_stands_for_itself_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "release"
    path.touch()
    assert sources_in(str(path)) == [str(path)]


def test_nothing_by_that_name(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match=r"there is no file .*missing\.htm; check the name"):
        sources_in(str(tmp_path / "missing.htm"))
    with pytest.raises(SourceNotFound, match=r"has no pages in it; pages end in \.html"):
        sources_in(str(tmp_path))


@pytest.mark.parametrize(
    ("name", "media_type"), [("p.htm", "text/html"), ("p.txt", "text/plain"), ("p.unheard-of", None), ("p", None)]
)
@pytest.mark.parametrize("url", [None, "http://example.org/docu/p.htm"])
def test_a_page_from_a_file(tmp_path: Path, name: str, media_type: str | None, url: str | None) -> None:
    (tmp_path / name).write_bytes(PAGE)
    assert read_page(str(tmp_path / name), url) == FetchedPage(name, PAGE, media_type, url, url, None, tmp_path)


@pytest.mark.parametrize("name", ["missing.htm", "p.htm/below"])
def test_a_page_that_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "p.htm").write_bytes(PAGE)
    with pytest.raises(SourceNotFound, match="there is no file"):
        read_page(str(tmp_path / name))


def test_a_page_from_its_address() -> None:
    def script(asked: Asked) -> list[bytes]:
        return moved("/new/p.htm", 301) if asked.path == "/p.htm" else whole(PAGE, Content_Type="text/html")

    with scripted(script) as server:
        page = read_page(f"{server.url}/p.htm", web=local_web())
    assert (page.data, page.media_type, page.status, page.folder) == (PAGE, "text/html", 200, None)
    assert page.url == page.name == f"{server.url}/p.htm"
    assert page.base == f"{server.url}/new/p.htm"  # what relative links are relative to


def test_a_page_goes_by_the_address_that_a_person_gives() -> None:
    with scripted(lambda asked: whole(PAGE)) as server:
        page = read_page(f"{server.url}/copy.htm", "http://example.org/p.htm", local_web())
    assert page.url == "http://example.org/p.htm"


def test_without_a_web_nothing_private_is_asked() -> None:
    with scripted(lambda asked: whole(PAGE)) as server, pytest.raises(Refused, match="private network"):
        read_page(f"{server.url}/p.htm")


def test_sound_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "briefing.mp3").write_bytes(SOUND)
    with sound(str(tmp_path / "briefing.mp3"), tmp_path, local_web(), Silent()) as (blocks, _):
        assert b"".join(blocks) == SOUND


@pytest.mark.parametrize("name", ["missing.mp3", "."])
def test_sound_that_is_no_file(tmp_path: Path, name: str) -> None:
    missing = sound(str(tmp_path / name), tmp_path, local_web(), Silent())
    with pytest.raises(SourceNotFound, match="there is no file"), missing:
        pass


def test_a_download_has_a_bar(tmp_path: Path) -> None:
    watcher = Watcher()
    half = [head(200, {"Content-Length": len(SOUND), "ETag": '"one"'}), SOUND[:100_000], RESET]
    part = [head(206, {"Content-Range": f"bytes 100000-204802/{len(SOUND)}", "ETag": '"one"'}), SOUND[100_000:]]
    with (
        scripted(lambda asked: part if asked.start else half) as server,
        sound(f"{server.url}/x.mp3", tmp_path, local_web(), watcher) as (blocks, _),
    ):
        assert b"".join(blocks) == SOUND
    assert watcher.bars == [("downloading", 204_803, "bytes")] * 2
    assert watcher.steps == sorted(watcher.steps)
    assert watcher.steps[0] == 0
    assert watcher.steps.count(100_000) == 2  # the second bar begins where the first stopped
    assert watcher.steps[-1] == 204_803
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.parametrize("answer", [[head(200, {"Content-Length": 9}), b"half"], whole(b"gone", 404)])
def test_a_download_that_fails(tmp_path: Path, answer: list[bytes]) -> None:
    with (
        scripted(lambda asked: answer) as server,
        pytest.raises(DownloadFailed, match=r"/x\.mp3"),
        sound(f"{server.url}/x.mp3", tmp_path, local_web(), Silent()),
    ):
        pass
    assert list((tmp_path / "media").iterdir()) == []


def playing(
    playlist: bytes, *, again: bytes | None = None, robots: bytes | None = None
) -> AbstractContextManager[Server]:
    """A server with a playlist, and the sound or another playlist where it leads."""
    target = SOUND if again is None else again
    return scripted(lambda asked: whole(playlist if asked.path == "/x.ram" else target), robots)


def test_a_playlist_is_followed(tmp_path: Path) -> None:
    with (
        playing(b"audio/x.mp3\n") as server,
        sound(f"{server.url}/x.ram", tmp_path, local_web(), Silent()) as (blocks, _),
    ):
        assert b"".join(blocks) == SOUND
    assert [asked.path for asked in server.asked] == ["/x.ram", "/audio/x.mp3"]
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.parametrize(
    ("playlist", "again", "error", "said"),
    [
        (b"y.ram", b"http://127.0.0.1/z.mp3", DownloadFailed, "is a playlist of a playlist"),
        (b"#EXTM3U\n#EXT-X-VERSION:3\na.ts", None, DownloadFailed, "is an HLS playlist"),
        (b"http://[::1]:9/x.mp3", None, DownloadFailed, "could not be fetched"),
        (b"/forbidden/x.mp3", None, Refused, "robots"),
    ],
)
def test_a_playlist_that_leads_nowhere(
    tmp_path: Path, playlist: bytes, again: bytes | None, error: type[Exception], said: str
) -> None:
    with (
        playing(playlist, again=again, robots=b"User-agent: *\nDisallow: /forbidden/") as server,
        pytest.raises(error, match=said),
        sound(f"{server.url}/x.ram", tmp_path, local_web(), Silent()),
    ):
        pass
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("briefing.mp3", "saved/briefing.mp3"),
        ("audio/day%201.mp3", "saved/audio/day 1.mp3"),
        ("./audio/../briefing.mp3?size=large#end", "saved/briefing.mp3"),
        ("../outside.mp3", None),  # of the page's own folder
        ("/etc/hostname", None),
        ("/audio/day%201.mp3", "saved/audio/day 1.mp3"),  # in a mirror, of which this is the root
        ("/audio/../../outside.mp3", None),
        ("//elsewhere.example/briefing.mp3", None),
        ("link.mp3", None),  # leads outside
        ("audio", None),  # a folder
        ("missing.mp3", None),
        ("http://example.org/briefing.mp3", None),
        ("file:briefing.mp3", None),
        ("briefing%00.mp3", None),
        ("//[broken/briefing.mp3", None),
        ("x" * 5000 + ".mp3", None),
        ("", None),
        (None, None),
    ],
)
def test_sound_that_was_saved_beside_its_page(tmp_path: Path, address: str | None, found: str | None) -> None:
    for name in ("saved/briefing.mp3", "saved/audio/day 1.mp3", "outside.mp3"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(SOUND)
    (tmp_path / "saved" / "link.mp3").symlink_to(tmp_path / "outside.mp3")
    page = FetchedPage("p.htm", PAGE, folder=tmp_path / "saved")
    assert beside(page, address) == (found and str((tmp_path / found).resolve()))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://example.org/news/briefing.mp3", True),
        ("https://example.org/briefing.mp3", False),  # of another folder, whatever it is called
        ("https://elsewhere.example/news/briefing.mp3", False),
    ],
)
@pytest.mark.parametrize("told", [True, False])
def test_a_link_into_the_folder_that_the_page_came_from(tmp_path: Path, told: bool, address: str, found: bool) -> None:
    own = "https://example.org/news/harbours.htm"
    (tmp_path / "briefing.mp3").write_bytes(SOUND)
    page = b"" if told else f'<html><head><link rel="canonical" href="{own}"></head></html>'.encode()
    saved = FetchedPage("p.htm", page, base=own if told else None, folder=tmp_path)
    assert beside(saved, address) == (str((tmp_path / "briefing.mp3").resolve()) if found else None)


def test_a_link_from_the_root_of_the_host_that_the_page_came_from(tmp_path: Path) -> None:
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "briefing.mp3").write_bytes(SOUND)
    saved = FetchedPage("p.htm", b"", base="https://example.org/news/harbours.htm", folder=tmp_path)
    assert beside(saved, "https://example.org/audio/briefing.mp3") == str((tmp_path / "audio/briefing.mp3").resolve())
    assert beside(saved, "https://elsewhere.example/audio/briefing.mp3") is None


def test_nothing_lies_beside_a_page_from_the_web() -> None:
    assert beside(FetchedPage("http://example.org/p.htm", PAGE), "briefing.mp3") is None


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="is a folder; name one of its pages"):
        read_page(str(tmp_path))


def leading_on(target: str, by: str = "refresh") -> list[bytes]:
    """A page that only leads on to another."""
    code = f"<meta http-equiv='refresh' content='0; url={target}'>"
    if by == "script":
        code = f"<script>window.location = '{target}'</script>"
    return whole(f"<html><head>{code}</head><body><p>This page has moved.</p></body></html>".encode())


def test_a_page_that_only_leads_on_is_followed() -> None:
    """Every answer on the way is kept, the page last, and what it says is kept under the address that was asked for."""
    script = {"/old.htm": leading_on("/mid.htm"), "/mid.htm": moved("/new.htm"), "/new.htm": whole(PAGE, ETag='"one"')}
    with scripted(lambda asked: script[asked.path]) as server:
        page = read_page(f"{server.url}/old.htm", web=local_web())
        found = (page.url, page.base, page.data, page.etag, page.doubts)
        assert found == (f"{server.url}/old.htm", f"{server.url}/new.htm", PAGE, '"one"', ())
        assert [log.url for log in page.exchanges] == [f"{server.url}/{name}.htm" for name in ("old", "mid", "new")]
        assert [log.whole for log in page.exchanges] == [True, False, True]
    assert page_in(*written(page.exchanges)) == PAGE


def test_a_refresh_may_stand_in_a_header() -> None:
    """``Refresh`` over a few words in French."""
    words = "<html><body><p>Le communiqué se trouve désormais ailleurs.</p></body></html>".encode()
    script = {"/ancien.htm": whole(words, Refresh="0; url=/nouveau.htm"), "/nouveau.htm": whole(PAGE)}
    with scripted(lambda asked: script[asked.path]) as server:
        assert read_page(f"{server.url}/ancien.htm", web=local_web()).data == PAGE


def test_where_a_script_led_is_told() -> None:
    script = {"/old.htm": leading_on("/new.htm", "script"), "/new.htm": whole(PAGE)}
    with scripted(lambda asked: script[asked.path]) as server:
        page = read_page(f"{server.url}/old.htm", web=local_web())
    assert page.data == PAGE
    assert page.doubts == (
        f"a script leads from {server.url}/old.htm to {server.url}/new.htm, which was read in its place",
    )


def test_pages_that_lead_on_and_on() -> None:
    with scripted(lambda asked: leading_on("/b.htm" if asked.path == "/a.htm" else "/a.htm")) as server:
        with pytest.raises(DownloadFailed, match=r"/a\.htm could not be read: its pages lead on and on"):
            read_page(f"{server.url}/a.htm", web=local_web())
        assert len(server.asked) == 2
    with scripted(lambda asked: leading_on(f"/{len(server.asked)}.htm")) as server:
        with pytest.raises(DownloadFailed, match="lead on and on"):
            read_page(f"{server.url}/a.htm", web=local_web())
        assert len(server.asked) == 6


def test_a_page_leads_on_to_what_is_not_there_or_not_asked_for() -> None:
    script = {"/old.htm": leading_on("/gone.htm"), "/out.htm": leading_on("file:///etc/hostname"), "/gone.htm": None}
    with scripted(lambda asked: script[asked.path] or whole(b"", 410)) as server:
        with pytest.raises(DownloadFailed) as told:
            read_page(f"{server.url}/old.htm", web=local_web())
        assert (
            str(told.value) == f"{server.url}/old.htm leads on by a refresh: {server.url}/gone.htm answered 410 Because"
        )
        assert told.value.status == 410
        with pytest.raises(Refused, match="by the http and https protocols only"):
            read_page(f"{server.url}/out.htm", web=local_web())


def test_a_page_that_leads_home_is_told_as_buried() -> None:
    with scripted(lambda asked: leading_on("/") if asked.path == "/pr/17.htm" else whole(PAGE)) as server:
        page = read_page(f"{server.url}/pr/17.htm", web=local_web())
    assert page.doubts == (f"{server.url}/pr/17.htm leads to {server.url}/, perhaps because the page is gone",)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Page introuvable", "an error page"), ("Just a moment...", "a check whether the reader is human")],
)
def test_words_in_place_of_a_page_never_take_the_place_of_a_known_one(title: str, kind: str) -> None:
    sent = whole(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Retour.</p></body></html>".encode()
    )
    with scripted(lambda asked: sent) as server:
        url = f"{server.url}/p.htm"
        assert read_page(url, web=local_web()).data  # what to make of it is the reader's business
        with pytest.raises(DownloadFailed, match=rf"/p\.htm brings {kind} \('{title}'\) in place of the page"):
            changed_page(url, None, local_web(), Validators())
