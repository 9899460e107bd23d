"""Dates as releases print them."""

from __future__ import annotations

import pytest

from archiver.release.dates import UPDATE, is_ambiguous, iso_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("31 March 2006", "2006-03-31"),
        ("31-Mar-2006", "2006-03-31"),
        ("1 Sept. 2003", "2003-09-01"),
        ("16 Dec. 1999", "1999-12-16"),
        ("March 31, 2006", "2006-03-31"),
        ("Friday, 31st of March 2006", "2006-03-31"),
        ("le 22 février 2005", "2005-02-22"),
        ("1er août 2004", "2004-08-01"),
        ("3 DECEMBRE 2004", "2004-12-03"),
        ("2006-03-04", "2006-03-04"),
        ("04/03/2006", "2006-03-04"),
        ("2021-05-04T09:30:00+02:00", "2021-05-04"),
        ("31 February 2006", None),
        ("(2006)150", None),
        ("March 2006", None),
    ],
)
def test_a_printed_date_is_an_iso_date(printed: str, iso: str | None) -> None:
    assert iso_date(printed) == iso


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 31-Mar-2006",
        "Last update: 31 March 2006 14:30",
        "Last updated on 31 March 2006",
        "Mise-à-jour: 31 mars 2006",
        "Mis à jour: 31 mars 2006",
        "Dernière mise à jour le 31 mars 2006",
    ],
)
def test_an_update_is_told_from_a_date(line: str) -> None:
    found = UPDATE.search(line)
    assert found is not None
    assert iso_date(found["date"]) == "2006-03-31"


def test_a_sentence_about_an_update_is_none() -> None:
    assert UPDATE.search("The ministers updated their plan of 31 March 2006") is None


@pytest.mark.parametrize(
    ("printed", "ambiguous"), [("03/04/2006", True), ("31/03/2006", False), ("4 March 2006", False)]
)
def test_day_and_month_may_be_exchanged(printed: str, ambiguous: bool) -> None:
    assert is_ambiguous(printed) is ambiguous
