"""The archive's database as Datasette sees it: read-only, wherever its folder lies, for pages and for strangers.

A module of its own because it needs Datasette, which takes long to import.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datasette.database import Database, Results

from archiver.web.compat import close_with, opened_by
from archiver.web.kept_answers import KeptAnswers

if TYPE_CHECKING:
    from datasette.app import Datasette

    from archiver.web.visitors import Allowed

    Result = TypeVar("Result")
    Connection = TypeVar("Connection", bound=sqlite3.Connection)

THREADS = 2  # that answer questions of strangers, and as many that read for our own pages, however long those take
LARGEST_VALUE = 1_000_000  # bytes of what a question may make: `hex(zeroblob(…))` takes no heed of the time limit
LONGEST_PATTERN = 1_000  # bytes of a LIKE, whose time grows with the square
LONGEST_FILLED = 1_000  # signs to which `printf` may fill something up
MOST_COLUMNS = 100  # of a row, which is made whole before anybody counts; no table of ours has half as many
LARGEST_ANSWER = 50_000_000  # bytes of text in all rows of a page
# How Datasette asks for a table's name, for each of nine before a page: to wake a thread takes longer than to answer.
SPELLED = "select name from sqlite_master where"
COUNTING_MS = 100  # how long the rows of a list are counted; a million is too many, and its page does not need it

# Whether it is one of our own pages for which the archive is asked; permissions are looked up in it, too.
for_our_page: ContextVar[bool] = ContextVar("for_our_page", default=False)


class BoundedCursor(sqlite3.Cursor):
    """A cursor whose rows at once are not larger than a server can hold."""

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """So many rows. Raises ``sqlite3.OperationalError`` where they are larger than ``LARGEST_ANSWER``."""
        rows, bytes_so_far = [], 0
        for row in islice(self, size):
            bytes_so_far += sum(len(value) for value in row if isinstance(value, str | bytes))
            if bytes_so_far > LARGEST_ANSWER:
                raise sqlite3.OperationalError(f"the answer is larger than {LARGEST_ANSWER // 10**6} MB: ask for less")
            rows.append(row)
        return rows

    def fetchall(self) -> list[Any]:
        """All rows; raises as ``fetchmany``."""
        return self.fetchmany(None)


class BoundedConnection(sqlite3.Connection):
    """A connection whose time limit holds inside SQL functions in Python, too.

    answers: those that are kept for everybody
    """

    answers: KeptAnswers | None = None
    _progress: Callable[[], int | None] | None = None

    def cursor(self, factory: type[sqlite3.Cursor] = BoundedCursor) -> sqlite3.Cursor:  # type: ignore[override]
        """A cursor of ours."""
        return super().cursor(factory)

    def set_progress_handler(self, handler: Callable[[], int | None] | None, /, n: int) -> None:
        """See ``sqlite3``; by this Datasette sets its time limit."""
        self._progress = handler
        super().set_progress_handler(handler, n)

    def is_over(self) -> bool:
        """Whether the time of the query that is running is up."""
        return bool(self._progress and self._progress())


class ReadOnlyDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """A file that is read and never written, by threads of its own.

    Datasette puts the path into SQLite's URI as it is, so a folder named ``Belarus #2`` could not be opened. Its
    immutable mode would not see rows that an ingest has just put into the write-ahead log. In its threads a few
    questions without end would keep everybody waiting; here our own pages have other threads than what is asked in SQL.

    archive_folder: where ``media/`` lies; the file may be a copy from there
    allowed: what visitors may do; where the file can be had, Datasette counts its rows only once. What our pages put
        right they write by themselves
    """

    def __init__(
        self,
        datasette: Datasette,
        folder: Path,
        path: Path,
        allowed: Allowed,
    ) -> None:
        super().__init__(datasette, str(path), is_mutable=not allowed.download)
        self.archive_folder = folder
        self.allowed = allowed
        self._threads = {ours: ThreadPoolExecutor(THREADS, "archive") for ours in (False, True)}
        self._own = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that the thread keeps."""
        if write:
            raise sqlite3.OperationalError("the archive is served read-only")
        connection = self._open(BoundedConnection)
        connection.answers = self._answers
        if not for_our_page.get():
            _limit(connection)
            close_with(self, _bound_printf(connection))
        return connection

    def _open(self, factory: type[Connection]) -> Connection:
        """A connection that any thread may use, closed with the database."""
        uri = f"{Path(self.path).absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, factory=factory)
        close_with(self, connection)
        return connection

    @cached_property
    def _answers(self) -> KeptAnswers:
        return KeptAnswers(self._open(sqlite3.Connection))

    async def execute(self, sql: str, params: Mapping[str, object] | None = None, **options: object) -> Results:
        """The rows of a query. Where counting a table or view takes long, Datasette shows it without their number."""
        if sql.startswith(SPELLED):
            cursor = self._connection().execute(sql, params or ())
            return Results(cursor.fetchall(), False, cursor.description)
        if sql.startswith("select count(*) from"):
            options.setdefault("custom_time_limit", COUNTING_MS)
        return await super().execute(sql, params, **options)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Result]) -> Result:
        """What a function gets out of a connection, in one of the threads."""
        threads, context = self._threads[for_our_page.get()], copy_context()
        asked = partial(context.run, lambda: fn(self._connection()))
        return await asyncio.get_running_loop().run_in_executor(threads, asked)

    _execute_fn = execute_fn  # by which Datasette 1.0 asks itself

    def _connection(self) -> sqlite3.Connection:
        """That of the thread."""
        if not hasattr(self._own, "connection"):
            self._own.connection = self.connect()
            self.ds._prepare_connection(self._own.connection, self.name)
        connection: sqlite3.Connection = self._own.connection
        return connection

    def close(self) -> None:
        """Stop what is asked, and close all connections."""
        for connection in opened_by(self):
            connection.interrupt()
        for threads in self._threads.values():
            threads.shutdown(cancel_futures=True)
        super().close()


def _limit(connection: sqlite3.Connection) -> None:
    """Have strangers' questions take no more room than a server can spare, and tell nothing of the machine."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, MOST_COLUMNS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    connection.set_authorizer(_without_paths)


def _bound_printf(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Have ``printf`` fill nothing up endlessly, which no time limit stops; returns the connection that it asks."""
    plain = sqlite3.connect(":memory:", check_same_thread=False)

    def printf(form: str | None, *values: object) -> str | None:
        if form and any(width == "*" or int(width) > LONGEST_FILLED for width in re.findall(r"\*|[0-9]+", form)):
            connection.interrupt()
            return None
        asked = f"select printf({', '.join('?' * (1 + len(values)))})"
        found: str | None = plain.execute(asked, [form, *values]).fetchone()[0]
        return found

    for name in ("printf", "format"):
        connection.create_function(name, -1, printf, deterministic=True)
    return plain


def _without_paths(action: int, name: str | None, *_: str | None) -> int:
    """Answer the one pragma that tells where files lie as if there were none."""
    return sqlite3.SQLITE_IGNORE if action == sqlite3.SQLITE_PRAGMA and name == "database_list" else sqlite3.SQLITE_OK
