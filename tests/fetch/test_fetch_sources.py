"""Sources: a file, a folder or an address, as bytes with what is known about them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fetch_server import PAGE, Answer, serving

from archiver.errors import DownloadFailed, SourceNotFound
from archiver.fetch import sources
from archiver.fetch.sources import Page, beside, read_page, sound, sources_in
from archiver.reporting import Advance, Silent

SOUND = b"ID3" + b"x" * 200_000


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


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
    assert read_page(str(tmp_path / name), url) == Page(name, PAGE, media_type, url, url, None, tmp_path)


@pytest.mark.parametrize("name", ["missing.htm", "p.htm/below"])
def test_a_page_that_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "p.htm").write_bytes(PAGE)
    with pytest.raises(SourceNotFound, match="there is no file"):
        read_page(str(tmp_path / name))


def test_a_page_from_its_address() -> None:
    moved = Answer(status=301, headers={"Location": "/new/p.htm"})
    with serving({"/p.htm": moved, "/new/p.htm": Answer(PAGE)}) as server:
        page = read_page(f"{server}/p.htm")
    assert (page.data, page.media_type, page.status, page.folder) == (PAGE, "text/html", 200, None)
    assert page.url == page.name == f"{server}/p.htm"
    assert page.base == f"{server}/new/p.htm"  # what relative links are relative to


def test_a_page_goes_by_the_address_that_a_person_gives() -> None:
    with serving({"/copy.htm": Answer(PAGE)}) as server:
        assert read_page(f"{server}/copy.htm", "http://example.org/p.htm").url == "http://example.org/p.htm"


def test_what_is_endless_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_PAGE", 100_000)
    with serving({"/endless": Answer(SOUND)}) as server, pytest.raises(DownloadFailed, match="that is no page"):
        read_page(f"{server}/endless")


def test_sound_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "briefing.mp3").write_bytes(SOUND)
    with sound(str(tmp_path / "briefing.mp3"), Silent()) as blocks:
        assert b"".join(blocks) == SOUND


@pytest.mark.parametrize("name", ["missing.mp3", "."])
def test_sound_that_is_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceNotFound, match="there is no file"), sound(str(tmp_path / name), Silent()):
        pass


def test_a_download_has_a_bar() -> None:
    watcher = Watcher()
    with serving({"/x.mp3": Answer(SOUND)}) as server, sound(f"{server}/x.mp3", watcher) as blocks:
        assert b"".join(blocks) == SOUND
    assert watcher.bars == [("downloading", 0.200003, "MB")]
    assert watcher.steps == sorted(watcher.steps)
    assert watcher.steps[-1] == pytest.approx(0.200003)


@pytest.mark.parametrize("answer", [Answer(SOUND, length=len(SOUND) + 1), Answer(b"gone", 404)])
def test_a_download_that_fails(answer: Answer) -> None:
    with (
        serving({"/x.mp3": answer}) as server,
        pytest.raises(DownloadFailed, match=r"/x\.mp3"),
        sound(f"{server}/x.mp3", Silent()) as blocks,
    ):
        list(blocks)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("briefing.mp3", "saved/briefing.mp3"),
        ("audio/day%201.mp3", "saved/audio/day 1.mp3"),
        ("./audio/../briefing.mp3?size=large#end", "saved/briefing.mp3"),
        ("../outside.mp3", None),  # of the page's own folder
        ("/etc/hostname", None),
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
    page = Page("p.htm", PAGE, folder=tmp_path / "saved")
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
    saved = Page("p.htm", page, base=own if told else None, folder=tmp_path)
    assert beside(saved, address) == (str((tmp_path / "briefing.mp3").resolve()) if found else None)


def test_nothing_lies_beside_a_page_from_the_web() -> None:
    assert beside(Page("http://example.org/p.htm", PAGE), "briefing.mp3") is None


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="is a folder; name one of its pages"):
        read_page(str(tmp_path))
