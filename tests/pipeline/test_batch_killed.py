"""A list, killed again and again by the operating system, ends with the same archive as one that was not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from bench_fetching import House, checked, contents, is_complete, killed, pages_in, run, serving

PAGES = 60


def test_a_run_killed_before_its_tables_were_made_has_no_pages(tmp_path: Path) -> None:
    assert pages_in(tmp_path) == 0
    (tmp_path / "db").mkdir()
    with closing(sqlite3.connect(tmp_path / "db" / "archive.db")) as db:
        assert pages_in(tmp_path) == 0
        db.execute("create table captures (id integer primary key)")
        assert pages_in(tmp_path) == 0
        db.execute("insert into captures values (1), (2)")
        db.commit()
    assert pages_in(tmp_path) == 2


@pytest.mark.slow
def test_killed_at_any_moment_a_list_goes_on(tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    with serving(PAGES) as index:
        seconds = run(index, whole)
        House.asked.clear()
        run(index, whole)
        assert dict(House.asked) == {"/robots.txt": 1, "/index.htm": 1}
        there = killed(index, broken, [0.7 + n * seconds / 14 for n in range(8)])
        run(index, broken)
    assert len(set(there)) > 2, "it was killed in several states"
    assert contents(broken) == contents(whole)
    assert is_complete(broken)
    assert is_complete(whole)
    assert checked(broken) == (PAGES, "sound")
