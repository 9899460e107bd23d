"""What is not whole is found, told with its file or row, and put right where nothing is lost by it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from archive_examples import SOUND, add_everything, add_page, later_version

from archiver.archive.remove import remove_release
from archiver.archive.search import search_archive
from archiver.archive.store import Archive, open_archive
from archiver.archive.verify import run
from archiver.archive.verify.fixity import KnownFile, check_file
from archiver.archive.verify.problems import Problem
from archiver.archive.verify.repair import repair
from archiver.archive.verify.run import Extent, Verified, last_whole, verify
from archiver.errors import ArchiveError
from archiver.reporting import Advance, Silent

WHOLE, QUICK = Extent(), Extent("quick")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "a", create=True) as opened:
        add_everything(opened)
        later_version(opened)
        yield opened


def checked(archive: Archive, extent: Extent = WHOLE) -> Verified:
    return verify(archive, extent, Silent())


def problems(archive: Archive, extent: Extent = WHOLE) -> list[tuple[str, str]]:
    return [(one.kind, one.what) for one in checked(archive, extent).problems]


def sound(archive: Archive) -> Path:
    """The file of the one recording."""
    (row,) = archive.rows("select path from recordings")
    return archive.folder / str(row["path"])


def changed(path: Path) -> None:
    """Change one bit of a file, and nothing that can be seen without reading it."""
    seen, data = path.stat(), bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def test_an_archive_that_is_whole(archive: Archive) -> None:
    found = checked(archive)
    assert (found.problems, found.files, found.before, found.last_whole) == ((), 3, 0, None)
    (event,) = archive.rows("select * from events where action like 'verify%'")
    assert (event["outcome"], event["message"]) == (
        "done",
        "whole; 3 files were read, 0.0 MB of them in this run",
    )
    assert last_whole(archive) == event["at"]
    assert checked(archive).last_whole == event["at"]


@pytest.mark.parametrize("extent", [WHOLE, QUICK], ids=["whole", "quick"])
def test_files_that_are_gone_cut_off_or_nobodys(archive: Archive, extent: Extent) -> None:
    (archive.folder / archive.rows("select path from captures")[0]["path"]).unlink()
    sound(archive).write_bytes(SOUND[:-1])
    stray = archive.folder / "media" / "ab" / f"{'ab' * 32}.mp3"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"of a database that was lost")
    told = problems(archive, extent)
    assert [kind for kind, _ in told[:3]] == ["missing", "changed", "unknown file"]
    assert told[0][1].endswith(".html is missing")
    assert told[1][1].endswith(f".mp3 has {len(SOUND) - 1} bytes, and was archived with {len(SOUND)}")
    assert archive.rows("select outcome from events order by id desc limit 1") == [{"outcome": "failed"}]
    assert last_whole(archive) is None


def test_a_bit_that_flipped(archive: Archive) -> None:
    checked(archive)
    day = archive.rows("select checked from file_checks limit 1")[0]["checked"]
    changed(sound(archive))
    assert problems(archive, QUICK) == []
    (problem,) = checked(archive).problems
    assert (problem.kind, problem.since) == ("changed", day)
    assert problem.what.endswith("is not what was archived: its SHA-256 is another")
    assert problem.todo == "restore the file from a copy of the archive"


def test_a_quick_look_reads_what_was_written_to_since(archive: Archive) -> None:
    checked(archive)
    changed(sound(archive))
    os.utime(sound(archive))
    assert [kind for kind, _ in problems(archive, QUICK)] == ["changed"]


def test_a_file_that_cannot_be_read(archive: Archive) -> None:
    known = KnownFile("media/nowhere.mp3", None, (), "2026-03-01T10:00:00Z")
    problem = check_file(archive.folder, known)
    assert problem
    assert (problem.kind, problem.what) == (
        "unreadable",
        "media/nowhere.mp3 cannot be read: No such file or directory",
    )


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("update segments set start = 3 where id = 1", "1 sentences end before they begin: 1"),
        ("update segments set position = 9 where id = 4", "1 transcripts have a gap between their sentences: 1"),
        ("update segments set start = 1, \"end\" = 1.5 where id = 2; update segments set start = 1.2 where id = 1",
         "1 sentences begin before the sentence before them: 2"),
        ('update segments set "end" = 99 where id = 4', "1 sentences end after their recording: 4"),
        ("update segments set confidence = 99", "4 sentences have an impossible confidence: 1, 2, 3, 4"),
        ("update words set start = -1 where id = 2", "1 words end before they begin: 2"),
        ("update words set probability = 2 where id = 1", "1 words have an impossible probability: 1"),
        ("delete from words where id = 1", "1 sentences have a gap between their words: 1"),
        ("delete from paragraphs where id = 1", "1 releases have a gap between their paragraphs: 1"),
        ("update release_recordings set position = 7 where id = 1",
         "1 releases have a gap between their media links: 1"),
        ("update links set score = 1.1 where id = 1", "1 links have an impossible score: 1"),
        ("update links set span_end = 999 where id = 1", "1 links lie outside of their paragraph: 1"),
        ("update links set paragraph = 3, span_end = 2 where id = 1", "1 links tie what does not belong together: 1"),
        ("update segments set text = 'So?' where id = 2",
         "transcript 1 has other texts than its words and their corrections give"),
        ("pragma foreign_keys = off; update segments set transcript = 7 where id = 4",
         "row 4 of segments names a row of transcripts that is not there"),
        ("insert into segments_fts (segments_fts) values ('delete-all')",
         "the full-text index of segments does not fit its rows"),
        ("drop trigger events_no_update; update events set message = '' where id = 2",
         "event 2: it was changed, or an event before it was changed, added or taken out"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be(archive: Archive, sql: str, told: str) -> None:
    archive.db.conn.executescript(sql)
    found = [what for _, what in problems(archive)]
    assert told in found


def test_many_rows_are_told_shortly(archive: Archive) -> None:
    archive.db.conn.executescript("update words set probability = 2")
    ((_, told),) = problems(archive)
    assert told == "6 words have an impossible probability: 1, 2, 3, 4, 5, …"


def test_what_was_read_before_an_interruption_is_not_read_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is killed at the second file; the next run reads two, and the one after that all three again."""
    monkeypatch.setattr(run, "KEPT_EVERY_SECONDS", 0.0)
    read: list[str] = []

    def interrupted(folder: Path, one: KnownFile) -> Problem | None:
        read.append(one.path)
        if len(read) == 2:
            raise KeyboardInterrupt
        return check_file(folder, one)

    monkeypatch.setattr(run, "check_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        checked(archive)
    assert [(found.files, found.before) for found in (checked(archive), checked(archive))] == [(2, 1), (3, 0)]
    assert read[0] not in read[1:4]


def test_what_was_read_long_ago_is_read_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "KEPT_EVERY_SECONDS", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(Silent, "bar", _interrupting)
        with pytest.raises(KeyboardInterrupt):
            checked(archive)
    assert len(archive.rows("select * from file_checks")) == 3
    archive.db.execute("update file_checks set checked = '2006-03-31T10:00:00Z' where id = 1")
    found = checked(archive)
    assert (found.files, found.before) == (1, 2)


@contextmanager
def _interrupting(self: Silent, title: str, total: float | None, unit: str) -> Iterator[Advance]:
    """A bar at whose end somebody presses Ctrl-C."""
    yield lambda done: None
    if title == "files":
        raise KeyboardInterrupt


def test_in_time_samples_read_every_file(archive: Archive) -> None:
    for _ in range(3):
        assert checked(archive, Extent("sample", 0.3)).files == 1
    assert len(archive.rows("select * from file_checks")) == 3
    assert last_whole(archive) is None
    assert {row["action"] for row in archive.rows("select action from events where outcome = 'done'")} >= {
        "verify sample"
    }


def test_bytes_that_are_there_again_get_their_place_back(archive: Archive, tmp_path: Path) -> None:
    """From a copy of the archive, or under a name that no row knows; what was in their place is kept."""
    copy = Path(shutil.copytree(archive.folder, tmp_path / "copy"))
    first, second = (row["path"] for row in archive.rows("select path from captures"))
    (archive.folder / first).unlink()
    (archive.folder / second).rename((archive.folder / second).with_suffix(".bak"))
    changed(sound(archive))
    broken = sound(archive).read_bytes()
    told = repair(archive, checked(archive).problems, copy)
    assert len(told) == 4
    assert checked(archive).problems == ()
    kept = {path.relative_to(archive.folder).as_posix() for path in (archive.folder / "quarantine").rglob("*.*")}
    aside = f"quarantine/{sound(archive).relative_to(archive.folder).as_posix()}"
    assert kept == {aside, f"quarantine/{Path(second).with_suffix('.bak').as_posix()}"}
    assert (archive.folder / aside).read_bytes() == broken
    assert len(archive.rows("select * from events where action = 'repair'")) == 4


def test_what_is_nowhere_stays_missing(archive: Archive, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(archive.folder, tmp_path / "copy"))
    changed(copy / sound(archive).relative_to(archive.folder))
    sound(archive).unlink()
    assert repair(archive, checked(archive).problems, copy) == []
    assert [kind for kind, _ in problems(archive)] == ["missing"]


def test_indexes_and_texts_are_made_anew(archive: Archive) -> None:
    archive.db.conn.executescript(
        "update segments set text = 'So?' where id = 4; insert into segments_fts (segments_fts) values ('delete-all')"
    )
    assert len(repair(archive, checked(archive).problems)) == 2
    assert checked(archive).problems == ()
    assert [row["kind"] for row in search_archive(archive, "xylophonists")] == ["said"]
    assert archive.rows("select text from segments where id = 4") == [{"text": "And the xylophonists?"}]


def test_kept_figures_are_counted_anew(archive: Archive) -> None:
    archive.db.conn.executescript("update releases set current = 1")
    (problem,) = checked(archive).problems
    assert problem.kind == "kept figure"
    assert problem.what == "1 kept figures are not what is counted now: releases 1: current is 1"
    assert len(repair(archive, [problem])) == 1
    assert checked(archive).problems == ()


def test_nothing_is_repaired_by_taking_from_the_rows(archive: Archive) -> None:
    archive.db.conn.executescript("update words set probability = 2")
    assert repair(archive, checked(archive).problems) == []


def test_two_files_of_one_name_are_both_kept(archive: Archive) -> None:
    stray = archive.folder / "media" / "stray.mp3"
    for text in ("one", "two"):
        stray.write_text(text)
        repair(archive, checked(archive).problems)
    kept = archive.folder / "quarantine" / "media"
    assert [(kept / name).read_text() for name in ("stray.mp3", "stray.mp3.1")] == ["one", "two"]


def test_where_nothing_can_be_set_aside_that_is_told_and_the_file_stays(archive: Archive) -> None:
    stray = archive.folder / "media" / "stray.mp3"
    stray.write_text("one")
    (archive.folder / "quarantine").write_text("a file where the folder should be")
    with pytest.raises(ArchiveError, match=r"media/stray\.mp3 cannot be moved to quarantine/: .*; nothing was lost"):
        repair(archive, checked(archive).problems)
    assert stray.read_text() == "one"
    assert archive.rows("select * from events where action = 'repair'") == []


def test_of_what_was_taken_down_no_check_is_left(archive: Archive) -> None:
    other = add_page(archive, data=b"<p>Another.")
    checked(archive)
    remove_release(archive, other)
    assert archive.rows("select * from file_checks") == []
