"""What a killed step had given its place is found, and nothing else is deleted."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

import pytest
from archive_examples import add_page, add_sound, archive_with

from archiver.archive.files import settle, taking_in
from archiver.archive.store import Archive, Event, open_archive
from archiver.archive.tidy import tidy_archive


class Killed(Exception):
    """What happens here; a real kill leaves the same files."""


archive = archive_with()


def files(archive: Archive) -> set[str]:
    media = archive.folder / "media"
    return {path.relative_to(archive.folder).as_posix() for path in media.rglob("*") if path.is_file()}


def broken_off(archive: Archive, data: bytes) -> str:
    """A step that is over before its row is kept; returns where its bytes got their place."""
    path = ""
    with suppress(Killed), taking_in([data], archive.folder) as incoming, archive.step(Event("page")):
        path = settle(incoming, archive.folder, "html")
        raise Killed
    assert path in files(archive)
    return path


def test_bytes_that_no_row_came_to_name(archive: Archive) -> None:
    add_page(archive)
    kept = files(archive)
    broken_off(archive, b"<p>Half a step.")
    tidy_archive(archive)
    assert files(archive) == kept


def test_bytes_that_another_row_names_stay(archive: Archive) -> None:
    add_sound(archive, add_page(archive, data=b"<p>The same."))
    kept = files(archive)
    assert broken_off(archive, b"<p>The same.") in kept
    tidy_archive(archive)
    assert files(archive) == kept


def test_a_file_that_nobody_marked_stays(archive: Archive) -> None:
    stray = archive.folder / "media" / "ab" / f"{'ab' * 32}.mp3"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"of a database that was lost")
    broken_off(archive, b"<p>Half a step.")
    tidy_archive(archive)
    assert files(archive) == {stray.relative_to(archive.folder).as_posix()}


def test_a_step_that_is_under_way_elsewhere_is_waited_for(archive: Archive) -> None:
    with open_archive(archive.folder) as other, taking_in([b"<p>Under way."], archive.folder) as incoming:
        with other.step(Event("page")):
            settle(incoming, archive.folder, "html")
            archive.db.execute("pragma busy_timeout = 0")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                tidy_archive(archive)
        assert len(files(archive)) == 2
    assert archive.rows("select count(*) as n from events") == [{"n": 1}]
