"""Recordings that a line points to or names."""

from __future__ import annotations

import pytest

from archiver.models import MediaLink
from archiver.release.html import read
from archiver.release.media import distinct, links_in

PAGE = "https://example.org/docu/pr/p06.htm"


@pytest.mark.parametrize(
    ("markup", "link"),
    [
        (
            "Press briefing <a href='../a.mp3'>(.MP3/20.036kb)</a>",
            MediaLink("Press briefing", "https://example.org/docu/a.mp3", "mp3", 20_036),
        ),
        (
            "<a href='a.MP3?v=1'>Press briefing</a> (.MP3/694Kb)",
            MediaLink("Press briefing", "https://example.org/docu/pr/a.MP3?v=1", "mp3", 694),
        ),
        (
            "<a href='/get?id=7'>Audio file .MP3/1.890Kb</a>",  # only the label tells that it is sound
            MediaLink("Audio file", "https://example.org/get?id=7", "mp3", 1_890),
        ),
        (
            "<a href='/a.mp3'>Listen</a> (12 min 38 s - 11.8 MB)",
            MediaLink("Listen", "https://example.org/a.mp3", "mp3", 11_800, 758.0),
        ),
        (
            "<audio src='a.ogg' title='Briefing'></audio>",
            MediaLink("Briefing", "https://example.org/docu/pr/a.ogg", "ogg"),
        ),
        ("<a type='audio/mpeg' href='/x'>Briefing</a>", MediaLink("Briefing", "https://example.org/x", "mp3")),
        ("<a href='http://[bad/a.mp3'>Briefing (.MP3/1kb)</a>", MediaLink("Briefing", "http://[bad/a.mp3", "mp3", 1)),
    ],
)
def test_a_link_to_a_recording(markup: str, link: MediaLink) -> None:
    [block] = read(f"<p>{markup}</p>", PAGE).blocks
    assert links_in(block, PAGE) == [link]


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='a.wmv'>Video - .wmv/ 9.025kb</a>",
        "<a href='a.pdf'>Text (.PDF/17 KB)</a>",
        "<a href='about.htm'>About MP3 files</a>",
        "<a href='javascript:play(1)'>Briefing (.MP3/20.036kb)</a>",
    ],
)
def test_a_link_to_something_else(markup: str) -> None:
    [block] = read(f"<p>{markup}</p>", PAGE).blocks
    assert links_in(block, PAGE) == []


def test_several_recordings_on_a_line() -> None:
    [block] = read("<p>Briefing: <a href='e.mp3'>English</a> | <a href='f.mp3'>French</a></p>").blocks
    assert [(link.label, link.url) for link in links_in(block, None)] == [
        ("Briefing: English", "e.mp3"),
        ("French", "f.mp3"),
    ]


def test_the_same_address_is_one_link() -> None:
    twice = [MediaLink("", "a/b%20c.mp3", "mp3"), MediaLink("Briefing", "a/b%20c.mp3", "mp3", 694)]
    assert distinct(twice) == (MediaLink("Briefing", "a/b%20c.mp3", "mp3", 694),)
    assert distinct(twice[:1])[0].label == "b c.mp3"
