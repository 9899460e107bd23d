"""CTranslate2's model file: a plain list of named arrays, and their names in OpenAI's Whisper.

The layout is that of CTranslate2's ``ModelSpec.save`` (binary version 6): little-endian; a string is its length with
the closing NUL (uint16) and its bytes; a variable is name, rank (uint8), dimensions (uint32 each), type (uint8), size
in bytes (uint32), data; at the end a list of aliases.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from archiver.errors import ModelError

Arrays = Mapping[str, npt.NDArray[np.generic]]

BINARY_VERSION = 6
DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}

# OpenAI's name for a layer's part, and CTranslate2's.
SELF_ATTENTION = {"attn_ln": "self_attention/layer_norm", "attn.out": "self_attention/linear_1"}
CROSS_ATTENTION = {
    "cross_attn_ln": "attention/layer_norm",
    "cross_attn.query": "attention/linear_0",
    "cross_attn.out": "attention/linear_2",
}
FEED_FORWARD = {"mlp_ln": "ffn/layer_norm", "mlp.0": "ffn/linear_0", "mlp.2": "ffn/linear_1"}


def read_variables(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    """Every array of a ``model.bin`` by its name. Raises ``ModelError`` for a file of another kind or version."""
    with path.open("rb") as file:
        (found,) = _unpack(file, "<I")
        if found != BINARY_VERSION:
            raise ModelError(f"{path.name} is no CTranslate2 model of version {BINARY_VERSION}")
        if _string(file) != "WhisperSpec":
            raise ModelError(f"{path.name} is a CTranslate2 model, but not of Whisper")
        _revision, count = _unpack(file, "<II")
        return dict(_variable(file, path) for _ in range(count))


def _unpack(file: BinaryIO, layout: str) -> tuple[int, ...]:
    data = file.read(struct.calcsize(layout))
    try:
        return struct.unpack(layout, data)
    except struct.error as error:
        raise _too_short() from error


def _too_short() -> ModelError:
    return ModelError("the model file ends too early", hint="fetch or install it again")


def _string(file: BinaryIO) -> str:
    (length,) = _unpack(file, "<H")
    return file.read(length).rstrip(b"\0").decode(errors="replace")


def _variable(file: BinaryIO, path: Path) -> tuple[str, npt.NDArray[np.generic]]:
    name = _string(file)
    (rank,) = _unpack(file, "<B")
    shape = _unpack(file, f"<{rank}I")
    kind, size = _unpack(file, "<BI")
    if kind not in DTYPES:
        raise ModelError(f"{path.name}: {name} is of a type that we cannot read ({kind})")
    data = file.read(size)
    if len(data) < size:
        raise _too_short()
    return name, np.frombuffer(data, dtype=DTYPES[kind]).reshape(shape)


def state_dict(variables: Arrays) -> tuple[dict[str, int], dict[str, npt.NDArray[np.float32]]]:
    """The dimensions and the weights as openai-whisper names them. Raises ``ModelError`` for quantised weights."""
    if any(name.endswith("/weight_scale") for name in variables):
        raise ModelError(
            "openai-whisper cannot use quantised weights", hint="use --engine faster-whisper with this model"
        )
    names = dict(_names(variables))
    arrays = {name: np.array(variables[source], dtype=np.float32) for name, source in names.items()}
    for side in ("encoder", "decoder"):
        for layer in range(_layers(variables, side)):
            arrays.update(_fused(variables, side, layer))
    return _dimensions(variables), arrays


def _names(variables: Arrays) -> Iterator[tuple[str, str]]:
    """Pairs of OpenAI's and CTranslate2's name, for all that differs in nothing else."""
    yield "encoder.positional_embedding", "encoder/position_encodings/encodings"
    yield "decoder.positional_embedding", "decoder/position_encodings/encodings"
    yield "decoder.token_embedding.weight", "decoder/embeddings/weight"
    parts = {"encoder.conv1": "encoder/conv1", "encoder.conv2": "encoder/conv2"}
    parts |= {"encoder.ln_post": "encoder/layer_norm", "decoder.ln": "decoder/layer_norm"}
    for side, inside in (
        ("encoder", SELF_ATTENTION | FEED_FORWARD),
        ("decoder", SELF_ATTENTION | CROSS_ATTENTION | FEED_FORWARD),
    ):
        for layer in range(_layers(variables, side)):
            parts |= {f"{side}.blocks.{layer}.{a}": f"{side}/layer_{layer}/{b}" for a, b in inside.items()}
    for ours, theirs in parts.items():
        norm = f"{theirs}/gamma" in variables
        yield f"{ours}.weight", f"{theirs}/{'gamma' if norm else 'weight'}"
        yield f"{ours}.bias", f"{theirs}/{'beta' if norm else 'bias'}"


def _fused(variables: Arrays, side: str, layer: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Query, key and value, which CTranslate2 keeps as one matrix; Whisper's key has no bias."""
    blocks: list[tuple[str, str, tuple[str, ...]]] = [("attn", "self_attention/linear_0", ("query", "key", "value"))]
    if side == "decoder":
        blocks.append(("cross_attn", "attention/linear_1", ("key", "value")))
    for ours, theirs, roles in blocks:
        for kind in ("weight", "bias"):
            whole = np.array(variables[f"{side}/layer_{layer}/{theirs}/{kind}"], dtype=np.float32)
            for role, part in zip(roles, np.split(whole, len(roles)), strict=True):
                if (role, kind) != ("key", "bias"):
                    yield f"{side}.blocks.{layer}.{ours}.{role}.{kind}", np.ascontiguousarray(part)


def _layers(variables: Arrays, side: str) -> int:
    return len({found[1] for name in variables if (found := re.match(rf"{side}/layer_(\d+)/", name))})


def _dimensions(variables: Arrays) -> dict[str, int]:
    """Whisper's dimensions, read off the shapes."""
    audio_context, audio_state = variables["encoder/position_encodings/encodings"].shape
    text_context, text_state = variables["decoder/position_encodings/encodings"].shape
    return {
        "n_mels": variables["encoder/conv1/weight"].shape[1],
        "n_audio_ctx": audio_context,
        "n_audio_state": audio_state,
        "n_audio_head": int(variables["encoder/num_heads"]),
        "n_audio_layer": _layers(variables, "encoder"),
        "n_vocab": variables["decoder/embeddings/weight"].shape[0],
        "n_text_ctx": text_context,
        "n_text_state": text_state,
        "n_text_head": int(variables["decoder/num_heads"]),
        "n_text_layer": _layers(variables, "decoder"),
    }
