"""Recordings that a page's source declares."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from archiver.models import MediaLink
from archiver.release.formats.declared_sound import seconds_in
from archiver.release.formats.metadata import declared_in


def declared(head: str, body: str = "<p>The quays are lit.</p>") -> tuple[MediaLink, ...]:
    return declared_in(LexborHTMLParser(f"<html><head>{head}</head><body>{body}</body></html>")).media


def linked(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


@pytest.mark.parametrize(
    ("head", "link"),
    [
        (
            '<meta property="og:audio" content="http://harbour.example/a.mp3">'
            '<meta property="og:audio:secure_url" content="https://harbour.example/a.mp3">',
            MediaLink("", "https://harbour.example/a.mp3", "mp3"),  # two ways to one recording
        ),
        (
            '<meta property="og:audio" content="/play/7"><meta property="og:audio:type" content="audio/ogg">'
            '<meta property="og:audio:title" content="Press briefing">',
            MediaLink("Press briefing", "/play/7", "ogg"),
        ),
        (
            linked(
                {
                    "@type": "AudioObject",
                    "name": "Press briefing",
                    "contentUrl": "/a",
                    "encodingFormat": "audio/mpeg",
                    "contentSize": "11.8 MB",
                    "duration": "PT12M38S",
                }
            ),
            MediaLink("Press briefing", "/a", "mp3", 11_800, 758.0),
        ),
        (
            linked(
                {
                    "@type": "NewsArticle",
                    "audio": {"@type": "AudioObject", "embedUrl": "/a.ogg", "contentSize": 694_400},
                }
            ),
            MediaLink("", "/a.ogg", "ogg", 694),  # a bare number is one of bytes
        ),
    ],
)
def test_recordings(head: str, link: MediaLink) -> None:
    assert declared(head) == (link,)


@pytest.mark.parametrize(
    "thing", [{"@type": "VideoObject", "contentUrl": "/a.mp4"}, {"@type": "AudioObject", "name": "Press briefing"}]
)
def test_what_is_no_recording(thing: object) -> None:
    assert declared(linked(thing)) == ()


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("PT12M38S", 758),
        ("PT1H2M3S", 3_723),
        ("P0DT90M", 5_400),
        ("PT758.4S", 758),
        ("PT0S", None),  # a player that did not know
        ("PT", None),
        ("12:38", None),
        ("", None),
    ],
)
def test_an_iso_duration(duration: str, seconds: float | None) -> None:
    assert seconds_in(duration) == seconds


@pytest.mark.parametrize(
    ("duration", "seconds"), [("P0Y0M0DT0H12M38S", 758.0), ("P1DT2H", 93_600.0), ("P", None), ("PT", None)]
)
def test_durations_in_full(duration: str, seconds: float | None) -> None:
    assert seconds_in(duration) == seconds


@pytest.mark.parametrize(
    ("body", "link"),
    [
        (
            '<div itemscope itemtype="https://schema.org/AudioObject"><meta itemprop="name" content="Press briefing">'
            '<link itemprop="contentUrl" href="/a"><meta itemprop="duration" content="PT12M38S">'
            '<meta itemprop="encodingFormat" content="audio/mpeg"></div>',
            MediaLink("Press briefing", "/a", "mp3", None, 758.0),
        ),
        (
            '<section itemscope itemtype="http://schema.org/AudioObject"><h3 itemprop="name">Point de presse</h3>'
            '<a itemprop="contentUrl" href="/pp.ogg">Écouter</a></section>',
            MediaLink("Point de presse", "/pp.ogg", "ogg"),
        ),
        ('<article itemscope><meta itemprop="audio" content="/a.mp3"></article>', MediaLink("", "/a.mp3", "mp3")),
        (
            '<div itemscope itemtype="https://schema.org/AudioObject"><span itemprop="name">Discours du maire</span>'
            '<audio itemprop="contentUrl" src="/son/discours.mp3"></audio>'
            '<time itemprop="duration" datetime="PT4M">4 min</time></div>',
            MediaLink("Discours du maire", "/son/discours.mp3", "mp3", None, 240.0),
        ),
    ],
)
def test_recordings_in_microdata(body: str, link: MediaLink) -> None:
    assert declared("", body) == (link,)


@pytest.mark.parametrize(
    ("head", "links"),
    [
        ('<link rel="enclosure" type="audio/mpeg" length="694400" href="/a">', [("/a", "mp3", 694)]),
        ('<link rel="enclosure" href="/telechargements/pp.mp3">', [("/telechargements/pp.mp3", "mp3", None)]),
        ('<link rel="alternate" type="audio/ogg" href="/a">', [("/a", "ogg", None)]),
        (
            '<link rel="enclosure" title="Point de presse" type="audio/ogg" length="120000" href="/point-presse">',
            [("/point-presse", "ogg", 120)],
        ),
        ('<meta name="twitter:player:stream" content="/a.mp3">', [("/a.mp3", "mp3", None)]),
        ('<link rel="enclosure" type="image/png" href="/a.png"><link rel="stylesheet" href="/a.css">', []),
        ('<meta name="twitter:player:stream" content="/a.mp4">', []),
    ],
)
def test_recordings_linked_in_the_head(head: str, links: list[tuple[str, str, int | None]]) -> None:
    assert [(link.url, link.format, link.announced_kb) for link in declared(head)] == links


def test_the_file_of_a_podcasts_episode_is_a_recording() -> None:
    file = {"@type": "MediaObject", "name": "Folge 7", "contentUrl": "/folge7.mp3"}
    assert declared(linked({"@type": "PodcastEpisode", "associatedMedia": file})) == (
        MediaLink("Folge 7", "/folge7.mp3", "mp3"),
    )


def test_things_inside_things_take_no_longer_than_they_are() -> None:
    inner = '<meta itemprop="contentUrl" content="/a.mp3">'
    body = '<div itemscope itemtype="https://schema.org/AudioObject">' * 200 + inner * 1_000
    assert {link.url for link in declared("", body)} <= {"/a.mp3"}
