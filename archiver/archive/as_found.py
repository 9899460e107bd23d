"""A database as it was found: whose it is, and how it is read without changing a byte of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

import archiver
from archiver.archive.migrations import migrations
from archiver.errors import ForeignDatabase, NewerArchive, NoArchive, OlderArchive, UnreadableHere
from archiver.reporting import Reporter, Silent

APPLICATION_ID = 0x42724172  # "BrAr": what `file` and SQLite's own header call a briefing archive
BESIDE = ("", "-wal", "-journal")  # endings of the files that are a database together
MOST_COPIED = 100_000_000  # bytes of an older archive; a copy of so many is brought up to date in three seconds


@lru_cache(maxsize=1)
def schema_version() -> int:
    """The version of the schema as this program makes it: the number of its migrations."""
    return len(migrations.pending(Database(memory=True)))


def require_ours(database: Database, path: Path) -> None:
    """Raise ``NewerArchive`` for one that a newer program made, ``ForeignDatabase`` for what is no archive at all.

    An empty file is an archive that is about to be made. Archives made before there was an application id are known by
    their migrations.
    """
    (application,) = database.execute("pragma application_id").fetchone()
    if application != APPLICATION_ID and not migrations.applied(database) and (application or database.table_names()):
        raise ForeignDatabase(
            f"{path} is a database of another program, not an archive",
            kept="nothing in it was changed",
            hint="choose another folder with --archive",
        )
    (version,) = database.execute("pragma user_version").fetchone()
    if application == APPLICATION_ID and version > schema_version():
        newest = database.execute("select version from events order by id desc limit 1").fetchone()
        by = f"archiver {newest[0]}" if newest else "a newer archiver"
        raise NewerArchive(
            f"{path} was made by {by} (schema {version}), which is newer than this program, {archiver.__version__} "
            f"(schema {schema_version()})",
            kept="nothing in it was changed",
            hint="install that version or a newer one",
        )


def is_current(database: Database) -> bool:
    """Whether an archive has the schema and the marks that this program gives it."""
    marks = [database.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version")]
    return marks == [APPLICATION_ID, schema_version()] and not migrations.pending(database)


def bring_up_to_date(database: Database, reporter: Reporter | None = None) -> None:
    """Make the schema, or bring an older archive's up to date, and mark it as ours."""
    pending = [one.name for one in migrations.pending(database)]
    following = [*pending[1:], None] if migrations.applied(database) else [None]  # a new archive is there at once
    with (reporter or Silent()).bar("Bringing the archive up to date", len(pending), "changes") as advance:
        for done, name in enumerate(following):
            advance(done)
            migrations.apply(database, stop_before=name)
    database.execute(f"pragma application_id = {APPLICATION_ID}")
    database.execute(f"pragma user_version = {schema_version()}")


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """Where an archive's database can be read with the schema of this program.

    That is where it lies; or in a copy that is gone afterwards, where an older program made it, or where it was left in
    the middle of its work (with a write-ahead log) on a medium that SQLite cannot write to.

    Raises ``NoArchive``, ``ForeignDatabase``, ``NewerArchive``, ``OlderArchive`` for one that is too large to be copied
    for each reading; ``UnreadableHere`` where there is no room for a copy.
    """
    if _can_be_read(path):
        yield path
        return
    with TemporaryDirectory(prefix="archiver-") as folder:
        copy = Path(folder) / path.name
        try:
            for ending in BESIDE:
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
        except OSError as error:
            told = f"{path} can be read only in a copy, and {folder} does not take one: {error.strerror}"
            raise UnreadableHere(told, hint="make room there, or name another folder with TMPDIR") from error
        with closing(sqlite3.connect(copy)) as connection:
            require_ours(Database(connection), path)
            bring_up_to_date(Database(connection))
        yield copy


def _can_be_read(path: Path) -> bool:
    """Whether a database can be read where it lies, with the schema that it has. Raises as ``readable``."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        database = Database(connection)
        try:
            require_ours(database, path)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            return False
        if not database.table_names():
            raise NoArchive(f"there is no archive in {path.parent.parent}", hint="`archiver ingest PAGE` makes one")
        pending = migrations.pending(database)
    if pending and (size := path.stat().st_size) > MOST_COPIED:
        raise OlderArchive(
            f"{path} was made by an earlier version, and has to be brought up to date before it is read: "
            f"with {size / 1e6:,.0f} MB it is too large to do that in a copy each time",
            kept="nothing in it was changed",
            hint=f"`archiver verify --quick --archive {path.parent.parent}` does it, as all commands that write do",
        )
    return not pending
