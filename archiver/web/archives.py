"""Which of the databases that Datasette has open are archives: those that our migrations made, whatever their name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from datasette.utils import sqlite_timelimit
from sqlite_utils import Database

from archiver.archive.migrations import migrations
from archiver.archive.store import Archive

if TYPE_CHECKING:
    import datasette.database
    from datasette.app import Datasette

Found = TypeVar("Found")


async def find_archives(datasette: Datasette) -> tuple[str, ...]:
    """The names of the archives; they are looked for once, when Datasette starts, which then carries them."""
    files = {name: database for name, database in datasette.databases.items() if database.path}
    found = tuple([name for name, database in files.items() if await database.execute_fn(is_archive)])
    datasette.briefing_archives = found
    return found


def found_archives(datasette: Datasette) -> tuple[str, ...]:
    """The names of the archives that were found when Datasette started."""
    return getattr(datasette, "briefing_archives", ())


def folder_of(database: datasette.database.Database) -> Path:
    """The folder of an archive, in which ``media/`` lies."""
    folder: Path = getattr(database, "archive_folder", None) or Path(database.path).resolve().parent.parent
    return folder


async def ask(
    database: datasette.database.Database, question: Callable[[Archive], Found], milliseconds: int | None = None
) -> Found:
    """What a question finds in an archive, asked in one of Datasette's threads.

    milliseconds: after which SQLite is interrupted; None for as long as it takes
    """

    def asked(connection: sqlite3.Connection) -> Found:
        with nullcontext() if milliseconds is None else sqlite_timelimit(connection, milliseconds):
            return question(Archive(folder_of(database), Database(connection)))

    found: Found = await database.execute_fn(asked)
    return found


async def is_current(database: datasette.database.Database) -> bool:
    """Whether an archive's schema is the one that our pages ask; only ``archiver`` itself brings it up to date."""
    current: bool = await database.execute_fn(lambda connection: not migrations.pending(Database(connection)))
    return current


def is_archive(connection: sqlite3.Connection) -> bool:
    """Whether our migrations made a database."""
    return bool(migrations.applied(Database(connection)))
