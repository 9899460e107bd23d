"""Dates as releases print them."""

from __future__ import annotations

import pytest

from archiver.release.facts.dates import UPDATE, is_ambiguous, is_month_first, iso_date, readings


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
        ("4 de mayo de 2021", "2021-05-04"),
        ("17 septiembre 2021", "2021-09-17"),
        ("4. März 2021", "2021-03-04"),
        ("24. Dezember 2020", "2020-12-24"),
        ("4 maggio 2021", "2021-05-04"),
        ("12 gennaio 2021", "2021-01-12"),
        ("6-7 December 2007", "2007-12-07"),  # the last day of a range
        ("2006-03-04", "2006-03-04"),
        ("04/03/2006", "2006-03-04"),
        ("4.3.2006", "2006-03-04"),
        ("Tue, 03/06/2012", "2012-03-06"),  # 6 March was a Tuesday, 3 June was a Sunday
        ("Sunday 03/06/2012", "2012-06-03"),
        ("Mon, 03/06/2012", "2012-06-03"),  # neither was a Monday
        ("2021-05-04T09:30:00+02:00", "2021-05-04"),
        ("2006/03/31", "2006-03-31"),
        ("2006.03.31", "2006-03-31"),
        ("31/03/06", "2006-03-31"),
        ("31.03.98", "1998-03-31"),
        ("31-Mar-06", "2006-03-31"),
        ("31 mars ’06", "2006-03-31"),
        ("31 maart 2006", "2006-03-31"),
        ("3 mei 2021", "2021-05-03"),
        ("31-dic-2006", "2006-12-31"),
        ("1º de março de 2006", "2006-03-01"),
        ("31 марта 2006 года", "2006-03-31"),
        ("31 березня 2006", "2006-03-31"),
        ("31 marca 2006 r.", "2006-03-31"),
        ("31 Μαρτίου 2006", "2006-03-31"),
        ("31 مارس 2006", "2006-03-31"),
        ("31. maaliskuuta 2006", "2006-03-31"),
        ("発表日：2006年3月31日（金）", "2006-03-31"),
        ("2006년 3월 31일", "2006-03-31"),
        ("3 led 2006", None),  # Czech shortens January so, and English says it of other things
        ("1.10.05", None),  # rather the number of a version
        ("31 February 2006", None),
        ("45.06.2012", None),
        ("4 May 2021-22", None),
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
        "Page last reviewed: 31 March 2006",
        "Dernière modification : 31 mars 2006",
        "Date modified: 2006-03-31",
        "Date de modification : 2006-03-31",
        "Last change 31.03.2006",
        "Retrieved 31 March 2006",
        "Consulté le 31 mars 2006",
        "Letzte Änderung: 31.03.2006",
        "Zuletzt aktualisiert am Freitag, 31. März 2006",
        "Stand: 31.03.2006",
        "Última actualización: 31/03/2006",
        "Laatst bijgewerkt op 31 maart 2006",
    ],
)
def test_an_update_is_told_from_a_date(line: str) -> None:
    found = UPDATE.search(line)
    assert found is not None
    assert iso_date(found["date"]) == "2006-03-31"


@pytest.mark.parametrize(
    "line", ["Updated: 31 March 2006 at 14:30", "Mis à jour le 31 mars 2006 à 14h30", "Updated: 14:30"]
)
def test_the_hour_belongs_to_the_update(line: str) -> None:
    found = UPDATE.search(line)
    assert found is not None
    assert found.group() == line


def test_a_sentence_about_an_update_is_none() -> None:
    assert UPDATE.search("The ministers updated their plan of 31 March 2006") is None


@pytest.mark.parametrize(
    ("printed", "ambiguous"), [("03/04/2006", True), ("31/03/2006", False), ("4 March 2006", False)]
)
def test_day_and_month_may_be_exchanged(printed: str, ambiguous: bool) -> None:
    assert is_ambiguous(printed) is ambiguous


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Fri, 03/02/2012", "2012-02-03"),  # both fit, and the day comes first
        ("Tue, 03/06/2012", "2012-03-06"),
        ("mardi 06/03/2012", "2012-03-06"),
        ("lunedì 04/05/2021", "2021-04-05"),
        ("Sunday, 04/05/2021", "2021-05-04"),  # neither fits
    ],
)
def test_the_day_of_the_week_decides(printed: str, day: str) -> None:
    assert iso_date(printed) == day
    assert is_ambiguous(printed) is printed.startswith("Sunday")


def test_the_month_comes_first_where_that_is_known() -> None:
    assert iso_date("03/04/2006", month_first=True) == "2006-03-04"
    assert iso_date("03.04.2006", month_first=True) == "2006-04-03"  # dots are no American dates
    assert iso_date("31/03/2006", month_first=True) == "2006-03-31"
    assert readings("03/04/2006") == {"2006-04-03", "2006-03-04"}
    assert readings("le 3 avril 2006") == {"2006-04-03"}
    assert readings("at noon") == set()


def test_a_date_tells_the_order_of_the_others() -> None:
    assert is_month_first("03/31/2006")
    assert not is_month_first("31/03/2006")
    assert not is_month_first("03/04/2006")
