"""Numbers that were said and are not written, in SQL and by themselves."""

from __future__ import annotations

import sqlite3

import pytest

from archiver.web.number_words import listed, prepare, unwritten


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("two hundred and forty people", "240 people"),
        ("in nineteen ninety-four", "in 1994"),
        ("in two thousand and six", "in 2006"),
        ("the nineteenth of March", "19 March"),
        ("March 19", "the 19th March"),
        ("20036", "20,036 kB"),
        ("fifty percent", "50%"),
        ("two and three", "2 of 3"),  # not 23
        ("one of them, the first, in a second", "nothing"),  # are no numbers here
        ("no number", "240"),
    ],
)
def test_the_same_number_is_spelled_in_many_ways(said: str, written: str) -> None:
    assert unwritten(said, written, "en") is None


@pytest.mark.parametrize(
    ("said", "written", "found"),
    [
        ("two hundred people", "240 people", "two hundred"),
        ("in 1995, and five more", "in 1994", "1995; five"),
        ("forty five", "40 and 5", "forty five"),
        ("half of the 12", "", "12"),
    ],
)
def test_what_is_not_written(said: str, written: str, found: str) -> None:
    assert unwritten(said, written, "en") == found


def test_other_languages() -> None:
    assert unwritten("deux cent quarante personnes", "240 personnes", "fr-CA") is None
    assert unwritten("trois", "2", "fr") == "trois"


@pytest.mark.parametrize("language", [None, "xx", ""])
def test_a_language_that_nobody_taught_us(language: str | None) -> None:
    assert unwritten("in 1995", "in 1994", language) == "1995"


def test_in_sql() -> None:
    connection = sqlite3.connect(":memory:")
    prepare(connection)
    asked = (
        "select numbers_unwritten('In 1995.', 'In 1994.', 'en'), numbers_in('12, 12 and 13', 'en'), numbers_in('', '')"
    )
    assert connection.execute(asked).fetchone() == ("1995", "12; 13", None)
    connection.close()


def test_digits_without_end() -> None:
    assert listed("9" * 100_000, "en") == "9" * 100_000
