"""Edges of clips: moved into pauses, so that no word is cut in half."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from archiver.recording.audio import Sound
from archiver.recording.decoding import Decoding
from archiver.recording.silence import FRAME, FRAME_SECONDS, Decibels, Pause, loudness, pauses

REACH = 0.8  # seconds; a word hardly lasts longer
ROOM = 0.15  # seconds of a pause that a clip keeps: as long as a breath is drawn in
MARGIN = 2.0  # seconds behind the last piece, in which a pause is looked for

Pieces = Sequence[tuple[float, float]]


def in_pauses(path: Path, sound: Sound, pieces: Pieces, track: int = 1) -> list[tuple[float, float]]:
    """Pieces of a recording, each from pause to pause.

    pieces: (start, end) in seconds
    track: number of the sound track, from 1
    """
    found = pauses(_loudness(path, sound, max(end for _, end in pieces) + MARGIN, track))
    return [settled(piece, found) for piece in pieces]


def _loudness(path: Path, sound: Sound, seconds: float, track: int) -> Decibels:
    """How loud a recording is in its first ``seconds``; its samples are not kept, which of hours are many."""
    loud: list[Decibels] = []
    rest = np.zeros(0, dtype=np.float32)
    for block in Decoding(path, sound.container, track).blocks():
        samples = np.concatenate([rest, block.mean(axis=0, dtype=np.float32)])
        whole = len(samples) // FRAME * FRAME
        loud.append(loudness(samples[:whole]))
        rest = samples[whole:]
        if sum(map(len, loud)) * FRAME_SECONDS >= seconds:
            break
    return np.concatenate(loud)


def settled(piece: tuple[float, float], found: Sequence[Pause]) -> tuple[float, float]:
    """A piece whose edges lie in pauses, where there are any within reach outside of it.

    found: the pauses of the recording, in order
    """
    start, end = piece
    before = found[bisect_right([pause.start for pause in found], start) - 1 :][:1] if found else []
    if before and before[0].start <= start and start - before[0].end <= REACH:
        start = max(before[0].start, min(start, before[0].end - ROOM))
    after = found[bisect_left([pause.end for pause in found], end) :][:1]
    if after and after[0].start - end <= REACH:
        end = min(after[0].end, max(end, after[0].start + ROOM))
    return start, end
