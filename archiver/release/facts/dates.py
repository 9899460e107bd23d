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
)
_MONTH = rf"(?:{_ENGLISH}|{_FRENCH}|{_OTHERS})\b\.?"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th|er)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_PRINTED = (
    rf"(?<!\w)(?:{_DAY}[\s.-]{{1,3}}(?:of\s|de\s)?{_MONTH}[\s,-]{{1,3}}(?:del?\s)?{_YEAR}(?![\w-])"
    rf"|{_MONTH}\s{{0,2}}{_DAY},?\s{{1,2}}{_YEAR}(?![\w-])"
    rf"|{_YEAR}-[01][0-9]-[0-3][0-9](?=T[0-9])|(?:{_YEAR}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9][./-][0-3]?[0-9][./-]{_YEAR})(?![\w-]))"
)
DATE = re.compile(_PRINTED, re.IGNORECASE)

_UPDATED = (
    r"\b(?:(?:page\s|last\s){0,2}(?:updated?|modified|revised|reviewed)|(?:derni[èe]re\s)?mise?[\s-]{1,2}[àa]?[\s-]?jour"
    r"|derni[èe]re\smodification|modifiée?)(?:\s(?:on|le))?\s?:?\s?(?:le\s)?"
)
UPDATED = re.compile(rf"{_UPDATED}$", re.IGNORECASE)
UPDATE = re.compile(
    rf"{_UPDATED}(?:(?P<date>{_PRINTED})|(?<=:)|(?<=:\s))(?:\s?(?:at|à)?\s?[0-9]{{1,2}}[:h.][0-9]{{2}})?", re.IGNORECASE
)
_WEEKDAYS = (
    "mon monday lundi lunes lunedì montag",
    "tue tues tuesday mardi martes martedì dienstag",
    "wed wednesday mercredi miércoles mercoledì mittwoch",
    "thu thurs thursday jeudi jueves giovedì donnerstag",
    "fri friday vendredi viernes venerdì freitag",
    "sat saturday samedi sábado sabato samstag",
    "sun sunday dimanche domingo domenica sonntag",
)
WEEKDAY = re.compile(rf"\b({'|'.join(' '.join(_WEEKDAYS).split())})\.?,?\s?$", re.IGNORECASE)
# What the names in _MONTH begin with; only in French do June and July need a fourth letter.
_MONTHS = (
    "jan jän ene gen",
    "feb fév fev",
    "mar mär",
    "apr avr abr",
    "may mai mag",
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
    r"(?:(?P<after>[0-9]{1,2})(?:st|nd|rd|th|er)?,?\s+|del?\s)?(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"([0-3]?[0-9])[./-]([0-3]?[0-9])[./-]((?:19|20)[0-9]{2})")


def iso_date(printed: str) -> str | None:
    """The first date in a text as ``2006-03-31``; None where there is none, or no such day.

    Days come before months where both are digits, as the two languages' institutions write them, unless the day of the
    week says otherwise.
    """
    found = DATE.search(printed[:300])
    if found is None:
        return None
    try:
        return date.fromisoformat(found.group()).isoformat()
    except ValueError:
        return _by_weekday(printed[: found.start()], found.group()) or _plainly(found.group()) or _parse(found.group())


def _by_weekday(before: str, printed: str) -> str | None:
    """A date of digits as the day of the week in front of it tells, day first where both readings fit."""
    weekday, digits = WEEKDAY.search(before), _NUMERIC.fullmatch(printed)
    if not weekday or not digits:
        return None
    told = next(number for number, names in enumerate(_WEEKDAYS) if weekday[1].lower() in names.split())
    first, second, year = (int(part) for part in digits.groups())
    for day, month in ((first, second), (second, first)):
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if read.weekday() == told:
            return read.isoformat()
    return None


def is_ambiguous(printed: str) -> bool:
    """Whether day and month could be exchanged (``03/04/2006``)."""
    found = _NUMERIC.search(printed[:300])
    if found is None or _by_weekday(printed[: found.start()], found.group()):
        return False
    return found.group(1) != found.group(2) and int(found.group(1)) < 13 > int(found.group(2))


def _plainly(printed: str) -> str | None:
    """A date by its month's name, or of digits with the day first; None where that gives no day."""
    if named := _NAMED.fullmatch(printed):
        month = named["month"].lower()
        parts = named["year"], _NUMBERS.get(month[:4]) or _NUMBERS.get(month[:3]), named["day"] or named["after"]
    elif digits := _NUMERIC.fullmatch(printed):
        parts = digits[3], int(digits[2]), digits[1]
    else:
        return None
    try:
        return date(*(int(part or 0) for part in parts)).isoformat()
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
