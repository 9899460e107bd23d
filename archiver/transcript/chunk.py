"""A chunk: what an engine wrote down in one piece, wherever it cut."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.models import Word


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch as the engine gave it, or a cue of a caption file.

    start, end: seconds
    words: with the blank before them where the text has one; without times where only the whole was timed
    """

    start: float
    end: float
    words: tuple[Word, ...]
    speaker: str | None = None
    avg_logprob: float | None = None
    no_speech_prob: float | None = None
    compression_ratio: float | None = None
    temperature: float | None = None
