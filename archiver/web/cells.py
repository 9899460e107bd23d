"""Cells that lead on: to the page of a release, to a paragraph there, to the second at which something was said."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from archiver.archive.views import VIEWS
from archiver.web.row_links import LEADING, page_address

if TYPE_CHECKING:
    from datasette.app import Datasette

_WAVEFORM_CHARACTERS = 60  # that show what it is
_SECONDS = ("from", "at", "start")  # columns of views and queries that say when


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, a view or, where ``table`` is None, of a query's rows."""

    row: sqlite3.Row
    column: str
    value: object
    table: str | None


def show_cell(cell: Cell, database: str, datasette: Datasette) -> str | None:
    """What a cell shows; None leaves it to Datasette."""
    value, column = cell.value, cell.column
    if value is None:
        return None
    table = cell.table and cell.table.removeprefix("current_")  # such a view has the rows of the table
    if (table, column) == ("recordings", "peaks"):
        return f"{str(value)[:_WAVEFORM_CHARACTERS]}…"
    if column == "recording" and isinstance(value, dict):  # a foreign key, which Datasette labels with a long path
        value = value["value"]
    elif table is not None and table not in VIEWS and column != LEADING.get(table):
        return None
    own = {name: cell.row[name] for name in tuple(cell.row.keys())}
    path = f"/{database}/recordings/{value}" if column == "recording" else _path(own, column, table)
    return path and Markup('<a href="{}">{}</a>').format(datasette.urls.path(path), value)


def _path(row: Mapping[str, Any], column: str, table: str | None) -> str | None:
    """Where a cell leads, for columns that mean the same in every view and query."""
    home = "/-/archive"
    if table in LEADING:
        return f"{home}/rows/{table}/{row['id']}" if "id" in row else None
    if column == "page":
        return str(row["page"])
    if row.get("release") is None:
        return None
    if column in _SECONDS and row.get("recording") is not None:
        return page_address(home, {name: row.get(name) for name in ("release", "recording", "start")})
    if column in ("release", "title"):
        return page_address(home, {"release": row["release"]})
    return page_address(home, {name: row[name] for name in ("release", "position")}) if column == "position" else None
