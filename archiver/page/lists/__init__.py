"""Lists of releases: feeds, sitemaps, text files of addresses, and pages that lead to others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from archiver.errors import NoItems
from archiver.page.lists import addresses, feed_entries, index_page, sitemap
from archiver.page.lists.listed_page import ListedPage, Listing, is_about
from archiver.release.formats import feed, html
from archiver.release.formats.encoding import charset_in, decode, require_text
from archiver.release.formats.mojibake import repaired

__all__ = ["ListedPage", "Listing", "chosen", "read_listing"]

_LINK = re.compile(r"<a\s[^<>]{0,300}?\bhref\s*=", re.IGNORECASE)


def read_listing(
    data: bytes, media_type: str | None = None, url: str | None = None, match: str | None = None
) -> Listing:
    """Read what a list names.

    media_type: as a server says it; None: the bytes tell
    url: the list's own address, against which relative addresses are resolved
    match: words in the title or the address of a link; of an index page all such links are taken, wherever they stand
        and lead, and none is guessed at

    Raises NotAPage for bytes that are no text, NoItems for a list that names nothing.
    """
    plain = sitemap.unpacked(data)
    media_type = media_type if plain is data else None
    require_text(plain, media_type)
    found = _read(repaired(decode(plain, charset_in(media_type))), media_type, url, match)
    if not found.items and not found.further:
        raise NoItems("this list names no pages" + (f" about {match!r}" if match else ""))
    return found


def chosen(
    items: Iterable[ListedPage], *, since: str | None = None, match: str | None = None, limit: int | None = None
) -> list[ListedPage]:
    """The first items, in their order, that are about something and not from before a day.

    since: ISO date; an item whose date nobody tells may be newer, and stays
    match: words in the title or the address, in whatever case
    """
    wanted = (
        item
        for item in items
        if not (since and item.date and item.date < since) and (not match or is_about(match, item.title, item.source))
    )
    return list(islice(wanted, limit))


def _read(text: str, media_type: str | None, url: str | None, match: str | None) -> Listing:
    if feed.is_feed(text):
        return feed_entries.list_entries(text, url)
    if sitemap.is_sitemap(text):
        return sitemap.list_sitemap(text, url)
    has_link = not (media_type or "").lower().startswith("text/plain") and _LINK.search(text)
    if has_link or html.is_html(text, media_type):  # a text may have links, and no other tag that pages have
        return index_page.list_links(text, url, match)
    return addresses.list_addresses(text, url)
