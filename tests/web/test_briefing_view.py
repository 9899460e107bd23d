"""The content of the briefing page, from the parts of an export document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archiver.web.briefing_view import colour_of, day, speaker_labels, view_briefing

Row = dict[str, Any]

RELEASE: Row = {
    **{
        "title": "Statement",
        "number": "(2006)042",
        "issuer": "NATO",
        "date": "2006-03-31",
        "url": None,
        "language": "en",
    },
    "paragraphs": [
        {"position": 1, "label": "1.", "heading": "Belarus", "text": "NATO condemns the use of force."},
        {"position": 2, "label": None, "heading": "Belarus", "text": "Nobody spoke of this."},
    ],
}
RECORDING = {"id": 3, "label": "Briefing", "sha256": "0" * 64, "duration": 100.0}


def segment(start: float, text: str, speaker: str | None = "S1", *links: Row) -> Row:
    made: Row = {"id": 1, "turn": None, "language": "en", "flags": [], "edited": None, "corrections": [], "words": []}
    return {"start": start, "end": start + 2, "text": text, "heard": text, "speaker": speaker, "links": links, **made}


def link(relation: str = "verbatim") -> Row:
    told = {"score": 0.97, "start": None, "end": None, "by": "machine", "why": None, "decided": None}
    return {"paragraph": 1, "relation": relation, "span": [0, 31], **told}


def transcript(*segments: Row) -> Row:
    speakers = [{"label": "S1", "name": "James"}, {"label": "S2", "name": None}]
    made = {
        "id": 1,
        "engine": "faster-whisper",
        "engine_version": "1.2",
        "model": "base",
        "created": "2026-03-01T10:02:00Z",
    }
    return {**made, "language": "en", "segments": segments, "speakers": speakers}


def test_a_paragraph_tells_when_it_was_talked_about_or_that_it_never_was() -> None:
    said = transcript(segment(0, "Hello."), segment(10, "NATO condemns.", "S1", link()))
    found = view_briefing(RELEASE, RECORDING, said).paragraphs
    assert [one.summary for one in found] == ["00:10–00:12 · 100% read out", "never talked about"]
    assert [one.name for one in found] == ["¶ 1", "¶ 2"]
    assert [one.heading for one in found] == ["Belarus", None]


@pytest.mark.parametrize(
    ("starts", "told"),
    [
        ([11], "00:11–00:13"),
        ([11, 64], "00:11–00:13 and 01:04–01:06"),
        ([11, 64, 80], "3 moments, the first 00:11–00:13 · 6 s in all"),  # a length that looks like no time
    ],
)
def test_moments_are_told_by_their_times(starts: list[float], told: str) -> None:
    turns = [part for at in starts for part in (segment(at, "…", "S1", link("paraphrase")), segment(at + 3, "So."))]
    assert view_briefing(RELEASE, RECORDING, transcript(*turns)).paragraphs[0].summary == told


def test_what_is_read_out_and_said_in_other_words_is_tied_once() -> None:
    said = transcript(segment(0, "NATO condemns.", "S1", link(), link("paraphrase")))
    ((turn,),) = view_briefing(RELEASE, RECORDING, said).blocks
    assert [(one.paragraph, one.relation) for one in turn.sentences[0].links] == [(1, "verbatim")]


def test_the_ribbon_is_in_percent_of_the_recording() -> None:
    (mark,) = view_briefing(RELEASE, RECORDING, transcript(segment(10, "…", "S1", link("paraphrase")))).ribbon
    assert (mark.left, mark.width, mark.relation, mark.colour) == ("10.00%", "2.00%", "paraphrase", 1)


def test_a_speaker_is_named_where_the_turn_begins() -> None:
    said = transcript(segment(0, "One."), segment(3, "Two."), segment(6, "Three?", "S2"), segment(9, "Four.", None))
    (block,) = view_briefing(RELEASE, RECORDING, said).blocks
    assert [(turn.name, turn.colour, len(turn.sentences)) for turn in block] == [
        ("James", 1, 2),
        ("Speaker 2", 2, 1),
        ("Unknown speaker", 0, 1),
    ]


def test_a_long_turn_is_cut_into_blocks_and_named_once() -> None:
    said = transcript(*(segment(n * 3, "x" * 200) for n in range(9)))
    blocks = view_briefing(RELEASE, RECORDING, said).blocks
    assert [sum(len(turn.sentences) for turn in block) for block in blocks] == [3, 3, 3]
    assert [turn.name for block in blocks for turn in block] == ["James", None, None]


def test_two_sentences_of_one_second_have_one_address() -> None:
    (block,) = view_briefing(RELEASE, RECORDING, transcript(segment(1, "One."), segment(1, "Two."))).blocks
    assert [one.anchor for turn in block for one in turn.sentences] == ["t=1", None]


def test_doubts_stand_beside_the_sentence() -> None:
    said = segment(0, "Thanks for watching.") | {"flags": ["maybe invented"], "edited": {"by": "Ann"}}
    (block,) = view_briefing(RELEASE, RECORDING, transcript(said)).blocks
    assert block[0].sentences[0].doubts == "maybe invented, put right by Ann; heard: “Thanks for watching.”"


def test_the_data_ends_no_script() -> None:
    hostile = RELEASE | {"title": "</script><script>alert(1)</script>\u2028<!--"}
    data = view_briefing(hostile, RECORDING, transcript()).data
    assert not {"<", ">", "&", "\u2028"} & set(data)
    assert json.loads(data)["release"]["title"] == hostile["title"]


def test_a_release_without_a_recording_can_be_read() -> None:
    found = view_briefing(RELEASE, None, None)
    assert (found.blocks, found.passages, found.ribbon) == ([], [], [])
    assert json.loads(found.data)["duration"] == 0


def test_voices_are_called_by_name_or_number() -> None:
    voices: list[Row] = [
        {"label": "S1", "name": "James"},
        {"label": "S2", "name": None},
        {"label": "Guest", "name": None},
    ]
    assert speaker_labels(voices) == {"S1": "James", "S2": "Speaker 2", "Guest": "Guest"}


@pytest.mark.parametrize(("iso", "shown"), [("2006-03-31", "31 March 2006"), ("2006", "2006"), (None, None)])
def test_a_day_as_people_write_it(iso: str | None, shown: str | None) -> None:
    assert day(iso) == shown


def test_colours_begin_again() -> None:
    assert [colour_of(n) for n in (1, 12, 13)] == [1, 12, 1]
