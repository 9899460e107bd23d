"""The archive's database as Datasette sees it: opened read-only, wherever its folder lies.

A module of its own because it needs Datasette, which takes long to import.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from datasette.database import Database, Results

from archiver.web.compat import close_with

if TYPE_CHECKING:
    from datasette.app import Datasette

COUNTING_MS = 100  # how long the rows of a list are counted; a million is too many, and its page does not need it


class ReadOnlyDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """A file that is read and never written.

    Datasette puts the path into SQLite's URI as it is, so a folder named ``Belarus #2`` could not be opened. Its
    immutable mode would not see rows that an ingest has just put into the write-ahead log.
    """

    def __init__(self, datasette: Datasette, folder: Path, path: Path, *, is_mutable: bool) -> None:
        """folder: the archive's, which ``path`` may be a copy from."""
        super().__init__(datasette, str(path), is_mutable=is_mutable)
        self.archive_folder = folder

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that the thread keeps, closed with the database."""
        if write:
            raise sqlite3.OperationalError("the archive is served read-only")
        uri = f"{Path(self.path).absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        close_with(self, connection)
        return connection

    async def execute(self, sql: str, params: Mapping[str, object] | None = None, **options: object) -> Results:
        """The rows of a query. Where counting a table or view takes long, Datasette shows it without their number."""
        if sql.startswith("select count(*) from"):
            options.setdefault("custom_time_limit", COUNTING_MS)
        return await super().execute(sql, params, **options)
