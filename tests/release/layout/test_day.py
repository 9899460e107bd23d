"""What a page declares as its day, weighed against what it prints."""

from __future__ import annotations

import pytest

from archiver.models import Release
from archiver.release import read_release

TEXT = "<p>The ministers met at noon, and the quays are lit.</p>"
TEXTE = "<p>Les ministres se sont réunis à midi, et les quais sont éclairés.</p>"
PUBLISHED = '<meta property="article:published_time" content="{}">'


def read(body: str, head: str = "", language: str = "en", url: str | None = None) -> Release:
    return read_release(f'<html lang="{language}"><head>{head}</head><body>{body}</body></html>'.encode(), None, url)


def declaring(day: str, body: str, language: str = "en") -> Release:
    return read(body, PUBLISHED.format(day), language)


@pytest.mark.parametrize(
    "body",
    [
        f"<div>Thursday, 6 January 2022</div><main><h1>Light on the quays</h1>{TEXT}</main>",
        f"<header>jeudi 6 janvier 2022</header><main><h1>La lumière</h1>{TEXTE}</main>",
        f"<div>Thursday, 6 January 2022</div><h1>Light on the quays</h1>{TEXT}",
        f"<main><h1>La lumière</h1>{TEXTE}<p>Le mole rénové</p><p>6 janvier 2022</p></main>",
    ],
)
def test_neither_today_nor_another_story_is_the_day(body: str) -> None:
    assert declaring("2021-05-04T09:00:00+02:00", body).date == "2021-05-04"


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        (f"<p>3 July 2008</p><h1>Light on the quays</h1>{TEXT}", "declares 2021-05-04 and prints '3 July 2008'"),
        (f"<h1>La lumière</h1><p>Le 3 juillet 2008</p>{TEXTE}", "declares 2021-05-04 and prints '3 juillet 2008'"),
    ],
)
def test_a_page_that_was_moved_prints_its_own_day(body: str, doubt: str) -> None:
    release = declaring("2021-05-04", body)
    assert release.date == "2008-07-03"
    assert any(doubt in told for told in release.doubts)


def test_a_day_below_the_title_is_the_day() -> None:
    assert declaring("2021-05-04", f"<h1>Light on the quays</h1><p>7 May 2021</p>{TEXT}").date == "2021-05-07"


@pytest.mark.parametrize("declared", ["2021-05-03T22:30:00Z", "2021-05-03T22:30:00+00:00"])
def test_a_day_of_greenwich_is_another_at_home(declared: str) -> None:
    release = declaring(declared, f"<p>4 mai 2021</p><h1>La lumière</h1>{TEXTE}", "fr")
    assert (release.date, [doubt for doubt in release.doubts if "declares" in doubt]) == ("2021-05-04", [])


@pytest.mark.parametrize(("declared", "day"), [("2021-11-01", "2021-11-01"), ("2021-01-11", "2021-01-11")])
def test_the_declared_day_settles_slashes(declared: str, day: str) -> None:
    release = declaring(declared, f"<main><h1>Light on the quays</h1><p>11/01/2021</p>{TEXT}</main>")
    assert release.date == day
    assert not any("was read as" in doubt for doubt in release.doubts)


@pytest.mark.parametrize(
    ("language", "url", "day"),
    [
        ("en-US", None, "2021-11-01"),
        ("en-GB", None, "2021-01-11"),
        ("fr-CA", None, "2021-01-11"),
        ("en", "https://www.harbour.gov/1", "2021-11-01"),
        ("en", "https://www.harbour.gov.uk/1", "2021-01-11"),
    ],
)
def test_language_and_address_settle_slashes(language: str, url: str | None, day: str) -> None:
    assert read(f"<h1>Light on the quays</h1><p>11/01/2021</p>{TEXT}", "", language, url).date == day


def test_another_date_settles_slashes() -> None:
    body = f"<h1>Light on the quays</h1><p>11/01/2021</p>{TEXT}<p>Updated: 2021</p><p>10/25/2021</p>"
    assert read(body).date == "2021-11-01"


@pytest.mark.parametrize(
    ("label", "day"),
    [
        ("Date modified:", '<time property="dateModified">2021-05-04</time>'),
        ("Date de modification :", "2021-05-04"),
        ("Letzte Änderung:", "04.05.2021"),
        ("Mise à jour", '<time datetime="2021-05-04">4 mai 2021</time>'),
    ],
)
def test_an_update_in_a_cell_of_its_own_is_no_day(label: str, day: str) -> None:
    release = read(f"<main><h1>Light on the quays</h1>{TEXT}<dl><dt>{label}</dt><dd>{day}</dd></dl></main>")
    assert (release.date, release.updated) == (None, "2021-05-04")


@pytest.mark.parametrize(
    "line",
    [
        "Kingsport, 04.05.2021 - Speech by the chair at the summit of Portville, 5 May 2021",
        "Portville, le 4 mai 2021 – Discours de la présidente",
    ],
)
def test_a_bold_line_opens_with_the_day(line: str) -> None:
    assert read(f"<main><h1>Light on the quays</h1><p><b>{line}</b></p>{TEXT}</main>").date == "2021-05-04"


def test_a_day_after_the_update_is_a_doubt() -> None:
    release = read(f"<h1>Light on the quays</h1><p>4 May 2021</p>{TEXT}<p>Updated: 1 May 2021</p>")
    assert "the date 2021-05-04 is later than the page's update of 2021-05-01" in release.doubts


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("2021-06-17T18:28:00+02:00", "2017-07-12"),  # that of its move to another site
        ("2017-07-12T18:28:00+02:00", "2017-07-12"),
        ("2017-07-11", "2017-07-11"),  # the next day elsewhere
        ("2014-06-17", "2014-06-17"),
    ],
)
def test_an_address_tells_when_a_page_was_put_there(declared: str, day: str) -> None:
    url = "https://press.harbours.example/2017/07/12/quays.html"
    assert read(f"<h1>Light on the quays</h1>{TEXT}", PUBLISHED.format(declared), "en", url).date == day


@pytest.mark.parametrize(
    "address",
    ["https://press.harbours.example/2017/7/12/quais", "https://press.harbours.example/fr/20170712-quais.htm"],
)
def test_an_address_tells_the_day_where_nothing_else_does(address: str) -> None:
    assert read(f"<h1>La lumière</h1>{TEXTE}", "", "fr", address).date == "2017-07-12"


def test_a_number_in_an_address_is_no_day() -> None:
    assert read(f"<h1>Light</h1>{TEXT}", "", "en", "https://press.harbours.example/201707123/light").date is None


@pytest.mark.parametrize(("language", "day"), [("de", "2021-11-05"), ("fr-FR", "2021-11-05"), ("en-US", "2021-11-04")])
def test_a_midnight_of_central_europe_is_told_as_greenwich_has_it(language: str, day: str) -> None:
    body = f"<main><h1>La lumière</h1>{TEXTE}</main>"
    assert read(body, PUBLISHED.format("2021-11-04T23:00:00.000Z"), language).date == day


def test_several_days_above_the_title_are_those_of_other_pages() -> None:
    others = "<p>Nets</p><p>18 January 2019</p><p>Boats</p><p>22 November 2018</p>"
    assert declaring("2019-10-01", f"{others}<h1>Light on the quays</h1>{TEXT}").date == "2019-10-01"
    more = f"{others}<p>Masts</p><p>31 August 2017</p>"
    assert read(f"{more}<h1>Light on the quays</h1>{TEXT}").date is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("News of the union | Ada Stone | 30 September 2018", "2018-09-30"),
        ("30 septembre 2018, 10 h 16 - Les ports, rubrique éclairage", "2018-09-30"),
        ("Am Freitag, 15. April 2016Samstag, 4. März 2017", "2016-04-15"),
        ("Last edited by Ada Stone: Updated 30 September 2018", None),
    ],
)
def test_a_line_above_the_text_may_say_more_than_the_day(line: str, day: str | None) -> None:
    release = read(f"<main><h1>La lumière</h1><p>{line}</p>{TEXTE}</main>")
    assert release.date == day


def test_days_below_each_other_are_a_calendar() -> None:
    events = "<p>Sa. 13.11.2021</p><p>Marché</p><p>So. 14.11.2021</p><p>Concert</p>"
    assert read(f"<main><h1>La lumière</h1>{TEXTE}{events}</main>").date is None


@pytest.mark.parametrize(
    ("window", "day"),
    [
        ("Speech on quays--April 22, 2004", "2004-04-22"),
        ("Discours sur les quais - 22 avril 2004", "2004-04-22"),
        ("Quays as of April 22, 2004", "2004-04-23"),
        ("Speech on quays--April 25, 2004", "2004-04-23"),  # no line prints it
    ],
)
def test_of_two_days_the_one_that_the_window_ends_with(window: str, day: str) -> None:
    body = f"<h1>Light</h1><p>April 23, 2004</p><p>April 22, 2004</p>{TEXT}"
    assert read(body, f"<title>{window}</title>").date == day
