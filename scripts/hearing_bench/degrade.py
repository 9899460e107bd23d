"""Sound made worse in the ways that recordings are bad: noise, another voice, telephone lines, haste, small files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy.signal import butter, oaconvolve, resample, sosfilt

from archiver.recording.decoding import SAMPLE_RATE
from hearing_bench import mp3, sounds
from hearing_bench.material import Samples

SEED = 7


def noisy(samples: Samples, ratio: float) -> Samples:
    """With white noise.

    ratio: of the voice to the noise, in dB
    """
    noise = np.random.default_rng(SEED).standard_normal(len(samples)).astype(np.float32)
    return mixed(samples, noise, ratio)


def mixed(samples: Samples, other: Samples, ratio: float) -> Samples:
    """With another sound of the same length, softer by ``ratio`` dB."""
    wanted = np.sqrt(np.mean(np.square(samples))) * 10 ** (-ratio / 20)
    return _fitted(samples + other * (wanted / np.sqrt(np.mean(np.square(other)))))


def babble(samples: Samples, ratio: float) -> Samples:
    """With a crowd in the background: what the same voices say at seven other moments, all at once.

    Of fewer, words would be understood, and be right in a way.
    """
    crowd = sum(np.roll(samples, len(samples) * part // 8) for part in range(1, 8))
    return mixed(samples, np.asarray(crowd, dtype=np.float32), ratio)


def hurried(samples: Samples, factor: float) -> Samples:
    """Played faster, and so higher."""
    pieces = np.array_split(samples, max(1, len(samples) // (60 * SAMPLE_RATE)))  # the transform of an hour is slow
    return np.concatenate([resample(piece, round(len(piece) / factor)) for piece in pieces]).astype(np.float32)


def telephone(samples: Samples) -> Samples:
    """What a line of 300 to 3,400 Hz leaves."""
    line = butter(4, [300, 3_400], "bandpass", fs=SAMPLE_RATE, output="sos")
    return np.asarray(sosfilt(line, samples), dtype=np.float32)


def echoing(samples: Samples, seconds: float = 0.5) -> Samples:
    """In a hall whose echo dies away (by 60 dB) in so long."""
    length = round(seconds * SAMPLE_RATE)
    fading = 10 ** (-3 * np.arange(length) / length)
    hall = np.random.default_rng(SEED).standard_normal(length) * fading * 0.05
    hall[0] = 1
    return _fitted(oaconvolve(samples, hall)[: len(samples)].astype(np.float32))


def interrupted(samples: Samples) -> Samples:
    """With music, applause and the hush of a room in the middle, fifteen seconds each, and perhaps within a word."""
    middle = len(samples) // 2
    stretch = (sounds.music(15), sounds.applause(15), sounds.room(15))
    return np.concatenate([samples[:middle], *stretch, samples[middle:]])


def _fitted(samples: Samples) -> Samples:
    """Softer, where it would be cut off."""
    return samples / max(1.0, float(np.abs(samples).max()))


DEGRADED: Mapping[str, Callable[[Samples], Samples]] = {
    "as it is": lambda samples: samples,
    "noise, 10 dB": lambda samples: noisy(samples, 10),
    "noise, 3 dB": lambda samples: noisy(samples, 3),
    "noise, -3 dB": lambda samples: noisy(samples, -3),
    "babble, 6 dB": lambda samples: babble(samples, 6),
    "MP3 of 16 kb/s": lambda samples: mp3.there_and_back(samples, 16),
    "1.4 times as fast": lambda samples: hurried(samples, 1.4),
    "telephone with noise": lambda samples: noisy(telephone(samples), 5),
    "hall": echoing,
    "interrupted": interrupted,
}
