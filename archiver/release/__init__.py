"""Releases: what a written page says, from its bytes, without network or disk."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from archiver.errors import NoParagraphs
from archiver.models import Release
from archiver.release.blocks import PageLines
from archiver.release.facts import facts_in
from archiver.release.formats import feed, html, plain
from archiver.release.formats.boilerplate import with_body_found
from archiver.release.formats.day_search import searched_day
from archiver.release.formats.encoding import charset_in, decode, require_text
from archiver.release.formats.mojibake import repaired
from archiver.release.formats.onward import Onward, onward
from archiver.release.formats.stand_ins import BY_BROWSER, StandIn, stand_in, without_text
from archiver.release.layout.lost_text import with_lost_text_told
from archiver.release.layout.structure import release_from

__all__ = ["Onward", "StandIn", "declared_address", "leads_on", "read_release", "stands_in"]

_MUCH_MORE = 2  # times the text that is shown
_LEAST_DECLARED = 200  # code points; a shorter one is a teaser

READER = 8
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
    is_html = _is_html(text, media_type)
    if is_html and (further := onward(text, url)):
        raise NoParagraphs(f"the page only leads on to {further.url}", hint="give that address")
    page = _page(text, media_type, url)
    return _from_html(text, url, _judged(page)) if is_html else release_from(page, url)


def _from_html(text: str, url: str | None, page: PageLines) -> Release:
    search = partial(searched_day, text, url)
    try:
        release = release_from(page, url, search)
    except NoParagraphs:
        return _from_whole(text, url, page)
    if _declares_text(page, " ".join(paragraph.text for paragraph in release.paragraphs)):
        release = release_from(_with_declared_text(page), url, search)
    return with_lost_text_told(release, html.read_html(text, url, "shown").blocks)


def _from_whole(text: str, url: str | None, page: PageLines) -> Release:
    """The release of a page of HTML that has no text where pages have it."""
    search = partial(searched_day, text, url)
    if _declares_text(page, ""):
        return release_from(_with_declared_text(page), url, search)
    page = _judged(html.read_html(text, url, "whole"))
    try:
        return release_from(replace(page, doubts=(html.IN_SURROUNDINGS, *page.doubts)), url, search)
    except NoParagraphs as error:
        raise NoParagraphs(error.message, hint=without_text(text, url) or error.hint) from error


def leads_on(
    data: bytes, media_type: str | None = None, url: str | None = None, refresh: str | None = None
) -> Onward | None:
    """Where a page of HTML leads on to that says nothing else; None for one that is to be read.

    url: its own address
    refresh: what its server said in a header of that name
    """
    text = decode(data, charset_in(media_type))
    return onward(text, url, refresh) if _is_html(text, media_type) else None


def stands_in(data: bytes, media_type: str | None = None) -> StandIn | None:
    """What a page of HTML is if it only stands for another, like an error page; None for one that is to be read."""
    text = decode(data, charset_in(media_type))
    return stand_in(html.read_html(text)) if _is_html(text, media_type) else None


def _is_html(text: str, media_type: str | None) -> bool:
    return not feed.is_feed(text) and html.is_html(text, media_type)


def _judged(page: PageLines) -> PageLines:
    """The page, with a doubt if it seems to stand for another one. Raises NoParagraphs where it surely does."""
    found = stand_in(page)
    if found is None:
        return page
    if found.refused and not _declares_text(page, ""):
        raise NoParagraphs(f"the page is {found.kind}: {found.said!r}", hint=BY_BROWSER)
    return replace(page, doubts=(*page.doubts, f"looks like {found.kind}: {found.said!r}"))


def _declares_text(page: PageLines, shown: str) -> bool:
    """Whether what the page's source has for machines is by far more text than what it shows."""
    return len(page.body or "") > _MUCH_MORE * len(shown) + _LEAST_DECLARED


def _with_declared_text(page: PageLines) -> PageLines:
    """The page with its declared text in the place of what it shows; its titles and its facts stay."""
    heads = tuple(block for block in page.blocks if block.level == 1 or facts_in(block.text))
    body = plain.read_typed(page.body or "").blocks
    doubt = "the text stands only in what the page declares for machines (articleBody)"
    return replace(page, blocks=(*heads, *body), doubts=(*page.doubts, doubt))


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
