from __future__ import annotations

import pysubs2
import pytest
from export_documents import link, segment, transcribed

from archiver.export.as_srt import render_srt
from archiver.export.doubtful import without_doubts
from archiver.transcript.captions import read_transcript


def test_whole_file() -> None:
    text = render_srt(
        transcribed(
            segment("Good morning.", 0.8, 2.25, speaker="Spokesman", position=11),
            segment("We condemn the use of force.", 61.2, 3600.0, position=12, links=[link(1)]),
        )
    )
    assert (
        text
        == """\
1
00:00:00,800 --> 00:00:02,250
Good morning.

2
00:01:01,200 --> 01:00:00,000
We condemn the use of force.
"""
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a --> b", "a → b"),
        ("---> and -->-->", "-→ and →→"),
        ("two\n\nparagraphs\r\nof text", "two paragraphs of text"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u200fright to left\u200e", "\u200fright to left\u200e"),
        ("42", "42"),
    ],
)
def test_any_text_stays_inside_its_cue(said: str, shown: str) -> None:
    text = render_srt(
        transcribed(segment(said), segment("Next.", 3.0, 4.0), segment("\n"), segment("Untimed.", None, None))
    )
    events = pysubs2.SSAFile.from_string(text, format_="srt", keep_unknown_html_tags=True).events
    assert [(e.start, e.end, e.text) for e in events] == [(1000, 2500, shown), (3000, 4000, "Next.")]


def test_numbers_have_no_gap_where_nothing_was_said() -> None:
    text = render_srt(transcribed(segment("One."), segment(""), segment("Two.", 3.0, 4.0)))
    assert [block.splitlines()[0] for block in text.split("\n\n")] == ["1", "2"]


def test_a_silent_recording_has_no_cues() -> None:
    assert render_srt(transcribed()) == ""


def test_doubtful_words_are_underlined_and_read_back_as_they_are() -> None:
    words = [{"word": one, "heard": one, "probability": sure} for one, sure in [("The", 0.9), ("quays", 0.2)]]
    document = transcribed(segment("The quays", 1.0, 2.0, words=words))
    srt = render_srt(document)
    assert "The <u>quays</u>" in srt
    assert [one.heard for one in read_transcript(srt.encode(), "x.srt").segments] == ["The quays"]
    assert "<u>" not in render_srt(without_doubts(document))
