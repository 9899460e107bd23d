"""Index pages: which of a page's links are the releases?

A person sees it at once: many links that look alike, lead to pages whose addresses are made alike, have several words
and often a date beside them. So links are taken together by where they stand, the most telling group of them is the
list, and what plainly belongs to it joins.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2, sqrt

from selectolax.lexbor import LexborHTMLParser

from archiver.page.lists.anchors import HEADINGS, Anchor, Links, links_of
from archiver.page.lists.list_rows import Days, ListRow, rows_of
from archiver.page.lists.listed_page import ListedPage, Listing, day_in, is_about, page_address
from archiver.page.lists.url_patterns import Family, family_of, host_of, is_numbered, is_page, is_same_list
from archiver.release.blocks import one_line
from archiver.release.facts.dates import DATE
from archiver.release.formats.html import base_of
from archiver.release.formats.html_elements import flattened
from archiver.release.formats.metadata import declared_in
from archiver.release.layout.furniture import is_furniture

_STEP = re.compile(
    r"\W*(?:(?:go to )?(?:the )?(?:next|previous|prev|first|last|older|newer|suivante?s?|précédente?s?|premi[èe]re"
    r"|derni[èe]re|weiter|zurück|nächste|vorherige|siguiente|anterior)"
    r"(?: (?:pages?|posts?|entries|articles?|results?|seite))?"
    r"|pages? [0-9]+)\W*",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\W*(?:(?:(?:read|learn|see|find out|view|show) )?(?:more|full (?:text|story|statement|release))(?: details)?|read"
    r"|details?|text|html|link|(?:click )?here|continue reading|(?:en )?(?:lire|savoir)(?: la| l['’])? ?(?:plus|suite"
    r"|article)|ici|mehr|weiterlesen|leer más|[0-9]+ comments?)\W*",
    re.IGNORECASE,
)
_LANGUAGE_NAME = re.compile(
    r"\W*(?:bg|cs|da|de|el|en|es|et|eng|fi|fr|fra|ga|hr|hu|it|lt|lv|mt|nl|pl|pt|ro|ru|rus|sk|sl|sv|uk|ukr|zh|ar"
    r"|english|français|francais|deutsch|español|italiano|русский|українська|中文|العربية)\W*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_FEW_WORDS = 4  # words; what belongs to the site and not to the list has no more
_MANY_WORDS = 8  # words; a title with more is no more of a title
_LONGEST_ROW = 300  # code points of a row that stands in for a title


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A link that may lead to a release.

    words: how many its title has
    day: what its row tells
    """

    anchor: Anchor
    address: str
    family: Family
    words: int
    row: ListRow
    day: str | None


@dataclass(frozen=True)
class _LinkGroup:
    """Candidates that stand in elements of the same names."""

    links: Sequence[_Candidate]

    @property
    def path(self) -> int:
        return self.links[0].anchor.box.path

    @cached_property
    def family(self) -> Family:
        return Counter(link.family for link in self.links).most_common(1)[0][0]

    @cached_property
    def words(self) -> float:
        return sum(min(link.words, _MANY_WORDS) for link in self.links) / len(self.links)

    @cached_property
    def is_dated(self) -> bool:
        return 2 * sum(link.day is not None for link in self.links) >= len(self.links)

    @cached_property
    def weight(self) -> float:
        """How much this looks like the list: many links, of several words, dated, to pages of a series."""
        numbered = sum(is_numbered(link.family) for link in self.links) / len(self.links)
        many = sqrt(len({link.address for link in self.links}))
        return many * self.words * sqrt(self.words) * (3 if self.is_dated else 1) * (1 + numbered)

    def belongs_to(self, best: _LinkGroup) -> bool:
        """Whether this plainly goes on with the best group."""
        if self.path != best.path and self.family != best.family:
            return False
        if self.is_dated and best.is_dated:
            return (self.path, self.family) == (best.path, best.family) or self.words >= min(3, best.words / 2)
        is_series = self.family == best.family or self.family[2] == best.family[2] != "word"
        return is_series and self.words >= 0.6 * best.words


def list_links(text: str, url: str | None = None, match: str | None = None) -> Listing:
    """The pages that an index leads to.

    match: take every link with these words in its title or address
    """
    tree = LexborHTMLParser(flattened(text))
    declared = None if url else declared_in(tree).canonical
    page = _IndexPage(links_of(tree), base_of(tree, url, declared), url or declared)
    if match:
        return Listing(tuple(item for item in page.all_items() if is_about(match, item.title, item.source)))
    return page.listing()


class _IndexPage:
    """The links of a page that lead to pages, by their addresses."""

    def __init__(self, links: Links, base: str | None, own: str | None) -> None:
        self._links = links
        self._days = Days(links)
        self._host = host_of(own) if own and (own := page_address(None, own)) and "://" in own else None
        self._words: dict[int, str] = {}
        self._to: dict[str, list[Anchor]] = defaultdict(list)
        for anchor in links.anchors:
            address = page_address(base, anchor.href)
            if address is None or not is_page(address):
                continue
            words = self._words_of(anchor)
            is_step = _STEP.fullmatch(words[:60]) or (own is not None and is_same_list(address, own, words))
            if any(map(str.isalnum, words)) and not is_step:
                self._to[address].append(anchor)

    def all_items(self) -> Iterator[ListedPage]:
        """Every link, wherever it stands and leads."""
        candidates = {link.address: link for link in reversed(self._candidates(self._to))}
        return (self._item(candidates[address]) for address in self._to if address in candidates)

    def listing(self) -> Listing:
        """The links that look like those of the list."""
        here = [
            address
            for address in self._to
            if self._host is None or not host_of(address) or host_of(address) == self._host
        ]
        outside = [address for address in here if any(not anchor.box.beside for anchor in self._to[address])]
        found = self._candidates(outside or here, beside=not outside, furniture=False)
        taken = _list_in(found or self._candidates(outside or here, beside=not outside))
        first: dict[str, _Candidate] = {}
        for link in sorted(taken, key=lambda link: link.anchor.number):
            first.setdefault(link.address, link)
        return Listing(tuple(map(self._item, first.values())), left_out=len(outside or here) - len(first))

    def _candidates(self, addresses: Iterable[str], beside: bool = True, furniture: bool = True) -> list[_Candidate]:
        """The links to these addresses, one for each address and kind of place.

        beside, furniture: whether those in the navigation count, and those that say what bars and menus say
        """
        places: dict[int, dict[str, Anchor]] = defaultdict(dict)
        for address in addresses:
            for anchor in self._to[address]:
                if (beside or not anchor.box.beside) and (furniture or not self._is_furniture(anchor)):
                    places[anchor.box.path].setdefault(address, anchor)
        return [link for found in places.values() for link in self._in_place(found)]

    def _in_place(self, found: dict[str, Anchor]) -> Iterator[_Candidate]:
        """Links that stand in elements of the same names, with their rows."""
        addresses = sorted(found, key=lambda address: found[address].number)
        lists: dict[int, list[tuple[str, ListRow]]] = defaultdict(list)
        rows = rows_of(self._links, [found[address] for address in addresses])
        for address, row in zip(addresses, rows, strict=True):
            lists[id(row.within)].append((address, row))
        for listed in lists.values():
            dates_follow = self._days.follow([row for _, row in listed])
            for address, row in listed:
                words = len([word for word in self._words_of(row.anchor).split() if any(map(str.isalnum, word))])
                day = self._days.of(row, dates_follow)
                yield _Candidate(row.anchor, address, family_of(address), words, row, day)

    def _is_furniture(self, anchor: Anchor) -> bool:
        words = self._words_of(anchor)
        if len(words.split()) > _FEW_WORDS or not any(map(str.isalpha, words)) or _MORE.fullmatch(words):
            return False
        return bool(_LANGUAGE_NAME.fullmatch(words)) or is_furniture(words)

    def _item(self, link: _Candidate) -> ListedPage:
        return ListedPage(link.address, self._title(link), link.day or day_in(link.address))

    def _title(self, link: _Candidate) -> str:
        """The best of what the links to a page call it, or else what stands beside one that only says "more"."""
        anchors = [link.anchor, *(anchor for anchor in self._to[link.address] if anchor is not link.anchor)]
        best = max(anchors, key=self._tells)
        if self._tells(best):
            return self._words_of(best)
        row = " ".join(self._links.lines(link.row.start, link.row.end, without=link.anchor.number))
        beside = one_line(_EMPTY.sub(" ", DATE.sub(" ", row, count=1))).strip(" -–—:|,")
        return beside if any(map(str.isalpha, beside)) and len(beside) <= _LONGEST_ROW else self._words_of(best)

    def _tells(self, anchor: Anchor) -> int:
        """How well a link names what it leads to."""
        words = one_line("".join(self._links.pieces[anchor.first : anchor.last]))
        if not any(map(str.isalnum, words)) or _MORE.fullmatch(words[:60]) or _LANGUAGE_NAME.fullmatch(words[:20]):
            return 0
        if not any(map(str.isalpha, DATE.sub("", words, count=1))):
            return 0 if DATE.search(words) else 1
        return 3 if anchor.heading or anchor.box.kind in HEADINGS else 2

    def _words_of(self, anchor: Anchor) -> str:
        if anchor.number not in self._words:
            self._words[anchor.number] = self._said_by(anchor)
        return self._words[anchor.number]

    def _said_by(self, anchor: Anchor) -> str:
        """What a link says: its heading, its first line with more than a date in it, or else its own name."""
        if anchor.heading:
            return " ".join(self._links.lines(anchor.heading.start, anchor.heading.stop))
        lines = self._links.lines(anchor.first, anchor.last)
        if len(lines) > 1:
            telling = [line for line in lines if any(map(str.isalpha, DATE.sub("", line, count=1)))]
            lines = next(([line] for line in telling if len(line.split()) > 2), telling or lines)
        words = " ".join(lines)
        return words if any(map(str.isalnum, words)) else one_line(anchor.name)


def _list_in(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that make up the list."""
    if not candidates:
        return []
    groups = list(_link_groups(candidates))
    best = max(groups, key=lambda group: group.weight)
    joined = _LinkGroup([link for group in groups if group is best or group.belongs_to(best) for link in group.links])
    return [link for link in joined.links if not _is_odd(link, joined)]


def _link_groups(candidates: Sequence[_Candidate]) -> Iterator[_LinkGroup]:
    """Links of one list together, and lists that are like each other, as the months of a year are."""
    lists: dict[tuple[int, int], list[_Candidate]] = defaultdict(list)
    for link in candidates:
        lists[link.anchor.box.path, id(link.row.within)].append(link)
    alike: dict[tuple[int, bool, int, Family], list[_Candidate]] = defaultdict(list)
    for links in lists.values():
        group = _LinkGroup(links)
        alike[group.path, group.is_dated, round(log2(max(1, group.words))), group.family].extend(links)
    return map(_LinkGroup, alike.values())


def _is_odd(link: _Candidate, group: _LinkGroup) -> bool:
    """Whether a link is in the middle of the list by accident: address, words and missing date say so."""
    if link.family == group.family or link.day:
        return False
    is_other = link.family[2] in ("none", "word") and is_numbered(group.family)
    is_brief = link.words < _FEW_WORDS
    return (is_brief and (group.is_dated or is_other)) or (is_other and group.is_dated)
