"""Feeds, read back by feedparser and by our own reader of lists."""

from __future__ import annotations

from typing import Any

import feedparser
import pytest
from lxml import etree

from archiver.export.feeds import PODCAST, Channel, podcast_feed, releases_feed
from archiver.page.lists import read_listing

BASE = "https://archive.example.org/b"
ROW: dict[str, Any] = {
    "release": 12,
    "title": 'A "quoted" & <odd> title \N{ANCHOR} \ufffe',
    "issuer": "Harbour Union",
    "number": "(2006)042",
    "date": "2006-03-31",
    "language": "en",
    "captured": "2026-03-01T10:00:00Z",
    "text": "The ministers deplore the flooding of the old quays.",
    "recording": 5,
    "label": "Press briefing",
    "url": "https://example.org/briefing.mp3",
    "sha256": "ab" * 32,
    "size": 20_036_000,
    "duration": 1252.25,
    "transcript": 7,
    "spoken": "en",
    "people": ["Ada Lovelace"],
}
CHANNEL = Channel(
    "Harbour \N{ANCHOR}",
    BASE,
    f"{BASE}/",
    lambda release, recording: f"{BASE}/releases/{release}.html",
    lambda one: (f"{BASE}/recordings/{one['sha256']}.mp3", "audio/mpeg"),
)
WITHOUT_DATE = {**ROW, "release": 13, "title": "Second", "date": None, "transcript": None, "people": []}


@pytest.fixture(scope="module")
def rss() -> bytes:
    return podcast_feed(CHANNEL, [ROW, WITHOUT_DATE])


def test_a_podcast_as_feedparser_reads_it(rss: bytes) -> None:
    found = feedparser.parse(rss)
    assert (found.bozo, found.version, found.feed.title) == (False, "rss20", "Harbour \N{ANCHOR}")
    first, second = found.entries
    assert first.title == 'A "quoted" & <odd> title \N{ANCHOR}: Press briefing'
    assert (first.link, first.published_parsed[:3]) == (f"{BASE}/releases/12.html", (2006, 3, 31))
    assert first.enclosures[0].href.endswith(f"{'ab' * 32}.mp3")
    assert (first.enclosures[0].length, first.enclosures[0].type) == ("20036000", "audio/mpeg")
    assert first.itunes_duration == "20:52"
    assert "published" not in second


def test_what_podcasting_2_adds(rss: bytes) -> None:
    first, second = etree.fromstring(rss).iter("item")
    texts = {one.get("type"): one.get("url") for one in first.iter(f"{{{PODCAST}}}transcript")}
    assert texts == {
        "text/vtt": f"{BASE}/episodes/12-5.vtt",
        "application/x-subrip": f"{BASE}/episodes/12-5.srt",
        "application/json": f"{BASE}/episodes/12-5.json",
    }
    (chapters,) = first.iter(f"{{{PODCAST}}}chapters")
    assert (chapters.get("url"), chapters.get("type")) == (
        f"{BASE}/episodes/12-5.chapters.json",
        "application/json+chapters",
    )
    assert [one.text for one in first.iter(f"{{{PODCAST}}}person")] == ["Ada Lovelace"]
    assert not list(second.iter(f"{{{PODCAST}}}*"))


def test_new_releases_as_feedparser_reads_them() -> None:
    found = feedparser.parse(releases_feed(CHANNEL, [ROW, WITHOUT_DATE]))
    assert (found.bozo, found.version) == (False, "atom10")
    assert [entry.id for entry in found.entries] == [f"{BASE}/releases/12.html", f"{BASE}/releases/13.html"]
    assert found.feed.updated == found.entries[0].updated == "2026-03-01T10:00:00+00:00"
    assert found.entries[0].author == "Harbour Union"


def test_our_own_reader_of_lists_reads_both(rss: bytes) -> None:
    for data in (rss, releases_feed(CHANNEL, [ROW, WITHOUT_DATE])):
        first, second = read_listing(data, url=f"{BASE}/feed").items
        assert (first.source, first.date) == (f"{BASE}/releases/12.html", "2006-03-31")
        assert second.source == f"{BASE}/releases/13.html"


def test_sound_that_cannot_be_had_is_no_episode() -> None:
    silent = Channel("Harbour", BASE, BASE, CHANNEL.page, lambda one: None)
    assert feedparser.parse(podcast_feed(silent, [ROW])).entries == []


def test_an_empty_archive_has_valid_feeds() -> None:
    assert not feedparser.parse(podcast_feed(CHANNEL, [])).bozo
    assert not feedparser.parse(releases_feed(CHANNEL, [])).bozo
