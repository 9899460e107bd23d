"""Answers are kept with a connection until somebody writes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archiver.web.kept_answers import KeepingConnection, kept


def test_what_was_found_is_found_anew_once_somebody_writes(tmp_path: Path) -> None:
    asked = []
    with (
        closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as writes,
        closing(sqlite3.connect(tmp_path / "a.db", factory=KeepingConnection)) as reads,
    ):
        writes.execute("create table houses (name)")
        for number in range(3):
            for _ in range(2):
                asked.append(kept(reads, "count", lambda: reads.execute("select count(*) from houses").fetchone()[0]))
            writes.execute("insert into houses values (?)", [number])
        assert kept(reads, "other", lambda: "found") == "found"
        counted = iter(range(2))
        assert [kept(writes, "count", lambda: next(counted)) for _ in range(2)] == [0, 1]  # one that keeps nothing
    assert asked == [0, 0, 1, 1, 2, 2]
