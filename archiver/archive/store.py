"""An archive as a folder: opening and closing its database, one transaction a step, and the log of what was done."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database
from sqlite_utils.db import Table

import archiver
from archiver.archive.as_found import bring_up_to_date, is_current, readable, require_ours
from archiver.archive.event_chain import event_hash
from archiver.archive.kept_figures import count_stale
from archiver.archive.migrations import migrations
from archiver.display import visible
from archiver.errors import ArchiveError, ArchiveLocked, DiskFull, NoArchive
from archiver.reporting import Reporter

Row = dict[str, Any]
"""A row of a query, by its column names."""

Action = Literal[
    "page",
    "recording",
    "transcript",
    "alignment",
    "speakers",
    "reread",
    "edit",
    "link",
    "remove",
    "backup",
    "verify",
    "verify sample",
    "verify quick",
    "repair",
    "merge",
    "bag",
]
"""What can be done, as the log names it."""
Outcome = Literal["done", "warning", "failed"]

MOST_FREE = 0.25  # of the file, that may be free once its tables were written anew
BUSY_SECONDS = 10.0  # how long another program may write before we give up


@dataclass(slots=True)
class Event:
    """A line of the log while its step is under way; the step fills in what it comes to know."""

    action: Action
    message: str = ""
    release_id: int | None = None
    recording_id: int | None = None
    transcript_id: int | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive.

    folder: where ``db/`` and ``media/`` lie
    keeps_log: whether what is done is kept in its log; not where nothing can be written, and nobody expects it
    """

    folder: Path
    db: Database
    keeps_log: bool = True

    @property
    def path(self) -> Path:
        """The database file; while an archive is only read, that may be a copy."""
        return Path(self.db.execute("pragma database_list").fetchone()[2])

    def table(self, name: str) -> Table:
        """A table of the database."""
        return self.db.table(name)

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        """The rows of a query."""
        return list(self.db.query(sql, values))  # type: ignore[arg-type]

    def first(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> Row | None:
        """The first row of a query, if it has any."""
        return next(iter(self.rows(sql, values)), None)

    @contextmanager
    def step(self, event: Event) -> Iterator[Event]:
        """One transaction with its event inside: all of it is kept, or nothing."""
        began = time.monotonic()
        with self.locked():
            yield event
            self._log(event, "done", time.monotonic() - began)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One transaction that nobody else writes beside; none is needed where nothing can be written."""
        if not self.keeps_log:
            yield
            return
        self.write_ahead()
        with _exclusively(self.db.conn):
            yield
            count_stale(self.db)

    def write_ahead(self) -> None:
        """Let readers go on while somebody writes, until the archive is closed."""
        if not self.keeps_log:
            return
        try:
            self.db.conn.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if not _is_busy(error):  # another program writes just now: what follows waits for it
                raise

    def done(self, event: Event) -> None:
        """Keep what was done along with a step of another event, or outside of the database."""
        self._log(event, "done", None)

    def warn(self, event: Event) -> None:
        """Keep a warning about a release or a recording, once."""
        known = self.db.execute(
            "select 1 from events where outcome = 'warning' and message = ? and release is ? and recording is ?",
            [visible(event.message), event.release_id, event.recording_id],
        ).fetchone()
        if not known:
            self._log(event, "warning", None)

    def failed(self, event: Event) -> None:
        """Keep that a step failed, and why."""
        self._log(event, "failed", None)

    def _log(self, event: Event, outcome: Outcome, seconds: float | None) -> None:
        if not self.keeps_log:
            return
        row = {
            "at": now(),
            "version": archiver.__version__,
            "action": event.action,
            "outcome": outcome,
            "message": visible(event.message),  # others read the log, too, with programs that show what they are given
            "release": event.release_id,
            "recording": event.recording_id,
            "transcript": event.transcript_id,
            "seconds": None if seconds is None else round(seconds, 3),
        }
        # Nobody else adds an event between the last one's hash and this one's.
        with nullcontext() if self.db.conn.in_transaction else self.locked():
            self.take_event(row)

    def take_event(self, row: Row) -> None:
        """Add an event to the end of the chain, whatever id and hash it had in another. Belongs into a transaction."""
        last = self.first("select id, sha256 from events order by id desc limit 1") or {"id": 0, "sha256": None}
        event = {**row, "id": last["id"] + 1}
        self.table("events").insert({**event, "sha256": event_hash(event, last["sha256"])})


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def open_archive(folder: Path, *, create: bool = False, reporter: Reporter | None = None) -> Iterator[Archive]:
    """Open the archive in a folder to write to it, bring its schema up to date, and leave one plain file behind.

    create: make the archive if there is none
    reporter: is told how far bringing up to date is

    Raises ``NoArchive``, ``ArchiveLocked``, ``DiskFull`` or ``ArchiveError``, also for what happens while it is open.
    """
    path = _database_in(folder, create=create)
    with _errors_for_people(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _connected(path) as connection:
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma secure_delete = on")  # what was taken down is overwritten, not only unlinked
            database = Database(connection)
            require_ours(database, path)
            archive = Archive(folder, database)
            _bring_up_to_date(archive, reporter)
            yield archive


@contextmanager
def read_archive(folder: Path, *, keeps_log: bool = True) -> Iterator[Archive]:
    """Open the archive in a folder to read it: no row in it changes, and one of an older program stays as it is.

    keeps_log: see ``Archive``; False for what would tell in the log of itself, were this archive not write-protected

    Raises ``NoArchive``, ``ArchiveLocked`` or ``ArchiveError``, also for what happens while it is open.
    """
    path = _database_in(folder)
    with _errors_for_people(path), readable(path) as found, _connected(found) as connection:
        connection.execute("pragma query_only = on")
        yield Archive(folder, Database(connection), keeps_log)


def is_write_protected(folder: Path) -> bool:
    """Whether nothing can be written to the archive in a folder, as on a DVD, or where only others may."""
    path = _database_in(folder)
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def left_to_delete(archive: Archive) -> list[str]:
    """The files of releases that were taken down which are still to be deleted, relative to the archive's folder."""
    return [row["path"] for row in archive.rows("select path from doomed_files order by path")]


def _database_in(folder: Path, *, create: bool = False) -> Path:
    path = folder / "db" / "archive.db"
    if not create and not path.is_file():
        raise NoArchive(f"there is no archive in {folder}", hint="`archiver ingest PAGE` makes one")
    return path


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection, after which one plain file is left."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        yield connection
    finally:
        try:
            connection.rollback()  # what was no step's own, so that nothing keeps the log from going away
            _back_to_one_file(connection)
        finally:
            connection.close()


@contextmanager
def _exclusively(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")  # takes the write lock at once, so that what is read stays true
    try:
        yield
    except BaseException:  # also Ctrl-C: half a step is none
        connection.rollback()
        raise
    connection.commit()


def _bring_up_to_date(archive: Archive, reporter: Reporter | None) -> None:
    """Make the schema, or bring an older archive's up to date; where another run does so just now, wait for it.

    What is new goes into the write-ahead log: until it is whole the file has the old archive, wherever we are killed.
    """
    database = archive.db
    if is_current(database):
        return
    if migrations.applied(database):
        archive.write_ahead()
    with _exclusively(database.conn):
        bring_up_to_date(database, reporter)
    free, pages = (database.execute(f"pragma {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    if free > pages * MOST_FREE:
        with suppress(sqlite3.OperationalError):  # somebody reads, or the disk is full: it is only a matter of room
            database.vacuum()


def _back_to_one_file(connection: sqlite3.Connection) -> None:
    """Checkpoint the write-ahead log away, so that the file can be copied; left alone while others have it open."""
    if connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        return
    try:
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("pragma busy_timeout = 0")
        connection.execute("pragma journal_mode = delete")
    except sqlite3.OperationalError as error:
        # Somebody reads (a running `archiver serve`): everything is checkpointed, the last to close removes the log.
        # On a medium that cannot be written everything stays as it is.
        if not (_is_busy(error) or _primary_code(error) == sqlite3.SQLITE_READONLY):
            raise


@contextmanager
def _errors_for_people(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _explain(error, path) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_full(path) from error
        raise


def _primary_code(error: sqlite3.Error) -> int | None:
    """What kind of error it is, by SQLite's own numbers; None for one that is not SQLite's."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF  # the other bits tell the kind's kinds apart


def _is_busy(error: sqlite3.Error) -> bool:
    return _primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _explain(error: sqlite3.DatabaseError, path: Path) -> ArchiveError:
    kept = "every step that was finished is in it"
    if _is_busy(error):
        hint = "try the same command again when the other one is done"
        return ArchiveLocked(f"{path.name} is locked by another program", kept=kept, hint=hint)
    match _primary_code(error):
        case sqlite3.SQLITE_FULL:
            return _disk_full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return ArchiveError(f"{path} cannot be written: {error}", hint="check the folder's permissions")
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return ArchiveError(f"{path} is damaged or no SQLite database: {error}", hint="restore it from a copy")
    return ArchiveError(f"{path}: {error}", kept=kept)


def _disk_full(path: Path) -> DiskFull:
    return DiskFull(
        f"the disk that holds {path.parent.parent} is full",
        kept="every step that was finished is in the archive, nothing half-written",
        hint="make room and give the same command again",
    )
