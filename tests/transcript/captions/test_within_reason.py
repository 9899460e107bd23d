"""Figures that cannot be are told, and not kept as if they could."""

from __future__ import annotations

import json
import time

import pytest

from archiver.errors import TranscriptFileError
from archiver.transcript.captions import read_transcript


def whisper(start: float, end: float, probability: float = 0.9, speaker: str | None = None) -> bytes:
    word = {"word": " Quays.", "start": start, "end": end, "probability": probability}
    segment = {"start": start, "end": end, "text": " Quays.", "words": [word], "speaker": speaker}
    return json.dumps({"text": " Quays.", "language": "en", "segments": [segment]}).encode()


@pytest.mark.parametrize("end", [1e308, 1e18, 4_000_000.0])
def test_times_beyond_any_recording(end: float) -> None:
    told = r"talk\.json cannot be read as json: it has a time of .* seconds, later than in any recording"
    with pytest.raises(TranscriptFileError, match=told):
        read_transcript(whisper(1.0, end), "talk.json")


def test_times_before_the_beginning() -> None:
    found = read_transcript(whisper(-5.0, 2.0), "talk.json")
    assert (found.segments[0].start, found.segments[0].words[0].start) == (0.0, 0.0)
    assert found.doubts == ("talk.json: 2 times before the beginning, read as 0",)


@pytest.mark.parametrize("probability", [99.0, -0.5, 1.01])
def test_probabilities_that_are_none(probability: float) -> None:
    found = read_transcript(whisper(1.0, 2.0, probability), "talk.json")
    assert found.segments[0].words[0].probability is None
    assert found.doubts == ("talk.json: 1 probabilities that are not from 0 to 1 were left out",)


def test_what_can_be_is_kept_without_a_word() -> None:
    found = read_transcript(whisper(1.0, 2.0, 0.97), "talk.json")
    assert (found.segments[0].words[0].probability, found.doubts) == (0.97, ())


def test_half_a_sign_in_a_label() -> None:
    assert read_transcript(whisper(1.0, 2.0, speaker="Chair \ud800"), "talk.json").segments[0].speaker == "Chair "


BOOKS = {
    "words": " ".join(f"word{n}" for n in range(20_000)),
    "numbers": "1 " * 50_000,
    "blanks": " " * 100_000 + "x",
    "sounds": "Quays. [laughter] " * 6_000,
    "a number": "1:1:" + "1" * 50_000 + " x",
}


@pytest.mark.parametrize("line", BOOKS.values(), ids=BOOKS)
def test_a_cue_as_long_as_a_book_is_read_in_a_moment(line: str) -> None:
    began = time.process_time()
    found = read_transcript(f"WEBVTT\n\n00:00.000 --> 59:00.000\n{line}\n".encode(), "talk.vtt")
    assert found.segments
    assert time.process_time() - began < 10  # seconds; it took 38


def test_cues_of_very_many_lines_are_held_against_each_other_in_a_moment() -> None:
    cue = "00:0{}.000 --> 00:0{}.000\n" + "i>\n" * 30_000
    began = time.process_time()
    found = read_transcript(f"WEBVTT\n\n{cue.format(1, 2)}\n{cue.format(2, 3)}".encode(), "talk.vtt")
    assert found.segments
    assert time.process_time() - began < 10  # seconds; lines against lines took over a minute
