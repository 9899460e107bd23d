"""Rows as programs and spreadsheets read them."""

from __future__ import annotations

import csv
import json

import pytest

from archiver.export.rows import csv_lines, json_lines

ROWS = [{"id": 1, "title": 'Two\nlines, "one" row', "scores": [0.9, 0.5], "date": None}]
COLUMNS = ("id", "title", "scores", "date")


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_csv_is_read_back(delimiter: str) -> None:
    lines = list(csv_lines(ROWS, COLUMNS, delimiter))
    assert list(csv.DictReader("".join(lines).splitlines(keepends=True), delimiter=delimiter)) == [
        {"id": "1", "title": 'Two\nlines, "one" row', "scores": "0.9; 0.5", "date": ""}
    ]


def test_without_rows_there_are_headings() -> None:
    assert list(csv_lines([], COLUMNS)) == ["id,title,scores,date\n"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+2", "'=1+2"),
        ("+32 2 707", "'+32 2 707"),
        ("-- no", "'-- no"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("1 = 1", "1 = 1"),
        ("– no", "– no"),
    ],
)
def test_nothing_in_a_cell_is_a_formula(text: str, cell: str) -> None:
    assert list(csv.reader(csv_lines([{"text": text}], ["text"])))[1] == [cell]


def test_a_negative_number_stays_one() -> None:
    assert list(csv_lines([{"n": -1.5}], ["n"]))[1] == "-1.5\n"


def test_a_row_a_line() -> None:
    (line,) = json_lines([{"text": "=é\n"}])
    assert line == '{"text": "=é\\n"}\n'
    assert json.loads("".join(json_lines([{"text": "é"}], ascii_only=True))) == {"text": "é"}
