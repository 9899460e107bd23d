"""Blocks: the lines of a page of any format, in reading order, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from archiver.models import MediaLink, Translation

Role = Literal["title", "heading", "strong", "paragraph", "typed"]

# Control characters, zero-width blanks and the byte order mark say nothing; a soft hyphen only allows a break.
_LINE_ENDS = "\n\x0b\x0c\x1e\x85\u2028\u2029"
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _LINE_ENDS + "\t"]
_MEANINGLESS: dict[int, str | None] = dict.fromkeys([*_CONTROLS, 0xAD, 0x200B, 0x2060, 0xFEFF]) | dict.fromkeys(
    map(ord, _LINE_ENDS), "\n"
)
_FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…:;,。！？।؟][\"'”’»)\]\s]*$")
_SHORTEST_PROSE = 40  # code points; a shorter line with a full stop is a caption, a button, a name


@dataclass(frozen=True, slots=True)
class Address:
    """A pointer inside a line.

    href: as printed
    start, end: code points in the line's text that carry it; equal where no words do
    media_type, title: what the page's source says of it, beside the words
    """

    href: str
    start: int
    end: int
    media_type: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a page.

    text: without line breaks and double blanks
    role: what the markup says it is; ``typed`` where there is no markup to say it
    level: of a heading, 1 to 6; 0 for all else
    label: the number that a list gives it
    bullet: it has a bullet, typed or given by a list
    item: which numbered item of the page it stands in, counted from 1; 0 for none
    follows: a mere line break divides it from the line above
    beside: it stands outside the part of the page that holds the text, and may tell facts but is no paragraph
    sure: something else than its own words says that it is one of the text
    """

    text: str
    role: Role = "typed"
    level: int = 0
    label: str | None = None
    bullet: bool = False
    item: int = 0
    follows: bool = False
    beside: bool = False
    sure: bool = False
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page before anybody has said what its lines are.

    base: address that relative links are resolved against
    headline: the title that the page gives itself for others to show
    author: who wrote it, as its source says
    window: the title of the browser's window, often the site's name and more
    host: a domain that the page calls its site
    published, modified: dates in the page's source, as written there
    stamped: the first ``<time>`` that is no update, as written there
    locale: the language and where it is spoken, in lower case (``en-us``)
    media: recordings that the page's source names beside its words
    elsewhere: addresses of sound that the page has beside its text only
    body: the whole text as the page's source has it for machines
    foot: what stands below everything, such as who has the rights
    doubts: what was unsure about the lines themselves
    translations: where the page says that it stands in another language
    """

    blocks: tuple[Block, ...]
    base: str | None = None
    headline: str | None = None
    window: str | None = None
    site: str | None = None
    host: str | None = None
    author: str | None = None
    language: str | None = None
    published: str | None = None
    modified: str | None = None
    stamped: str | None = None
    locale: str | None = None
    media: tuple[MediaLink, ...] = ()
    elsewhere: tuple[str, ...] = ()
    body: str | None = None
    foot: str = ""
    doubts: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()


def meant(text: str) -> str:
    """The characters that carry meaning; every kind of line end becomes a newline."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_MEANINGLESS)


def one_line(text: str) -> str:
    """The same words on one line, a single blank between them."""
    return " ".join(meant(text).split())


def ends_sentence(text: str) -> bool:
    """Whether the text stops where a sentence or a clause may."""
    return bool(_SENTENCE_END.search(text[-12:]))  # the end alone is looked at, however long the text


def is_sentence(text: str) -> bool:
    """Whether a text reads like a whole sentence: a few words, most of them small, and a full stop."""
    said = text.split()
    small = sum(word[:1].islower() for word in said)
    return bool(_FULL_STOP.search(text[-6:])) and small >= max(1, len(said) // 2 - 1)


def is_prose(block: Block) -> bool:
    """Whether a line is one or more sentences that are not just the words of a link."""
    linked = sum(address.end - address.start for address in block.addresses)
    return len(block.text) >= _SHORTEST_PROSE and linked * 2 < len(block.text) and ends_sentence(block.text)


def words(text: str) -> Iterator[str]:
    """The words of a text in lower case, inner hyphens and apostrophes kept."""
    return (found.group().casefold() for found in re.finditer(r"[^\W_]+(?:[-'’][^\W_]+)*", text))


def resolve(base: str | None, href: str) -> str:
    """The absolute address; as printed where there is nothing to resolve it against, or it is none.

    A backslash before the query is a slash, as browsers have it.
    """
    href = "".join(href.split("\n")).strip()
    try:
        return urljoin(base or "", with_slashes(href, base))
    except ValueError:
        return href


def with_slashes(href: str, base: str | None) -> str:
    """An address of the web with slashes where backslashes stand in it, as browsers read them, up to its query."""
    if "\\" not in href or (urlsplit(href).scheme or urlsplit(base or "http:").scheme) not in ("http", "https"):
        return href
    end = min((at for at in map(href.find, "?#") if at >= 0), default=len(href))
    return href[:end].replace("\\", "/") + href[end:]
