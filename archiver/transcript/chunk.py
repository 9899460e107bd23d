"""A chunk: what an engine wrote down in one piece, wherever it cut."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.models import Word


@dataclass(frozen=True, slots=True)
class Chunk:
    """What an engine gave as one segment of its own, or a cue of a caption file.

    start, end: seconds
    words: with the blank before them where the text has one; without times where only the whole was timed
    opens_turn: whether somebody else begins to speak, though nobody may have said who
    language: ISO 639-1 code of what is spoken in it; None for that of the whole transcript
    """

    start: float
    end: float
    words: tuple[Word, ...]
    speaker: str | None = None
    avg_logprob: float | None = None
    no_speech_prob: float | None = None
    compression_ratio: float | None = None
    temperature: float | None = None
    opens_turn: bool = False
    language: str | None = None


def decoded_word(word: str, times: tuple[float, float], probability: float, begin: float = 0.0) -> Word:
    """A word of a sound that begins so many seconds into the recording; times to the millisecond."""
    start, end = (round(begin + float(time), 3) for time in times)
    return Word(word, start, end, round(float(probability), 4))
