"""Doubts: what speaks against something that was heard, in figures of the decoder, in the words and in the sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archiver.models import Segment
from archiver.transcript.vad import Stretch, covered, gaps

if TYPE_CHECKING:
    from archiver.transcript.chunk import Chunk

# Whisper's own limits for a chunk that it should not be believed (whisper/transcribe.py).
REPETITIVE = 2.4
UNLIKELY = -1.0
NO_SPEECH = 0.6

FASTEST = 7.0  # words a second: an auctioneer's; whoever reads or answers says two or three
UNHEARD = 1.0  # seconds of speech without a word: shorter is a breath, a cough, or a word's inexact edge
EDGE = 0.3  # seconds by which the times of Whisper's words are off
LITTLE = (
    0.3  # share of a sentence in which somebody speaks; the detector's edges are wide, and a pause is no third of one
)
TIMES = 3  # a sentence may be said twice in a row; three times is a loop

# What Whisper learnt from subtitles of films and says when nobody speaks.
STOCK = (
    "thank you for watching",
    "thanks for watching",
    "please subscribe",
    "like and subscribe",
    "see you in the next",
    "see you next time",
    "subtitles by",
    "captions by",
    "transcribed by",
    "sous-titres",
    "untertitel",
)
SURE = 0.8  # mean probability of the words from which even a stock phrase was probably said


def doubts(heard: Chunk | Segment) -> tuple[str, ...]:
    """What speaks against it, of what the decoder itself knows and of how fast one can talk."""
    unlikely = (heard.avg_logprob or 0.0) < UNLIKELY
    found = {
        "repetitive": (heard.compression_ratio or 0.0) > REPETITIVE,
        "unlikely": unlikely,
        "maybe silence": unlikely and (heard.no_speech_prob or 0.0) > NO_SPEECH,
        "too fast": len(heard.words) > FASTEST * max(heard.end - heard.start, EDGE) + 1,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def marked(segments: Sequence[Segment], spoken: Sequence[Stretch], seconds: float) -> tuple[Segment, ...]:
    """Sentences with the doubts that the sound raises: nobody speaks, a loop, a stock phrase, speech without words.

    spoken: where somebody speaks
    seconds: the length of the recording
    """
    missed = _missed(segments, spoken, seconds)
    looping = _looping([segment.heard.casefold().strip(" .!?") for segment in segments])

    def raised(number: int, segment: Segment) -> Iterator[str]:
        if number in looping:
            yield "repetitive"
        if _is_silent(segment, spoken):
            yield "no speech"
        if _is_stock(segment, spoken):
            yield "maybe invented"
        if number in missed:
            yield "speech missed"

    return tuple(
        replace(segment, flags=tuple(dict.fromkeys((*segment.flags, *raised(number, segment)))))
        for number, segment in enumerate(segments)
    )


def unheard(heard: Sequence[Chunk] | Sequence[Segment], part: Stretch, spoken: Sequence[Stretch]) -> list[Stretch]:
    """Where in a stretch somebody speaks for longer than ``UNHEARD`` and no word was heard."""
    words = [
        (word.start - EDGE, word.end + EDGE)
        for one in heard
        for word in one.words
        if word.start is not None and word.end is not None
    ]
    return [hole for hole in gaps(spoken, words, part) if hole[1] - hole[0] >= UNHEARD]


def _missed(segments: Sequence[Segment], spoken: Sequence[Stretch], seconds: float) -> set[int]:
    """The sentences after which, or for the first before which, speech got no words."""
    ends = [segment.end for segment in segments]
    holes = unheard(segments, (0.0, seconds), spoken)
    return {max(0, sum(end <= hole[0] + EDGE for end in ends) - 1) for hole in holes} if segments else set()


def _looping(texts: Sequence[str]) -> set[int]:
    """The sentences that are said ``TIMES`` times in a row or more."""
    same = {begin for begin in range(len(texts) - TIMES + 1) if len(set(texts[begin : begin + TIMES])) == 1}
    return {begin + shift for begin in same for shift in range(TIMES)}


def _is_silent(segment: Segment, spoken: Sequence[Stretch]) -> bool:
    # A sentence without any time is what the aligner found no place for in the sound.
    return covered(segment.start, segment.end, spoken) <= LITTLE * (segment.end - segment.start)


def _is_stock(segment: Segment, spoken: Sequence[Stretch]) -> bool:
    """Whether it is what Whisper invents, and neither the words nor the sound are sure of it."""
    known = [word.probability for word in segment.words if word.probability is not None]
    sure = bool(known) and sum(known) / len(known) >= SURE
    return any(phrase in segment.heard.casefold() for phrase in STOCK) and not (
        sure and covered(segment.start, segment.end, spoken) >= (segment.end - segment.start) / 2
    )
