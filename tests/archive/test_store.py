"""The archive as a folder: opened, written step by step, closed to one plain file; and what is said if it cannot be."""

from __future__ import annotations

import errno
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from archive_examples import add_everything, add_page, archive_with, counts, journal_mode, second_program

import archiver
from archiver.archive import store
from archiver.archive.store import Archive, Event, open_archive
from archiver.errors import ArchiveError, ArchiveLocked, ArchiverError, DiskFull, NoArchive, UsageError

archive = archive_with()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)


def databases(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "db").iterdir())


def test_no_archive_is_made_by_looking_for_one(tmp_path: Path) -> None:
    with pytest.raises(NoArchive, match="there is no archive in"), open_archive(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as archive:
        add_everything(archive)
        before = counts(archive)
    with open_archive(tmp_path) as archive:
        assert counts(archive) == before
        assert before["releases"] == 1
        assert before["words"] == 6


def test_only_looking_changes_no_byte(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as archive:
        add_everything(archive)
    before = (tmp_path / "db" / "archive.db").read_bytes()
    with open_archive(tmp_path) as archive:
        assert counts(archive)["releases"] == 1
    assert (tmp_path / "db" / "archive.db").read_bytes() == before


def test_while_it_is_written_others_can_read(archive: Archive) -> None:
    release = add_page(archive)
    with archive.step(Event("edit", release_id=release)):
        archive.table("releases").update(release, {"title": "Another"})
        with closing(second_program(archive.folder)) as reader:
            assert reader.execute("pragma journal_mode").fetchone() == ("wal",)
            assert reader.execute("select title from releases").fetchone() == ("Statement on harbour safety",)


@pytest.mark.parametrize("error", [None, UsageError("no"), ArchiverError("no"), KeyboardInterrupt(), RuntimeError()])
def test_one_plain_file_stays(tmp_path: Path, error: BaseException | None) -> None:
    """However the work ends; -wal and -shm would be forgotten when the archive is copied."""
    with pytest.raises(type(error)) if error else nullcontext():
        _add_page_and_raise(tmp_path, error)
    assert databases(tmp_path) == ["archive.db"]
    assert journal_mode(tmp_path) == "delete"


def _add_page_and_raise(folder: Path, error: BaseException | None) -> None:
    with open_archive(folder, create=True) as archive:
        add_page(archive)
        if error:
            raise error


@pytest.mark.usefixtures("impatient")
def test_a_reader_does_not_keep_it_from_closing(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as archive:
        add_page(archive)
        reader = second_program(tmp_path)
        reader.execute("begin")
        assert reader.execute("select count(*) from releases").fetchone() == (1,)
        add_page(archive, data=b"another")
    reader.close()
    assert databases(tmp_path) == ["archive.db"]
    with open_archive(tmp_path) as archive:
        assert counts(archive)["releases"] == 2


def test_a_step_ends_with_its_event(archive: Archive) -> None:
    release = add_page(archive)
    (event,) = archive.db.query("select * from events")
    assert event["at"].endswith("Z")
    assert 0 <= event["seconds"] < 10
    assert {name: event[name] for name in ("version", "action", "outcome", "message", "release", "recording")} == {
        "version": archiver.__version__,
        "action": "page",
        "outcome": "done",
        "message": "read page.htm",
        "release": release,
        "recording": None,
    }


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_step_that_fails_leaves_nothing(archive: Archive, error: type[BaseException]) -> None:
    release = add_page(archive)
    before = list(archive.db.iterdump())
    with pytest.raises(error):
        _half_a_step(archive, release, error)
    assert list(archive.db.iterdump()) == before


def _half_a_step(archive: Archive, release: int, error: type[BaseException]) -> None:
    with archive.step(Event("edit", release_id=release)):
        archive.table("releases").update(release, {"title": "Another"})
        archive.table("paragraphs").insert({"release": release, "position": 3, "text": "Half a step."})
        raise error


def test_a_warning_is_kept_once_a_failure_each_time(archive: Archive) -> None:
    for release in (1, 1, 2):
        archive.warn(Event("recording", "it ends early", release))
        archive.failed(Event("recording", "the server said 404", release))
    told = [(e["outcome"], e["release"]) for e in archive.db.query("select * from events order by outcome, id")]
    assert told == [("failed", 1), ("failed", 1), ("failed", 2), ("warning", 1), ("warning", 2)]


@pytest.mark.parametrize("sql", ["update events set message = ''", "delete from events", "replace into events {row}"])
def test_events_are_only_ever_added(archive: Archive, sql: str) -> None:
    add_page(archive)
    row = "(id, at, version, action, outcome, message) values (1, '', '', '', '', '')"
    with pytest.raises(sqlite3.IntegrityError):
        archive.db.execute(sql.format(row=row))
    assert [e["message"] for e in archive.db.query("select message from events")] == ["read page.htm"]


def test_every_reference_is_held_to(tmp_path: Path) -> None:
    with (
        pytest.raises(ArchiveError, match="FOREIGN KEY"),
        open_archive(tmp_path, create=True) as archive,
        archive.step(Event("page")),
    ):
        archive.table("releases").insert({"title": "Of no capture", "capture": 7})
    with open_archive(tmp_path) as archive:
        assert counts(archive)["releases"] == 0


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("lock", ["begin immediate", "begin exclusive"])
def test_another_program_writes(tmp_path: Path, lock: str) -> None:
    with open_archive(tmp_path, create=True) as archive:
        add_page(archive)
    with closing(second_program(tmp_path)) as other:
        other.execute(lock)
        with pytest.raises(ArchiveLocked, match="is locked by another program; every step that was finished is in it"):
            _add_another_page(tmp_path)
    _add_another_page(tmp_path)
    with open_archive(tmp_path) as archive:
        assert counts(archive)["releases"] == 2


def _add_another_page(folder: Path) -> None:
    with open_archive(folder) as archive:
        add_page(archive, data=b"another")


@pytest.mark.parametrize(
    "content", [b"A text that is longer than nothing.\n" * 100, b"SQLite format 3\0" + b"x" * 8176]
)
def test_something_else_by_the_archives_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "db").mkdir()
    path = tmp_path / "db" / "archive.db"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="is damaged or no SQLite database"), open_archive(tmp_path):
        pass
    assert path.read_bytes() == content
    assert databases(tmp_path) == ["archive.db"]


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    """What is left when a run is killed before it could write the schema."""
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "archive.db").touch()
    with open_archive(tmp_path) as archive:
        assert add_page(archive) == 1


def test_a_database_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(tmp_path, create=True) as archive:
        add_page(archive)
    connect = sqlite3.connect

    def read_only(path: Path, timeout: float) -> sqlite3.Connection:
        return connect(f"{path.as_uri()}?mode=ro", timeout=timeout, uri=True)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with open_archive(tmp_path) as archive:
        assert counts(archive)["releases"] == 1
    with pytest.raises(ArchiveError, match=r"cannot be written: .*; check the folder's permissions"):
        _add_another_page(tmp_path)


def test_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="is full; every step"):
        _add_pages_until_it_is_full(tmp_path)
    with open_archive(tmp_path) as archive:
        kept = counts(archive)["releases"]
        assert kept >= 1
        assert (counts(archive)["captures"], counts(archive)["paragraphs"]) == (kept, 2 * kept)
        assert archive.db.execute("select count(*) from events").fetchone() == (kept,)
        assert archive.db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert add_page(archive, data=b"one more") == kept + 1
    assert databases(tmp_path) == ["archive.db"]


def _add_pages_until_it_is_full(folder: Path) -> None:
    with open_archive(folder, create=True) as archive:
        add_page(archive)
        pages = archive.db.execute("pragma page_count").fetchone()[0]
        archive.db.execute(f"pragma max_page_count = {pages + 1}")
        for number in range(1000):
            add_page(archive, data=b"page %d" % number)


@pytest.mark.parametrize(("number", "told"), [(errno.ENOSPC, DiskFull), (errno.EACCES, PermissionError)])
def test_only_a_full_disk_is_called_full(tmp_path: Path, number: int, told: type[Exception]) -> None:
    with pytest.raises(told), open_archive(tmp_path, create=True):
        raise OSError(number, "of the disk")


def test_several_first_runs_at_once_make_one_archive(tmp_path: Path) -> None:
    def first(number: int) -> None:
        with open_archive(tmp_path, create=True) as archive, archive.step(Event("page", f"run {number}")):
            pass

    with ThreadPoolExecutor(8) as runs:
        list(runs.map(first, range(8)))
    with open_archive(tmp_path) as archive:
        assert archive.db.execute("select count(*) from events").fetchone() == (8,)
