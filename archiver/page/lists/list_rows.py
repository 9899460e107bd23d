"""Rows: what stands beside a link in its list, and the day that it tells.

The row of a link is the widest element around it that holds no other link of its kind: an item, a line of a table, an
article. Where links only follow each other it is the line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archiver.page.lists.anchors import HEADINGS, Anchor, Box, Links
from archiver.release.facts.dates import DATE, UPDATED, WEEKDAY, iso_date

_ROW_ELEMENTS = frozenset(("li", "tr", "article", "dt", "dd"))
_NO_ROW = frozenset(("html", "body", "main", "ul", "ol", "dl", "table", "tbody", "thead", "form", "x-root"))
_MOST_PIECES = 80  # pieces of text in a row
_SHORT_LINE = 60  # code points; a line that tells a day and little else
_LABELS = HEADINGS | {"dt", "th", "caption"}  # what may head the items below it


@dataclass(frozen=True, slots=True, eq=False)
class ListRow:
    """What stands beside a link.

    start, end: pieces of text
    below: the end of what follows a heading or a term and belongs to it
    within: the element that holds this row and others
    """

    anchor: Anchor
    start: int
    end: int
    below: int
    within: Box


def rows_of(links: Links, alike: Sequence[Anchor]) -> list[ListRow]:
    """The rows of links of one kind, each of which leads elsewhere."""
    rows = []
    ends = [-1, *(anchor.number for anchor in alike), len(links.anchors) + 1]
    boxes = [_row_box(anchor, ends[at], ends[at + 2]) for at, anchor in enumerate(alike)]
    for at, (anchor, box) in enumerate(zip(alike, boxes, strict=True)):
        following = alike[at + 1] if at + 1 < len(alike) else None
        before = alike[at - 1].last if at else 0
        if box is None:
            start, end = _line(links, anchor, before, following.first if following else len(links.pieces))
            rows.append(ListRow(anchor, start, end, end, anchor.box))
            continue
        within = box.parent or box
        below = box.last
        if box.kind in HEADINGS or box.kind == "dt":
            next_box = boxes[at + 1] if following else None
            below = min(next_box.first if next_box else within.last, within.last, box.last + _MOST_PIECES)
        rows.append(ListRow(anchor, box.first, box.last, max(below, box.last), within))
    return rows


def _row_box(anchor: Anchor, before: int, after: int) -> Box | None:
    """The widest element around a link without the one before and the one after it."""
    row, box = None, anchor.box
    while box and box.kind not in _NO_ROW and box.first_link > before and box.last_link <= after:
        if row and box.last - box.first > _MOST_PIECES:
            break
        row = box
        if box.kind in _ROW_ELEMENTS or box.parent is None:
            break
        box = box.parent
    return row


def _line(links: Links, anchor: Anchor, before: int, after: int) -> tuple[int, int]:
    """The line of a link, from the link before to the one after it at most."""
    start, end = anchor.first, max(anchor.last, anchor.first)
    while start > max(before, anchor.first - _MOST_PIECES) and links.pieces[start - 1] != "\n":
        start -= 1
    while end < min(after, anchor.last + _MOST_PIECES) and links.pieces[end] != "\n":
        end += 1
    return start, end


@dataclass(frozen=True)
class Days:
    """The days that a page's lines tell."""

    links: Links

    def of(self, row: ListRow, dates_follow: bool) -> str | None:
        """The day of a row: one that it tells itself, or a line that says nothing else and stands before it.

        dates_follow: in this list such lines stand after what they date
        """
        links, anchor = self.links, row.anchor
        end = row.below if dates_follow else row.end
        first = bisect_left(self._marked, row.start)
        if first < len(self._marked) and self._marked[first] < end and (day := iso_date(links.days[first][1])):
            return day
        beside = links.lines(row.start, min(end, row.start + 2 * _MOST_PIECES), without=anchor.number)
        for line in sorted(beside, key=lambda line: len(line) > _SHORT_LINE):
            if day := _told(line):
                return day
        lone = self._after(row) if dates_follow else self._before(row)
        return lone or _told(" ".join(links.lines(anchor.first, anchor.last)))

    def follow(self, rows: Sequence[ListRow]) -> bool:
        """Whether lines with a date and nothing else stand after the first of these rows, and none before it."""
        row = rows[0]
        before = bisect_left(self._lone_at, row.within.first) < bisect_left(self._lone_at, row.start)
        return not before and self._before(row) is None

    def _before(self, row: ListRow) -> str | None:
        at = bisect_right(self._lone_at, row.start) - 1
        if at < 0:
            return None
        place, day, box = self._lone[at]
        inside = place >= row.within.first
        is_label = box.kind in _LABELS or (box.parent is not None and box.parent.kind in _LABELS)
        heads = is_label or box.parent is row.within.parent or box is row.within.parent
        last_heading = bisect_left(self._headings, row.start) - 1
        replaced = (
            last_heading >= 0
            and self._headings[last_heading] > place
            and self.links.where[self._headings[last_heading]] is not box
        )
        return day if (inside or heads) and not replaced else None

    def _after(self, row: ListRow) -> str | None:
        at = bisect_left(self._lone_at, row.end)
        if at == len(self._lone):
            return None
        place, day, _ = self._lone[at]
        anchors, number = self.links.anchors, row.anchor.number
        following = anchors[number + 1].first if number + 1 < len(anchors) else len(self.links.pieces)
        return day if place < min(row.within.last, following) else None

    @cached_property
    def _marked(self) -> list[int]:
        return [place for place, _ in self.links.days]

    @cached_property
    def _headings(self) -> list[int]:
        """The words of headings that lead nowhere."""
        links = self.links
        return [
            at
            for at, box in enumerate(links.where)
            if box.kind in HEADINGS and links.inside[at] < 0 and links.pieces[at].strip()
        ]

    @cached_property
    def _lone(self) -> list[tuple[int, str, Box]]:
        """The lines outside links that tell a day and nothing else."""
        found = []
        start, pieces = 0, self.links.pieces
        for end in [*(at for at, piece in enumerate(pieces) if piece == "\n"), len(pieces)]:
            line = "".join(pieces[start:end]).strip()
            if 0 < len(line) <= _SHORT_LINE and max(self.links.inside[start:end]) < 0 and (day := _alone(line)):
                found.append((start, day, self.links.where[end - 1]))
            start = end + 1
        return found

    @cached_property
    def _lone_at(self) -> list[int]:
        return [place for place, _, _ in self._lone]


def _told(line: str) -> str | None:
    """The first date of a line that is not about an update."""
    found = DATE.search(line)
    return (
        None if found is None or UPDATED.search(line[: found.start()]) else iso_date(line[: found.end()][-_SHORT_LINE:])
    )


def _alone(line: str) -> str | None:
    """The date of a line that has no other words but the day of the week."""
    found = DATE.search(line)
    if found is None or any(map(str.isalnum, WEEKDAY.sub("", line[: found.start()]) + line[found.end() :])):
        return None
    return iso_date(line)
