"""Who speaks when: the local speakers of all chunks, put together by their voices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats
from archiver.transcript.speakers.local_speakers import LocalSpeaker
from archiver.transcript.speakers.segmentation import CHUNK_FRAMES, FIRST_FRAME_SECONDS, FRAME_SECONDS, STEP_SECONDS
from archiver.transcript.vad import Interval

SPEAKS = 0.3  # probability, from which a voice counts as speaking: under 0.5, since what is lost is lost
SOMEBODY = 0.5  # probability, from which somebody counts as speaking, where it is not clear who
SHORTEST_SILENCE_SECONDS = 0.3  # within a turn; shorter pauses are within words


@dataclass(frozen=True, slots=True)
class SpeakerActivity:
    """How probably each voice speaks at each moment.

    probabilities: shape (frames, voices); the last voice is everybody's of whom nobody knows who it is
    """

    probabilities: Floats

    @property
    def unknown(self) -> int:
        """The number of the last voice."""
        return int(self.probabilities.shape[1]) - 1

    def mean(self, start: float, end: float) -> Floats:
        """How probably each voice speaks between two times, in seconds; zeros beyond the end."""
        return np.asarray(self._within(start, end).mean(axis=0))

    def least(self, start: float, end: float) -> Floats:
        """How probably each voice speaks at least, at every moment between two times."""
        return np.asarray(self._within(start, end).min(axis=0))

    def _within(self, start: float, end: float) -> Floats:
        first = max(0, _frame(start))
        part = self.probabilities[first : max(first, _frame(end)) + 1]
        return part if len(part) else np.zeros((1, self.unknown + 1), dtype=np.float32)

    def turns(self, voice: int) -> list[Interval]:
        """From when to when a voice speaks; the last voice also where somebody does, and it is not clear who."""
        speaks = self.probabilities[:, voice] >= SPEAKS
        if voice == self.unknown:
            clear = (self.probabilities >= SPEAKS).any(axis=1)
            speaks |= (self.probabilities.sum(axis=1) >= SOMEBODY) & ~clear
        return _intervals(speaks)

    def faint(self) -> list[Interval]:
        """From when to when somebody may speak."""
        return _intervals(self.probabilities.sum(axis=1) >= SPEAKS)


def _intervals(speaks: npt.NDArray[np.bool_]) -> list[Interval]:
    changes = np.flatnonzero(np.diff(np.concatenate([[False], speaks, [False]])))
    edges = ((changes - 0.5) * FRAME_SECONDS + FIRST_FRAME_SECONDS).tolist()
    return joined(zip(edges[::2], edges[1::2], strict=True), SHORTEST_SILENCE_SECONDS)


def _frame(time: float) -> int:
    return round((time - FIRST_FRAME_SECONDS) / FRAME_SECONDS)


def put_together(activity: Floats, speakers: Sequence[LocalSpeaker], voices: Sequence[int | None]) -> SpeakerActivity:
    """The activity of each voice: the mean of what is heard in all chunks that a moment is in.

    activity: as ``SegmentationNetwork.activity`` gives it
    voices: of each local speaker, as ``cluster_speakers`` gives them
    """
    unknown = max((voice for voice in voices if voice is not None), default=-1) + 1
    known = {(one.chunk, one.number): voice for one, voice in zip(speakers, voices, strict=True) if voice is not None}
    begins = [round(chunk * STEP_SECONDS / FRAME_SECONDS) for chunk in range(len(activity))]
    sums = np.zeros((begins[-1] + CHUNK_FRAMES, unknown + 1), dtype=np.float32)
    heard = np.zeros((len(sums), 1), dtype=np.float32)
    for chunk, begin in enumerate(begins):
        within = slice(begin, begin + CHUNK_FRAMES)
        heard[within] += 1
        for number in range(activity.shape[2]):
            sums[within, known.get((chunk, number), unknown)] += activity[chunk, :, number]
    return SpeakerActivity(np.asarray(sums / np.maximum(heard, 1), dtype=np.float32))


def joined(intervals: Iterable[Interval], gap: float) -> list[Interval]:
    """Intervals in order, those less than ``gap`` seconds apart as one."""
    found: list[Interval] = []
    for start, end in intervals:
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
