"""What a page's source declares for machines: meta tags, Open Graph, JSON-LD (schema.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from archiver.models import MediaLink
from archiver.release.blocks import one_line
from archiver.release.facts.dates import iso_date
from archiver.release.facts.issuers import is_domain, is_site_name
from archiver.release.formats.declared_sound import declared_sound
from archiver.release.formats.html_elements import attribute
from archiver.release.formats.json_text import loaded
from archiver.release.formats.schema_org import Thing, is_a, text_in

# The names of meta tags without punctuation, the more telling ones first.
_PUBLISHED = (
    *("articlepublishedtime", "articlepublished", "articlepublisheddate", "ogarticlepublishedtime", "datepublished"),
    *("publishedtime", "dctermsissued", "dcdateissued", "dcissued", "issued", "dctermscreated", "dcdatecreated"),
    *("dccreated", "dctermsdate", "dcdatepublication", "dcdate", "citationpublicationdate", "citationdate"),
    *("publicationdate", "publishdate", "publisheddate", "publishedat", "pubdate", "articledate", "sailthrudate"),
    *("parselypubdate", "btpubdate", "ogpubdate", "ogpublishdate", "cxenseparserecspublishtime", "dateposted"),
    *("postdate", "date", "datecreated"),
)
_MODIFIED = (
    *("articlemodifiedtime", "ogupdatedtime", "ogmodifiedtime", "dctermsmodified", "dcdatemodified", "dcmodified"),
    *("datemodified", "articlemodified", "lastmodified", "modificationdate"),
)
_DATED = frozenset([*_PUBLISHED, *_MODIFIED])
_PUBLISHER = ("og:site_name", "dcterms.publisher", "dc.publisher", "dcterms.creator", "dc.creator")
_HOUSES = ("GovernmentOrganization", "NewsMediaOrganization", "WebSite")
_ARTICLE_TYPES = frozenset(
    [
        "Article",
        "NewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "TechArticle",
        "ScholarlyArticle",
        "ReportageNewsArticle",
        "BlogPosting",
        "PressRelease",
        "WebPage",
        "Report",
        "GovernmentService",
        "Event",
    ]
)
_MOST_MARKED = 20  # elements marked as a date; more are a list of pages
_LONGEST_DAY = 60  # code points; what is longer is more than a day
_DEEPEST_JSON_LD = 20  # levels of JSON-LD; nobody writes more, and each is a level of recursion


@dataclass(frozen=True, slots=True)
class Declared:
    """The facts in a page's source.

    headline: the title for others to show
    host: a domain that the page calls its site
    published, modified: dates as written there
    locale: the language and where it is spoken, in lower case (``en-us``)
    media: recordings, their addresses as written there
    body: the whole text, its lines as written there
    """

    headline: str | None = None
    site: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    locale: str | None = None
    canonical: str | None = None
    media: tuple[MediaLink, ...] = ()
    author: str | None = None
    body: str | None = None
    host: str | None = None


def declared_in(tree: LexborHTMLParser) -> Declared:
    """What the source of a page says of the page."""
    metas = _metas(tree)
    days = {name: value for name, value in _plainly_named(metas) if name in _DATED and iso_date(value)}
    things = list(_things(tree))
    article: Thing = next((thing for thing in things if is_a(thing, _ARTICLE_TYPES) and thing.get("headline")), {})
    return Declared(
        headline=metas.get("og:title") or text_in(article.get("headline")),
        site=next(filter(is_site_name, _sites(metas, things, article)), None),
        host=next((name for name in _sites(metas, things, article) if is_domain(name)), None),
        author=_first(metas, ("author", "dc.creator")),
        published=_first(days, _PUBLISHED) or _in_json_ld(things, "datePublished") or _marked(tree, "datePublished"),
        modified=_first(days, _MODIFIED) or _in_json_ld(things, "dateModified") or _marked(tree, "dateModified"),
        language=_language(tree, metas) or (text_in(article.get("inLanguage")) or "")[:2].lower() or None,
        locale=_locale(tree, metas),
        canonical=attribute(tree.css_first("link[rel=canonical]"), "href") or metas.get("og:url"),
        media=tuple(declared_sound(tree, metas, things)),
        body=next((body for thing in things if isinstance(body := thing.get("articleBody"), str)), None),
    )


def _sites(metas: Mapping[str, str], things: list[Thing], article: Thing) -> Iterator[str]:
    """What the page calls its site or its publisher, the more telling names first; none that is its own title."""
    publisher = article.get("publisher") or next((thing["publisher"] for thing in things if "publisher" in thing), None)
    if isinstance(publisher, dict) and "name" not in publisher:
        publisher = next(
            (thing for thing in things if "name" in thing and thing.get("@id") == publisher.get("@id")), {}
        )
    houses = (thing.get("name") for kind in _HOUSES for thing in things if is_a(thing, frozenset([kind])))
    names = (publisher.get("name") if isinstance(publisher, dict) else publisher, *houses)
    for name in (*(metas.get(one) for one in _PUBLISHER), *map(text_in, names)):
        if name and name != metas.get("og:title"):
            yield name


def _in_json_ld(things: list[Thing], name: str) -> str | None:
    """A date of JSON-LD, an article's own before that of the page or of anything else but a site."""
    dated = [thing for thing in things if iso_date(text_in(thing.get(name)) or "")]
    kinds = (_ARTICLE_TYPES - {"WebPage"}, frozenset(["WebPage"]))
    chosen = (thing for kind in kinds for thing in dated if is_a(thing, kind))
    return next((text_in(thing[name]) for thing in chosen), None)


def _marked(tree: LexborHTMLParser, name: str) -> str | None:
    """The date that elements of the page are marked as, by microdata or RDFa; several are those of a list."""
    marked = tree.css(f'[itemprop~="{name}"], [property~="{name}"]')[:_MOST_MARKED]
    said = (attribute(node, "datetime") or attribute(node, "content") or one_line(node.text()) for node in marked)
    days = {day: one for one in said if len(one) <= _LONGEST_DAY and (day := iso_date(one))}
    return next(iter(days.values())) if len(days) == 1 else None


def _plainly_named(metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The meta tags by their names without punctuation; of several, the first on the page comes last."""
    return ((re.sub("[^a-z]", "", name), value) for name, value in reversed(metas.items()))


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.css("meta[content]"):
        name = next(
            (value for key in ("property", "name", "http-equiv", "itemprop") if (value := attribute(meta, key))), ""
        )
        metas.setdefault(name.lower(), one_line(attribute(meta, "content")))
    return metas


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if metas.get(name)), None)


def _language(tree: LexborHTMLParser, metas: Mapping[str, str]) -> str | None:
    code = (attribute(tree.root, "lang") or metas.get("content-language", ""))[:2].lower()
    return code if re.fullmatch("[a-z]{2}", code) else None


def _locale(tree: LexborHTMLParser, metas: Mapping[str, str]) -> str | None:
    told = (attribute(tree.root, "lang"), metas.get("content-language", ""), metas.get("og:locale", ""))
    locales = (one.lower().replace("_", "-") for one in told)
    return next((one for one in locales if re.fullmatch("[a-z]{2}-[a-z]{2}", one)), None)


def _things(tree: LexborHTMLParser) -> Iterator[Thing]:
    """Every object in the page's JSON-LD, those inside others as well; what is no JSON says nothing."""
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            yield from _objects(loaded(script.text()), _DEEPEST_JSON_LD)
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int) -> Iterator[Thing]:
    if depth and isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth - 1)
    elif depth and isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth - 1)
