"""Where to listen to a voice: a few seconds of each sentence, enough to know it by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from threadpoolctl import threadpool_limits

from archiver.arrays import Floats, Samples
from archiver.models import Segment
from archiver.recording.audio import floats
from archiver.transcript.speakers.campplus import SpeakerNetwork
from archiver.transcript.speakers.filterbank import FILTERBANK_RATE, FRAME, filterbank_features

WINDOW_SECONDS = (
    2.0  # seconds; half of it makes one voice much less like itself, twice of it takes twice as long to hear
)
WINDOW_EVERY_SECONDS = 6.0  # seconds of a sentence for which there is one window: a third of the speech is listened to
LENGTH_STEP_SECONDS = (
    0.25  # seconds; short sentences are cut to a multiple, so that those of one length are heard together
)
SHORTEST_WINDOW_SECONDS = 0.5  # seconds; in less there is no voice, and where engines say so, their times are too tight
FAINTEST_AMPLITUDE = 1e-4  # mean amplitude, 1 is full scale; below is digital silence, in which there is no voice
BATCH_WINDOWS = 8  # windows at once: more takes memory and is no faster


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a recording in which to listen. start, seconds: in seconds; sentence: its place in the list."""

    sentence: int
    start: float
    seconds: float


def lay_windows(segments: Sequence[Segment], every: float = WINDOW_EVERY_SECONDS) -> list[Window]:
    """Evenly laid windows, at least one for every sentence."""
    return [window for number, segment in enumerate(segments) for window in _laid(number, segment, every)]


def _laid(number: int, segment: Segment, every: float) -> list[Window]:
    length = segment.end - segment.start
    if length < SHORTEST_WINDOW_SECONDS:
        return [
            Window(
                number, max(0.0, (segment.start + segment.end - SHORTEST_WINDOW_SECONDS) / 2), SHORTEST_WINDOW_SECONDS
            )
        ]
    seconds = min(WINDOW_SECONDS, length // LENGTH_STEP_SECONDS * LENGTH_STEP_SECONDS)
    count = max(1, round(length / every)) if length > WINDOW_SECONDS else 1
    free = (length - count * seconds) / (count + 1)
    starts = [segment.start + free + n * (seconds + free) for n in range(count)]
    return [Window(number, start, seconds) for start in starts]


@dataclass(frozen=True, slots=True)
class Embedder:
    """Embeds the voice in stretches of one recording.

    samples: the recording, 16 kHz mono
    """

    samples: Samples
    network: SpeakerNetwork

    def embed(self, chosen: Sequence[Window]) -> Floats:
        """The embedding of each window's voice; zero for one without any: silence, or beyond the sound's end."""
        found = np.zeros((len(chosen), self.network.size), dtype=np.float32)
        length = {n: _cut(self.samples, window) for n, window in enumerate(chosen)}
        order = sorted((n for n in length if _is_heard(length[n])), key=lambda n: len(length[n]))
        with threadpool_limits(limits=1):  # with so little to do, several threads mostly wait for each other
            for _, alike in groupby(order, key=lambda n: len(length[n])):
                places = list(alike)
                for first in range(0, len(places), BATCH_WINDOWS):
                    batch = places[first : first + BATCH_WINDOWS]
                    found[batch] = self.network.embed([filterbank_features(floats(length[n])) for n in batch])
        return found


def _cut(samples: Samples, window: Window) -> Samples:
    first = round(window.start * FILTERBANK_RATE)
    return samples[first : first + round(window.seconds * FILTERBANK_RATE)]


def _is_heard(samples: Samples) -> bool:
    return len(samples) >= FRAME and float(np.abs(floats(samples)).mean()) >= FAINTEST_AMPLITUDE


def sentence_embeddings(vectors: Floats, chosen: Sequence[Window], count: int) -> Floats:
    """The vector of each of ``count`` sentences: the middle of its windows'; zero for one without any."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, [window.sentence for window in chosen], vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths > 0, lengths, 1), dtype=np.float32)
