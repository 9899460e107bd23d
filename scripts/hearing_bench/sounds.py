"""Sounds that nobody says anything in, made by the sample: music, applause, the noise of a room. 16 kHz, -1 to 1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, sosfilt

from archiver.recording.decoding import SAMPLE_RATE
from hearing_bench.material import Samples

Floats = npt.NDArray[np.float64]

CHORDS = ((57, 60, 64), (53, 57, 60), (48, 55, 64), (55, 59, 62))  # A minor, F, C, G, as MIDI notes
TUNE = (76, 74, 72, 74, 77, 76, 72, 69, 79, 76, 72, 76, 74, 71, 67, 71)  # a note each half second, four a chord
CHORD_SECONDS = 2.0
VIBRATO = (5.5, 0.006)  # Hz, and the share of the frequency; about a tenth of a tone, as singers have
OVERTONES = (1.0, 0.5, 0.3, 0.2, 0.1, 0.06)
CLAPS = 12  # kinds of claps: no two pairs of hands sound alike
CLAPS_A_SECOND = 160  # in a hall of forty people


def loud(samples: npt.NDArray[np.floating], level: float) -> Samples:
    """The same with another loudness.

    level: root of the mean square; 1 is full scale, speech has about 0.06
    """
    scaled = samples * (level / np.sqrt(np.mean(np.square(samples))))
    return np.asarray(scaled.clip(-1, 1), dtype=np.float32)


def music(seconds: float, level: float = 0.06) -> Samples:
    """Four chords again and again, with a tune above them that trembles as a voice does."""
    count = round(seconds * SAMPLE_RATE)
    whole = np.zeros(count + round(CHORD_SECONDS * SAMPLE_RATE))
    each = CHORD_SECONDS / 4
    for number in range(int(seconds / CHORD_SECONDS) + 1):
        begin = number * CHORD_SECONDS
        notes = [(begin, CHORD_SECONDS, note, 0.5) for note in CHORDS[number % len(CHORDS)]]
        tune = [TUNE[(number * 4 + beat) % len(TUNE)] for beat in range(4)]
        notes += [(begin + beat * each, each, note, 1.0) for beat, note in enumerate(tune)]
        for start, length, note, strength in notes:
            at = round(start * SAMPLE_RATE)
            room = whole[at : at + round(length * SAMPLE_RATE)]
            room += strength * _note(note, length)[: len(room)]
    return loud(whole[:count], level)


def _note(note: int, seconds: float) -> Floats:
    """A MIDI note with overtones, that swells quickly and fades slowly."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    rate, depth = VIBRATO
    frequency = 440 * 2 ** ((note - 69) / 12)
    phase = 2 * np.pi * frequency * (time - depth / (2 * np.pi * rate) * np.cos(2 * np.pi * rate * time))
    tone = sum(share * np.sin(order * phase) for order, share in enumerate(OVERTONES, 1))
    envelope = np.minimum(1, time / 0.03) * np.exp(-1.5 * time / seconds)
    faded: Floats = tone * envelope * np.minimum(1, (seconds - time) / 0.02)
    return faded


def applause(seconds: float, level: float = 0.06, seed: int = 1) -> Samples:
    """Many hands that clap, each burst a few milliseconds of noise; it swells, and dies away at the end."""
    chance = np.random.default_rng(seed)
    count = round(seconds * SAMPLE_RATE)
    time = np.arange(count) / SAMPLE_RATE
    swell = np.minimum(1, np.minimum(time / 1.5, (seconds - time) / 4))
    whole = np.zeros(count)
    for _ in range(CLAPS):
        struck = chance.random(count) < swell * CLAPS_A_SECOND / CLAPS / SAMPLE_RATE
        whole += fftconvolve(struck * chance.uniform(0.3, 1, count), _clap(chance))[:count]
    return loud(whole + 1e-4 * chance.standard_normal(count), level)


def _clap(chance: np.random.Generator) -> Floats:
    length = round(0.03 * SAMPLE_RATE)
    low = chance.uniform(500, 1_200)
    band = butter(2, [low, low * chance.uniform(2.0, 4.0)], "bandpass", fs=SAMPLE_RATE, output="sos")
    fading = np.exp(-np.arange(length) / (chance.uniform(0.003, 0.008) * SAMPLE_RATE))
    burst: Floats = sosfilt(band, chance.standard_normal(length) * fading)
    return burst


def room(seconds: float, level: float = 0.001, seed: int = 2) -> Samples:
    """The hush of a room: noise with little above 500 Hz, 60 dB below full scale."""
    noise = np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE))
    return loud(sosfilt(butter(1, 500, "lowpass", fs=SAMPLE_RATE, output="sos"), noise), level)


def silence(seconds: float) -> Samples:
    """Nothing at all, as a cut recording has it."""
    return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32)
