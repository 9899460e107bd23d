"""A backup of the database as it is at one moment, taken while others go on writing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archiver.archive.files import sync_folder
from archiver.archive.store import Archive, Event
from archiver.errors import BackupFailed
from archiver.outputs import UNFINISHED_SUFFIX
from archiver.reporting import Reporter

PAGES_AT_ONCE = 4096  # copied between two signs of progress; of 4 kB each


def back_up(archive: Archive, target: Path, reporter: Reporter) -> int:
    """Copy the database to a new file, which has its name only once it is whole; returns its size in bytes.

    Raises ``BackupFailed``; the archive is as it was then.
    """
    if target.exists() or target.is_symlink():
        raise BackupFailed(f"{target} is there already", hint="a backup never takes the place of another file")
    if not target.parent.is_dir():
        raise BackupFailed(f"there is no folder {target.parent}", hint="make it first")
    unfinished = target.with_name(target.name + UNFINISHED_SUFFIX)
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as copy:
            _copy(archive, copy, reporter)
        _sync(unfinished)
        unfinished.replace(target)
        sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise BackupFailed(f"{target} could not be written: {told}", kept="the archive is as it was") from error
    finally:
        unfinished.unlink(missing_ok=True)
    archive.done(Event("backup", f"the database was copied to {target.name}"))
    return target.stat().st_size


def _copy(archive: Archive, copy: sqlite3.Connection, reporter: Reporter) -> None:
    """Copy page by page what was there when this began, and check that the copy is a whole database."""
    with _one_moment(archive), reporter.bar("copying", None, "pages") as advance:
        archive.db.conn.backup(
            copy, pages=PAGES_AT_ONCE, progress=lambda _, left, pages: advance(pages - left), sleep=0
        )
    copy.execute("pragma journal_mode = delete")  # one plain file
    (found,) = copy.execute("pragma quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(f"the copy is not whole ({found.splitlines()[-1]}); `archiver verify` tells more")


@contextmanager
def _one_moment(archive: Archive) -> Iterator[None]:
    """Look at the database as it is now, whatever others write meanwhile; they need not wait."""
    archive.write_ahead()
    archive.db.conn.execute("begin")
    archive.db.conn.execute("select count(*) from sqlite_master").fetchone()  # the moment is that of the first look
    try:
        yield
    finally:
        archive.db.conn.rollback()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
