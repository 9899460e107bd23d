"""Sitemaps: what a site tells search engines of its pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from archiver.errors import NotAPage
from archiver.page.lists.listed_page import ListedPage, Listing, day_in, each_once, page_address
from archiver.page.lists.xml import Element, local_name, namespace, root_of, text_of
from archiver.release.blocks import one_line
from archiver.release.facts.dates import iso_date
from archiver.release.formats.feed import begins_with

_SITEMAP = re.compile(r"<(?:[\w-]{1,40}:)?(?:urlset|sitemapindex)\b")
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_UNPACKED_BYTES = 50_000_000  # bytes unpacked; sitemaps.org allows no more


def unpacked(data: bytes) -> bytes:
    """The bytes of a list that may be packed; raises NotAPage for what is damaged or too large."""
    if not data.startswith(_GZIP_MAGIC):
        return data
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        found = unpack.decompress(data, _MOST_UNPACKED_BYTES)
    except zlib.error as error:
        raise NotAPage("this is no list: the packed file is damaged") from error
    if unpack.unconsumed_tail:
        raise NotAPage(f"this is no list: unpacked it has more than {_MOST_UNPACKED_BYTES // 1_000_000} MB")
    if not unpack.eof:
        raise NotAPage("this is no list: the packed file breaks off")
    return found


def is_sitemap(text: str) -> bool:
    """Whether a text is a sitemap or an index of them, whatever the server calls it."""
    return begins_with(_SITEMAP, text)


def list_sitemap(text: str, url: str | None = None) -> Listing:
    """The pages that a sitemap names, or the sitemaps that an index of them names."""
    root = root_of(text)
    if root is None:
        return Listing(())
    items = each_once(item for entry in root if local_name(entry) == "url" and (item := _item(entry, url)))
    further = (_address(entry, url) for entry in root if local_name(entry) == "sitemap")
    return Listing(items, tuple(dict.fromkeys(filter(None, further))))


def _item(entry: Element, url: str | None) -> ListedPage | None:
    address = _address(entry, url)
    if address is None:
        return None
    news = next((child for child in entry if local_name(child) == "news"), ())
    dated = iso_date(text_of(news, "publication_date")) or iso_date(text_of(entry, "lastmod"))
    return ListedPage(address, one_line(text_of(news, "title")) or None, dated or day_in(address))


def _address(entry: Element, url: str | None) -> str | None:
    """The page's own address, not that of a picture on it."""
    own: Iterator[str] = (
        "".join(child.itertext())
        for child in entry
        if local_name(child) == "loc" and namespace(child) == namespace(entry)
    )
    return page_address(url, next(own, "").strip())
