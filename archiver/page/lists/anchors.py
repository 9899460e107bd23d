"""The links of a page, in their order, with the words around each and the elements that it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archiver.release.blocks import meant, one_line
from archiver.release.formats.html_elements import BLOCK_TAGS, SKIPPED_NAMES, SKIPPED_ROLES, attribute, events, kind_of

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NO_BOX = frozenset(("span", "a", "br", "img", "time", "font"))
_ASIDE_ELEMENTS = frozenset(("nav", "aside", "footer", "dialog"))
_NEVER_ASIDE = frozenset(("html", "body", "main", "article"))
_IN_TEXT = frozenset(("main", "article", "section", "li"))  # a header in there is that of an entry
_ASIDE_ROLES = SKIPPED_ROLES | {"banner"}
_SKIPPED_CLASSES = SKIPPED_NAMES | {"pager", "pagination", "topnav", "sidenav", "leftnav"}
_ENDINGS = frozenset(
    ("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "sidebar", "footer", "pager", "pagination")
)
_NOT_ITSELF = frozenset(
    ("has", "with", "without", "no", "not", "hide", "show")
)  # has-sidebar is what stands beside one
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True, eq=False)
class Box:
    """An element around links.

    path: the same number for all elements that stand in elements of the same names
    first, last: its pieces of text, the last one not included
    first_link, last_link: its links, likewise
    beside: it is navigation or the like, or stands in such
    """

    kind: str
    parent: Box | None
    path: int
    first: int
    first_link: int
    beside: bool
    last: int = 0
    last_link: int = 0


@dataclass(slots=True, eq=False)
class Anchor:
    """A link.

    first, last: its pieces of text, the last one not included
    heading: the pieces inside it that are a heading
    name: what its own title, or the words for its picture, call it
    """

    number: int
    href: str
    box: Box
    first: int
    last: int = 0
    heading: range = range(0)
    name: str = ""


@dataclass(slots=True)
class Links:
    """The links of a page and its text in pieces; a line end is a piece of its own.

    where: the element that each piece stands in
    inside: the link that each piece belongs to, -1 for none
    days: what ``<time>`` elements say, each with the piece that comes next
    """

    anchors: list[Anchor] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    where: list[Box] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    days: list[tuple[int, str]] = field(default_factory=list)

    def lines(self, start: int, end: int, without: int | None = None) -> list[str]:
        """The lines of a stretch of text that say something, perhaps without the words of one link."""
        said = "".join(self.pieces[at] for at in range(start, end) if without is None or self.inside[at] != without)
        return [line for line in map(one_line, said.split("\n")) if line]


def links_of(tree: LexborHTMLParser) -> Links:
    """The links of a page, those in its navigation as well."""
    walk = _AnchorWalk()
    for node, entering in events(tree.body, "whole"):
        (walk.enter if entering else walk.leave)(node)
    return walk.found


class _AnchorWalk:
    """Gathers links while the elements of a page are entered and left."""

    def __init__(self) -> None:
        self.found = Links()
        self._paths: dict[tuple[int, str], int] = {}
        self._box = Box("html", None, 0, 0, 0, beside=False)
        self._anchor: Anchor | None = None

    def enter(self, node: LexborNode) -> None:
        """Begin an element, or say a text."""
        if node.is_text_node:
            return self._say(meant(node.text_content or "").replace("\n", " "))
        kind = kind_of(node)
        if kind in BLOCK_TAGS or kind == "br":
            self._say("\n")
        if not _is_inline(kind):
            self._box = self._boxed(kind, node)
        self._note(kind, node)
        return None

    def _note(self, kind: str, node: LexborNode) -> None:
        """A link, or what says more of one."""
        found = self.found
        if kind == "a" and (href := attribute(node, "href")):
            self._anchor = Anchor(len(found.anchors), href, self._box, len(found.pieces), name=attribute(node, "title"))
            found.anchors.append(self._anchor)
        elif kind == "img" and self._anchor:
            self._anchor.name = self._anchor.name or attribute(node, "alt")
        elif kind == "time" and (day := attribute(node, "datetime")):
            found.days.append((len(found.pieces), day))

    def leave(self, node: LexborNode) -> None:
        """End an element, and the line or link that it holds."""
        if node.is_text_node:
            return
        kind = kind_of(node)
        if kind in HEADINGS and self._anchor and not self._anchor.heading:
            self._anchor.heading = range(max(self._box.first, self._anchor.first), len(self.found.pieces))
        if kind == "a" and self._anchor:
            self._anchor.last = len(self.found.pieces)
            self._anchor = None
        if kind in BLOCK_TAGS:
            self._say("\n")
        if not _is_inline(kind) and self._box.parent:
            self._box.last, self._box.last_link = len(self.found.pieces), len(self.found.anchors)
            self._box = self._box.parent

    def _say(self, piece: str) -> None:
        if not piece or (piece == "\n" and self.found.pieces[-1:] == ["\n"] and self.found.where[-1] is self._box):
            return
        self.found.pieces.append(piece)
        self.found.where.append(self._box)
        self.found.inside.append(self._anchor.number if self._anchor else -1)

    def _boxed(self, kind: str, node: LexborNode) -> Box:
        parent, found = self._box, self.found
        path = self._paths.setdefault((parent.path, kind), len(self._paths) + 1)
        beside = parent.beside or _is_beside(kind, node, parent)
        return Box(kind, parent, path, len(found.pieces), len(found.anchors), beside)


def _is_inline(kind: str) -> bool:
    return kind in _NO_BOX or kind.startswith("x-")


def _is_beside(kind: str, node: LexborNode, parent: Box) -> bool:
    """Whether an element is navigation, by its kind, its role or the names that its author gave it."""
    if kind in _NEVER_ASIDE:
        return False
    if kind in _ASIDE_ELEMENTS or attribute(node, "role") in _ASIDE_ROLES:
        return True
    if kind == "header" and not _stands_in(parent, _IN_TEXT):
        return True
    for name in f"{attribute(node, 'class')} {attribute(node, 'id')}".split():
        parts = re.split("[-_]+", _HUMP.sub("-", name).lower())
        if name.lower() in _SKIPPED_CLASSES or (parts[-1] in _ENDINGS and _NOT_ITSELF.isdisjoint(parts)):
            return True
    return False


def _stands_in(box: Box | None, kinds: frozenset[str]) -> bool:
    while box:
        if box.kind in kinds:
            return True
        box = box.parent
    return False
