"""Whole tables and views as CSV, read once from beginning to end.

Datasette's own CSV asks for a page of rows after another, and a view has to begin from the first row for each of them.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from datasette.utils import sqlite_timelimit
from starlette.responses import StreamingResponse

from archiver.archive.migrations import SCHEMA
from archiver.export.rows import csv_lines
from archiver.web.compat import opened_by, require_view
from archiver.web.downloads import FILE_HEADERS
from archiver.web.pages import Unanswered, archive_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request
    from starlette.types import Send

ROWS_AT_ONCE = 1000  # that are read, and sent, in one go: some 200 kB


async def whole_table(datasette: Datasette, request: Request, send: Send) -> None:
    """``/-/archive/tables/NAME.csv``: all rows, as they are stored, but that no cell is a formula."""
    archive, name = await archive_of(datasette, request, ()), request.url_vars["table"]
    if name not in SCHEMA:
        raise Unanswered("There is no such table", f"No table or view of an archive is called {name}.")
    await require_view(datasette, request.actor, archive.name, [name])
    blocks = _blocks(datasette, archive, name)
    first = await asyncio.to_thread(next, blocks)  # what takes too long is told before anything is sent
    headers = {**FILE_HEADERS, "Content-Disposition": f"attachment; filename={name}.csv"}
    answer = StreamingResponse(_following(first, blocks), headers=headers, media_type="text/csv; charset=utf-8")
    await answer(request.scope, request.receive, send)


def _following(first: str, blocks: Iterator[str]) -> Iterator[str]:
    yield first
    yield from blocks


def _blocks(datasette: Datasette, archive: Database, name: str) -> Iterator[str]:
    """The headings and the rows, many lines at once, each block within the time that a query has.

    Raises ``sqlite3.OperationalError`` where that is over.
    """
    connection: sqlite3.Connection = archive.connect()
    try:
        datasette._prepare_connection(connection, archive.name)
        cursor = connection.execute(f'select * from "{name}"')
        columns = [column for column, *_ in cursor.description]
        lines = csv_lines((dict(zip(columns, row, strict=True)) for row in cursor), columns)
        while block := _next_block(connection, lines, datasette.sql_time_limit_ms):
            yield block
    finally:
        opened_by(archive).remove(connection)
        connection.close()


def _next_block(connection: sqlite3.Connection, lines: Iterator[str], milliseconds: int) -> str:
    with sqlite_timelimit(connection, milliseconds):
        return "".join(islice(lines, ROWS_AT_ONCE))
