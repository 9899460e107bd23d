"""Captions in XML, SubStation, lyrics, tables and plain text."""

from __future__ import annotations

import pytest

from archiver.errors import TranscriptFileError
from archiver.transcript.captions import read_transcript

TTML = """<?xml version="1.0"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="fr-CA" ttp:frameRate="25" ttp:tickRate="1000">
<head><metadata><ttm:agent xml:id="z"><ttm:name>Zoé Roy</ttm:name></ttm:agent></metadata></head>
<body><div begin="10s">
<p begin="1s" dur="2s" ttm:agent="z">L'écluse<br/>est <span>fermée</span>.</p>
<p begin="00:00:03:05" end="00:00:04.5">Depuis mars.</p>
<p begin="5000t" end="150f">Et le pont aussi.</p>
</div></body></tt>"""

ASS = """[Script Info]
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:03.00,Default,Zoé,0,0,0,,{\\i1}L'écluse{\\i0}\\Nest fermée.
Comment: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,À revoir.
Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,Depuis mars.
"""


def spoken(text: str, name: str) -> list[tuple[float, float, str | None, str]]:
    segments = read_transcript(text.encode(), name).segments
    return [(one.start, one.end, one.speaker, one.heard) for one in segments]


def test_ttml_counts_seconds_frames_and_ticks() -> None:
    assert spoken(TTML, "a.ttml") == [
        (11.0, 13.0, "Zoé Roy", "L'écluse est fermée."),
        (13.2, 14.5, None, "Depuis mars."),
        (15.0, 16.0, None, "Et le pont aussi."),
    ]
    assert read_transcript(TTML.encode(), "a.xml").language == "fr"


def test_a_bad_time_in_ttml_is_told() -> None:
    transcript = read_transcript(TTML.replace('"5000t"', '"soon"').encode(), "a.ttml")
    assert transcript.segments[-1].heard == "Et le pont aussi."
    assert transcript.doubts[0].startswith("a.ttml: line 8: 'soon' is no time that we can read")


def test_substation() -> None:
    assert spoken(ASS, "a.ass") == [(1.0, 3.0, "Zoé", "L'écluse est fermée."), (5.0, 6.0, None, "Depuis mars.")]


def test_a_layout_that_cannot_be_read_is_no_matter() -> None:
    assert spoken(ASS.replace("Dialogue: 0", "Dialogue: x"), "a.ass") == spoken(ASS, "a.ass")


def test_youtube_xml() -> None:
    old = '<transcript><text start="1" dur="2">L&amp;#39;écluse est fermée.</text></transcript>'
    new = (
        '<timedtext format="3"><body><p t="1000" d="2000"><s>L\'écluse</s><s t="900"> ferme.</s></p></body></timedtext>'
    )
    assert spoken(old, "a.xml") == [(1.0, 3.0, None, "L'écluse est fermée.")]
    (segment,) = read_transcript(new.encode(), "a.srv3").segments
    assert [(word.heard, word.start, word.end) for word in segment.words] == [
        ("L'écluse", 1.0, 1.9),
        ("ferme.", 1.9, 3.0),
    ]


def test_lyrics_last_until_the_next_line() -> None:
    text = "[la:fr]\n[offset:500]\n[00:01.50]L'écluse est fermée.\n[00:04.50]\n"
    text += "[01:05.50]Depuis <01:06.50>mars.\n[01:08.00]\n"
    assert spoken(text, "a.lrc") == [(1.0, 4.0, None, "L'écluse est fermée."), (65.0, 67.5, None, "Depuis mars.")]
    assert read_transcript(text.encode(), "a.lrc").language == "fr"


@pytest.mark.parametrize(
    "text",
    [
        "start\tend\ttext\n1000\t3000\tL'écluse est fermée.\n",
        "1.000\t3.000\tL'écluse est fermée.\n",
        "start\tend\tspeaker\ttext\n1000\t3000\t\tL'écluse est fermée.\n",
    ],
)
def test_tables(text: str) -> None:
    assert spoken(text, "a.tsv") == [(1.0, 3.0, None, "L'écluse est fermée.")]


@pytest.mark.parametrize(
    "text",
    [
        "Zoé Roy  0:01\nL'écluse est fermée.\n\nMax Dupont  0:05\nEt quand ?\n",
        "[00:01] Zoé Roy\nL'écluse est fermée.\n[00:05] Max Dupont\nEt quand ?\n",
        "00:00:01 Zoé Roy:\nL'écluse est fermée.\n00:00:05 Max Dupont:\nEt quand ?\n",
        "[00:01] Zoé Roy: L'écluse est fermée.\n[00:05] Max Dupont: Et quand ?\n",
        "(0:01) Zoé Roy: L'écluse est fermée.\n(0:05) Max Dupont: Et quand ?\n",
    ],
)
def test_text_with_times(text: str) -> None:
    assert spoken(text, "a.txt") == [
        (1.0, 5.0, "Zoé Roy", "L'écluse est fermée."),
        (5.0, 5.0, "Max Dupont", "Et quand ?"),
    ]


def test_text_without_times_gets_none() -> None:
    transcript = read_transcript(b"The lock is shut. It opens\nin May.\n\nMary Okafor: And the weir?\n", "a.txt")
    assert [(one.speaker, one.heard) for one in transcript.segments] == [
        (None, "The lock is shut."),
        (None, "It opens in May."),
        ("Mary Okafor", "And the weir?"),
    ]
    assert {(one.start, one.end, one.flags) for one in transcript.segments} == {(0.0, 0.0, ("not timed",))}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04...", "a Word document or another ZIP file"),
        (b"%PDF-1.7", "a PDF"),
        (b"{\\rtf1 x}", "rich text"),
        (b"<!doctype html><p>404", "a web page"),
        (b"{10}{20}The lock is shut.", "counts frames"),
        (b"<tt xmlns='http://www.w3.org/ns/ttml'><body>", "its XML is broken"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n[Applause]\n", "has no words in it, only 1 sounds"),
    ],
)
def test_what_is_no_transcript_is_named(data: bytes, says: str) -> None:
    with pytest.raises(TranscriptFileError, match=says):
        read_transcript(data, "a.srt")
