"""A release in a terminal: how much was read, when it was talked about, and the ribbon."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest

from archiver.consoles import PlainConsole
from archiver.export.grades import with_least
from archiver.export.moments import Moment, coverage_of, covered, moments_of
from archiver.terminal.release_view import NONE, PARAPHRASED, READ, TERMINAL_COLOURS, render_release, ribbon

WRITTEN = "The ministers deplore the flooding of the old quays."


def moment(paragraph: int, start: float, end: float, span: tuple[int, int] = (0, 10), read: bool = True) -> Moment:
    return Moment(paragraph, "verbatim" if read else "paraphrase", start, end, span, "certain")


def link(paragraph: int, start: float | None, end: float | None, **other: Any) -> dict[str, Any]:
    return {
        "paragraph": paragraph,
        "relation": "verbatim",
        "start": start,
        "end": end,
        "span": [0, 52],
        "score": 0.97,
        "by": "machine",
        **other,
    }


def document(*segments: dict[str, Any], title: str = "Statement on harbour safety", **recording: Any) -> dict[str, Any]:
    transcript = {"engine": "faster-whisper", "model": "tiny.en", "speakers": [], "segments": list(segments)}
    known = {"id": 1, "label": "Press briefing", "duration": 100.0, "transcripts": [transcript] if segments else []}
    return {
        "release": {
            "title": title,
            "issuer": "Harbour Union",
            "number": None,
            "date": "2006-03-31",
            "url": None,
            "translations": [],
            "paragraphs": [
                {"position": 1, "label": "1.", "text": WRITTEN},
                {"position": 2, "label": None, "text": "Every quay will be lit at night. " * 20},
            ],
        },
        "recordings": [known | recording],
    }


def said(start: float, end: float, *links: dict[str, Any]) -> dict[str, Any]:
    return {"start": start, "end": end, "text": "So it is.", "links": list(links)}


def paraphrased(score: float, by: str = "machine") -> dict[str, Any]:
    return link(1, 12.0, 48.0, relation="paraphrase", score=score, by=by)


def shown(document: dict[str, Any], width: int = 80) -> str:
    paper = StringIO()
    console = PlainConsole(width=width)
    console.file = paper
    for part in render_release(document, width):
        console.print(part)
    return paper.getvalue()


def test_the_release_in_other_languages() -> None:
    both = document(said(0, 10))
    both["release"]["translations"] = [
        {"id": 2, "language": "fr", "url": None, "title": "Déclaration sur la sécurité des ports"},
        {"id": None, "language": "de", "url": "https://example.org/de/1", "title": None},
    ]
    assert "in fr: release 2, Déclaration sur la sécurité des ports" in shown(both)
    assert "in de: https://example.org/de/1" in shown(both)


@pytest.mark.parametrize(
    ("spans", "share"),
    [
        ([], 0.0),
        ([(0, 50)], 0.5),
        ([(0, 100)], 1.0),
        ([(0, 50), (25, 75)], 0.75),  # said twice is read once
        ([(50, 75), (0, 25)], 0.5),
        ([(0, 100), (10, 20)], 1.0),
    ],
)
def test_share_of_a_paragraph_that_was_read(spans: list[tuple[int, int]], share: float) -> None:
    assert covered(spans, 100) == share


def test_what_was_said_in_other_words_was_not_read() -> None:
    release = {"paragraphs": [{"position": 1, "text": "x" * 100}, {"position": 2, "text": ""}]}
    found = coverage_of(release, [{"segments": [said(0, 1, link(1, 0, 1, relation="paraphrase", span=[0, 100]))]}])
    assert [(one.share_read, one.seconds) for one in found] == [(0.0, 1.0), (0.0, 0.0)]


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ([], "··········"),
        ([moment(1, 0, 50)], "█████·····"),
        ([moment(1, 0, 100)], "██████████"),
        ([moment(2, 25, 45, read=False)], "··▒▒▒·····"),
        ([moment(1, 0, 20), moment(2, 20, 40, read=False)], "██▒▒······"),
        ([moment(1, 99, 100)], "·········█"),
        ([moment(1, 50, 50)], "··········"),  # no time at all
        ([moment(1, 90, 120)], "·········█"),  # beyond the end
    ],
)
def test_ribbon(found: list[Moment], line: str) -> None:
    assert "".join(mark for _, mark in ribbon(found, 100.0, 10)) == line


def test_a_column_shows_what_most_of_it_is_about() -> None:
    found = [moment(1, 0, 4), moment(2, 4, 10, read=False)]
    assert ribbon(found, 10.0, 1) == [(2, PARAPHRASED)]
    assert ribbon(found, 10.0, 2) == [(1, READ), (2, PARAPHRASED)]


@pytest.mark.parametrize("width", [1, 7, 80, 301])
def test_the_ribbon_is_as_wide_as_asked(width: int) -> None:
    assert len(ribbon([moment(1, 0, 3)], 1252.25, width)) == width
    assert ribbon([], 0.0, width) == [(None, NONE)] * width


def test_what_was_not_timed_takes_the_time_of_its_sentence() -> None:
    transcript = {"segments": [said(1.0, 5.0, link(1, None, None), link(2, 2.0, 3.0)), said(6.0, 7.0)]}
    assert [(m.paragraph, m.start, m.end) for m in moments_of(transcript)] == [(1, 1.0, 5.0), (2, 2.0, 3.0)]


def test_neighbouring_paragraphs_have_unlike_colours() -> None:
    assert len(set(TERMINAL_COLOURS)) == len(TERMINAL_COLOURS) == 12


def test_whole_release() -> None:
    text = shown(document(said(0, 10), said(10, 50, link(1, 12.0, 48.0))))
    assert "Statement on harbour safety" in text
    assert "Harbour Union · 2006-03-31\n" in text
    assert "100%   █ 00:12–00:48" in text
    assert "–   never" in text
    assert "Press briefing · 01:40 · 2 sentences, 1 of them on a paragraph · faster-whisper" in text
    assert f"{NONE * 9}{READ * 29}" in text
    assert "00:00" + " " * 70 + "01:40" in text
    assert "█ read out  ▒ in other words  · on none" in text


@pytest.mark.parametrize(
    ("tied", "line"),
    [
        (paraphrased(0.95), "▒ 00:12–00:48 certain"),
        (paraphrased(0.81), "▒ 00:12–00:48 likely"),
        (paraphrased(0.55), "▒ 00:12–00:48 possible"),
        (paraphrased(1.0, by="human"), "▒ 00:12–00:48 by hand"),
        (link(1, 12.0, 48.0, by="human"), "█ 00:12–00:48 by hand"),
        (link(1, 12.0, 48.0), "█ 00:12–00:48\n"),  # what was read out is certain
    ],
)
def test_how_sure_a_moment_is(tied: dict[str, Any], line: str) -> None:
    text = "\n".join(row.rstrip() for row in shown(document(said(10, 50, tied))).splitlines())
    assert line in text


def test_what_is_not_sure_enough_is_left_out_and_told() -> None:
    spoken = document(said(10, 50, paraphrased(0.81)), said(50, 90, link(2, 50.0, 90.0)))
    text = shown(with_least(spoken, 0.9))
    assert "nothing this sure" in text
    assert "2 sentences, 1 of them on a paragraph" in text
    assert "1 of 2 links is left out: less sure than 0.9\n" in text
    assert "left out" not in shown(with_least(spoken, 0.8))


@pytest.mark.parametrize(
    ("recording", "state"),
    [({}, "Press briefing: not transcribed yet"), ({"id": None, "duration": None}, "Press briefing: not obtained")],
)
def test_a_recording_without_a_transcript(recording: dict[str, Any], state: str) -> None:
    text = shown(document(**recording))
    assert state in text
    assert READ not in text


def test_a_release_without_recordings() -> None:
    text = shown(document() | {"recordings": []})
    assert "not heard" in text
    assert "never" not in text  # nobody can say so


def test_a_transcript_without_sound_ends_with_its_last_sentence() -> None:
    assert "Press briefing · 00:50" in shown(document(said(10, 50, link(1, 10.0, 50.0)), duration=None))


def test_a_long_paragraph_is_cut_between_words() -> None:
    text = " ".join(shown(document(), width=400).split())
    assert "Every quay will be lit at… – not heard" in text


def test_signs_of_a_title_are_no_markup() -> None:
    assert "[red]Red[/red] [/] alert" in shown(document(title="[red]Red[/red] [/] alert"))


def test_a_transcript_without_sound_or_sentences_has_no_length() -> None:
    nothing = {"engine": "file", "model": "talk.vtt", "speakers": [], "segments": []}
    found = shown(document(duration=None, transcripts=[nothing]))
    assert found.endswith("Press briefing · 0 sentences, 0 of them on a paragraph · file talk.vtt\n")
    assert "00:00" not in found
