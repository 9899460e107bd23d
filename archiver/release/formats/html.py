"""HTML to lines: layout tables, font tags and modern articles alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archiver.models import MediaLink
from archiver.release.blocks import Address, Block, PageLines, Role, meant, one_line, resolve
from archiver.release.facts.dates import UPDATED
from archiver.release.formats.html_elements import (
    BLOCK_TAGS,
    LISTS,
    Extent,
    attribute,
    events,
    flattened,
    is_named_beside,
    kind_of,
)
from archiver.release.formats.metadata import declared_in
from archiver.release.formats.players import Attributes, hosted_at, link_of, played_by, set_up_by, sounds_of
from archiver.release.formats.translations import translations_in
from archiver.release.layout.leads import lead_places
from archiver.release.layout.numbering import ROMAN
from archiver.release.media_links.addresses import best, sound_format
from archiver.release.media_links.recordings import recording_key

_STRUCTURE = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|p|div|table|td|h[1-6]|br|ol|ul|article|main|section|font|center|audio)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_END = re.compile(r"</[a-zA-Z]")
IN_SURROUNDINGS = "the text stood where pages have their surroundings"
_OF_UPDATE = re.compile("modified|update", re.IGNORECASE)
_LONGEST_FIELD = 40  # code points; the name of a field is short
_FEWEST_TAGS = 3  # tags; a text may mention one or two
_FALLBACK = "x-fallback"
_LONGEST_FALLBACK = 200  # code points; "You need Flash to hear this."
_LONGEST_NAME = 150  # code points of what a button says
_MOST_TOLD = 3  # players of other sites, by their addresses
_FEET, _LONGEST_FOOT = 2, 2_000  # elements of that name, the last ones; code points of each
_PAGE_BEGINNING = 100  # code points; a page begins with a tag


def is_html(text: str, media_type: str | None = None) -> bool:
    """Whether the text is written in HTML; a server's ``text/plain`` is believed, its ``text/html`` is not."""
    if (media_type or "").lower().startswith("text/plain"):
        return False
    tags = list(islice(_STRUCTURE.finditer(text), _FEWEST_TAGS))
    return len(tags) == _FEWEST_TAGS or (
        bool(tags) and (_END.search(text) is not None or tags[0].start() < _PAGE_BEGINNING)
    )


def read_html(text: str, url: str | None = None, extent: Extent = "text") -> PageLines:
    """The lines of an HTML page, and what its source says of it.

    extent: whether what is called navigation, sharing and the like counts as text as well
    """
    tree = LexborHTMLParser(flattened(text))
    walk, is_named = _ElementWalk(), False
    for node, entering in events(tree.body, extent):
        (walk.enter if entering else walk.leave)(node)
        is_named = is_named or (extent == "text" and entering and not node.is_text_node and is_named_beside(node))
    walk.end_line()
    window = tree.css_first("head title")
    declared = declared_in(tree)
    base = base_of(tree, url, declared.canonical)
    return PageLines(
        blocks=tuple(block if extent == "text" else replace(block, beside=False) for block in walk.marked_lines()),
        base=base,
        headline=declared.headline,
        window=one_line(window.text()) or None if window else None,
        site=declared.site,
        host=declared.host,
        author=declared.author,
        language=declared.language,
        published=declared.published,
        modified=declared.modified or walk.modified,
        stamped=walk.published,
        locale=declared.locale,
        media=tuple(replace(link, url=resolve(base, link.url or "")) for link in declared.media),
        elsewhere=_elsewhere(tree, walk, base) if extent == "text" else (),
        body=declared.body,
        foot=_foot(tree) if extent == "text" else "",
        doubts=(*((IN_SURROUNDINGS,) if is_named else ()), *walk.hosted_players()),
        translations=translations_in(tree, base, url),
    )


def _foot(tree: LexborHTMLParser) -> str:
    feet = tree.css("footer, #footer, .footer")[-_FEET:]
    return "\n".join(foot.text(separator="\n")[-_LONGEST_FOOT:] for foot in feet)


def _elsewhere(tree: LexborHTMLParser, walk: _ElementWalk, base: str | None) -> tuple[str, ...]:
    """The sounds that a page has beside its text only: in menus, sidebars and scripts, and outside ``<main>``."""
    found = [resolve(base, href) for href in dict.fromkeys(sounds_of(tree))]
    within = {recording_key(MediaLink("", resolve(base, href))) for href in walk.addresses_within()} if found else set()
    return tuple(url for url in found if recording_key(MediaLink("", url)) not in within)


class _ElementWalk:
    """Gathers the lines of a page while its elements are entered and left."""

    def __init__(self) -> None:
        self.published: str | None = None
        self.modified: str | None = None
        self._open: Counter[str] = Counter()
        self._lists: list[_List] = []
        self._articles = 0
        self._items = 0
        self._item: list[int] = []  # the numbered items around, outermost first; 0 for one without a number
        self._lines: list[tuple[Block, int, bool]] = []  # with the article around it, and whether <main> is
        self._label: str | None = None
        self._bullet = False
        self._follows = False
        self._anchor: Address | None = None
        self._playing: list[Address] = []  # the sources of the <audio> at hand
        self._other_formats: list[str] = []
        self._frames: list[tuple[str, bool]] = []  # players of others, with whether <main> is around them
        self._start_line()

    def _start_line(self) -> None:
        self._words: list[str] = []
        self._length = self._strong = 0
        self._blank = False
        self._addresses: list[Address] = []

    def enter(self, node: LexborNode) -> None:
        """Begin an element, or say a text."""
        if node.is_text_node:
            return self._say(node.text_content or "")
        kind = _kind_of(node)
        if kind in BLOCK_TAGS or kind == "br":
            self.end_line(gap=kind != "br")
        if kind in LISTS:
            self._lists.append(_List(node))
        elif kind == "li":
            # An item with a number is one of its own; one without belongs to the one around it.
            self._label = self._lists[-1].label(node) if self._lists else None
            self._bullet = self._label is None
            self._items += not self._bullet
            self._item.append(self._items if self._label else self._item[-1] if self._item else 0)
        elif kind == "article" and not self._open["article"]:
            self._articles += 1
        self._point(kind, node)
        self._open[kind] += 1
        self._open[_FALLBACK] += _has_fallback(kind, node)
        return None

    def leave(self, node: LexborNode) -> None:
        """End an element, and the line that it holds."""
        if node.is_text_node:
            return
        kind = _kind_of(node)
        if kind in BLOCK_TAGS:
            self.end_line()
        if kind in LISTS:
            self._lists.pop()
        elif kind == "li":
            self._label, self._bullet = None, False
            del self._item[-1:]
        elif kind == "a":
            self._close_anchor()
            self._anchor = None
        elif kind == "audio":
            self._play(_name(node.attributes))
        self._open[kind] -= 1
        self._open[_FALLBACK] -= _has_fallback(kind, node)

    def end_line(self, gap: bool = True) -> None:
        """What was said since the last end is a line; a gap divides it from the next unless a line break does."""
        self._close_anchor()
        said = bool(self._words or self._addresses)
        if said:
            level = next((level for level in range(1, 7) if self._open[f"h{level}"]), 0)
            in_article, in_main = bool(self._open["article"]), bool(self._open["main"])
            block = Block(
                text="".join(self._words),
                role=self._role(level),
                level=level,
                label=self._label,
                bullet=self._bullet,
                item=self._item[-1] if self._item else 0,
                follows=self._follows,
                beside=bool(self._open["header"]) and not in_article and not in_main,
                addresses=tuple(self._addresses),
            )
            self._label, self._bullet = None, False
            self._lines.append((block, self._articles if in_article else 0, in_main))
        self._follows = said and not gap
        if self._anchor:
            self._anchor = replace(self._anchor, start=0)
        self._start_line()

    def marked_lines(self) -> Iterator[Block]:
        """The lines, those outside the part of the page that holds the text marked."""
        sizes: Counter[int] = Counter()
        mains = [line for line in self._lines if line[2]]
        for block, article, _ in mains or self._lines:
            sizes[article] += len(block.text)
        largest = max((article for article in sizes if article), key=sizes.__getitem__, default=0)
        in_article = bool(largest) and sizes[largest] * 2 >= sizes.total()  # else the articles are teasers
        within = [article == largest if in_article else in_main or not mains for _, article, in_main in self._lines]
        blocks = [block for block, _, _ in self._lines]
        leads = lead_places(blocks, within.index(True)) if True in within else ()
        for number, block in enumerate(blocks):
            yield replace(block, beside=number not in leads and (block.beside or not within[number]))

    def addresses_within(self) -> frozenset[str]:
        """What the lines point to, those outside ``<main>`` left out if there is one."""
        has_main = any(in_main for _, _, in_main in self._lines)
        lines = (block for block, _, in_main in self._lines if in_main or not has_main)
        return frozenset([*self._other_formats, *(address.href for block in lines for address in block.addresses)])

    def hosted_players(self) -> Iterator[str]:
        """Doubts for the players of others in the text: what they play is no file that could be kept."""
        has_main = any(in_main for _, _, in_main in self._lines)
        addresses = list(dict.fromkeys(src for src, in_main in self._frames if in_main or not has_main))
        if len(addresses) > _MOST_TOLD:
            yield f"{len(addresses)} players of other sites are on the page, and what they play is no file to keep"
        for address in addresses[:_MOST_TOLD]:
            yield f"what {hosted_at(address)} plays here is no file to keep: {address}; give it with --audio FILE"

    def _say(self, piece: str) -> None:
        if self._open["audio"] or (self._open[_FALLBACK] and not self._open["a"]):  # words for browsers without sound
            return
        for number, line in enumerate(meant(piece).split("\n") if self._open["pre"] else [meant(piece)]):
            if number:
                self.end_line(gap=False)
            self._add(line)

    def _add(self, line: str) -> None:
        said = " ".join(line.split())
        if not said:
            self._blank = self._blank or bool(line)
            return
        if self._length and (self._blank or line[0].isspace()):
            said = f" {said}"
        self._words.append(said)
        self._length += len(said)
        self._strong += len(said) if self._open["x-bold"] else 0
        self._blank = line[-1].isspace()

    def _point(self, kind: str, node: LexborNode) -> None:
        """Note what an element points to: another page, a sound file, a day."""
        given = node.attributes
        if kind == "a":
            self._close_anchor()
            link = link_of(given)
            self._anchor = self._address(link.href, link.media_type, given) if link else None
            return
        if kind == "img" and self._anchor and not self._anchor.title:
            self._anchor = replace(self._anchor, title=one_line(given.get("alt") or ""))
        played = (
            set_up_by(node.text()) if kind == "script" else played_by(node.tag or "", given, bool(self._open["audio"]))
        )
        for sound in played:
            words = one_line(node.text()) if kind in ("button", "span") or given.get("onclick") else ""
            self._note(self._address(sound.href, sound.media_type, given, words[:_LONGEST_NAME]))
        if kind == "iframe" and hosted_at(source := given.get("src") or given.get("data-src") or ""):
            self._frames.append((source, bool(self._open["main"])))
        elif kind == "time":
            self._stamp(node)

    def _stamp(self, node: LexborNode) -> None:
        """Note the day of a ``<time>``; what surrounds the page only tells today's."""
        above = self._lines[-1][0].text if self._lines and not self._words else ""
        marks = " ".join(attribute(node, name) for name in ("class", "itemprop", "property"))
        day = attribute(node, "datetime") or None
        if _OF_UPDATE.search(marks) or UPDATED.search("".join(self._words[-3:]) or above[-_LONGEST_FIELD:]):
            self.modified = self.modified or day
        elif not self._open["header"] or self._open["article"] or self._open["main"]:
            self.published = self.published or day

    def _address(self, href: str, media_type: str | None, given: Attributes, words: str = "") -> Address:
        return Address(href, self._length, self._length, media_type, _name(given) or words)

    def _note(self, address: Address) -> None:
        """Keep a pointer for its line, or with the others of its ``<audio>``, which are all the same sound."""
        (self._playing if self._open["audio"] else self._addresses).append(address)

    def _play(self, name: str) -> None:
        """End an ``<audio>``: of its sources one is kept."""
        formats = ((address, sound_format(address.href, address.media_type)) for address in self._playing)
        sound = best(pair for pair in formats if pair[1] or (pair[0].media_type or "").startswith("audio/"))
        if sound:
            title = name or next((address.title for address in self._playing if address.title), "")
            self._addresses.append(replace(sound, start=self._length, end=self._length, title=title))
        self._other_formats += [address.href for address in self._playing]
        self._playing = []

    def _close_anchor(self) -> None:
        if self._anchor:
            self._note(replace(self._anchor, end=self._length))

    def _role(self, level: int) -> Role:
        if level:
            return "title" if level == 1 else "heading"
        return "strong" if self._strong and self._strong == self._length else "paragraph"


def _kind_of(node: LexborNode) -> str:
    """What an element is; an ``<audio .../>`` that nobody closed holds the rest of the page, and is none."""
    kind = kind_of(node)
    return "x-open" if kind == "audio" and len(node.text()) > _LONGEST_FALLBACK else kind


def _has_fallback(kind: str, node: LexborNode) -> bool:
    """Whether an element says what is missing where it does not play; more words are a page around which it is open."""
    return kind == "object" and len(node.text()) <= _LONGEST_FALLBACK


def _name(given: Attributes) -> str:
    return (given.get("title") or given.get("aria-label") or "").strip()


class _List:
    """A list's way of counting."""

    def __init__(self, node: LexborNode) -> None:
        self._ordered = node.tag == "ol"
        self._type = attribute(node, "type")
        self._next = _whole(attribute(node, "start"), 1)

    def label(self, item: LexborNode) -> str | None:
        """The label of the next item; None in a list that does not count."""
        number = _whole(attribute(item, "value"), self._next)
        self._next = number + 1
        if not self._ordered:
            return None
        if self._type in ("a", "A") and 1 <= number <= 26:
            return f"{chr(ord(self._type) + number - 1)}."
        if self._type in ("i", "I") and 1 <= number <= len(ROMAN):
            return f"{ROMAN[number - 1] if self._type == 'i' else ROMAN[number - 1].upper()}."
        return f"{number}."


def _whole(printed: str, otherwise: int) -> int:
    return int(printed) if re.fullmatch("-?[0-9]{1,6}", printed.strip()) else otherwise


def own_address(text: str) -> str | None:
    """The address that a page gives as its own."""
    return _absolute(declared_in(LexborHTMLParser(flattened(text))).canonical)


def _absolute(address: str | None) -> str | None:
    return address if address and "://" in address else None


def base_of(tree: LexborHTMLParser, url: str | None, canonical: str | None) -> str | None:
    """What the page's relative addresses are relative to: its own address, given or declared, or a ``<base>``."""
    own = url or _absolute(canonical)
    given = attribute(tree.css_first("base[href]"), "href")
    return resolve(own, given) if given and (own or "://" in given) else own
