"""The day of a release: what the page declares for machines, weighed against what it prints.

A page declares one day, and prints many: its own, today's, those of related stories. Where the two agree there is
nothing to weigh. Where they do not, a printed day that is earlier is the release's own, and the declared one is that of
its move to a new site; a later one is today's, or of something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archiver.release.facts.dates import DATE, UPDATED, is_ambiguous, is_month_first, iso_date, readings
from archiver.release.layout.blocks import PageLines
from archiver.release.layout.parts import Part
from archiver.release.layout.title import is_kind_of_talk

_DATES_TRIED = 10  # a page with more lines of dates that are none has no date
_DATELINE = 80  # code points; in this many a text says where and when it was issued
_MONTH_FIRST = frozenset(["en-us", "es-us"])  # where 03/04/2006 is the fourth of March
_HOST = re.compile(r"https?://[^/?#]*\.(?:gov|mil)(?:[:/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """When a release was issued, as ISO; ``doubt`` says what was unsure about it."""

    date: str | None = None
    doubt: str | None = None


def day_of(
    page: PageLines, parts: Sequence[Part], first: int, text: str, title: str | None, search: Callable[[], str | None]
) -> Day:
    """The day of a release.

    first: where the text begins
    text: its first paragraph
    search: looks for a day, as ISO, in the page's source; asked only where neither its declarations nor its head tell one
    """
    head = _printed(parts[:first], beside=False)
    lines = [part.text for part in parts[:first] if part.kind in ("line", "heading")]
    datelines = [found for line in (text, *lines) if (found := _dateline(line))]
    month_first = _is_month_first(page, parts)
    declared = iso_date(page.published or "", month_first=month_first)
    if declared:
        return _weighed(declared, [*head, *datelines], page.stamped, month_first)
    talk = [title] if title and is_kind_of_talk(title) else []
    told = _read([*head, *datelines, page.stamped or "", *talk], month_first)
    if told.date:
        return told
    if searched := search():
        return Day(searched, f"no line says nothing but the date; {searched} was found in the page's source")
    below, around = _printed(parts[first:], beside=False), _printed(parts, beside=True)
    return _read([*below, *around, page.window or ""], month_first)


def day_doubts(day: Day, updated: str | None) -> Iterator[str]:
    """What is unsure about the day of a release that was updated on another."""
    if day.date is None:
        yield f"no date found; the page was updated on {updated}" if updated else "no date found"
    elif updated and day.date > updated:
        yield f"the date {day.date} is later than the page's update of {updated}"
    if day.doubt:
        yield day.doubt


def first_date(candidates: Iterable[str]) -> str | None:
    """The first of a few printed dates that is a day, as ISO."""
    return next((day for printed in [*candidates][:_DATES_TRIED] if (day := iso_date(printed))), None)


def _printed(parts: Sequence[Part], *, beside: bool) -> list[str]:
    """The days of lines of facts, those first that are said to be the release's own."""
    facts = [part.facts for part in parts if part.facts and part.facts.date and part.beside is beside]
    return [fact.date or "" for fact in sorted(facts, key=lambda fact: not fact.issued)]


def _dateline(text: str) -> str | None:
    """The date that a text opens with (``Brussels, 31 March 2006 - The Council ...``)."""
    found = DATE.search(text[:_DATELINE])
    if found is None or UPDATED.search(text[: found.start()]):
        return None
    opens = re.match(r"\)?\s?[–—:-]", text[found.end() : found.end() + 3])
    return found.group() if opens else None


def _weighed(declared: str, candidates: Sequence[str], stamped: str | None, month_first: bool) -> Day:
    """The declared day, or the printed one where it is earlier or the next: machines count days in Greenwich."""
    tried = candidates[:_DATES_TRIED]
    if any(declared in readings(one) for one in tried):
        return Day(declared)
    printed = next((one for one in tried if readings(one)), "")
    day = iso_date(printed, month_first=month_first) or iso_date(stamped or "")
    if day is None or not printed and not _are_neighbours(day, declared):
        return Day(declared)
    if _are_neighbours(day, declared):
        return Day(day)
    if day > declared:
        return Day(declared, f"the page prints {printed!r} and declares {declared}, which was taken")
    return Day(day, f"the page declares {declared} and prints {printed!r}, which was taken")


def _are_neighbours(day: str, other: str) -> bool:
    return abs(date.fromisoformat(day) - date.fromisoformat(other)) <= timedelta(days=1)


def _read(candidates: Sequence[str], month_first: bool) -> Day:
    """The first of a few printed dates that is one."""
    printed = next((one for one in candidates[:_DATES_TRIED] if iso_date(one)), "")
    order = "month before day" if month_first else "day before month"
    return Day(iso_date(printed, month_first=month_first), f"{printed!r} was read as {order}" if is_ambiguous(printed) else None)


def _is_month_first(page: PageLines, parts: Sequence[Part]) -> bool:
    """Whether the page's dates of slashes have the month first, as another of them, its language or its address tells."""
    dates = (part.facts.date for part in parts if part.facts and part.facts.date)
    return (
        any(map(is_month_first, dates)) or page.locale in _MONTH_FIRST or bool(_HOST.match(page.base or ""))
    )
