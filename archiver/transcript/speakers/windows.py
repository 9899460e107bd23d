"""Where to listen to a voice: a few seconds of each sentence, enough to know it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from archiver.models import Segment
from archiver.recording.audio import Samples, floats
from archiver.transcript.speakers.campplus import Network
from archiver.transcript.speakers.clustering import Vectors
from archiver.transcript.speakers.filterbank import FRAME, RATE, features

WINDOW = 2.0  # seconds; half of it makes one voice much less like itself, twice of it takes twice as long to hear
EVERY = 6.0  # seconds of a sentence for which there is one window: a third of the speech is listened to
STEP = 0.25  # seconds; short sentences are cut to a multiple, so that those of one length are heard together
SHORTEST = 0.5  # seconds; in less there is no voice, and where engines say so, their times are too tight
FAINTEST = 1e-4  # mean amplitude, 1 is full scale; below is digital silence, in which there is no voice
BATCH = 8  # windows at once: more takes memory and is no faster


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a recording in which to listen. start, seconds: in seconds; sentence: its place in the list."""

    sentence: int
    start: float
    seconds: float


def windows(segments: Sequence[Segment], every: float = EVERY) -> list[Window]:
    """Evenly laid windows, at least one for every sentence."""
    return [window for number, segment in enumerate(segments) for window in _laid(number, segment, every)]


def _laid(number: int, segment: Segment, every: float) -> list[Window]:
    length = segment.end - segment.start
    if length < SHORTEST:
        return [Window(number, max(0.0, (segment.start + segment.end - SHORTEST) / 2), SHORTEST)]
    seconds = min(WINDOW, length // STEP * STEP)
    count = max(1, round(length / every)) if length > WINDOW else 1
    free = (length - count * seconds) / (count + 1)
    starts = [segment.start + free + n * (seconds + free) for n in range(count)]
    return [Window(number, start, seconds) for start in starts]


def embedded(samples: Samples, chosen: Sequence[Window], network: Network) -> Vectors:
    """The vector of each window's voice; zero for one without any: silence, or beyond the sound's end."""
    found = np.zeros((len(chosen), network.size), dtype=np.float32)
    length = {n: _cut(samples, window) for n, window in enumerate(chosen)}
    order = sorted((n for n in length if _is_heard(length[n])), key=lambda n: len(length[n]))
    for _, alike in groupby(order, key=lambda n: len(length[n])):
        places = list(alike)
        for first in range(0, len(places), BATCH):
            batch = places[first : first + BATCH]
            found[batch] = network.embed([features(floats(length[n])) for n in batch])
    return found


def _cut(samples: Samples, window: Window) -> Samples:
    first = round(window.start * RATE)
    return samples[first : first + round(window.seconds * RATE)]


def _is_heard(samples: Samples) -> bool:
    return len(samples) >= FRAME and float(np.abs(floats(samples)).mean()) >= FAINTEST


def of_sentences(vectors: Vectors, chosen: Sequence[Window], count: int) -> Vectors:
    """The vector of each of ``count`` sentences: the middle of its windows'; zero for one without any."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, [window.sentence for window in chosen], vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)
