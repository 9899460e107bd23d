"""Feeds: RSS, Atom and JSON Feed, whose entries bring their text and their recordings along (``enclosure``)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from archiver.errors import NotAPage
from archiver.models import MediaLink
from archiver.release.blocks import Block, PageLines, one_line, resolve
from archiver.release.formats import html, json_feed
from archiver.release.formats.json_feed import is_json_feed
from archiver.release.media_links.addresses import best, is_enclosed_sound, sound_format
from archiver.release.media_links.labels import clock_seconds

# What may stand before the first element.
_PROLOG = re.compile(r"\s+|<\?[^>]{0,300}>|<!--(?:(?!-->).){0,2000}-->", re.DOTALL)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_MOST_DECLARATIONS = 20  # declarations and comments before the first element
_CLOCK = re.compile(r"(?:[0-9]{1,2}:)?[0-9]{1,3}:[0-5][0-9]")


def is_feed(text: str) -> bool:
    """Whether a text is a feed, whatever the server calls it."""
    return begins_with(_FEED, text) or is_json_feed(text)


def begins_with(element: re.Pattern[str], text: str) -> bool:
    """Whether this is the first element of a text, whatever declarations and comments stand before it."""
    place = 0
    for _ in range(_MOST_DECLARATIONS):
        before = _PROLOG.match(text, place)
        if before is None:
            break
        place = before.end()
    return bool(element.match(text, place))


def read_feed(text: str, url: str | None = None) -> PageLines:
    """The entries of a feed as one page; of several, each has its title as a heading.

    Raises NotAPage for characters that are none.
    """
    found, entries = parsed(text.encode("utf-8", "replace"))
    only = entries[0] if len(entries) == 1 else None
    base = url or found.get("link")
    return PageLines(
        blocks=tuple(
            block for entry in entries for block in _blocks(entry, None if only else entry.get("title"), base)
        ),
        base=base,
        headline=_line((only or found).get("title")) or _line(found.get("title")),
        site=_line(found.get("title")) if only else None,
        language=(found.get("language") or "")[:2].lower() or None,
        published=day_of(only) if only else None,
        modified=_day(dict.get(only or found, "updated_parsed")),
        media=tuple(link for entry in entries for link in enclosures(entry, base)),
    )


def parsed(data: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a feed in UTF-8 says of itself, and its entries; raises NotAPage for characters that are none."""
    if found := json_feed.parsed(data):
        return found
    import feedparser  # a feed is a rare page

    # A stream is only parsed; a string that looks like an address would be fetched.
    try:
        found = feedparser.parse(io.BytesIO(data), response_headers={"content-type": "text/xml; charset=utf-8"})
    except UnicodeEncodeError as error:
        raise NotAPage(f"this is no feed: it names a character that is none ({error.reason})") from error
    return found.feed, found.entries


def _blocks(entry: Mapping[str, Any], title: str | None, base: str | None) -> Iterator[Block]:
    """The lines of an entry, under its title where there are several."""
    if title:
        yield Block(one_line(title), role="heading")
    content = next((part.get("value") for part in entry.get("content", ()) if part.get("value")), None)
    text = content or entry.get("summary") or ""
    body = html.read_html(f"<main>{text}</main>" if "<" in text else f"<main><p>{text}</p></main>", base)
    yield from body.blocks


def enclosures(entry: Mapping[str, Any], base: str | None) -> Iterator[MediaLink]:
    """The recordings that an entry brings along."""
    seconds = _seconds(str(entry.get("itunes_duration") or ""))
    for told in _attached(entry):
        address, kind = told.get("href") or told.get("url") or "", told.get("type") or ""
        size = str(told.get("length") or told.get("filesize") or "")
        yield MediaLink(
            label=_line(entry.get("title")) or "",
            url=resolve(base, address),
            format=sound_format(address, kind),
            announced_kb=round(int(size) / 1000) or None if re.fullmatch("[0-9]{1,12}", size) else None,
            announced_seconds=seconds or _seconds(str(told.get("duration") or "")),
        )


def _attached(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The enclosures that are sound, or else that of Media RSS (``media:content``): one, in however many formats."""
    enclosures = entry.get("enclosures", ())
    own = [told for told in enclosures if is_enclosed_sound(told.get("href") or "", told.get("type") or "")]
    media = [told for told in entry.get("media_content", ()) if _is_media(told)]
    one = best((told, sound_format(told.get("url") or "", told.get("type"))) for told in media)
    return own or ([one] if one is not None else [])


def _is_media(told: Mapping[str, Any]) -> bool:
    """Whether a file of Media RSS is sound; without a medium and a type it may be a picture."""
    address, kind = told.get("url") or "", told.get("type") or ""
    return bool(address and (sound_format(address, kind) or kind.startswith("audio/") or told.get("medium") == "audio"))


def _seconds(duration: str) -> float | None:
    """Seconds of an iTunes duration: a number of them, or ``12:38``."""
    if re.fullmatch("[0-9]{1,6}", duration):
        return float(duration)
    return clock_seconds(duration) if _CLOCK.fullmatch(duration) else None


def day_of(entry: dict[str, Any]) -> str | None:
    """The day on which an entry was published, or else updated."""
    # Its own get answers a question for the update with the day of publication.
    return _day(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed"))


def _day(parsed: Sequence[int] | None) -> str | None:
    """An ISO date of a time as feedparser gives it; None for a day that never was."""
    try:
        return date(*parsed[:3]).isoformat() if parsed else None
    except ValueError:
        return None


def _line(text: str | None) -> str | None:
    return one_line(text) or None if text else None
