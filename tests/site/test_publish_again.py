"""A site that is published again: only what changed is made, and it becomes what a new site would be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from archive_examples import HEARD, add_heard, add_links, later_version
from site_examples import BASE, Publish, publisher

from archiver.archive.edit import edit_release
from archiver.archive.people.human_links import decide
from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.remove import remove_release
from archiver.archive.speaker_names import name_speakers
from archiver.archive.store import Archive, Event, open_archive, read_archive
from archiver.archive.tables import TABLES
from archiver.archive.translations import tie
from archiver.archive.write import add_corrections
from archiver.models import Correction
from archiver.site import publish as publishing
from archiver.site.fingerprints import ROWS
from archiver.site.manifest import MANIFEST
from archiver.site.pages import Site, release_pages
from archiver.site.selection import only

pytest_plugins = ["site_fixtures"]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The releases whose pages were made."""
    told: list[int] = []

    def spied(site: Site, release: int, newer: int | None) -> object:
        told.append(release)
        return release_pages(site, release, newer)

    monkeypatch.setattr(publishing, "release_pages", spied)
    monkeypatch.setattr(publishing, "can_search", lambda: False)
    return told


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def hear_again(archive: Archive) -> None:
    add_links(archive, 1, add_heard(archive, 1, replace(HEARD, engine_version="3", segments=HEARD.segments[:3])))


def correct_by_release(archive: Archive) -> None:
    with archive.step(Event("alignment", "", 1)):
        add_corrections(archive, 3, 3, [Correction(3, 4, 4, "lanterns.", "sounds alike")])


def lose_sound(archive: Archive) -> None:
    (path,) = (row["path"] for row in archive.rows("select path from recordings where id = 2"))
    (archive.folder / path).unlink()


CHANGES: list[tuple[Callable[[Archive], object], list[int]]] = [
    (lambda archive: archive.done(Event("backup", "nothing that a page shows")), []),
    (lambda archive: correct_sentence(archive, 1, 3, "There will be lanterns.", "ada"), [1]),
    (lambda archive: decide(archive, 1, 4, 1), [1]),
    (lambda archive: edit_release(archive, 2, {"number": "7"}), [2]),
    (lambda archive: name_speakers(archive, 1, {"S1": "Ada Quay"}), [1]),
    (lambda archive: tie(archive, 2, 1), [1, 2]),  # each names the other
    (hear_again, [1]),
    (correct_by_release, [1]),
    (lose_sound, [2]),
    (later_version, [1, 2, 3]),  # the older one leads to it, and the translation does
    (lambda archive: remove_release(archive, 2), [3]),
]


def test_what_changed_is_made_again_and_becomes_what_a_new_site_is(
    write: Publish, archive: Path, site: Path, tmp_path: Path, made: list[int]
) -> None:
    write(base=BASE)
    for number, (change, pages) in enumerate(CHANGES):
        with open_archive(archive) as opened:
            change(opened)
        made.clear()
        told = write(base=BASE)
        assert sorted(made) == pages, number
        anew = publisher(archive, tmp_path / f"new-{number}")(base=BASE)
        assert (told.releases, told.older, told.recordings, told.sound_bytes, told.missing) == (
            *(anew.releases, anew.older, anew.recordings, anew.sound_bytes, anew.missing),
        )
        kept, new = files(site), files(tmp_path / f"new-{number}")
        assert {name for name in kept.keys() | new if kept.get(name) != new.get(name)} <= {MANIFEST}, number


def test_everything_that_a_page_reads_is_in_its_fingerprint(archive: Path) -> None:
    read: set[str] = set()

    def note(action: int, table: str | None, column: str | None, base: str | None, view: str | None) -> int:
        if action == sqlite3.SQLITE_READ and base == "main" and table:
            read.add(table)
        return sqlite3.SQLITE_OK

    with open_archive(archive) as opened:
        later_version(opened)
    with read_archive(archive) as opened, only(opened, ()):
        site = Site(opened, "Archive", None, "copy", searchable=True)
        opened.db.conn.set_authorizer(note)
        assert list(release_pages(site, 2, None))
        assert list(release_pages(site, 1, 3))
        opened.db.conn.set_authorizer(None)
    assert {"words", "corrections", "human_texts"} < read & set(TABLES) <= set(ROWS)


@pytest.mark.parametrize("wanted", [{"title": "Other"}, {"media": "none"}, {"base": f"{BASE}/other"}])
def test_another_frame_makes_all_pages_again(write: Publish, made: list[int], wanted: dict[str, str]) -> None:
    write(base=BASE)
    made.clear()
    write(**{"base": BASE, **wanted})
    assert made == [1, 2]


def test_a_run_that_was_killed_makes_no_page_twice(
    write: Publish, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_write_lists", killed)
        with pytest.raises(KeyboardInterrupt):
            write()
    made.clear()
    assert write().releases == 2
    assert made == []


def test_a_page_that_is_not_there_is_made_again(write: Publish, site: Path, archive: Path, made: list[int]) -> None:
    write()
    (site / "releases" / "2.html").unlink()
    made.clear()
    assert write().new == 1
    assert made == [2]


def test_one_part_of_a_large_index_is_made_again(
    write: Publish, archive: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed: list[list[str]] = []

    def spied(folder: Path, pages: list[str]) -> list[tuple[str, bytes]]:
        indexed.append(pages)
        return [("pagefind.js", b"")]

    monkeypatch.setattr(publishing, "index_files", spied)
    monkeypatch.setattr("archiver.site.search_index.PAGES_AT_ONCE", 1)
    write()
    with open_archive(archive) as opened:
        edit_release(opened, 2, {"number": "7"})
    write()
    assert indexed == [["releases/1.html"], ["releases/2.html"], ["releases/2.html"]]
    assert write(dry_run=True, title="Other").removed == 0
