"""Hits as the search page shows them: by release, the one with the best hit first, and what is repeated once."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from archiver.archive.hits import Found
from archiver.archive.search import together
from archiver.archive.store import Row
from archiver.display import clock
from archiver.web.pages import within
from archiver.web.search_query import AROUND, Hit

RELEASES_ON_A_PAGE = 8
HITS_OF_A_RELEASE = 3  # where the page is about several
HITS_ON_A_PAGE = 20  # where it is about one
LOOKED_THROUGH = 20  # of a release, for sentences that say the same


Show = Callable[[Sequence[Found]], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class SaidAgain:
    """A hit with what stands around it.

    before, after: the sentences beside it
    again: when the same sentence was said as well
    """

    hit: Hit
    before: str | None
    after: str | None
    again: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReleaseHits:
    """The best hits of a release.

    more: how many there are besides
    """

    release: int
    hits: Sequence[SaidAgain]
    more: int

    @property
    def first(self) -> Hit:
        """The best one."""
        return self.hits[0].hit


@dataclass(frozen=True, slots=True)
class HitsOnPage:
    """What is on one page.

    groups: of each release its hits, all of them or, where it is the only one, those that fill the page
    count: of how many releases, or hits of the only one, these are some; on_a_page: how many a page has
    most: hits of a release that are shown
    """

    groups: Sequence[Sequence[Found]]
    count: int
    on_a_page: int
    most: int


def hits_on_page(best: Sequence[Found], number: int, *, alone: bool) -> HitsOnPage:
    """Put hits on pages.

    number: of the page, from 1; beyond the last one, that
    alone: whether one release only was asked about
    """
    if alone:
        number = within(number, len(best), HITS_ON_A_PAGE)
        here = best[(number - 1) * HITS_ON_A_PAGE : number * HITS_ON_A_PAGE]
        return HitsOnPage([here] if here else [], len(best), HITS_ON_A_PAGE, HITS_ON_A_PAGE)
    groups = together(best, attrgetter("release"))
    begin = (within(number, len(groups), RELEASES_ON_A_PAGE) - 1) * RELEASES_ON_A_PAGE
    return HitsOnPage(groups[begin : begin + RELEASES_ON_A_PAGE], len(groups), RELEASES_ON_A_PAGE, HITS_OF_A_RELEASE)


def show_groups(connection: sqlite3.Connection, page: HitsOnPage, show: Show) -> list[ReleaseHits]:
    """What the page shows, release by release.

    show: gives hits as the page shows them, see ``search_query.show_hits``
    """
    return [_show_group(connection, group, page.most, show) for group in page.groups]


def _show_group(connection: sqlite3.Connection, group: Sequence[Found], most: int, show: Show) -> ReleaseHits:
    found = group[:LOOKED_THROUGH]
    around = _around(connection, found)
    chosen = together(found, lambda one: _says(one, around))[:most]
    hits = [_said_again(*one, around) for one in zip(show([same[0] for same in chosen]), chosen, strict=True)]
    return ReleaseHits(group[0].release, hits, len(group) - sum(map(len, chosen)))


def _around(connection: sqlite3.Connection, found: Sequence[Found]) -> dict[int, Row]:
    ids = json.dumps([one.id for one in found if one.kind == "said"])
    return {row["id"]: dict(row) for row in connection.execute(AROUND, {"ids": ids})}


def _says(one: Found, around: dict[int, Row]) -> object:
    """What is the same for sentences that say the same words."""
    if one.kind != "said":
        return one.kind, one.id
    return tuple(re.findall(r"\w+", around[one.id]["text"].casefold())) or one.id


def _said_again(hit: Hit, same: Sequence[Found], around: dict[int, Row]) -> SaidAgain:
    own, *others = [around.get(one.id) for one in same]
    beside = own or {"before": None, "after": None}
    return SaidAgain(hit, beside["before"], beside["after"], [clock(one["start"]) for one in others if one])
