"""Recordings that a line points to or names."""

from __future__ import annotations

import pytest

from archiver.models import MediaLink
from archiver.release.blocks import Block
from archiver.release.formats.html import read_html
from archiver.release.media_links import is_media_line, is_middle_of_sentence, is_other_file, is_spoken_of, links_in

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
            "<a href='/a.mp3'>Listen</a>, duration: 12:38 - 11.8 MB",
            MediaLink("Listen", "https://example.org/a.mp3", "mp3", 11_800, 758.0),
        ),
        (
            "<a href='/a.mp3'>Écouter</a> (durée : 12 min 38 s)",
            MediaLink("Écouter", "https://example.org/a.mp3", "mp3", None, 758.0),
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
    [block] = read_html(f"<p>{markup}</p>", PAGE).blocks
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
    [block] = read_html(f"<p>{markup}</p>", PAGE).blocks
    assert links_in(block, PAGE) == []


def test_several_recordings_on_a_line() -> None:
    [block] = read_html("<p>Briefing: <a href='e.mp3'>English</a> | <a href='f.mp3'>French</a></p>").blocks
    assert [(link.label, link.url) for link in links_in(block, None)] == [
        ("Briefing: English", "e.mp3"),
        ("French", "f.mp3"),
    ]


def test_what_stands_behind_other_words_tells_of_another_file() -> None:
    [block] = read_html("<p><a href='a.mp3'>Briefing</a> and a film of 11.8 MB</p>").blocks
    assert links_in(block, None)[0].announced_kb is None


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("Press briefing (.MP3/694Kb)", [MediaLink("Press briefing", None, "mp3", 694)]),
        ("Audio file", [MediaLink("Audio file")]),
        ("Bullet Audio of the press briefing", [MediaLink("Audio of the press briefing")]),
        ("Enregistrement sonore", [MediaLink("Enregistrement sonore")]),
        ("Audiomitschnitt", [MediaLink("Audiomitschnitt")]),
        ("Archivo de audio", [MediaLink("Archivo de audio")]),
        ("Audio files were played to the pilots.", []),
        ("Press briefing", []),
    ],
)
def test_a_recording_without_a_link(line: str, links: list[MediaLink]) -> None:
    assert links_in(Block(line), None) == links


@pytest.mark.parametrize(
    ("line", "spoken_of"), [("Audio file", True), ("Fichier audio", True), ("Audio files of old", False)]
)
def test_a_line_only_speaks_of_a_recording(line: str, spoken_of: bool) -> None:
    assert is_spoken_of(line) is spoken_of


@pytest.mark.parametrize(
    ("markup", "media_line"),
    [
        ("Press briefing <a href='a.mp3'>(.MP3/694Kb)</a>", True),
        ("<a href='a.mp3'>Listen to the briefing.</a>", True),
        ("The minister was <a href='a.mp3'>heard</a> by many of the pilots.", False),
        ("In the morning the minister of all harbours was heard, and the pilots <a href='a.mp3'>as well.</a>", False),
        (f"<a href='a.mp3'>{'The quays are lit and ' * 10}more</a>", False),
    ],
)
def test_a_line_that_says_nothing_but_a_recording(markup: str, media_line: bool) -> None:
    [block] = read_html(f"<p>{markup}</p>").blocks
    assert is_media_line(block) is media_line


@pytest.mark.parametrize(
    ("line", "middle"),
    [
        (Block("was heard by many", follows=True), True),
        (Block("was heard by many"), False),  # a gap above it
        (Block("Heard by many", follows=True), False),
        (Block("was heard (.MP3/694Kb)", follows=True), False),
    ],
)
def test_a_line_goes_on_with_the_sentence_above(line: Block, middle: bool) -> None:
    assert is_middle_of_sentence(line) is middle


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("Video - .wmv/ 9.025kb", True),
        ("Text (.PDF/17 KB)", True),
        ("Briefing (.MP3/694Kb)", False),
        ("Film .wmv/9.025kb and briefing .MP3/694Kb", False),
        ("We keep every PDF", False),  # tells no size
        ("The pilots sent a PDF of 17 KB.", False),
    ],
)
def test_a_line_offers_another_file(line: str, other: bool) -> None:
    assert is_other_file(line) is other


def test_a_duration_and_a_size_each_with_its_word() -> None:
    [block] = read_html("<p><a href=a.mp3>Listen</a>, duration: 12:38, size: 11.8 MB</p>").blocks
    assert links_in(block, None) == [MediaLink("Listen", "a.mp3", "mp3", 11_800, 758.0)]
