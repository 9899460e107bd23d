"""Channels: which of a recording's have the voice, and how they are made into the one that is transcribed.

The sum of all channels is right for most recordings. It is not where one channel is the negative of another, so that
they cancel, nor where a voice is in one of them and noise in the other. Two people of a call may have a channel each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats
from archiver.recording.decoding import SAMPLE_RATE, whole_numbers

Figures = npt.NDArray[np.float64]

EXCERPTS = 24  # blocks kept from all over a recording, to listen for a voice in them
COLUMN = SAMPLE_RATE // 20  # samples, 50 ms: about a sound of speech
SECOND = 20  # columns

OFFSET_SHARE = 0.1  # of the sound's standard deviation; sound cards add a fiftieth, which nobody hears
TOO_QUIET = 10 ** (-40 / 20)  # where the loudest second is below this, detectors of voices miss it
LOUD = 10 ** (-20 / 20)  # to which it is amplified; a voice at a good level
FAINTEST = 10 ** (-90 / 20)  # below is the rounding of 16 bits
ALIKE, CONTRARY = 0.9, -0.5  # correlation of two channels
LEVEL_APART = 10.0  # decibels; microphones in one room hear a voice with less between them
VOICE_SHARE = 0.1  # of the voice in the channel that has most of it
APART_SHARE = 0.9  # of the time in which somebody speaks, for two channels to be two people's
LEAST_TURN = 0.05  # of that time, which each of them must speak
ACTIVE_DB = 25.0  # below the loud sounds of a channel; softer is its room


@dataclass(frozen=True, slots=True)
class Mix:
    """How one channel is made of several.

    weights, offsets: of each channel; the offset is taken away first
    gain: with which the sum is multiplied
    people: the numbers of two channels that have a person each, from 0; empty where they do not
    notes: what is to be told about it, in words for a person
    """

    weights: tuple[float, ...]
    offsets: tuple[float, ...]
    gain: float = 1.0
    people: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is the mean of all channels as they are."""
        alike = len(set(self.weights)) == 1 and round(sum(self.weights), 6) == 1
        return alike and self.gain == 1 and not any(self.offsets)

    def of(self, block: Floats) -> npt.NDArray[np.int16]:
        """The one channel; block: shape (channels, samples)."""
        weights, offsets = (np.array(one, dtype=np.float32) for one in (self.weights, self.offsets))
        return whole_numbers((weights * self.gain) @ (block - offsets[:, None]))

    def only(self, channel: int) -> Mix:
        """The same with one channel alone."""
        weights = tuple(float(number == channel) for number in range(len(self.weights)))
        return Mix(weights, self.offsets, self.gain)


class Survey:
    """Figures of a recording's channels, gathered block by block."""

    def __init__(self) -> None:
        self._count = 0
        self._sum: Figures = np.zeros(0)
        self._products: Figures = np.zeros((0, 0))
        self._levels: Figures = np.zeros(0)
        self._seen, self._every = 0, 1
        self.excerpts: list[Floats] = []

    def add(self, block: Floats) -> None:
        """Take in a block, shape (channels, samples)."""
        if not self._count:
            channels = len(block)
            self._sum, self._products = np.zeros(channels), np.zeros((channels, channels))
            self._levels = np.zeros(channels)
        self._count += block.shape[1]
        self._sum += block.sum(axis=1, dtype=np.float64)
        self._products += block @ block.T
        self._levels = np.maximum(self._levels, _loudest_second(block))
        if self._seen % self._every == 0:
            self.excerpts.append(block)
        if len(self.excerpts) > EXCERPTS:
            self.excerpts, self._every = self.excerpts[::2], self._every * 2
        self._seen += 1

    @property
    def means(self) -> Figures:
        """The mean of each channel, which should be 0."""
        return np.asarray(self._sum / self._count)

    @property
    def covariance(self) -> Figures:
        """Of every two channels."""
        return np.asarray(self._products / self._count - np.outer(self.means, self.means))

    @property
    def levels(self) -> Figures:
        """How loud the loudest second of each channel is, 1 for full scale."""
        return self._levels


def _columns(block: Floats) -> Floats:
    """How loud every 50 ms are in each channel, whatever their mean; shape (channels, columns)."""
    count = block.shape[1] // COLUMN
    return np.asarray(block[:, : count * COLUMN].reshape(len(block), count, COLUMN).std(axis=2))


def _loudest_second(block: Floats) -> Figures:
    """The median of a second tells its loudness: clicks are shorter."""
    columns = _columns(block)
    count = columns.shape[1] // SECOND
    if not count:
        return np.asarray(np.median(columns, axis=1) if columns.size else np.zeros(len(block)), dtype=np.float64)
    seconds = np.median(columns[:, : count * SECOND].reshape(len(block), count, SECOND), axis=2)
    return np.asarray(seconds.max(axis=1), dtype=np.float64)


def choose_mix(survey: Survey) -> Mix:
    """How to make one channel of a recording."""
    spread = np.sqrt(np.maximum(np.diag(survey.covariance), 0))
    is_off = np.abs(survey.means) > OFFSET_SHARE * spread
    offsets = np.where(is_off & (np.abs(survey.means) > FAINTEST), survey.means, 0.0)
    chosen, people, notes = _voiced(survey, spread, offsets)
    weights = _weights(survey, spread, chosen)
    if len(set(np.sign(weights[chosen]))) > 1:
        notes.append("its channels cancel each other, and one was turned round")
    level = float(survey.levels[chosen].max())
    gain = LOUD / level if FAINTEST < level < TOO_QUIET else 1.0
    if gain != 1.0:
        notes.append(f"it is very quiet ({20 * np.log10(level):.0f} dB), and was amplified")
    if offsets.any():
        notes.append("it has a constant offset, which was taken away")
    return Mix(tuple(weights.tolist()), tuple(offsets.tolist()), gain, people, tuple(notes))


def _voiced(survey: Survey, spread: Figures, offsets: Figures) -> tuple[list[int], tuple[int, ...], list[str]]:
    """The channels in which there is a voice, those that have a person each, and what is to be told."""
    every = list(range(len(spread)))
    if len(every) == 1 or _all_alike(survey.covariance, spread):
        return every, (), []
    voice = np.array([_voice_seconds(survey.excerpts, channel, survey.levels, offsets) for channel in every])
    if not voice.any():
        return every, (), []
    chosen = np.flatnonzero(voice >= VOICE_SHARE * voice.max()).tolist()
    if len(chosen) < len(every):
        numbers = ", ".join(str(channel + 1) for channel in chosen)
        return chosen, (), [f"of its {len(every)} channels only {numbers} had a voice, and the others were left out"]
    if len(chosen) == 2 and _are_two_people(survey, spread):
        return chosen, tuple(chosen), ["its two channels have a person each, and are told apart by them"]
    return chosen, (), []


def _all_alike(covariance: Figures, spread: Figures) -> bool:
    if spread.min() <= 0 or spread.max() / spread.min() > 10 ** (LEVEL_APART / 20):
        return False
    return bool((covariance / np.outer(spread, spread)).min() > ALIKE)


def _weights(survey: Survey, spread: Figures, chosen: Sequence[int]) -> Figures:
    """Equal for all chosen channels, negative for those that go against the strongest of them."""
    weights = np.zeros(len(spread))
    first = max(chosen, key=lambda channel: float(spread[channel]))
    for channel in chosen:
        against = survey.covariance[first, channel] < CONTRARY * spread[first] * spread[channel]
        weights[channel] = -1 / len(chosen) if against else 1 / len(chosen)
    return weights


def _voice_seconds(excerpts: Iterable[Floats], channel: int, levels: Figures, offsets: Figures) -> float:
    """How long somebody speaks in a channel, at a good level, in the excerpts."""
    from faster_whisper.vad import get_speech_timestamps

    level = levels[channel]
    if level <= FAINTEST:
        return 0.0
    sound = np.concatenate([block[channel] for block in excerpts]) - np.float32(offsets[channel])
    found = get_speech_timestamps(np.clip(sound * np.float32(LOUD / level), -1, 1))
    return float(sum(part["end"] - part["start"] for part in found)) / SAMPLE_RATE


def _are_two_people(survey: Survey, spread: Figures) -> bool:
    """Whether two channels hardly ever have a voice together, and neither hears the other's."""
    if abs(survey.covariance[0, 1]) > spread[0] * spread[1] / 2:
        return False
    columns = np.concatenate([_columns(block) for block in survey.excerpts], axis=1)
    loud = 20 * np.log10(np.maximum(columns / np.maximum(survey.levels, FAINTEST)[:, None], 1e-6))
    active = loud > -ACTIVE_DB
    speaks = active.any(axis=0)
    alone = speaks & (np.abs(loud[0] - loud[1]) > LEVEL_APART)
    turns = [(alone & (loud[one] > loud[1 - one])).sum() for one in (0, 1)]
    return bool(alone.sum() >= APART_SHARE * speaks.sum() and min(turns) >= LEAST_TURN * speaks.sum())
