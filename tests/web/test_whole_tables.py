"""Whole tables and views as CSV."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from archiver.web import whole_tables
from archiver.web.compat import opened_by

Ask = Callable[..., httpx.Response]


@pytest.mark.parametrize(("table", "rows"), [("segments", 7), ("sentences", 7), ("sounds", 0)])
def test_all_rows_with_their_headings(ask: Ask, table: str, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_tables, "ROWS_AT_ONCE", 2)  # several blocks
    answer = ask(f"/-/archive/tables/{table}.csv")
    assert answer.headers["content-disposition"] == f"attachment; filename={table}.csv"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    own = list(csv.reader(io.StringIO(answer.text)))
    theirs = list(csv.reader(io.StringIO(ask(f"/archive/{table}.csv", _stream="on").text)))
    assert own == (theirs or own[:1])
    assert len(own) == 1 + rows


def test_connections_are_given_back(ask: Ask, datasette: Any) -> None:
    before = len(opened_by(datasette.get_database("archive")))
    ask("/-/archive/tables/segments.csv")
    assert len(opened_by(datasette.get_database("archive"))) == before


@pytest.mark.parametrize("table", ["sqlite_master", "segments_fts", "nothing"])
def test_what_is_no_table_of_ours(ask: Ask, table: str) -> None:
    assert ask(f"/-/archive/tables/{table}.csv").status_code == 404


def test_what_takes_too_long_is_told(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> str:
        raise sqlite3.OperationalError("interrupted")

    monkeypatch.setattr(whole_tables, "_next_block", interrupted)
    assert ask("/-/archive/tables/segments.csv").status_code == 503


@pytest.mark.parametrize("table", ["segments", "sentences"])
def test_the_menu_of_a_table_leads_there(ask: Ask, table: str) -> None:
    assert f'href="/-/archive/tables/{table}.csv"' in ask(f"/archive/{table}").text
