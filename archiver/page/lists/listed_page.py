"""What a list of pages tells of them, whatever kind of list it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urldefrag, urlsplit

from archiver.models import MediaLink
from archiver.release.blocks import resolve

# A day in an address: /2006/03/31/, 2006-03-31, 20060331.
_ISO_DAY = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?:([/_.-])([01]?[0-9])\2([0-3]?[0-9])|([01][0-9])([0-3][0-9]))(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page that a list names.

    source: its address (absolute where the list's own is known); for a text file of addresses possibly a file's name
    title: what the list calls it, None where it does not
    date: ISO date, None where the list does not tell
    sounds: recordings that the list itself attaches to it
    data: the bytes of an entry of a feed that has no page of its own; None for all others
    """

    source: str
    title: str | None = None
    date: str | None = None
    sounds: tuple[MediaLink, ...] = ()
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names.

    items: in the list's order, each source once
    further: sitemaps that a sitemap index names, to be read in turn
    left_out: links of an index page that look unlike the others
    """

    items: tuple[ListedPage, ...]
    further: tuple[str, ...] = ()
    left_out: int = 0


def each_once(items: Iterable[ListedPage]) -> tuple[ListedPage, ...]:
    """The first item of each source, in their order."""
    first: dict[str, ListedPage] = {}
    for item in items:
        first.setdefault(item.source, item)
    return tuple(first.values())


def page_address(base: str | None, href: str) -> str | None:
    """The address of a page without a place in it; None for what is no address on the web, or could not be one."""
    address = urldefrag(resolve(base, href)).url if href.strip() and _splits(href) else ""
    if not address or not _splits(address):
        return None
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        return address if parts.hostname else None
    return None if base or parts.scheme or ":" in address.partition("/")[0] else address


def _splits(address: str) -> bool:
    try:
        return urlsplit(address).hostname != ""
    except ValueError:
        return False


def day_in(address: str) -> str | None:
    """The day that an address plainly holds; None where it holds none."""
    for found in _ISO_DAY.finditer(address):
        year, _, month, day, joined_month, joined_day = found.groups()
        try:
            return date(int(year), int(month or joined_month), int(day or joined_day)).isoformat()
        except ValueError:
            continue
    return None


def is_about(words: str, title: str | None, source: str) -> bool:
    """Whether a title or an address holds these words, in whatever case; accents count."""
    wanted = words.casefold()
    return any(wanted in said.casefold() for said in (title or "", source, unquote(source)))
