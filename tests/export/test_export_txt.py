from __future__ import annotations

import pytest
from export_documents import document, link, recording, segment, transcribed, transcript, without_transcript

from archiver.export.as_txt import render_txt
from archiver.export.grades import with_least


def test_whole_page() -> None:
    said = transcript(
        segment("Good morning.", 0.8, 2.25, speaker="Spokesman"),
        segment("We condemn the use of force.", 60.1, 71.0, position=2, links=[link(1, start=61.2, end=70.9)]),
        segment(
            "Force, and we look again.",
            71.5,
            80.0,
            position=3,
            links=[link(1, "paraphrase", score=0.8), link(2, None, by="human")],
        ),
    )
    assert (
        render_txt(document(recording(said)))
        == """\
Statement on relations with Belarus
North Atlantic Council · (2006)042 · 2006-03-31 · https://example.org/p06-042e.htm

¶1 1. The Council condemns the use of force.
    [01:01-01:10] read out
    [01:11-01:20] in other words, likely

Next steps

¶2 A review has begun.
    [01:11-01:20] talked about

Press briefing · https://example.org/briefing.mp3 · Transcript made by faster-whisper 1.2.1, model
    tiny.en

[00:00] Spokesman: Good morning.
[01:00] We condemn the use of force. ¶1
[01:11] Force, and we look again. ¶1 ¶2
"""
    )


def test_what_is_not_sure_enough_is_left_out_and_told() -> None:
    said = transcribed(segment("We look again.", links=[link(2, "paraphrase", score=0.8)]))
    lines = render_txt(with_least(said, 0.9)).splitlines()
    assert lines[3] == "1 of 1 links is left out: less sure than 0.9"
    assert lines[-1] == "[00:01] We look again."


def test_a_release_of_which_nothing_was_heard_is_still_written() -> None:
    text = render_txt(without_transcript())
    assert "¶1 1. The Council condemns the use of force.\n" in text
    assert text.endswith("\n\nThere is no transcript yet.\n")


def test_lines_are_wrapped_and_addresses_whole() -> None:
    address = "https://example.org/" + "x" * 120
    text = render_txt(transcribed(segment("word " * 100), url=address))
    long = [line for line in text.splitlines() if len(line) > 100]
    assert long == [f"    {address}"]


def test_a_heading_is_written_once_above_its_paragraphs() -> None:
    paragraphs = [
        {"position": position, "label": f"({letter})", "heading": heading, "text": f"Text {letter}."}
        for position, (letter, heading) in enumerate(
            [("a", "Aims"), ("b", "Aims"), ("c", None), ("d", "Aims")], start=1
        )
    ]
    lines = render_txt(document(paragraphs=paragraphs)).splitlines()
    assert [line for line in lines if line == "Aims" or line.startswith("¶")] == [
        "Aims",
        "¶1 (a) Text a.",
        "¶2 (b) Text b.",
        "¶3 (c) Text c.",
        "Aims",
        "¶4 (d) Text d.",
    ]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("<script> & --> stay as they are", "[00:01] <script> & --> stay as they are"),
        ("a\n\nb\u2028c", "[00:01] a b c"),
        ("\x1b]0;title\x07", "[00:01] ]0;title"),
        ("\u202eback\u202c", "[00:01] \u202eback\u202c"),
        ("", "[00:01]"),
    ],
)
def test_any_text_stays_on_its_line(said: str, line: str) -> None:
    assert render_txt(transcribed(segment(said))).splitlines()[-1] == line


def test_what_was_not_timed_gets_no_time() -> None:
    text = render_txt(transcribed(segment("From a plain file.", None, None, links=[link(2)])))
    assert "    [no time-no time] read out\n" in text
    assert text.endswith("[no time] From a plain file. ¶2\n")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ([("The", 0.9), ("quays", 0.2), ("open.", 0.9)], "The [quays?] open."),
        ([("The", 0.9), ("new", 0.3), ("quays.", 0.2)], "The [new quays?]."),
        ([("–", 0.1), ("Yes.", 0.9)], "[–?] Yes."),
    ],
)
def test_doubtful_words_are_written_as_transcribers_do(said: list[tuple[str, float]], shown: str) -> None:
    words = [{"word": one, "heard": one, "probability": sure} for one, sure in said]
    text = " ".join(word for word, _ in said)
    assert f"[00:01] {shown}\n" in render_txt(transcribed(segment(text, 1.0, 2.0, words=words)))
