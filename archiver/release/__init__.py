"""Releases: what a written page says, from its bytes, without network or disk."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from archiver.errors import NoParagraphs
from archiver.models import Release
from archiver.release.formats import feed, html, plain
from archiver.release.formats.boilerplate import with_body_found
from archiver.release.formats.day_search import searched_day
from archiver.release.formats.encoding import charset_in, decode, require_text
from archiver.release.formats.mojibake import repaired
from archiver.release.layout.blocks import PageLines
from archiver.release.layout.structure import release_from

__all__ = ["declared_address", "read_release"]

READER = 4
"""The reader's version, raised whenever the same bytes may read otherwise; kept with every reading."""


def read_release(data: bytes, media_type: str | None = None, url: str | None = None) -> Release:
    """Read a page (HTML, a feed or typed text) into its title, facts, media links and paragraphs.

    media_type: as a server says it (``text/html; charset=iso-8859-1``); None: the bytes tell
    url: the page's own address, against which relative links are resolved; None: the one that the page declares, and
        without any, links stay as printed

    Raises NotAPage for bytes that are no text, NoParagraphs for a page without a text of its own.
    """
    require_text(data, media_type)
    text = repaired(decode(data, charset_in(media_type)))
    search = partial(searched_day, text, url) if html.is_html(text, media_type) else lambda: None
    try:
        return release_from(_page(text, media_type, url), url, search)
    except NoParagraphs:
        if feed.is_feed(text) or not html.is_html(text, media_type):
            raise
    page = html.read_html(text, url, whole=True)
    return release_from(replace(page, doubts=("the text stood where pages have their surroundings",)), url, search)


def declared_address(data: bytes, media_type: str | None = None) -> str | None:
    """The address that a page of HTML gives as its own; None where it gives none."""
    text = decode(data, charset_in(media_type))
    return html.own_address(text) if html.is_html(text, media_type) else None


def _page(text: str, media_type: str | None, url: str | None) -> PageLines:
    if feed.is_feed(text):
        return feed.read_feed(text, url)
    if html.is_html(text, media_type):
        return with_body_found(html.read_html(text, url), text)
    return plain.read_typed(text, url)
