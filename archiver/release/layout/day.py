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

from archiver.release.blocks import PageLines
from archiver.release.facts.dates import DATE, UPDATED, is_ambiguous, is_month_first, iso_date, readings
from archiver.release.layout.parts import Part
from archiver.release.layout.title import Title, is_kind_of_talk

_DATES_TRIED = 10  # a page with more lines of dates that are none has no date
_DATELINE = 80  # code points; in this many a text says where and when it was issued
_MONTH_FIRST = frozenset(["en-us", "es-us"])  # where 03/04/2006 is the fourth of March
_FEWEST_LISTED = 3  # days above the text; as many are those of other pages
_NEAR = 3  # parts; days that stand as near to each other as this are a calendar
# /2021/05/04/ is the day on which a page was put there; 20210504 in a name may be that of what it is about.
_FOLDERS = re.compile(r"/((?:19|20)[0-9]{2})/([01]?[0-9])/([0-3]?[0-9])/")
_NAME = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})-?([01][0-9])-?([0-3][0-9])(?![0-9])[^/]*$")
_CENTRAL_EUROPE = frozenset(["de", "it", "nl", "es-es", "fr-be", "fr-ch", "fr-fr"])
_MIDNIGHT = re.compile(r"T(?:22|23):00(?::00(?:\.0+)?)?Z$")
_IN_GREENWICH = re.compile(r"[0-9](?:Z|\+00:?00)$")
_ENDS_WINDOW = re.compile(rf"(?:--|\s[|–—-])\s?(?P<day>{DATE.pattern})\s*$", re.IGNORECASE)
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
    datelines, in_address = _datelines(head), _day_in(_FOLDERS, page.base)
    if iso_date(page.published or ""):
        printed = [*below_title, *above, *datelines]
        day = _weighed(page, printed, bool(below_title), month_first)
        return day if printed else _or_earlier(day, in_address)
    is_list = not below_title and len({iso_date(one) for one in above}) >= _FEWEST_LISTED
    told = _read([] if is_list else [*below_title, *above], month_first)
    if in_window := _day_of_window(page.window or "", head.parts[: head.first + _NEAR]):
        other = f"the page prints {told.date} and its window's title {in_window}, which was taken"
        return Day(in_window, other if told.date not in (None, in_window) else None)
    if told.date or in_address:
        return told if told.date else Day(in_address)
    title = head.title.text or ""
    talk = [title] if is_kind_of_talk(title) else []
    issued = [part.facts.date or "" for part in head.parts if part.facts and part.facts.issued and not part.beside]
    told = _read([*datelines, *issued, *talk], month_first)
    return told if told.date else _sought(page, head, search(), month_first)


def _sought(page: PageLines, head: Head, searched: str | None, month_first: bool) -> Day:
    """The day of a page that neither declares one nor prints it by itself in its head; none rather than any.

    searched: the day that a search of its source found, as ISO
    """
    lines = [line for line in _lines_with_days(head.parts) if not line.is_update]
    if searched and (not lines or searched in readings(lines[0].day)):
        updates = [iso_date(line.day) for line in _lines_with_days(head.parts) if line.is_update]
        if searched not in updates:
            return Day(searched, f"no line says nothing but the date; {searched} was found in the page's source")
    if not searched and (told := iso_date(page.stamped or "") or _day_in(_NAME, page.base)):
        return Day(told)
    own = [line.day for line in lines[:1] if line.place < head.first and (line.is_apart or not searched)]
    below, beside = _printed(head.parts[head.first :], beside=False), _printed(head.parts, beside=True)
    last = _read(own if searched else [*below, *beside, *own, page.window or ""], month_first)
    if last.date is None or _is_calendar(lines, last.date):
        return Day()
    return replace(last, doubt=last.doubt or "the date does not stand above the text by itself")


def _day_of_window(window: str, parts: Sequence[Part]) -> str | None:
    """The day that the window's title ends with, as ISO (``Speech on Quays--April 22, 2004``), if a line prints it."""
    found = _ENDS_WINDOW.search(window)
    day = iso_date(found["day"]) if found else None
    lines = (line for line in _lines_with_days(parts) if not line.is_update)
    return day if day and any(day in readings(line.day) for line in lines) else None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that prints a day and is no sentence, whatever else it says.

    is_fact: whether it says nothing else
    is_apart: whether the day stands at its beginning or its end
    """

    place: int
    day: str
    is_fact: bool
    is_apart: bool
    is_update: bool


def _lines_with_days(parts: Sequence[Part]) -> Iterator[_Line]:
    for place, part in enumerate(parts):
        text = part.text[: 2 * _DATELINE]
        if part.kind != "prose" and (found := DATE.search(text)):
            is_apart, is_update = (
                found.start() == 0 or found.end() == len(part.text),
                UPDATED.search(text[: found.start()]),
            )
            yield _Line(place, found.group(), part.kind == "facts", is_apart, bool(is_update))


def _is_calendar(lines: Sequence[_Line], day: str) -> bool:
    """Whether right below the line with a day another says nothing but another day, as in a list of other stories."""
    own = next((number for number, line in enumerate(lines) if day in readings(line.day)), len(lines))
    near = (line for line in lines[own + 1 :] if line.is_fact and line.place - lines[own].place <= _NEAR)
    return any(day not in readings(line.day) for line in near)


def _or_earlier(day: Day, in_address: str | None) -> Day:
    """The declared day, or that of the page's address if it was put there long before."""
    if not in_address or not day.date or in_address >= day.date or _are_neighbours(day.date, in_address):
        return day
    return Day(in_address, f"the page declares {day.date} and its address has {in_address}, which was taken")


def _day_in(pattern: re.Pattern[str], address: str | None) -> str | None:
    """The day that an address has, as ISO."""
    found = pattern.search(address or "")
    return iso_date("/".join(found.groups())) if found else None


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


def _weighed(page: PageLines, printed: Sequence[str], is_below: bool, month_first: bool) -> Day:
    """The declared day, or the printed one.

    is_below: whether the first printed day stands below the title, where no page has today's or another story's
    """
    declared = page.published or ""
    tried = [one for one in printed[:_DATES_TRIED] if readings(one)]
    day = iso_date(declared, month_first=month_first) or ""
    if agreed := next((both for one in tried if (both := readings(declared) & readings(one))), None):
        return Day(day if day in agreed else min(agreed))
    # The day of a ``<time>`` counts where the declared one is of Greenwich.
    local = iso_date(tried[0], month_first=month_first) if tried else iso_date(page.stamped or "")
    if local and _are_neighbours(local, day) and (is_below or _IN_GREENWICH.search(declared)):
        return Day(local)
    if not local or not tried:
        return Day(_at_home(page, day))
    is_only = len({iso_date(one) for one in tried}) == 1  # several are those of other pages
    if is_below or (is_only and local < day):
        return Day(local, f"the page declares {day} and prints {tried[0]!r}, which was taken")
    return Day(day, f"the page prints {tried[0]!r} and declares {day}, which was taken")


def _at_home(page: PageLines, day: str) -> str:
    """The declared day; the next one where it is a midnight of Central Europe that is told as Greenwich has it."""
    is_midnight = _MIDNIGHT.search(page.published or "") and not _CENTRAL_EUROPE.isdisjoint(
        [page.locale, page.language]
    )
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if is_midnight else day


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
