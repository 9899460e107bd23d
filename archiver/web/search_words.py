"""Words as Datasette's own pages and our canned queries look for them: in all the forms that our search page knows."""

from __future__ import annotations

import sqlite3

from archiver.archive.search import query_for


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection an ``escape_fts(words)`` in the place of Datasette's, which knows no forms and no slashes."""
    connection.create_function("escape_fts", 1, lambda words: query_for(connection, str(words or "")))
