"""A backup is the database as it was at one moment, whatever is written meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from archive_examples import add_everything, counts

from archiver.archive import backup
from archiver.archive.backup import back_up
from archiver.archive.event_chain import read_chain
from archiver.archive.store import Archive, open_archive
from archiver.errors import BackupFailed
from archiver.reporting import Advance, Silent

WRITER = """
import sys
from pathlib import Path
from archive_examples import add_page
from archiver.archive.store import open_archive

with open_archive(Path(sys.argv[1])) as archive:
    for number in range(1000):
        add_page(archive, data=b"page %d" % number)
        print(number, flush=True)
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "a", create=True) as opened:
        add_everything(opened)
        yield opened


def restored(copy: Path, folder: Path) -> Path:
    """The folder of an archive whose database is a backup."""
    (folder / "db").mkdir(parents=True)
    shutil.copy(copy, folder / "db" / "archive.db")
    return folder


def test_it_is_the_archive_once_more(archive: Archive, tmp_path: Path) -> None:
    before = counts(archive)
    size = back_up(archive, tmp_path / "copy.db", Silent())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "copy.db"]
    assert size == (tmp_path / "copy.db").stat().st_size
    with open_archive(restored(tmp_path / "copy.db", tmp_path / "b")) as again:
        assert counts(again) == before
        assert (read_chain(again.db).events, read_chain(again.db).breaks) == (4, {})
    told = archive.rows("select action, outcome, message from events order by id desc limit 1")
    assert told == [{"action": "backup", "outcome": "done", "message": "the database was copied to copy.db"}]


class Waiting(Silent):
    """Lets a writer write three more pages whenever a page of the database was copied."""

    def __init__(self, lines: IO[str]) -> None:
        self.lines = lines
        self.written = 0

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        def wait(_: float) -> None:
            self.written += sum(bool(self.lines.readline()) for _ in range(3))

        yield wait


def test_while_another_program_writes(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of the copy is of one moment, and the writer does not wait for its end."""
    monkeypatch.setattr(backup, "PAGES_AT_ONCE", 40)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WRITER, str(archive.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "0\n"
        waiting = Waiting(writer.stdout)
        back_up(archive, tmp_path / "copy.db", waiting)
        writer.kill()
    assert waiting.written >= 6
    with open_archive(restored(tmp_path / "copy.db", tmp_path / "b")) as again:
        kept = counts(again)
        assert 2 <= kept["releases"] == kept["captures"] < counts(archive)["releases"]
        assert again.rows("pragma integrity_check") == [{"integrity_check": "ok"}]
        assert read_chain(again.db).breaks == {}


def test_it_takes_no_other_files_place(archive: Archive, tmp_path: Path) -> None:
    database = archive.folder / "db" / "archive.db"
    for target in (database, tmp_path):
        with pytest.raises(BackupFailed, match="is there already; a backup never takes the place of another file"):
            back_up(archive, target, Silent())
    with pytest.raises(BackupFailed, match="there is no folder"):
        back_up(archive, tmp_path / "nowhere" / "copy.db", Silent())
    assert counts(archive)["releases"] == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_where_it_cannot_be_written(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(BackupFailed, match=rf"copy.db could not be written: {os.strerror(number)}; the archive is as"):
        back_up(archive, tmp_path / "copy.db", Silent())
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_a_killed_backup_left_is_no_backup(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "copy.db.unfinished").write_bytes(b"half a copy")
    back_up(archive, tmp_path / "copy.db", Silent())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "copy.db"]


def test_a_copy_that_is_not_whole_is_no_backup(archive: Archive, tmp_path: Path) -> None:
    archive.db.conn.executescript(
        "drop index unique_recordings_sha256; pragma writable_schema = on; "
        "update sqlite_master set rootpage = 3 where name = 'idx_captures_url_sha256';"
    )
    with pytest.raises(BackupFailed, match=r"the copy is not whole \(.+\); `archiver verify` tells more"):
        back_up(archive, tmp_path / "copy.db", Silent())
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
