"""Dates as releases print them, by months in many languages, and which of them are only about an update."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import combining, normalize

from babel import Locale

# In none of these does the name of a month mean another month than in the others (Croatian's "listopad" would).
# Short names are read in the first ones only: elsewhere they are words like "out" and "sub".
_SHORTENED_IN = ("de", "en", "es", "fr", "it", "nl", "pt")
_LANGUAGES = (*_SHORTENED_IN, "ar", "bg", "cs", "da", "el", "fi", "nb", "pl", "ro", "ru", "sk", "sv", "tr", "uk")


def _names(kind: str, width: str, languages: tuple[str, ...]) -> dict[str, int]:
    """Names of ``months`` or ``days`` in Unicode's CLDR, in lower case, with and without accents, and their numbers.

    width: ``wide`` or ``abbreviated``
    """
    locales = [getattr(Locale(language), kind) for language in languages]
    tables = [locale[use][width] for locale in locales for use in ("format", "stand-alone")]
    names = {name.lower().rstrip("."): number for table in tables for number, name in table.items()}
    return {_unaccented(name): number for name, number in names.items()} | names


def _unaccented(word: str) -> str:
    return "".join(sign for sign in normalize("NFD", word) if not combining(sign))


def _any_of(names: dict[str, int]) -> str:
    """A pattern for any of the names, the longest first, by first letters: most words are no name at the first look."""
    longest_first = sorted(names, key=len, reverse=True)
    begun = {name[0]: [other[1:] for other in longest_first if other[0] == name[0]] for name in longest_first}
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in begun.items())


_MONTHS = _names("months", "wide", _LANGUAGES) | _names("months", "abbreviated", _SHORTENED_IN)
_MONTHS |= {"sept": 9, "fév": 2, "jänner": 1, "setiembre": 9}  # in use, and not in CLDR
_MONTH = rf"(?:{_any_of(_MONTHS)})\b\.?"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th|er|º)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_END = r"(?![0-9_-]|(?-i:[a-zà-ÿ]))"  # a word with a capital may stand right behind: ``15. April 2016Samstag``
_PRINTED = (
    rf"(?<!\d){_YEAR}\s?[年년]\s?[01]?[0-9]\s?[月월]\s?[0-3]?[0-9]\s?[日일]"
    rf"|(?<!\w)(?:{_DAY}[\s.-]{{1,3}}(?:of\s|de\s)?{_MONTH}[\s,-]{{1,3}}(?:del?\s)?{_YEAR}{_END}"
    rf"|{_DAY}(?:-{_MONTH}-|\s{_MONTH}\s['’])[0-9]{{2}}(?![\w-])"  # 26-Jan-06, 26 January ’06
    rf"|{_MONTH}\s{{0,2}}{_DAY},?\s{{1,2}}{_YEAR}{_END}"
    rf"|{_YEAR}(?:/[01]?[0-9]/|\.[01]?[0-9]\.)[0-3]?[0-9](?![\w/-])"
    r"|[0-3][0-9](?:/[0-3][0-9]/|\.[0-3][0-9]\.)[0-9]{2}(?![\w./:-])"  # in full: 1.10.05 is a number
    rf"|{_YEAR}-[01][0-9]-[0-3][0-9](?=T[0-9])|(?:{_YEAR}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9][./-][0-3]?[0-9][./-]{_YEAR})(?![\w-]))"
)
DATE = re.compile(_PRINTED, re.IGNORECASE)

_WEEKDAYS = _names("days", "wide", _LANGUAGES)
_WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_DAY_OF_WEEK = rf"\b(?:{_any_of(_WEEKDAYS)})"
WEEKDAY = re.compile(rf"({_DAY_OF_WEEK})\.?,?\s?$", re.IGNORECASE)
_UPDATED = (
    r"\b(?:(?:page\s|last\s|date\s|content\s){0,3}(?:updated?|modified|revised|reviewed)|last\s(?:changed?|edited|saved)"
    r"|retrieved|accessed|(?:date\sde\s)?(?:derni[èe]re\s)?mise?[\s-]{1,2}[àa]?[\s-]?jour"
    r"|(?:derni[èe]re\s|date\sde\s)modification|modifiée?|actualisée?|consultée?"
    r"|letzte\s(?:änderung|aktualisierung)|(?:zuletzt\s)?(?:ge[äa]ndert|aktualisiert|bearbeitet)|abgerufen|stand(?=:|\svom)"
    r"|(?:[úu]ltima\s|fecha\sde\s)(?:actualizaci[óo]n|modificaci[óo]n)|actualizado|modificado|consultado"
    r"|(?:laatst\s)?(?:gewijzigd|bijgewerkt)|laatste\s(?:wijziging|update)|ultim[oa]\s(?:aggiornamento|modifica)|aggiornato)"
    r"(?:\s(?:on|le|am|vom|el|op|il))?\s?:?\s?(?:le\s)?"
)
UPDATED = re.compile(rf"{_UPDATED}(?:{_DAY_OF_WEEK}\.?,?\s?)?$", re.IGNORECASE)
UPDATE = re.compile(
    rf"{_UPDATED}(?:(?:{_DAY_OF_WEEK}\.?,?\s)?(?P<date>{_PRINTED})|(?<=:)|(?<=:\s))"
    r"(?:\s?(?:at|à|um|om|,|-)?\s?[0-9]{1,2}\s?[:h.]\s?[0-9]{2}(?::[0-9]{2})?"
    r"(?:\s?(?:[ap]\.?m\.?|[ecmp][ds]?t|gmt|utc|cest|cet|bst|uhr)\b){0,2})?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})[^\W\d_]{0,2}[\s.-]+(?:(?:of|de)\s)?)?(?P<month>[^\W\d_]{3,})\.?[\s,-]+"
    r"(?:(?P<after>[0-9]{1,2})(?:st|nd|rd|th|er)?,?\s+|del?\s)?['’]?(?P<year>[0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"([0-3]?[0-9])[./-]([0-3]?[0-9])[./-]((?:19|20)?[0-9]{2})")
_YEAR_FIRST = re.compile(r"((?:19|20)[0-9]{2})[./\s年년]+([01]?[0-9])[./\s月월]+([0-3]?[0-9])[\s日일]*")
_FIRST_SHORT_YEAR = 70  # a short year before it is of this century


def iso_date(printed: str, *, month_first: bool = False) -> str | None:
    """The first date in a text as ``2006-03-31``; None where there is none, or no such day.

    month_first: how a date of slashes is meant that can be read both ways (``03/04/2006``), unless the day of the week
        says otherwise. Dates of dots have the day first.
    """
    found = DATE.search(printed[:300])
    if found is None:
        return None
    said = found.group()
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        return _by_weekday(printed[: found.start()], said) or _plainly(said, month_first)


def readings(printed: str) -> set[str]:
    """The days that the first date in a text may be, where day and month can be exchanged both of them."""
    days = (iso_date(printed), iso_date(printed, month_first=True) if is_ambiguous(printed) else None)
    return {day for day in days if day}


def _by_weekday(before: str, printed: str) -> str | None:
    """A date of digits as the day of the week in front of it tells, day first where both readings fit."""
    weekday, digits = WEEKDAY.search(before), _NUMERIC.fullmatch(printed)
    if not weekday or not digits:
        return None
    told = _WEEKDAYS.get(weekday[1].lower())
    first, second, year = digits.groups()
    days = (_day(year, second, first), _day(year, first, second))
    return next((day.isoformat() for day in days if day and day.weekday() == told), None)


def is_ambiguous(printed: str) -> bool:
    """Whether day and month could be exchanged (``03/04/2006``)."""
    found = DATE.search(printed[:300])
    digits = _NUMERIC.fullmatch(found.group()) if found else None
    if found is None or digits is None or _by_weekday(printed[: found.start()], found.group()):
        return False
    return digits[1] != digits[2] and int(digits[1]) < 13 > int(digits[2])


def is_month_first(printed: str) -> bool:
    """Whether a date of slashes can only be read with the month first (``03/31/2006``)."""
    found = DATE.search(printed[:300])
    digits = _NUMERIC.fullmatch(found.group()) if found and "/" in found.group() else None
    return digits is not None and int(digits[1]) < 13 <= int(digits[2])


def _plainly(printed: str, month_first: bool) -> str | None:
    """A date by its month's name, or of digits; None where that gives no day."""
    if named := _NAMED.fullmatch(printed):
        day = _day(named["year"], _MONTHS.get(named["month"].lower()), named["day"] or named["after"])
    elif ordered := _YEAR_FIRST.fullmatch(printed):
        day = _day(*ordered.groups())
    elif digits := _NUMERIC.fullmatch(printed):
        first, second, year = digits.groups()
        days = [_day(year, second, first), _day(year, first, second)]
        day = next(filter(None, reversed(days) if month_first and "/" in printed else days), None)
    else:
        return None
    return day.isoformat() if day else None


def _day(year: str, month: str | int | None, day: str | None) -> date | None:
    """A day of a year that may be printed short; None for one that never was."""
    whole = int(year)
    if whole < 100:
        whole += 2000 if whole < _FIRST_SHORT_YEAR else 1900
    try:
        return date(whole, int(month or 0), int(day or 0))
    except ValueError:
        return None
