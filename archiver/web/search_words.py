"""Words as Datasette's own pages and our canned queries look for them: in all the forms that our search page knows."""

from __future__ import annotations

import sqlite3

from archiver.archive.search import fts_query
from archiver.archive.word_forms import word_forms


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection an ``escape_fts(words)`` in the place of Datasette's, which knows no forms and no slashes."""
    connection.create_function("escape_fts", 1, lambda words: fts_query(str(words or ""), word_forms(connection)))
