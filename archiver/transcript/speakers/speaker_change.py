"""Which voice says each word, and sentences cut where the voice changes: engines write several people together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats
from archiver.models import Segment, Word
from archiver.transcript.confidence import with_confidence
from archiver.transcript.quality_flags import TIME_ERROR
from archiver.transcript.speakers.speaker_activity import SPEAKS, SpeakerActivity
from archiver.transcript.vad import Interval, overlap

# Seconds by which another voice must be the likelier one before the speaker changes, inside a sentence and between two:
# the times of words are up to half a second off.
CHANGE_WITHIN = 0.5
CHANGE_BETWEEN = 0.0
SOMEBODY = 0.1  # mean probability of all voices together, under which nobody says a sentence

Voiced = tuple[Segment, int | None]
"""A sentence, or a part of one, and the voice that says it."""


def voiced(segments: Sequence[Segment], activity: SpeakerActivity, *, cut: bool) -> list[Voiced]:
    """The sentences with their voices; None where nobody is heard.

    cut: whether a sentence in which the voice changes is cut there
    """
    pieces = [_pieces(segment, cut=cut) for segment in segments]
    spans = [span for own in pieces for span in own]
    if not spans:
        return []
    heard = np.stack([activity.mean(*span) for span in spans])
    seconds = np.array([max(end - start, 0.0) for start, end in spans])
    first = np.cumsum([0, *(len(own) for own in pieces)])[:-1]
    costs = np.full(len(spans), CHANGE_WITHIN)
    costs[first] = CHANGE_BETWEEN
    voices = _likeliest(heard * seconds[:, None], costs)
    found: list[Voiced] = []
    for segment, own, begin in zip(segments, pieces, first.tolist(), strict=True):
        part = slice(begin, begin + len(own))
        if heard[part].sum(axis=1).mean() < SOMEBODY:
            found.append((segment, None))
        else:
            found += _cut(segment, voices[part].tolist())
    return found


def without_gaps(said: Sequence[Voiced], activity: SpeakerActivity, silent: Sequence[Interval]) -> list[Voiced]:
    """The sentences; where one voice goes on from one to the next without a pause, they meet in the middle.

    silent: where the sound is no louder than the room
    """
    found = list(said)
    for n, ((before, voice), (after, following)) in enumerate(pairwise(said)):
        gap = before.end, after.start
        if voice is None or voice != following or not 0 < gap[1] - gap[0] <= 2 * TIME_ERROR:
            continue
        if activity.least(*gap)[voice] >= SPEAKS and not overlap(*gap, silent):
            middle = round((gap[0] + gap[1]) / 2, 3)
            found[n] = replace(found[n][0], end=middle), voice
            found[n + 1] = replace(after, start=middle), voice
    return found


def _pieces(segment: Segment, *, cut: bool) -> list[tuple[float, float]]:
    """The times of a sentence's words; of the whole where it is not to be cut, or a word was not timed."""
    times = [(word.start, word.end) for word in segment.words if word.start is not None and word.end is not None]
    return times if cut and times and len(times) == len(segment.words) else [(segment.start, segment.end)]


def _likeliest(gains: Floats, costs: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """The voice of each piece, by Viterbi's algorithm.

    gains: what each voice would gain for each piece, shape (pieces, voices)
    costs: what a change before each piece costs
    """
    before = np.zeros(gains.shape, dtype=np.intp)
    best = gains[0].astype(float)
    for n in range(1, len(gains)):
        changed = int(best.argmax())
        stays = best >= best[changed] - costs[n]
        before[n] = np.where(stays, np.arange(len(best)), changed)
        best = np.where(stays, best, best[changed] - costs[n]) + gains[n]
    path = np.empty(len(gains), dtype=np.intp)
    path[-1] = best.argmax()
    for n in range(len(gains) - 1, 0, -1):
        path[n - 1] = before[n, path[n]]
    return path


def _cut(segment: Segment, voices: Sequence[int]) -> list[Voiced]:
    runs = [(voice, len(list(run))) for voice, run in groupby(voices)]
    if len(runs) == 1:
        return [(segment, voices[0])]
    found: list[Voiced] = []
    words, text = segment.words, segment.heard
    for voice, count in runs:
        own, words = words[:count], words[count:]
        said, text = _parted(text, own) if words else (text, "")
        found.append((_part(segment, own, said.strip()), voice))
    return list(zip(with_confidence(one for one, _ in found), (voice for _, voice in found), strict=True))


def _parted(text: str, words: Sequence[Word]) -> tuple[str, str]:
    """A text before and after the end of the last of the words that it begins with."""
    end = 0
    for word in words:
        end = max(end, text.find(word.heard, end) + len(word.heard))
    return text[:end], text[end:]


def _part(segment: Segment, words: tuple[Word, ...], said: str) -> Segment:
    start, end = words[0].start, words[-1].end
    assert start is not None
    assert end is not None
    return replace(segment, start=start, end=max(start, end), heard=said, words=words)
