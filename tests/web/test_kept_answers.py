"""Answers are kept with a connection until somebody writes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archiver.web.kept_answers import KeptAnswers, kept


def test_what_was_found_is_found_anew_once_somebody_writes(tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as writes,
        closing(sqlite3.connect(tmp_path / "a.db")) as watching,
    ):
        answers = KeptAnswers(watching)
        writes.execute("create table houses (name)")
        asked = []
        for number in range(3):
            for _ in range(2):
                asked.append(answers.get("rows", lambda: writes.execute("select count(*) from houses").fetchone()))
            writes.execute("insert into houses values (?)", [number])
        assert answers.get("other", lambda: "found") == "found"
    assert asked == [(0,), (0,), (1,), (1,), (2,), (2,)]
    assert asked[0] is asked[1]


def test_a_connection_that_keeps_nothing_finds_each_time() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        counted = iter(range(2))
        assert [kept(connection, "count", lambda: next(counted)) for _ in range(2)] == [0, 1]
