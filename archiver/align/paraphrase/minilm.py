"""MiniLM: a BERT that embeds every word piece of a text in its context. Its tokenizer and layers come from libraries.

Devlin et al. 2019, in the form in which Sentence-Transformers publishes encoders. Its own library does the same and
takes seven seconds to import, which is longer than a briefing takes to link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import TransformerEncoderLayer
from torch.nn.functional import layer_norm

from archiver.arrays import Floats

ATTENTION_HEADS = 12  # of attention, in every layer
LAYER_NORM_EPSILON = 1e-12  # of the normalisation
BATCH_TEXTS = 32  # texts of about one length; more bring nothing on a processor

# What a layer's arrays are called in BERT, and in PyTorch, where query, key and value are one.
PARAMETER_KINDS = ("weight", "bias")
EMBEDDING_TABLES = ("word", "position", "token_type")
ATTENTION_PARTS = tuple(f"attention.self.{name}" for name in ("query", "key", "value"))
PARAMETER_NAMES = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class WordPiece:
    """A word or a part of one, or one of the two marks around a text.

    place: the code points that it stands for, none for a mark
    vector: shape (dimensions)
    """

    place: tuple[int, int]
    vector: Floats


class Bert:
    """An encoder with its weights."""

    def __init__(self, folder: Path, longest: int) -> None:
        """Load it from a folder with ``model.safetensors`` and ``tokenizer.json``.

        longest: pieces that are read of a text, its marks included
        """
        self._weights = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(longest)
        self._tokenizer.enable_padding()
        numbers = {name.split(".")[2] for name in self._weights if name.startswith("encoder.layer.")}
        self._layers = [_layer(self._weights, f"encoder.layer.{number}") for number in range(len(numbers))]

    def read(self, texts: Sequence[str]) -> Iterator[list[WordPiece]]:
        """The pieces of each text; quick where texts that follow each other are about as long."""
        for first in range(0, len(texts), BATCH_TEXTS):
            encoded = self._tokenizer.encode_batch(list(texts[first : first + BATCH_TEXTS]))
            real = torch.tensor([text.attention_mask for text in encoded], dtype=torch.bool)
            with threadpool_limits(limits=1):  # on so few texts several threads mostly wait for each other
                vectors = self._vectors(torch.tensor([text.ids for text in encoded]), real).numpy()
            for text, own in zip(encoded, vectors, strict=True):
                kept = sum(text.attention_mask)
                yield [WordPiece(place, vector) for place, vector in zip(text.offsets[:kept], own[:kept], strict=True)]

    @torch.inference_mode()
    def _vectors(self, ids: Tensor, real: Tensor) -> Tensor:
        """Shape (texts, pieces, dimensions); ``real`` is false where a text is only filled up."""
        words, places, kinds = (self._weights[f"embeddings.{name}_embeddings.weight"] for name in EMBEDDING_TABLES)
        scale, shift = (self._weights[f"embeddings.LayerNorm.{kind}"] for kind in PARAMETER_KINDS)
        found = words[ids] + places[: ids.shape[1]] + kinds[0]
        found = layer_norm(found, scale.shape, scale, shift, LAYER_NORM_EPSILON)
        for layer in self._layers:
            found = layer(found, src_key_padding_mask=~real)
        return found


def _layer(weights: Mapping[str, Tensor], name: str) -> TransformerEncoderLayer:
    """A layer of PyTorch's with the arrays of one of BERT's."""
    wide, size = weights[f"{name}.intermediate.dense.weight"].shape
    layer = TransformerEncoderLayer(
        size, ATTENTION_HEADS, wide, activation="gelu", layer_norm_eps=LAYER_NORM_EPSILON, batch_first=True, dropout=0.0
    )
    arrays = {
        f"{own}.{kind}": weights[f"{name}.{theirs}.{kind}"]
        for own, theirs in PARAMETER_NAMES.items()
        for kind in PARAMETER_KINDS
    }
    fused = {
        f"self_attn.in_proj_{kind}": torch.cat([weights[f"{name}.{part}.{kind}"] for part in ATTENTION_PARTS])
        for kind in PARAMETER_KINDS
    }
    layer.load_state_dict(arrays | fused)
    return layer.eval()
