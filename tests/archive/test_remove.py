"""A release is taken down so that nothing of it is left but the log, wherever that is interrupted."""

from __future__ import annotations

import errno
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from archive_examples import (
    HEARD,
    SOUND,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    archive_with,
    counts,
    later_version,
)

from archiver.archive import read, release_history
from archiver.archive.files import settle, taking_in
from archiver.archive.remove import remove_release
from archiver.archive.search import search_archive
from archiver.archive.store import Archive, Event, open_archive
from archiver.archive.tidy import tidy_archive
from archiver.archive.write import add_capture, add_transcript, attach
from archiver.errors import AmbiguousRelease, ArchiveError, NoSuchRelease
from archiver.models import Capture, Paragraph, Segment

archive = archive_with()


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in (folder / "media").rglob("*") if path.is_file())


def test_nothing_is_left_of_a_release_but_the_log(archive: Archive) -> None:
    release = add_everything(archive)
    later_version(archive)
    gone = remove_release(archive, release)
    assert set(counts(archive).values()) == {0}
    assert len(gone) == 3
    assert list((archive.folder / "media").iterdir()) == []
    told = [(event["action"], event["message"]) for event in archive.rows("select * from events order by id")]
    done = ["page", "recording", "transcript", "alignment", "page", "remove", "remove"]  # both versions
    assert [action for action, _ in told] == done
    assert told[-1][1] == "taken down: Statement on harbour safety (https://example.org/p06-042e.htm)"


@pytest.mark.parametrize("word", ["xylophonist", "flooding", "Next steps", "Harbour Union"])
def test_no_word_is_left_in_the_bytes_of_the_database(tmp_path: Path, word: str) -> None:
    path = tmp_path / "db" / "archive.db"
    with open_archive(tmp_path, create=True) as archive:
        add_page(archive, replace(STATEMENT, url=None, issuer="Pilots", paragraphs=(Paragraph(1, "It stays."),)), b"2")
        release = add_everything(archive)
    assert word.encode() in path.read_bytes()
    with open_archive(tmp_path) as archive:
        remove_release(archive, release)
    assert word.lower().encode() not in path.read_bytes().lower()
    assert b"It stays." in path.read_bytes()
    assert [path.name for path in (tmp_path / "db").iterdir()] == ["archive.db"]


def test_a_shared_recording_stays_until_the_last_release_goes(archive: Archive) -> None:
    first = add_everything(archive)
    second = add_page(archive, replace(STATEMENT, url="https://example.org/two-days-older.htm"), b"<p>Older.")
    add_links(archive, second, 1 if add_sound(archive, second) else 0)
    remove_release(archive, first)
    assert counts(archive)["recordings"] == counts(archive)["transcripts"] == counts(archive)["alignments"] == 1
    assert files(archive.folder) == [".html", ".mp3"]
    assert [row["release"] for row in search_archive(archive, "xylophonists")] == [second]
    remove_release(archive, second)
    assert set(counts(archive).values()) == {0}
    assert files(archive.folder) == []


@pytest.mark.parametrize("version", [0, 1])
def test_all_versions_go_whichever_is_named(archive: Archive, version: int) -> None:
    versions = [add_everything(archive), later_version(archive)]
    other = add_page(archive, replace(STATEMENT, url=None), b"<p>Another page.")
    remove_release(archive, versions[version])
    assert [row["id"] for row in read.list_releases(archive)] == [other]
    assert counts(archive)["releases"] == 1


def test_a_page_that_two_releases_were_read_from_stays_until_the_second_goes(archive: Archive) -> None:
    first, second = (add_page(archive, replace(STATEMENT, url=url)) for url in (None, "https://example.org/"))
    remove_release(archive, first)
    assert files(archive.folder) == [".html"]
    remove_release(archive, second)
    assert files(archive.folder) == []


def test_a_transcript_file_goes_with_its_recording(archive: Archive) -> None:
    release = add_page(archive)
    recording = add_sound(archive, release)
    with taking_in([b"WEBVTT"], archive.folder) as incoming, archive.step(Event("transcript")):
        capture = add_capture(
            archive,
            Capture("briefing.vtt", settle(incoming, archive.folder, "vtt"), incoming.sha256, incoming.size),
        )
        add_transcript(archive, recording, HEARD, capture)
    assert files(archive.folder) == [".html", ".mp3", ".vtt"]
    remove_release(archive, release)
    assert files(archive.folder) == []
    assert set(counts(archive).values()) == {0}


def test_links_and_corrections_by_people_go_too(archive: Archive) -> None:
    release = add_everything(archive)
    archive.table("corrections").insert(
        {"alignment": 1, "first_word": 1, "last_word": 2, "text": "Good evening.", "reason": "as written"}
    )
    kept = {"release": release, "recording": 1, "start": 0.0, "end": 1.0, "created": "2026-03-01T10:00:00Z"}
    archive.table("human_links").insert_all([{"id": 2, **kept}, {"id": 1, **kept, "superseded_by": 2}])
    remove_release(archive, release)
    assert set(counts(archive).values()) == {0}


def test_files_that_are_gone_already_keep_nothing_from_going(archive: Archive) -> None:
    release = add_everything(archive)
    for path in list((archive.folder / "media").rglob("*.*")):
        path.unlink()
        path.parent.rmdir()
    assert len(remove_release(archive, release)) == 2
    assert set(counts(archive).values()) == {0}


def test_a_recording_that_another_took_the_place_of_goes_with_its_links(archive: Archive) -> None:
    """The sound behind an address may change; what was linked to the older one is still in the archive then."""
    release = add_everything(archive)
    link = next(link["id"] for link in read.media_links_of(archive, release) if link["recording"])
    with taking_in([SOUND + b", again"], archive.folder) as incoming, archive.step(Event("recording", "", release)):
        settle(incoming, archive.folder, "mp3")
        archive.table("recordings").insert({"id": 2, "sha256": incoming.sha256, "added": "2026-03-01T10:00:00Z"})
        attach(archive, link, 2)
    other = add_page(archive, replace(STATEMENT, url=None), b"<p>Another page.")
    remove_release(archive, other)
    remove_release(archive, release)
    assert set(counts(archive).values()) == {0}


def test_ids_are_not_given_again(archive: Archive) -> None:
    """The log and people's addresses speak of them: a new release must not inherit what was done to another."""
    release = add_everything(archive)
    remove_release(archive, release)
    new = add_page(archive, replace(STATEMENT, url=None, title="Another"), b"<p>Another page.")
    recording = add_sound(archive, new, data=b"other sound")
    transcript = add_heard(archive, recording, replace(HEARD, segments=(Segment(0.0, 1.0, "Yes."),)))
    assert (new, recording, transcript) == (2, 2, 2)
    assert [row["action"] for row in release_history.history(archive, new)] == ["page", "recording", "transcript"]


KILLED = """
import os, sys
from pathlib import Path
from archiver.archive import remove, store
from archiver.archive.store import open_archive

def die(*_, **__):
    os._exit(9)

class Dying(Path().__class__):
    def unlink(self, missing_ok=False):
        super().unlink(missing_ok)
        die()

point = sys.argv[1]
with open_archive(Path(sys.argv[2])) as archive:
    if point == "inside the step":
        store.Archive.done = die
    if point == "after the step":
        remove.finish_removals = die
    if point == "after the first file":
        archive = store.Archive(Dying(sys.argv[2]), archive.db)
    if point == "after the files":
        archive.db.vacuum = die
    remove.remove_release(archive, 1)
"""


def killed(folder: Path, point: str) -> None:
    """Take the release 1 down in a process that is over at a point."""
    ended = subprocess.run([sys.executable, "-c", KILLED, point, str(folder)], timeout=60, check=False)
    assert ended.returncode == 9


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """An archive with two versions of a release, and another release."""
    with open_archive(tmp_path, create=True) as archive:
        add_everything(archive)
        later_version(archive)
        add_page(archive, replace(STATEMENT, url=None, title="Another", paragraphs=()), b"<p>Another page.")
    assert len(files(tmp_path)) == 4
    return tmp_path


def test_killed_inside_the_step_everything_is_there(filled: Path) -> None:
    killed(filled, "inside the step")
    with open_archive(filled) as archive:
        assert (tidy_archive(archive), len(read.list_releases(archive)), len(files(filled))) == ([], 2, 4)
        remove_release(archive, 1)
        assert len(files(filled)) == 1


@pytest.mark.parametrize("point", ["after the step", "after the first file", "after the files"])
def test_killed_later_the_next_run_deletes_the_files(filled: Path, point: str) -> None:
    killed(filled, point)
    with open_archive(filled) as archive:
        assert [row["title"] for row in read.list_releases(archive)] == ["Another"]
        assert tidy_archive(archive) == []
        assert files(filled) == [".html"]
        assert archive.rows("select * from doomed_files") == []
    assert b"xylophonist" not in (filled / "db" / "archive.db").read_bytes().lower()


@pytest.mark.parametrize("point", ["after the step", "after the files"])
def test_killed_later_the_next_run_gives_back_the_room_of_the_rows(tmp_path: Path, point: str) -> None:
    with open_archive(tmp_path, create=True) as archive:  # two releases of one page: no file goes with the first
        for url in ("https://example.org/long", "https://example.org/short"):
            length = 3_000 if "long" in url else 1
            add_page(archive, replace(STATEMENT, url=url, paragraphs=(Paragraph(1, "Lamps. " * length),)))
    killed(tmp_path, point)
    with open_archive(tmp_path) as archive:
        assert archive.db.execute("pragma freelist_count").fetchone()[0] > 3
        assert tidy_archive(archive) == []
        assert archive.db.execute("pragma freelist_count").fetchone()[0] == 0
        assert archive.rows("select * from doomed_files") == []
    assert files(tmp_path) == [".html"]


def test_killed_later_the_next_removal_deletes_the_files(filled: Path) -> None:
    killed(filled, "after the step")
    with open_archive(filled) as archive:
        assert len(remove_release(archive, 3)) == 4
        assert files(filled) == []
        assert set(counts(archive).values()) == {0}


def test_bytes_that_came_again_before_they_were_deleted_stay(filled: Path) -> None:
    killed(filled, "after the step")
    with open_archive(filled) as archive:
        add_sound(archive, add_page(archive))
        assert tidy_archive(archive) == []
        assert files(filled) == [".html", ".html", ".mp3"]


def test_a_file_that_cannot_be_deleted_is_told_and_tried_again(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with open_archive(filled) as archive:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", refused)
            with pytest.raises(ArchiveError, match=r"media/.*\.html cannot be deleted: Permission denied"):
                remove_release(archive, 1)
            (warning,) = tidy_archive(archive)
            assert "cannot be deleted: Permission denied" in warning
        assert len(files(filled)) == 4
        assert tidy_archive(archive) == []
        assert len(files(filled)) == 1


@pytest.mark.parametrize("name", ["1", "2", "harbour safety", "HARBOUR", "https://example.org/p06-042e.htm"])
def test_the_history_of_what_was_taken_down(filled: Path, name: str) -> None:
    with open_archive(filled) as archive:
        before = [row["id"] for row in release_history.history(archive, 1)]
        assert len(before) == 5
        remove_release(archive, 1)
        told = release_history.history(archive, release_history.find_in_log(archive, name))
        assert [row["id"] for row in told[:-2]] == before
        assert [row["action"] for row in told[-2:]] == ["remove", "remove"]
        assert [row["action"] for row in release_history.history(archive, 3)] == ["page"]


def test_what_goes_by_no_name_in_the_log(filled: Path) -> None:
    with open_archive(filled) as archive:
        remove_release(archive, 1)
        assert release_history.find_in_log(archive, "Another") == 3
        with pytest.raises(NoSuchRelease, match="no release goes by 'harbours'"):
            release_history.find_in_log(archive, "harbours")
        add_page(archive)
        assert release_history.find_in_log(archive, "harbour") == 4  # one that is there goes first
        remove_release(archive, 4)
        with pytest.raises(AmbiguousRelease, match="2 releases go by 'harbour'"):
            release_history.find_in_log(archive, "harbour")
