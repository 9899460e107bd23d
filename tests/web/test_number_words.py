"""Numbers that were said and are not written, in SQL and by themselves."""

from __future__ import annotations

import sqlite3

import pytest

from archiver.web.number_words import listed, prepare, unwritten

# Both spellings of each are one number, whichever was said and whichever is written.
ENGLISH = [
    ("115", "one hundred and fifteen"),
    ("115", "a hundred and fifteen"),
    ("115", "one hundred fifteen"),
    ("240 people", "two hundred and forty people"),
    ("100", "a hundred"),
    ("1,500", "fifteen hundred"),
    ("1,500", "one thousand five hundred"),
    ("1,500", "one thousand and five hundred"),
    ("20036", "20,036"),
    ("20.036 kB", "20 036 kB"),
    ("20,036", "twenty thousand and thirty-six"),
    ("42 million", "forty two million"),
    ("42 million", "42,000,000"),
    ("$42m", "forty-two million dollars"),
    ("€2.5bn", "two point five billion euros"),
    ("2.5 million", "two and a half million"),
    ("500,000", "half a million"),
    ("2.5 million", "two million and a half"),
    ("240,000", "two hundred and forty thousand"),
    ("1,200,300", "one million two hundred thousand three hundred"),
    ("5 trillion", "five trillion"),
    ("50%", "fifty percent"),
    ("50 per cent", "fifty per cent"),
    ("0.25", "zero point two five"),
    ("2.05", "two point zero five"),
    ("1994", "nineteen ninety-four"),
    ("2006", "two thousand and six"),
    ("2006", "two thousand six"),
    ("2006", "twenty oh six"),
    ("2010", "twenty ten"),
    ("1905", "nineteen oh five"),
    ("1905", "nineteen hundred and five"),
    ("1900", "nineteen hundred"),
    ("the 1990s", "the nineteen nineties"),
    ("the 90s", "the nineties"),
    ("19 March", "the nineteenth of March"),
    ("March 19", "the 19th March"),
    ("21st", "twenty-first"),
    ("the 3rd", "the third"),
    ("31.3.2006", "the thirty-first of the third, two thousand and six"),
    ("2005-06", "two thousand and five to six"),
    ("10-15 days", "ten to fifteen days"),
    ("10–15 days", "between ten and fifteen days"),
    ("42 to 45 million", "forty-two million to forty-five million"),
    ("$42–45 million", "between forty-two and forty-five million dollars"),
    ("two and three", "2 of 3"),  # not 23
    ("200 and 300", "two hundred and three hundred"),
    ("1, 2, 3, 40", "one, two, three, forty"),
    ("1", "one"),
    ("1st", "first"),
    ("3,500", "thirty-five hundred"),
    ("4,260", "forty two hundred and sixty"),
    ("the 100th", "the hundredth"),
    ("the 200th", "the two hundredth"),
    ("the 1,500th", "the fifteen hundredth"),
    ("the 101st", "the hundred and first"),
    ("24", "two dozen"),
    ("750,000", "three quarters of a million"),
    ("250 million", "a quarter of a billion"),
    ("500 million", "half a billion"),
    ("1.25 million", "one and a quarter million"),
    ("2½ million", "two and a half million"),
    ("1½", "one and a half"),
    ("2/3", "two-thirds"),
    ("3/4", "three quarters"),
    ("1/4", "a quarter"),
    ("1/2", "half"),
    ("0.5%", "half a percent"),
    ("10.05", "ten point oh five"),
    ("0.7", "nought point seven"),
    ("$42 mln", "42 million dollars"),
    ("€1.5tr", "one point five trillion euros"),
    ("1 bn", "a billion"),
    ("3 m", "three million"),
    ("US$42 million", "forty-two million US dollars"),
    ("EUR42", "forty-two euros"),
    ("£3.20", "three pounds twenty"),
    ("$3.50", "three dollars and fifty cents"),
    ("$3.50", "3.5 dollars"),
    ("10km", "ten kilometres"),
    ("500kg", "five hundred kilos"),
    ("20mm", "twenty millimetres"),
    ("24h", "twenty-four hours"),
    ("10 a.m.", "10am"),
    ("3pm", "three p.m."),
    ("10:00", "ten o'clock"),
    ("10:05", "ten oh five"),
    ("10:30am", "ten thirty a.m."),
    ("10.30 a.m.", "10:30am"),
    ("10:30", "half past ten"),
    ("1990s", "the nineties"),
    ("the '80s", "the nineteen eighties"),
    ("'06", "two thousand and six"),
    ("2005/06", "two thousand five, two thousand six"),
    ("200-300 million", "two to three hundred million"),
    ("300 to 400", "three or four hundred"),
    ("120", "one twenty"),
    ("911", "nine eleven"),
    ("9/11", "nine eleven"),
    ("1325", "one three two five"),
    ("1244", "twelve four four"),
    ("1325", "thirteen twenty-five"),
    ("KC-135", "KC one thirty-five"),
    ("MH17", "MH seventeen"),
    ("F16", "F sixteen"),
    ("the G-8", "the G8"),
    ("World War II", "World War Two"),
    ("Louis XIV", "Louis the fourteenth"),
]
FRENCH = [
    ("240 personnes", "deux cent quarante personnes"),
    ("200", "deux cents"),
    ("115", "cent quinze"),
    ("2006", "deux mille six"),
    ("1994", "mille neuf cent quatre-vingt-quatorze"),
    ("1994", "dix-neuf cent quatre-vingt-quatorze"),
    ("42 millions d'euros", "quarante-deux millions d’euros"),
    ("3,5 milliards", "trois virgule cinq milliards"),
    ("2,25", "deux virgule vingt-cinq"),
    ("2,5 millions", "deux millions et demi"),
    ("500 millions", "un demi-milliard"),
    ("20\u00a0036", "vingt mille trente-six"),
    ("71", "soixante et onze"),
    ("71", "septante et un"),
    ("90", "nonante"),
    ("21 pages", "vingt et une pages"),
    ("50 %", "cinquante pour cent"),
    ("le 19e", "le dix-neuvième"),
    ("1er mars", "le premier mars"),
    ("1 200 300", "1.200.300"),
    ("200 000", "deux cent mille"),
    ("2,5 millions", "deux millions cinq cent mille"),
    ("1 500", "quinze cents"),
    ("1999", "mil neuf cent quatre-vingt-dix-neuf"),
    ("80 000", "quatre-vingt mille"),
    ("le 80e", "le quatre-vingtième"),
    ("le 200e", "le deux centième"),
    ("la 1re", "la première"),
    ("la 2nde", "la seconde"),
    ("le XXIe siècle", "le vingt et unième siècle"),
    ("42 M€", "quarante-deux millions d'euros"),
    ("2,5 Md€", "deux milliards et demi d'euros"),
    ("42 Mds", "quarante-deux milliards"),
    ("3,50 €", "trois euros cinquante"),
    ("0,5 %", "un demi pour cent"),
    ("2/3", "deux tiers"),
    ("3/4", "trois quarts"),
    ("1/2", "la moitié"),
    ("10 h", "dix heures"),
    ("10h30", "dix heures trente"),
    ("10h30", "dix heures et demie"),
    ("10h00", "dix heures"),
    ("10h15", "dix heures et quart"),
    ("200 à 300", "deux à trois cents"),
    ("les années 1990", "les années quatre-vingt-dix"),
    ("15 jours", "une quinzaine de jours"),
    ("200", "deux centaines"),
    ("2 000", "deux milliers"),
    ("G8", "G huit"),
]
OTHERS = [
    ("de", "240 Leute", "zweihundertvierzig Leute"),
    ("de", "2006", "zweitausendsechs"),
    ("de", "1994", "neunzehnhundertvierundneunzig"),
    ("de", "42 Millionen", "zweiundvierzig Millionen"),
    ("de", "2,5", "zwei Komma fünf"),
    ("es", "240", "doscientos cuarenta"),
    ("es", "2006", "dos mil seis"),
    ("es", "42", "cuarenta y dos"),
    ("es", "2.000 millones", "dos mil millones"),
    ("it", "240", "duecentoquaranta"),
    ("pt", "242", "duzentos e quarenta e dois"),
]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", *case) for case in ENGLISH] + [("fr", *case) for case in FRENCH] + OTHERS,
)
def test_the_same_number_is_spelled_in_many_ways(language: str, one: str, other: str) -> None:
    assert unwritten(one, other, language) is None
    assert unwritten(other, one, language) is None


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("one of them, the first, in a second", "nothing"),  # are no numbers here
        ("hundreds of people, millions even", "nothing"),
        ("no number", "240"),
        ("MH17", "nothing"),  # a name
        ("half of them, a quarter, and twice", "nothing"),
        ("in the Second World War, under Henry II", "nothing"),
        ("oh, dozens", "nothing"),
    ],
)
def test_what_is_no_number(said: str, written: str) -> None:
    assert unwritten(said, written, "en") is None


@pytest.mark.parametrize(
    ("said", "written", "found"),
    [
        ("two hundred people", "240 people", "two hundred"),
        ("two hundred and forty people", "250 people", "two hundred and forty"),
        ("in 1995, and five more", "in 1994", "1995; five"),
        ("forty five", "40 and 5", "forty five"),
        ("half of the 12", "", "12"),
        ("42 million", "42 billion", "42 million"),
        ("forty two million", "42 thousand", "forty two million"),
        ("forty two", "42 million", "forty two"),
        ("46 million", "42 to 45 million", "46 million"),
        ("two point five percent", "2.6%", "two point five"),
        ("two thousand and six", "2007", "two thousand and six"),
        ("the twentieth", "19 March", "twentieth"),
        ("a hundred", "1,000", "hundred"),
        ("seventeen, eighty", "1780", "seventeen; eighty"),
        ("nine eleven", "9", "eleven"),
        ("one three two six", "1325", "three; two; six"),
        ("thirty-five hundred", "3,600", "thirty-five hundred"),
        ("two dozen", "12", "two dozen"),
        ("half a million", "2 million", "half a million"),
        ("5bn", "5 and 5 million", "5bn"),
        ("10km", "20 km", "10km"),
        ("G9, and nine of them", "G8", "nine"),
        ("£3.20", "£3.30", "3.20"),
        ("two to three hundred", "100 to 300", "two"),
        ("the 1980s", "1990 and 90", "1980s"),
        ("3/4", "2/3", "4"),
    ],
)
def test_what_is_not_written(said: str, written: str, found: str) -> None:
    assert unwritten(said, written, "en") == found


def test_other_languages() -> None:
    assert unwritten("deux cent quarante personnes", "240 personnes", "fr-CA") is None
    assert unwritten("trois", "2", "fr") == "trois"
    assert unwritten("deux cent mille", "200 et 1 000", "fr") == "deux cent mille"
    assert unwritten("10h30", "10h45", "fr") == "30"


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
