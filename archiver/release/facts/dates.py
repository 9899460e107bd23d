"""Dates as releases print them, above all in English and French, and which of them are only about an update."""

from __future__ import annotations

import re
from datetime import date

_ENGLISH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_FRENCH = (
    r"janv(?:ier)?|f[ée]v(?:rier|r)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sep(?:t(?:embre)?)?|oct(?:obre)?"
    r"|nov(?:embre)?|d[ée]c(?:embre)?"
)
_OTHERS = (
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|januar|jänner|februar|märz|juni|juli|oktober|dezember"
    r"|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    r"|januari|februari|maart|mei|augustus|mrt"
)
_MONTH = rf"(?:{_ENGLISH}|{_FRENCH}|{_OTHERS})\b\.?"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th|er)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_END = r"(?![0-9_-]|(?-i:[a-zà-ÿ]))"  # a word with a capital may stand right behind: ``15. April 2016Samstag``
_PRINTED = (
    rf"(?<!\w)(?:{_DAY}[\s.-]{{1,3}}(?:of\s|de\s)?{_MONTH}[\s,-]{{1,3}}(?:del?\s)?{_YEAR}{_END}"
    rf"|{_DAY}(?:-{_MONTH}-|\s{_MONTH}\s['’])[0-9]{{2}}(?![\w-])"  # 26-Jan-06, 26 January ’06
    rf"|{_MONTH}\s{{0,2}}{_DAY},?\s{{1,2}}{_YEAR}{_END}"
    rf"|{_YEAR}(?:/[01]?[0-9]/|\.[01]?[0-9]\.)[0-3]?[0-9](?![\w/-])"
    r"|[0-3][0-9](?:/[0-3][0-9]/|\.[0-3][0-9]\.)[0-9]{2}(?![\w./:-])"  # in full: 1.10.05 is a number
    rf"|{_YEAR}-[01][0-9]-[0-3][0-9](?=T[0-9])|(?:{_YEAR}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9][./-][0-3]?[0-9][./-]{_YEAR})(?![\w-]))"
)
DATE = re.compile(_PRINTED, re.IGNORECASE)

_WEEKDAYS = (
    "mon monday lundi lunes lunedì montag maandag",
    "tue tues tuesday mardi martes martedì dienstag dinsdag",
    "wed wednesday mercredi miércoles mercoledì mittwoch woensdag",
    "thu thurs thursday jeudi jueves giovedì donnerstag donderdag",
    "fri friday vendredi viernes venerdì freitag vrijdag",
    "sat saturday samedi sábado sabato samstag zaterdag",
    "sun sunday dimanche domingo domenica sonntag zondag",
)
_DAY_OF_WEEK = rf"\b(?:{'|'.join(' '.join(_WEEKDAYS).split())})"
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
# What the names in _MONTH begin with; only in French do June and July need a fourth letter.
_MONTHS = (
    "jan jän ene gen",
    "feb fév fev",
    "mar mär maa mrt",
    "apr avr abr",
    "may mai mag mei",
    "jun juin giu",
    "jul juil lug",
    "aug aoû aou ago",
    "sep set",
    "oct okt ott",
    "nov",
    "dec déc dic dez",
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_NAMED = re.compile(
    r"(?:(?P<day>[0-9]{1,2})[^\W\d_]{0,2}[\s.-]+(?:(?:of|de)\s)?)?(?P<month>[^\W\d_]{3,})\.?[\s,-]+"
    r"(?:(?P<after>[0-9]{1,2})(?:st|nd|rd|th|er)?,?\s+|del?\s)?['’]?(?P<year>[0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"([0-3]?[0-9])[./-]([0-3]?[0-9])[./-]((?:19|20)?[0-9]{2})")
_YEAR_FIRST = re.compile(r"((?:19|20)[0-9]{2})[./]([01]?[0-9])[./]([0-3]?[0-9])")
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
        return _by_weekday(printed[: found.start()], said) or _plainly(said, month_first) or _parse(said)


def readings(printed: str) -> set[str]:
    """The days that the first date in a text may be, where day and month can be exchanged both of them."""
    days = (iso_date(printed), iso_date(printed, month_first=True) if is_ambiguous(printed) else None)
    return {day for day in days if day}


def _by_weekday(before: str, printed: str) -> str | None:
    """A date of digits as the day of the week in front of it tells, day first where both readings fit."""
    weekday, digits = WEEKDAY.search(before), _NUMERIC.fullmatch(printed)
    if not weekday or not digits:
        return None
    told = next(number for number, names in enumerate(_WEEKDAYS) if weekday[1].lower() in names.split())
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
        month = named["month"].lower()
        number = _NUMBERS.get(month[:4]) or _NUMBERS.get(month[:3])
        day = _day(named["year"], number, named["day"] or named["after"])
    elif ordered := _YEAR_FIRST.fullmatch(printed):
        day = _day(*ordered.groups())
    elif digits := _NUMERIC.fullmatch(printed):
        first, second, year = digits.groups()
        days = (_day(year, second, first), _day(year, first, second))
        day = (days[1] or days[0]) if month_first and "/" in printed else days[0]
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


def _parse(printed: str) -> str | None:
    import dateparser  # takes a twentieth of a second, and not every page prints a date

    parsed = dateparser.parse(
        printed,
        languages=["en", "fr", "es", "de", "it"],
        settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]},
    )
    return parsed.date().isoformat() if parsed else None
