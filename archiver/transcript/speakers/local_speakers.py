"""Local speakers: the people whom the segmentation network hears in one chunk, each with the vector of their voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats, Samples
from archiver.recording.audio import floats
from archiver.transcript.speakers.campplus import SpeakerNetwork
from archiver.transcript.speakers.filterbank import FILTERBANK_RATE, FRAME, HOP, filterbank_features, without_room
from archiver.transcript.speakers.segmentation import CHUNK_SECONDS, FIRST_FRAME_SECONDS, FRAME_SECONDS, STEP_SECONDS

SPEAKS = 0.5  # probability, from which a local speaker is listened to
LEAST_ALONE_SECONDS = 0.3  # with less, the voice is heard together with whoever speaks at the same time
SHORTEST_SECONDS = 0.25  # in less there is no voice
LONGEST_SECONDS = 3.0  # more makes a voice hardly more like itself, and takes longer to hear
LENGTH_STEP_SECONDS = 0.25  # lengths are cut to a multiple, so that those of one length are heard together
FAINTEST_AMPLITUDE = 1e-4  # mean amplitude, 1 is full scale; below is digital silence, in which there is no voice
BATCH_VOICES = 16  # voices heard at once: with fewer PyTorch takes another way on one thread, slower by a fifth


@dataclass(frozen=True, slots=True)
class LocalSpeaker:
    """Somebody in one chunk.

    chunk, number: which chunk, and which of its local speakers, both from 0
    alone: seconds in which nobody else speaks
    """

    chunk: int
    number: int
    alone: float


def local_speakers(activity: Floats, samples: Samples, network: SpeakerNetwork) -> tuple[list[LocalSpeaker], Floats]:
    """Everybody in every chunk, and the vectors of their voices; zero for one who is not heard clearly enough.

    activity: as ``SegmentationNetwork.activity`` gives it
    samples: the recording, 16 kHz mono
    """
    found: list[LocalSpeaker] = []
    heard: list[Floats] = []
    for chunk, probabilities in enumerate(activity):
        speaks = probabilities >= SPEAKS
        begin = round(chunk * STEP_SECONDS * FILTERBANK_RATE)
        sound = floats(samples[begin : begin + round(CHUNK_SECONDS * FILTERBANK_RATE)])
        features = filterbank_features(sound) if _is_heard(sound) else np.zeros((0, 0), dtype=np.float32)
        for number in np.flatnonzero(speaks.any(axis=0)):
            alone = speaks[:, number] & (speaks.sum(axis=1) == 1)
            found.append(LocalSpeaker(chunk, int(number), float(alone.sum() * FRAME_SECONDS)))
            own = alone if found[-1].alone >= LEAST_ALONE_SECONDS else speaks[:, number]
            heard.append(_middle(features[_at_features(own, len(features))]))
    return found, _embed(heard, network)


def _is_heard(sound: Floats) -> bool:
    return len(sound) >= FRAME and float(np.abs(sound).mean()) >= FAINTEST_AMPLITUDE


def _at_features(frames: npt.NDArray[np.bool_], count: int) -> npt.NDArray[np.bool_]:
    """The network's frames as those of the filter bank: each is the nearest one's."""
    times = (np.arange(count) * HOP + FRAME / 2) / FILTERBANK_RATE
    nearest = np.rint((times - FIRST_FRAME_SECONDS) / FRAME_SECONDS).astype(int)
    return np.asarray(frames[np.clip(nearest, 0, len(frames) - 1)])


def _middle(features: Floats) -> Floats:
    """At most ``LONGEST_SECONDS`` of them, from the middle, and a length that others have too."""
    step = round(LENGTH_STEP_SECONDS * FILTERBANK_RATE / HOP)
    length = min(round(LONGEST_SECONDS * FILTERBANK_RATE / HOP), len(features) // step * step)
    first = (len(features) - length) // 2
    return features[first : first + length]


def _embed(heard: Sequence[Floats], network: SpeakerNetwork) -> Floats:
    found = np.zeros((len(heard), network.size), dtype=np.float32)
    shortest = round(SHORTEST_SECONDS * FILTERBANK_RATE / HOP)
    order = sorted((n for n, one in enumerate(heard) if len(one) >= shortest), key=lambda n: len(heard[n]))
    for _, alike in groupby(order, key=lambda n: len(heard[n])):
        places = list(alike)
        for first in range(0, len(places), BATCH_VOICES):
            batch = places[first : first + BATCH_VOICES]
            found[batch] = network.embed([without_room(heard[n]) for n in batch])
    return found
