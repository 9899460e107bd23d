"""Feeds in JSON are read as those in XML are."""

from __future__ import annotations

import json

import pytest

from archiver.errors import NotAPage
from archiver.models import MediaLink
from archiver.release import read_release
from archiver.release.formats.feed import read_feed
from archiver.release.formats.json_feed import entries, is_json_feed, parsed

ITEM = {
    "id": 7,
    "url": "/nouvelles/7",
    "title": "De la lumière sur les quais",
    "date_published": "2021-05-04T09:30:00+02:00",
    "content_html": "<p>Chaque quai sera éclairé la nuit, comme les pilotes le demandaient.</p>",
    "attachments": [
        {"url": "/pp.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 694_400, "duration_in_seconds": 758}
    ],
}


def feed(*items: object, version: str = "https://jsonfeed.org/version/1.1") -> str:
    return json.dumps({"title": "Union des ports", "language": "fr", "items": items, "version": version})


@pytest.mark.parametrize(
    ("text", "is_feed"),
    [
        (feed(), True),
        (feed().replace("/", "\\/"), True),  # as PHP writes it
        (feed(version="2.0"), False),
        ('Our "version": "https://jsonfeed.org/version/1" is new.', False),
        ("[1, 2]", False),
    ],
)
def test_what_is_a_feed_in_json(text: str, is_feed: bool) -> None:
    assert is_json_feed(text) is is_feed


def test_an_entry_is_a_page_with_its_recording() -> None:
    page = read_feed(feed(ITEM), "https://port.example/feed.json")
    assert (page.headline, page.site, page.language) == (ITEM["title"], "Union des ports", "fr")
    assert page.published == "2021-05-04"
    assert page.media == (MediaLink("De la lumière sur les quais", "https://port.example/pp.mp3", "mp3", 694, 758.0),)


def test_a_feed_is_read_whatever_the_server_calls_it() -> None:
    other = {"id": "8", "title": "Pilots heard", "content_text": "They are glad that every quay will be lit."}
    release = read_release(feed(ITEM, other).encode(), "application/json")
    assert [paragraph.heading for paragraph in release.paragraphs] == ["De la lumière sur les quais", "Pilots heard"]


def test_other_json_is_no_page() -> None:
    with pytest.raises(NotAPage, match="no page but application/json"):
        read_release(b'{"items": []}', "application/json")


def test_each_entry_is_cut_out_with_nothing_but_whose_it_is() -> None:
    [first, second] = entries(feed(ITEM, {"id": "8"}))
    assert json.loads(first)["items"] == [ITEM]
    assert json.loads(second)["title"] == "Union des ports"


@pytest.mark.parametrize(
    "items",
    [
        "none",
        [1, None, "entry"],
        [{"attachments": [{"url": 7, "duration_in_seconds": 1e300}], "date_published": "never", "title": []}],
    ],
)
def test_odd_values_say_nothing(items: object) -> None:
    found = parsed(json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode())
    assert found is not None
    assert [entry for entry in found[1] if entry.get("title") or entry.get("published_parsed")] == []


def test_what_is_broken_is_none() -> None:
    assert parsed(feed(ITEM).encode()[:-1]) is None
