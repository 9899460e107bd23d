"""What the voice network hears: the loudness of eighty bands of the spectrum, a hundred times a second.

The recipe is Kaldi's filter bank, with which the network was trained: its window, its pre-emphasis, its mel scale. No
library that is installed anyway computes it fast, and the whole of it is a Fourier transform and a matrix.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats

FILTERBANK_RATE = 16_000  # Hz
FRAME, HOP = 400, 160  # samples: 25 ms, every 10 ms
BANDS = 80
LOWEST_HZ = 20.0  # Hz; the bands go from there to half of ``FILTERBANK_RATE``
FFT = 512
PRE_EMPHASIS = 0.97
FLOOR = float(np.finfo(np.float32).eps)  # of the energy, so that silence has a logarithm


def filterbank_features(samples: Floats) -> Floats:
    """The logarithm of each band's energy; shape (frames, 80).

    samples: 16 kHz, -1 to 1, at least ``FRAME`` of them
    """
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP] * np.float32(32_768)
    frames = frames - frames.mean(axis=1, keepdims=True)
    before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
    spectrum = np.abs(np.fft.rfft((frames - PRE_EMPHASIS * before) * _window(), FFT)) ** 2
    return np.asarray(np.log(np.maximum(spectrum @ _filters(), FLOOR)), dtype=np.float32)


def without_room(features: Floats) -> Floats:
    """Features less their mean over time, which is what microphone and room add."""
    return np.asarray(features - features.mean(axis=0), dtype=np.float32)


@lru_cache(maxsize=1)
def _window() -> npt.NDArray[np.float32]:
    """Povey's window: Hann's, a little wider."""
    return np.asarray(np.hanning(FRAME) ** 0.85, dtype=np.float32)


@lru_cache(maxsize=1)
def _filters() -> npt.NDArray[np.float32]:
    """Triangles of equal width on the mel scale, each from the middle of the one before to that of the next."""
    edges = np.linspace(_mel(np.array(LOWEST_HZ)), _mel(np.array(FILTERBANK_RATE / 2)), BANDS + 2)
    lines = _mel(np.arange(FFT // 2 + 1) * FILTERBANK_RATE / FFT)[:, None]
    rising = (lines - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - lines) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0, np.minimum(rising, falling))
    triangles[-1] = 0  # Kaldi leaves out the line at half the rate
    return triangles.astype(np.float32)


def _mel(frequency: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 1127 * np.log1p(frequency / 700)
