"""Figures of captions within reason: no time before the beginning or beyond any recording, no probability above 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archiver.models import Word
from archiver.transcript.captions.cue import Cue

LONGEST_SECONDS = 1_000 * 3600.0  # six weeks; clocks of broadcasts go on for days, and no recording for longer


def within_reason(cues: Sequence[Cue]) -> tuple[list[Cue], list[str]]:
    """The cues with figures that can be, and what is to be told of those that were others.

    A time before the beginning is 0, as players take it; a probability that is none is not known. Raises
    ``ValueError`` for a time beyond ``LONGEST_SECONDS``, by which nothing in the file can be believed.
    """
    pairs = [(one.start, one.end) for one in cues] + [(one.start, one.end) for cue in cues for one in cue.words]
    times = [time for pair in pairs for time in pair if time is not None]
    if times and not max(times) <= LONGEST_SECONDS:
        raise ValueError(f"it has a time of {max(times):g} seconds, later than in any recording")
    likely = [word.probability for cue in cues for word in cue.words if word.probability is not None]
    early, odd = sum(time < 0 for time in times), sum(not 0 <= one <= 1 for one in likely)
    if not early and not odd:
        return list(cues), []
    doubts = [f"{early} times before the beginning, read as 0"] if early else []
    doubts += [f"{odd} probabilities that are not from 0 to 1 were left out"] if odd else []
    return [_cue(cue) for cue in cues], doubts


def _cue(cue: Cue) -> Cue:
    lines = tuple(replace(line, words=tuple(map(_word, line.words))) for line in cue.lines)
    return replace(cue, start=_time(cue.start), end=_time(cue.end), lines=lines)


def _word(word: Word) -> Word:
    can_be = word.probability is not None and 0 <= word.probability <= 1
    return replace(word, start=_time(word.start), end=_time(word.end), probability=word.probability if can_be else None)


def _time(seconds: float | None) -> float | None:
    return None if seconds is None else max(0.0, seconds)
