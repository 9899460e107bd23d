"""Quality flags: what speaks against a sentence, in the decoder's figures, in the words and in the sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archiver.models import SPEECH_MISSED, Segment
from archiver.transcript.chunk import Chunk
from archiver.transcript.vad import Interval, overlap, uncovered

# Whisper's own limits for a chunk that it should not be believed (whisper/transcribe.py).
REPETITIVE = 2.4  # compression ratio
UNLIKELY = -1.0  # mean log-probability of a token
NO_SPEECH = 0.6  # probability

NOT_KNOWN = "language not known by this model"
"""Flag of a stretch that has times and a language, and no words: none were invented for it."""

FASTEST_SPEECH = 7.0  # words a second: an auctioneer's; whoever reads or answers says two or three
SHORTEST_GAP_SECONDS = 1.0  # of speech without a word: shorter is a breath, a cough, or a word's inexact edge
TIME_ERROR = 0.3  # seconds by which the times of Whisper's words are off
LEAST_SPEECH = 0.3  # share of a sentence; the detector's edges are wide, and a pause is no third of a sentence
LOOP_LENGTH = 3  # a sentence may be said twice in a row; three times is a loop

# What Whisper learnt from subtitles of films and says when nobody speaks.
STOCK_PHRASES = (
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
SURE_PROBABILITY = 0.8  # mean of the words, from which even a stock phrase was probably said


def decoder_flags(decoded: Chunk | Segment) -> tuple[str, ...]:
    """What speaks against it by the decoder's own figures, and by how fast people can talk."""
    unlikely = (decoded.avg_logprob or 0.0) < UNLIKELY
    found = {
        "repetitive": (decoded.compression_ratio or 0.0) > REPETITIVE,
        "unlikely": unlikely,
        "maybe silence": unlikely and (decoded.no_speech_prob or 0.0) > NO_SPEECH,
        "too fast": len(decoded.words) > FASTEST_SPEECH * max(decoded.end - decoded.start, TIME_ERROR) + 1,
    }
    return tuple(flag for flag, holds in found.items() if holds)


def with_flags(segments: Sequence[Segment], speech: Sequence[Interval], seconds: float) -> tuple[Segment, ...]:
    """Sentences with the flags that the sound raises: nobody speaks, a loop, a stock phrase, speech without words.

    speech: where somebody speaks
    seconds: the length of the recording
    """
    ends = [segment.end for segment in segments]
    gaps = untranscribed(segments, (0.0, seconds), speech)
    # The sentence before a gap is flagged, or the first of all if none is before it.
    missed = {max(0, sum(end <= start + TIME_ERROR for end in ends) - 1) for start, _ in gaps}
    looping = _looping([segment.heard.casefold().strip(" .!?") for segment in segments])
    flagged = []
    for number, segment in enumerate(segments):
        spoken, length = overlap(segment.start, segment.end, speech), segment.end - segment.start
        found = {
            "repetitive": number in looping,
            # Also a sentence of no length: the aligner found no place for it in the sound.
            "no speech": spoken <= LEAST_SPEECH * length,
            "maybe invented": _is_stock_phrase(segment, mostly_speech=spoken >= length / 2),
            SPEECH_MISSED: number in missed,
        }
        raised = (flag for flag, holds in found.items() if holds)
        flagged.append(replace(segment, flags=tuple(dict.fromkeys((*segment.flags, *raised)))))
    return tuple(flagged)


def untranscribed(
    decoded: Sequence[Chunk] | Sequence[Segment], within: Interval, speech: Sequence[Interval]
) -> list[Interval]:
    """Where somebody speaks for ``SHORTEST_GAP_SECONDS`` or longer and there is no word."""
    words = [
        (word.start - TIME_ERROR, word.end + TIME_ERROR)
        for one in decoded
        for word in one.words
        if word.start is not None and word.end is not None
    ]
    return [gap for gap in uncovered(speech, words, within) if gap[1] - gap[0] >= SHORTEST_GAP_SECONDS]


def _looping(texts: Sequence[str]) -> set[int]:
    """The sentences that are said ``LOOP_LENGTH`` times in a row or more."""
    begins = range(len(texts) - LOOP_LENGTH + 1)
    same = {begin for begin in begins if len(set(texts[begin : begin + LOOP_LENGTH])) == 1}
    return {begin + shift for begin in same for shift in range(LOOP_LENGTH)}


def _is_stock_phrase(segment: Segment, *, mostly_speech: bool) -> bool:
    """Whether it is what Whisper invents, and the words and the sound are not both sure of it."""
    known = [word.probability for word in segment.words if word.probability is not None]
    sure = bool(known) and sum(known) / len(known) >= SURE_PROBABILITY
    return any(phrase in segment.heard.casefold() for phrase in STOCK_PHRASES) and not (sure and mostly_speech)
