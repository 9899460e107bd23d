"""Feeds from the server: every address in them leads to what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import httpx
import pytest
from lxml import etree
from site_examples import make_archive

from archiver.web.compat import close
from archiver.web.serve import open_datasette

Ask = Callable[..., httpx.Response]


def test_what_is_new(ask: Ask) -> None:
    answer = ask("/-/archive/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert [entry.title for entry in found.entries] == [
        "<script>alert('title')</script>",
        "Statement on NATO-Belarus relations",
    ]
    assert [urlsplit(entry.link).path for entry in found.entries] == ["/-/archive/releases/3", "/-/archive/releases/2"]


def test_recordings_whose_sound_is_gone_are_no_episodes(ask: Ask) -> None:
    assert feedparser.parse(ask("/-/archive/feed.rss").content).entries == []


def test_every_address_of_an_episode_answers(tmp_path: Path) -> None:
    import asyncio

    opened = open_datasette(make_archive(tmp_path / "archive"))

    def get(address: str) -> httpx.Response:
        parts = urlsplit(address)
        answer: httpx.Response = asyncio.run(opened.client.get(f"{parts.path}?{parts.query}"))
        return answer

    try:
        feed = get("/-/archive/feed.rss")
        _, item = etree.fromstring(feed.content).iter("item")
        told = {one.get("type"): one.get("url") for one in item.iter() if one.get("type")}
        assert len(told) == 5
        for media_type, address in told.items():
            answer = get(address)
            assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
        assert get(item.findtext("link")).status_code == 200
        assert json.loads(get(told["application/json"]).content)["segments"][0]["body"] == "Good morning."
    finally:
        close(opened)


@pytest.mark.parametrize("path", ["2-2.vtt", "2-99.srt", "99-1.json"])
def test_what_is_no_episode(ask: Ask, path: str) -> None:
    answer = ask(f"/-/archive/episodes/{path}")
    if path == "2-2.vtt":
        assert answer.text.startswith("WEBVTT")
    else:
        assert answer.status_code == 404
        assert "There is no such transcript" in answer.text
