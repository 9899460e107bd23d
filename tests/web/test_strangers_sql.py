"""Questions of strangers in SQL: they take only so much time and room, tell no path, and keep nobody waiting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from archiver.web import database
from archiver.web.serve import SETTINGS

Ask = Callable[..., httpx.Response]

LIMIT = 4.0  # seconds, as SETTINGS say
ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
LONG = "replace(hex(zeroblob(450000)), '00', '1 ')"


def test_the_limit_is_the_one_that_is_meant() -> None:
    assert SETTINGS["sql_time_limit_ms"] == LIMIT * 1000


@pytest.mark.parametrize(
    "sql",
    [
        ENDLESS,
        f"select numbers_in({LONG}, 'en')",
        f"select numbers_unwritten({LONG}, {LONG} || '2', 'en')",
        f"select sum(length(numbers_in({LONG} || value, 'en'))) from json_each('[1,2,3,4,5,6,7,8,9]')",
        "select hex(zeroblob(900000000))",
        "select length(printf('%.*c', 900000000, 'x'))",
        "select length(format('%900000000d', 1))",
    ],
)
def test_a_question_that_takes_too_much_ends_with_an_error(ask: Ask, sql: str) -> None:
    """The ones that do end by themselves would be answered with 200."""
    assert ask("/archive.json", sql=sql).status_code == 400


@pytest.mark.parametrize(
    "sql", [f"select '{'%a' * 600}' like '{'%a' * 600}'", "select 'a' glob substr(hex(zeroblob(2000)), 1)"]
)
def test_a_pattern_is_only_so_long(ask: Ask, sql: str) -> None:
    assert not ask("/archive.json", sql=sql).json()["ok"]


def test_an_answer_is_only_so_large(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LARGEST_ANSWER", 1_000_000)
    numbers = "with recursive n(x) as (select 1 union all select x + 1 from n) select x from n limit {}"
    rows = f"select hex(zeroblob(50000)) from ({numbers})"
    assert ask("/archive.json", sql=rows.format(9)).json()["ok"]
    assert not ask("/archive.json", sql=rows.format(12)).json()["ok"]


def test_a_row_is_only_so_wide(ask: Ask) -> None:
    """A row of 1,900 values of a megabyte each took four gigabytes, which no limit of its length stopped."""
    assert ask("/archive.json", sql=f"select {', '.join(['1'] * 100)}").json()["ok"]
    assert not ask("/archive.json", sql=f"select {', '.join(['hex(zeroblob(499999))'] * 1900)}").json()["ok"]


@pytest.mark.parametrize("sql", ["select * from pragma_database_list", "select file from pragma_database_list()"])
def test_no_path_is_told(ask: Ask, archive: Path, sql: str) -> None:
    answer = ask("/archive.json", sql=sql, _shape="array")
    assert answer.json() == []
    assert str(archive.parent) not in answer.text


def test_questions_without_end_do_not_keep_our_pages(datasette: Any) -> None:
    """All are asked at once; our pages are there before the last of six questions has been ended."""

    async def asked(path: str, order: list[str], **params: str) -> None:
        answer = await datasette.client.get(path, params=params, follow_redirects=True)
        assert answer.status_code == (400 if params else 200)
        order.append(path)

    async def together() -> list[str]:
        await datasette.invoke_startup()
        order: list[str] = []
        ours = ("/", "/-/archive", "/-/archive/releases/2", "/-/archive/search")
        questions = [asked("/archive.json", order, sql=f"{ENDLESS} -- {n}") for n in range(6)]
        await asyncio.gather(*questions, *(asked(path, order) for path in ours))
        return order

    assert asyncio.run(together())[-1] == "/archive.json"


def test_printf_is_as_ever_for_what_is_short(ask: Ask) -> None:
    answer = ask("/archive.json", sql="select printf('%d:%02d %5.1f %s%%', 1, 2, 3.14159, 'x') as said", _shape="array")
    assert answer.json() == [{"said": "1:02   3.1 x%"}]


def test_a_search_of_a_text_in_a_text_takes_only_so_long(ask: Ask) -> None:
    began = time.process_time()
    assert (
        ask("/archive.json", sql="select instr(hex(zeroblob(400000)), hex(zeroblob(200000)) || '1')").status_code == 200
    )
    assert time.process_time() - began < 60  # seconds: SQLite cannot be stopped within it, and no text is larger


def test_csv_is_given_as_plain_text(ask: Ask) -> None:
    answer = ask("/archive.csv", sql="""select '=HYPERLINK("https://evil.example")' as cell""")
    assert answer.text.splitlines()[1] == '"=HYPERLINK(""https://evil.example"")"'
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
