"""Entries of feeds: the pages that they point to, and those that have no page but the feed.

A podcast's entry is often a sound file and a few words. What is archived of it are those words and nothing else of the
feed, which will be another one tomorrow: a feed of this entry alone, cut out of the original.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urldefrag

from lxml import etree

from archiver.models import MediaLink
from archiver.page.lists.listed_page import ListedPage, Listing, each_once, page_address
from archiver.page.lists.xml import Element, local_name, root_of
from archiver.release.blocks import one_line
from archiver.release.formats import json_feed
from archiver.release.formats.feed import day_of, enclosures, parsed
from archiver.release.media_links.addresses import sound_format

_ENTRY_ELEMENTS = ("item", "entry")
MOST_KEPT = 20  # of what a feed says of itself, which is read with each of its entries
_KEPT = ("title", "language")  # of the feed, with its link; the rest changes whenever there is a new entry
_AS_WRITTEN = "!$%&'()*+,/:;=?@~"  # what may stand in an address behind the #


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as it is cut out, and what is read in it."""

    data: bytes
    told: dict[str, Any]
    site: str | None

    @property
    def link(self) -> str:
        return str(self.told.get("link") or "").strip()

    @property
    def name(self) -> str:
        """What tells it from the others: its own name for that, or its recording, or what it says."""
        sound = next((enclosure.get("href") for enclosure in self.told.get("enclosures", ())), None)
        return str(self.told.get("id") or sound or hashlib.sha256(self.data).hexdigest()[:16]).strip()

    @property
    def says_something(self) -> bool:
        return any(self.told.get(part) for part in ("enclosures", "media_content", "summary", "content"))


def list_entries(text: str, url: str | None = None) -> Listing:
    """The entries of a feed.

    Raises NotAPage for characters that are none.
    """
    entries = list(_entries(text))
    names: dict[str, set[str]] = {}
    for entry in entries:
        names.setdefault(entry.link, set()).add(entry.name)
    shared = {link for link, sharing in names.items() if len(sharing) > 1}
    items = (_item(entry, url, entry.link in shared or entry.link == entry.site) for entry in entries)
    return Listing(each_once(filter(None, items)))


def _item(entry: _Entry, url: str | None, elsewhere: bool) -> ListedPage | None:
    """What an entry names; None for one that names nothing.

    elsewhere: its link leads to no page of its own but, like those of others, to one about all of them
    """
    base = url or entry.site
    recording = page_address(base, entry.link) if sound_format(entry.link) else None
    address = None if elsewhere or recording else page_address(base, entry.link)
    if not address and not recording and not entry.says_something:
        return None
    own_place = f"{urldefrag(url or '').url}#{quote(entry.name, safe=_AS_WRITTEN, errors='replace')}"
    return ListedPage(
        source=address or own_place,
        title=one_line(entry.told.get("title") or "") or None,
        date=day_of(entry.told),
        sounds=_sounds(entry, base, recording),
        data=None if address else entry.data,
    )


def _sounds(entry: _Entry, base: str | None, recording: str | None) -> tuple[MediaLink, ...]:
    """The recordings of an entry; some have theirs where others have their page."""
    found = tuple(enclosures(entry.told, base))
    if recording is None or recording in [sound.url for sound in found]:
        return found
    label = one_line(entry.told.get("title") or "")
    return (*found, MediaLink(label, recording, sound_format(entry.link)))


def _entries(text: str) -> Iterator[_Entry]:
    """Each entry as a feed of its own, read from just those bytes."""
    for data in json_feed.entries(text) if json_feed.is_json_feed(text) else _cut_out(text):
        site, found = parsed(data)
        if found:
            yield _Entry(data, found[0], site.get("link"))


def _cut_out(text: str) -> Iterator[bytes]:
    root = root_of(text)
    if root is None:
        return
    elements = [element for element in root.iterdescendants() if local_name(element) in _ENTRY_ELEMENTS]
    place = _emptied(root, elements)
    for element in elements:
        place.append(element)
        yield etree.tostring(root, encoding="utf-8", xml_declaration=True)
        place.remove(element)


def _emptied(root: Element, entries: Iterable[Element]) -> Element:
    """Leave nothing in a feed but whose it is; the element that its entries belong in."""
    for entry in entries:
        entry.getparent().remove(entry)
        entry.tail = None
    channel = next((child for child in root if local_name(child) == "channel"), None)
    kept = 0
    for child in [*root, *(channel if channel is not None else ())]:
        child.tail = None
        name = local_name(child)
        says_whose = name in _KEPT or (name == "link" and child.get("rel", "alternate") == "alternate")
        kept += says_whose
        if child is not channel and not (says_whose and kept <= MOST_KEPT):
            child.getparent().remove(child)
    return channel if channel is not None and local_name(root) == "rss" else root
