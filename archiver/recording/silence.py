"""Pauses: where the voice stops and where it begins again, told by its energy, in any language.

A frame is silent where it is hardly louder than the room at that time, or far softer than the voice. There are two
thresholds, as in Rabiner and Sambur's endpoint detection (1975): the voice begins and ends at the lower one, and what
does not reach the upper one, such as a breath or a chair, is no voice. Where the room is nearly as loud as the voice,
as under music, nothing is found, and times stay as they were.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from archiver.arrays import Samples
from archiver.recording.decoding import FULL_SCALE, SAMPLE_RATE

Side = Literal["start", "end"]
Decibels = npt.NDArray[np.float32]

FRAME = 80  # samples, 5 ms: finer than anybody hears a cut
FRAME_SECONDS = FRAME / SAMPLE_RATE
READ_FRAMES = 60_000  # five minutes at a time, so that three hours need no copy of themselves
SILENCE_DB = -100.0  # below what 16 bits can hold

# Decibels. Noise of a room, a frame at a time, stays within 3 or 4 of its level; a voice spans 30 to 40.
ABOVE_ROOM = 3.5
BELOW_VOICE = 35.0
SURELY = 8.0  # how far above the lower threshold a stretch must reach somewhere to be voice
CLEAR = 20.0  # between room and voice; with less between them, soft sounds are lost in the room
AROUND = 2_000  # frames, 10 s: about which the room is measured; there is a pause for breath in it
SHORTEST_VOICE = 4  # frames; shorter is a click
SHORTEST_GAP = 10  # frames, 50 ms: within words, before a `p` or a `t`, the voice stops as long
# A `t` or a `k` that ends a word: the voice stops, and then the tongue lets go, softly.
CLOSURE = 24  # frames, 120 ms
BURST = (2, 12)  # frames, 10 to 60 ms


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without voice, in seconds."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start

    def edge(self, side: Side) -> float:
        """The edge of the voice beside it: a word ends where the pause starts."""
        return self.start if side == "end" else self.end


def loudness(samples: Samples) -> Decibels:
    """How loud every 5 ms are, in decibels below full scale; shape (frames,).

    samples: 16 kHz mono
    """
    full = FULL_SCALE if samples.dtype == np.int16 else 1.0
    count, parts = len(samples) // FRAME, []
    for begin in range(0, count, READ_FRAMES):
        part = samples[begin * FRAME : min(count, begin + READ_FRAMES) * FRAME].astype(np.float32).reshape(-1, FRAME)
        parts.append(np.sqrt((part**2).mean(axis=1)) / full)
    level = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
    return (20 * np.log10(np.maximum(level, 10 ** (SILENCE_DB / 20)))).astype(np.float32)


def pauses(loud: Decibels) -> list[Pause]:
    """The stretches of at least 50 ms without voice, in order, those before and after all voice included.

    loud: as ``loudness`` gives it
    """
    lower = _lower_threshold(loud)
    voiced = _without_short(loud > lower, False, SHORTEST_GAP)
    spoken = 0
    for begin, end in _runs(voiced, True):
        if end - begin >= SHORTEST_VOICE and (loud[begin:end] > lower[begin:end] + SURELY).any():
            spoken = end
        elif spoken and BURST[0] <= end - begin <= BURST[1] and begin - spoken <= CLOSURE:
            voiced[spoken:begin], spoken = True, end
        else:
            voiced[begin:end] = False
    return [
        Pause(round(begin * FRAME_SECONDS, 3), round(end * FRAME_SECONDS, 3))
        for begin, end in _runs(voiced, False)
        if end - begin >= SHORTEST_GAP
    ]


def _lower_threshold(loud: Decibels) -> Decibels:
    """Above which a frame may be voice: for every frame, told by 10 s about it; shape (frames,)."""
    threshold = np.empty_like(loud)
    for begin in range(0, len(loud), AROUND // 2):
        near = loud[max(0, begin - AROUND // 2) : begin + AROUND]
        room, voice = np.percentile(near, [5, 95])
        clear = voice - room >= CLEAR
        threshold[begin : begin + AROUND // 2] = (
            max(room + ABOVE_ROOM, voice - BELOW_VOICE) if clear else SILENCE_DB - 1
        )
    return threshold


def _runs(voiced: npt.NDArray[np.bool_], kind: bool) -> list[tuple[int, int]]:
    """First and past-the-last frame of every run of one kind."""
    changes = np.flatnonzero(np.diff(voiced.astype(np.int8))) + 1
    limits = [0, *changes.tolist(), len(voiced)]
    return [(begin, end) for begin, end in pairwise(limits) if begin < end and bool(voiced[begin]) is kind]


def _without_short(voiced: npt.NDArray[np.bool_], kind: bool, shortest: int) -> npt.NDArray[np.bool_]:
    """The same with runs of one kind that are too short turned into the other."""
    kept = voiced.copy()
    for begin, end in _runs(voiced, kind):
        if end - begin < shortest:
            kept[begin:end] = not kind
    return kept


class VoiceActivity:
    """How much voice there is between two times.

    pauses: in order
    """

    def __init__(self, pauses: Sequence[Pause]) -> None:
        self.pauses = pauses
        self.starts = [pause.start for pause in pauses]
        self.silent = [0.0, *accumulate(pause.seconds for pause in pauses)]

    def between(self, start: float, end: float) -> float:
        """Seconds of voice between two times, in either order."""
        return abs(self._before(end) - self._before(start))

    def pauses_near(self, time: float, reach: float) -> range:
        """Numbers of the pauses that have a part within ``reach`` seconds of a time."""
        return range(max(0, bisect_left(self.starts, time - reach) - 1), bisect_left(self.starts, time + reach))

    def _before(self, time: float) -> float:
        number = bisect_left(self.starts, time)
        unheard = max(0.0, self.pauses[number - 1].end - time) if number else 0.0
        return time - (self.silent[number] - unheard)
