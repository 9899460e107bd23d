"""The day of a release: what the page declares for machines, weighed against what it prints.

A page declares one day, and prints many: its own, today's, those of related stories. Where the two agree there is
nothing to weigh. Where they do not, a printed day that is earlier is the release's own, and the declared one is that of
its move to a new site; a later one is today's, or of something else, unless it stands right below the title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from archiver.release.facts.dates import DATE, UPDATED, is_ambiguous, is_month_first, iso_date, readings
from archiver.release.layout.blocks import PageLines
from archiver.release.layout.parts import Part
from archiver.release.layout.title import Title, is_kind_of_talk

_DATES_TRIED = 10  # a page with more lines of dates that are none has no date
_DATELINE = 80  # code points; in this many a text says where and when it was issued
_MONTH_FIRST = frozenset(["en-us", "es-us"])  # where 03/04/2006 is the fourth of March
_IN_GREENWICH = re.compile(r"[0-9](?:Z|\+00:?00)$")
_HOST = re.compile(r"https?://[^/?#]*\.(?:gov|mil)(?:[:/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """When a release was issued, as ISO; ``doubt`` says what was unsure about it."""

    date: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text of a page.

    first: where the text begins among the parts
    text: its first paragraph
    """

    parts: Sequence[Part]
    first: int
    text: str
    title: Title


def day_of(page: PageLines, head: Head, search: Callable[[], str | None]) -> Day:
    """The day of a release.

    search: looks for a day, as ISO, in the page's source; asked where neither its declarations nor its head tell one
    """
    month_first = _is_month_first(page, head.parts)
    below_title = _printed(head.parts[head.title.end : head.first], beside=False) if head.title.end else []
    above = _printed(head.parts[: head.first], beside=False)
    printed = [*below_title, *above, *_datelines(head)]
    if iso_date(page.published or ""):
        return _weighed(page.published or "", printed, bool(below_title), page.stamped, month_first)
    title = head.title.text or ""
    talk = [title] if is_kind_of_talk(title) else []
    issued = [part.facts.date or "" for part in head.parts if part.facts and part.facts.issued and not part.beside]
    told = _read([*printed, *issued, *talk], month_first)
    if told.date:
        return told
    if searched := search():
        return Day(searched, f"no line says nothing but the date; {searched} was found in the page's source")
    if stamped := iso_date(page.stamped or ""):
        return Day(stamped)
    below, beside = _printed(head.parts[head.first :], beside=False), _printed(head.parts, beside=True)
    last = _read([*below, *beside, page.window or ""], month_first)
    return replace(last, doubt=last.doubt or "the date does not stand above the text") if last.date else last


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


def _datelines(head: Head) -> list[str]:
    """The dates that the text, or a line above it, opens with (``Brussels, 31 March 2006 - The Council ...``)."""
    lines = [part.text for part in head.parts[: head.first] if part.kind in ("line", "heading")]
    return [day for line in (head.text, *lines) if (day := _dateline(line))]


def _dateline(text: str) -> str | None:
    found = DATE.search(text[:_DATELINE])
    if found is None or UPDATED.search(text[: found.start()]):
        return None
    opens = re.match(r"\)?\s?[–—:-]", text[found.end() : found.end() + 3])
    return found.group() if opens else None


def _weighed(declared: str, printed: Sequence[str], is_below: bool, stamped: str | None, month_first: bool) -> Day:
    """The declared day, or the printed one.

    is_below: whether the first printed day stands below the title, where no page has today's or another story's
    stamped: the day of a ``<time>``; it counts where the declared day is one of Greenwich
    """
    tried = [one for one in printed[:_DATES_TRIED] if readings(one)]
    day = iso_date(declared, month_first=month_first) or ""
    if agreed := next((both for one in tried if (both := readings(declared) & readings(one))), None):
        return Day(day if day in agreed else min(agreed))
    local = iso_date(tried[0], month_first=month_first) if tried else iso_date(stamped or "")
    if local and _are_neighbours(local, day) and (is_below or _IN_GREENWICH.search(declared)):
        return Day(local)
    if not local or not tried:
        return Day(day)
    if is_below or local < day:
        return Day(local, f"the page declares {day} and prints {tried[0]!r}, which was taken")
    return Day(day, f"the page prints {tried[0]!r} and declares {day}, which was taken")


def _are_neighbours(day: str, other: str) -> bool:
    return abs(date.fromisoformat(day) - date.fromisoformat(other)) <= timedelta(days=1)


def _read(candidates: Sequence[str], month_first: bool) -> Day:
    """The first of a few printed dates that is one."""
    printed = next((one for one in candidates[:_DATES_TRIED] if iso_date(one)), "")
    order = "month before day" if month_first else "day before month"
    return Day(
        iso_date(printed, month_first=month_first),
        f"{printed!r} was read as {order}" if is_ambiguous(printed) else None,
    )


def _is_month_first(page: PageLines, parts: Sequence[Part]) -> bool:
    """Whether dates of slashes have the month first, as another of them, the page's language or its address tells."""
    dates = (part.facts.date for part in parts if part.facts and part.facts.date)
    return any(map(is_month_first, dates)) or page.locale in _MONTH_FIRST or bool(_HOST.match(page.base or ""))
