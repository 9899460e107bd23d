"""What a page's source declares for machines: meta tags, Open Graph, JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from archiver.models import MediaLink
from archiver.release.formats.declared_sound import declared_sound
from archiver.release.formats.html_elements import attribute
from archiver.release.formats.schema_org import is_a as _is_a
from archiver.release.formats.schema_org import text_in as _text
from archiver.release.layout.blocks import one_line

_PUBLISHED = (
    "article:published_time",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
    "publication_date",
    "pubdate",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified")
_PUBLISHER = ("og:site_name", "dcterms.publisher", "dc.publisher", "dcterms.creator", "dc.creator")
_ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "BlogPosting",
        "PressRelease",
        "WebPage",
        "Report",
        "GovernmentService",
        "Event",
    ]
)
_DEEPEST_JSON_LD = 20  # levels of JSON-LD; nobody writes more, and each is a level of recursion


@dataclass(frozen=True, slots=True)
class Declared:
    """The facts in a page's source.

    headline: the title for others to show
    published, modified: dates as written there
    media: recordings, their addresses as written there
    body: the whole text, its lines as written there
    """

    headline: str | None = None
    site: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    canonical: str | None = None
    media: tuple[MediaLink, ...] = ()
    author: str | None = None
    body: str | None = None


def declared_in(tree: LexborHTMLParser) -> Declared:
    """What the source of a page says of the page."""
    metas = _metas(tree)
    things = list(_things(tree))
    article: Mapping[str, Any] = next(
        (thing for thing in things if _is_a(thing, _ARTICLE_TYPES) and thing.get("headline")), {}
    )
    publisher = article.get("publisher")
    return Declared(
        headline=metas.get("og:title") or _text(article.get("headline")),
        site=_first(metas, _PUBLISHER) or _text(publisher.get("name") if isinstance(publisher, dict) else publisher),
        author=_first(metas, ("author", "dc.creator")),
        published=_first(metas, _PUBLISHED) or _text(article.get("datePublished")),
        modified=_first(metas, _MODIFIED) or _text(article.get("dateModified")),
        language=_language(tree, metas) or (_text(article.get("inLanguage")) or "")[:2].lower() or None,
        canonical=attribute(tree.css_first("link[rel=canonical]"), "href") or metas.get("og:url"),
        media=tuple(declared_sound(tree, metas, things)),
        body=next((body for thing in things if isinstance(body := thing.get("articleBody"), str)), None),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.css("meta[content]"):
        name = next((value for key in ("property", "name", "http-equiv") if (value := attribute(meta, key))), "")
        metas.setdefault(name.lower(), one_line(attribute(meta, "content")))
    return metas


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if metas.get(name)), None)


def _language(tree: LexborHTMLParser, metas: Mapping[str, str]) -> str | None:
    code = (attribute(tree.root, "lang") or metas.get("content-language", ""))[:2].lower()
    return code if re.fullmatch("[a-z]{2}", code) else None


def _things(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """Every object in the page's JSON-LD, those inside others as well; what is no JSON says nothing."""
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            yield from _objects(json.loads(script.text(), strict=False), _DEEPEST_JSON_LD)
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth and isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth - 1)
    elif depth and isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth - 1)
