"""Feeds: the recordings as a podcast (RSS 2.0 with Podcasting 2.0), and the releases that are new (Atom).

What they say comes from the archive alone, and not from the clock: the same archive gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, TypeAlias

from feedgen.feed import FeedGenerator
from lxml import etree

from archiver.display import clock, one_line
from archiver.export.document import Document

Generated: TypeAlias = Any  # a feed of feedgen's or an entry of one; they have no types

PODCAST = "https://podcastindex.org/namespace/1.0"
MOST = 100  # entries of a feed, as many as podcast programs show
DESCRIPTION_CHARACTERS = 300
# What a player is told of an episode's text, by the ending of its file.
TRANSCRIPTS: Mapping[str, str] = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
}
CHAPTERS, CHAPTERS_TYPE = "chapters.json", "application/json+chapters"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
NOON = time(12, tzinfo=UTC)  # of the day of a release, which is the same day nearly everywhere then


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a feed stands, and where it leads.

    base: the address below which its files lie, without a slash at its end
    home: of the first page
    page: the address of a release's page, of one recording where that is given
    sound: the address of an episode's sound, with its media type; None where it cannot be had
    """

    title: str
    base: str
    home: str
    page: Callable[[int, int | None], str]
    sound: Callable[[Document], tuple[str, str] | None]


def episode_file(release: int, recording: int, ending: str) -> str:
    """Where a text of an episode lies below a channel's base, on the server as on a site."""
    return f"episodes/{release}-{recording}.{ending}"


def podcast_feed(channel: Channel, episodes: Sequence[Document]) -> bytes:
    """RSS 2.0: the recordings that can be heard, with their transcripts, chapters and named speakers.

    episodes: as ``archiver.archive.episodes.newest_episodes`` has them
    """
    feed = _feed(channel, "feed.rss", "Recordings of press briefings, each with its transcript.", episodes)
    feed.load_extension("podcast")
    feed.register_extension("podcasting", _Namespace, _Tags)
    for one in episodes:
        if sound := channel.sound(one):
            _add_episode(feed, channel, one, *sound)
    written: bytes = feed.rss_str(pretty=True)
    return written


def releases_feed(channel: Channel, releases: Sequence[Document]) -> bytes:
    """Atom: the releases that were archived last.

    releases: as ``archiver.archive.episodes.newest_releases`` has them
    """
    feed = _feed(channel, "feed.atom", "Releases, each beside what was said about it.", releases)
    for one in releases:
        _add_entry(feed, one, channel.page(one["release"], None), one["title"])
    written: bytes = feed.atom_str(pretty=True)
    return written


def _feed(channel: Channel, name: str, about: str, entries: Sequence[Document]) -> Generated:
    feed = FeedGenerator()
    address = f"{channel.base}/{name}"
    feed.id(address)
    feed.title(_text(channel.title))
    feed.link(href=channel.home, rel="alternate")
    feed.link(href=address, rel="self")
    feed.description(about)
    feed.generator("briefing archiver")
    newest = max((_moment(one["captured"]) for one in entries), default=LONG_AGO)
    feed.updated(newest)
    feed.lastBuildDate(newest)
    if entries and entries[0]["language"]:
        feed.language(_text(entries[0]["language"]))
    return feed


def _add_entry(feed: Generated, one: Document, page: str, title: str) -> Generated:
    entry = feed.add_entry(order="append")
    entry.title(_text(title))
    entry.id(page)
    entry.link(href=page)
    entry.updated(_moment(one["captured"]))
    entry.description(textwrap.shorten(_text(one["text"] or title), DESCRIPTION_CHARACTERS, placeholder=" …"))
    if one["issuer"]:
        entry.author(name=_text(one["issuer"]))
    if day := _day(one["date"]):
        entry.published(day)
    return entry


def _add_episode(feed: Generated, channel: Channel, one: Document, sound: str, media_type: str) -> None:
    key = one["release"], one["recording"]
    title = ": ".join(dict.fromkeys(filter(None, (_text(one["title"]), _text(one["label"])))))
    entry = _add_entry(feed, one, channel.page(*key), title)
    entry.guid(f"{channel.base}/{episode_file(*key, '')}".rstrip("."))  # stays, whichever page shows it
    entry.enclosure(_text(sound), str(one["size"] or 0), media_type)
    if one["issuer"]:
        entry.podcast.itunes_author(_text(one["issuer"]))
    if one["duration"]:
        entry.podcast.itunes_duration(clock(one["duration"]))
    tags = entry.podcasting.tags
    if one["transcript"]:
        language = {"language": _text(one["spoken"])} if one["spoken"] else {}
        for ending, kind in TRANSCRIPTS.items():
            tags.append(
                ("transcript", {"url": f"{channel.base}/{episode_file(*key, ending)}", "type": kind, **language}, None)
            )
        tags.append(
            ("chapters", {"url": f"{channel.base}/{episode_file(*key, CHAPTERS)}", "type": CHAPTERS_TYPE}, None)
        )
    tags.extend(("person", {}, _text(name)) for name in one["people"])


class _Namespace:
    """Makes the namespace of Podcasting 2.0 known, as extensions of feedgen do."""

    def extend_ns(self) -> dict[str, str]:
        return {"podcast": PODCAST}

    def extend_rss(self, feed: Generated) -> Generated:
        return feed


class _Tags:
    """Elements of that namespace in an item: name, attributes, text."""

    def __init__(self) -> None:
        self.tags: list[tuple[str, dict[str, str], str | None]] = []

    def extend_rss(self, item: etree._Element) -> etree._Element:
        for name, attributes, text in self.tags:
            etree.SubElement(item, f"{{{PODCAST}}}{name}", attributes).text = text
        return item


def _text(text: str) -> str:
    """On one line, without the two signs that XML cannot hold."""
    return one_line(text.translate({0xFFFE: None, 0xFFFF: None}))


def _moment(iso: str) -> datetime:
    """When it was; long ago for what is no time, as a stranger's archive may have."""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return LONG_AGO
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _day(iso: str | None) -> datetime | None:
    """Noon of a day; None for what is no whole date."""
    try:
        return datetime.combine(datetime.fromisoformat(iso or "").date(), NOON)
    except ValueError:
        return None
