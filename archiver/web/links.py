"""Cells that lead on: from a release to its passages, from a paragraph to its moments, to a recording by its number.

Datasette itself makes links only of foreign keys in tables, and labels a recording with its long path.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from markupsafe import Markup

from archiver.archive.descriptions import VIEWS

if TYPE_CHECKING:
    from datasette.app import Datasette

_WAVEFORM_START = 60  # characters of a waveform that show what it is


def cell(
    row: sqlite3.Row, value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> str | None:
    """What a cell shows; None leaves it to Datasette."""
    if value is None:
        return None
    if (table, column) == ("recordings", "peaks"):
        return f"{str(value)[:_WAVEFORM_START]}…"
    if column == "recording" and isinstance(value, dict):  # a foreign key, with its label
        value = value["value"]
    elif table is not None and table not in VIEWS:
        return None
    path = _path(row, column, value)
    return path and Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"{database}/{path}"), value)


def _path(row: sqlite3.Row, column: str, value: object) -> str | None:
    """Where a cell leads, for columns that mean the same in every view and query."""
    if column == "recording":
        return f"recordings/{value}"
    if "release" not in tuple(row.keys()):
        return None
    if column in ("release", "title"):
        return f"release_with_passages?release={row['release']}"
    if column == "position":
        return f"paragraph_moments?release={row['release']}&position={value}"
    return None
