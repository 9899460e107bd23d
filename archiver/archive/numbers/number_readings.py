"""What else numbers may be worth beside their neighbours: parts of one, percent, hours of the day, months of a date.

A further reading only makes numbers equal that are: three quarters and 75 %, 15:00 and three p.m., 31.3. and 31 March.
An hour of the day is the value ``15 h``, a month ``month 3``, so that neither is taken for a plain number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from archiver.archive.numbers.number_vocabulary import PARTS, Value
from archiver.tokens import fold

LARGEST_PART = 20  # beyond it a slash has other meanings
_CLOSE = re.compile(r"[\s‐‑-]+")
_AND = re.compile(r"[\s‐‑-]+(?:and[\s-]|et\s)?", re.IGNORECASE)
_PERCENT = re.compile(r"[\s‐‑-]*(?:%|per\s?cent|percent|pour\s?cent)", re.IGNORECASE)
_ROUNDED: Mapping[Fraction, Fraction] = {
    **dict.fromkeys((Fraction(33), Fraction(333, 10)), Fraction(1, 3)),
    **dict.fromkeys((Fraction(66), Fraction(67), Fraction(667, 10)), Fraction(2, 3)),
}
"""Percent that stand for a part which no number of percent is."""

_AFTERNOON = re.compile(
    r"(?:[h:.]\d\d)?\s?(?:p\.?m\b|(?:o.clock |heures )?(?:in the |de l.|du )(?:afternoon|evening|après-midi|soir)|"
    r"o.clock p\.?m)",
    re.IGNORECASE,
)
_MORNING = re.compile(
    r"(?:[h:.]\d\d)?\s?(?:a\.?m\b|(?:o.clock |heures )?(?:in the |du )(?:morning|matin))", re.IGNORECASE
)
# Behind an hour of the day, or before it.
_HOUR_BEHIND = re.compile(
    r"\s?(?::\d\d|h\s?\d\d|o.clock|heures (?:et (?:quart|demie?)\b|moins\b)|hours? GMT)", re.IGNORECASE
)
_HOUR_BEFORE = ("half past ", "quarter past ")
_LESS = re.compile(r"\s?heures moins\b", re.IGNORECASE)
_TO_OR_PAST = re.compile(r"\s(?:minutes\s)?(to|past)\s", re.IGNORECASE)
_HOURS_MOINS = re.compile(r"\sheures moins\s", re.IGNORECASE)
_HUNDRED_HOURS = re.compile(r"\s?(?:hours|hrs|GMT|UTC|Zulu)\b", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d\d)(?!\d)|(?<!\d)\d{4}-(\d\d)-\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    text: as it stands there, from code point ``start`` on
    scale: the thousand, million or so by which it is multiplied; else 1
    values: what it may be worth: ``1.500`` is 1500, or one and a half
    parts: two numbers that it may be instead, where it has an `and` inside: two hundred and forty
    is_vague: `one`, `first`, `half`, `MH17`, which are more often no numbers
    is_small: in words, and below a hundred: with the next it may be one: nine eleven, one three two five
    """

    text: str
    start: int
    scale: Fraction
    values: frozenset[Value]
    parts: tuple[Number, ...] = ()
    is_vague: bool = False
    is_small: bool = False

    @property
    def end(self) -> int:
        """Past its last code point."""
        return self.start + len(self.text)

    def is_among(self, known: frozenset[Value]) -> bool:
        """Whether it is worth one of these values, or both numbers that it may be instead are."""
        return bool(self.values & known) or (bool(self.parts) and all(part.is_among(known) for part in self.parts))


def widened(text: str, numbers: Sequence[Number], language: str) -> list[Number]:
    """The numbers of a text with all that they may be worth, and `three quarters` as one.

    language: ISO 639-1 code
    """
    found = [_with_percent(text, one) for one in _with_parts(text, numbers, PARTS.get(language, {}))]
    return _with_months(text, _with_hours(text, found))


def _with_parts(text: str, numbers: Sequence[Number], parts: Mapping[str, int]) -> list[Number]:
    """Numbers with `three quarters` and 3/4 as one, which may still be two: 9/11."""
    found: list[Number] = []
    for number in numbers:
        part, before = parts.get(fold(number.text)), found[-1] if found else None
        if part:
            number = replace(number, values=number.values | {Fraction(1, part)})
        count = before and _whole(before)
        between = text[before.end : number.start] if before else ""
        if between == "/" and not part:
            part = _whole(number)
        elif not _CLOSE.fullmatch(between):
            part = None
        if before and count and part and count < part <= LARGEST_PART:
            whole, values, both = text[before.start : number.end], frozenset({Fraction(count, part)}), (before, number)
            found[-1] = replace(before, text=whole, values=values, parts=both, is_vague=False, is_small=False)
            _join_whole(text, found)
        else:
            found.append(number)
    return found


def _join_whole(text: str, found: list[Number]) -> None:
    """Make a part, which is last, one number with the whole one before it: 2-1/4, two and three quarters."""
    if len(found) < 2:
        return
    before, part = found[-2:]
    count = _whole(before)
    if count is not None and _AND.fullmatch(text[before.end : part.start]):
        values = frozenset(count + value for value in part.values if isinstance(value, Fraction) and value < 1)
        found[-2:] = [replace(before, text=text[before.start : part.end], values=values, parts=(before, part))]


def _with_percent(text: str, number: Number) -> Number:
    if not (number.text.endswith("%") or _PERCENT.match(text, number.end)):
        return number
    plain = [value for value in number.values if isinstance(value, Fraction)]
    return replace(number, values=number.values.union(_ROUNDED.get(value, value / 100) for value in plain))


def _with_hours(text: str, numbers: Sequence[Number]) -> list[Number]:
    found = [_hour(text, number) for number in numbers]
    for place, (one, other) in enumerate(pairwise(numbers)):
        between = text[one.end : other.start]
        if joined := _TO_OR_PAST.fullmatch(between):  # ten to four
            minutes, hour, is_before = place, place + 1, joined[1].lower() == "to"
        elif _HOURS_MOINS.fullmatch(between):  # seize heures moins dix
            minutes, hour, is_before = place + 1, place, True
        elif between == " " and one.is_small and other.is_small:  # three forty-five
            minutes, hour, is_before = place + 1, place, False
        else:
            continue
        past, at = _whole(numbers[minutes]), _whole(numbers[hour])
        if past and past < 60 and past % 5 == 0 and at and at <= 24:
            more: set[Value] = {Fraction(60 - past)} if is_before else set()
            found[minutes] = replace(found[minutes], values=found[minutes].values | more)
            found[hour] = replace(found[hour], values=found[hour].values | _hours(at - is_before))
    return found


def _hour(text: str, number: Number) -> Number:
    """A number that may be an hour of the day as that hour, too."""
    value = _whole(number)
    if value is None:
        return number
    before = text[max(0, number.start - len("quarter past ")) : number.start].lower()
    more: frozenset[Value] = frozenset()
    if value % 100 == 0 and 0 < value <= 2400:
        if before.endswith(("oh ", "zero ")) or _HUNDRED_HOURS.match(text, number.end):  # fifteen hundred hours
            more = frozenset({Fraction(value // 100), *_hours(value // 100)})
    elif value > 24:
        pass
    elif _AFTERNOON.match(text, number.end):
        more = frozenset({f"{value % 12 + 12} h"})
    elif _MORNING.match(text, number.end):
        more = frozenset({f"{value % 12} h"})
    elif before.endswith("quarter to ") or _LESS.match(text, number.end):
        more = _hours(value - 1)
    elif number.text.endswith("h") or before.endswith(_HOUR_BEFORE) or _HOUR_BEHIND.match(text, number.end):
        more = _hours(value)
    return replace(number, values=number.values | more)


def _hours(hour: int) -> frozenset[Value]:
    """The hours of the day that one without a.m. or p.m. may be."""
    return frozenset({f"{hour} h"} if hour > 12 else {f"{hour % 12} h", f"{hour % 12 + 12} h"})


def _with_months(text: str, numbers: Sequence[Number]) -> list[Number]:
    places = {match.start(group): match[group] for match in _DATE.finditer(text) for group in (1, 3, 4) if match[group]}
    months = {start: int(written) for start, written in places.items() if 1 <= int(written) <= 12}
    return [
        replace(one, values=one.values | {f"month {months[one.start]}"}) if one.start in months else one
        for one in numbers
    ]


def _whole(number: Number) -> int | None:
    """What a number is worth, if that is one whole number."""
    whole = [int(value) for value in number.values if isinstance(value, Fraction) and value.denominator == 1]
    if len(whole) > 1 and number.is_small:  # with its neighbours it may be more
        return min(whole)
    return whole[0] if len(whole) == 1 else None
