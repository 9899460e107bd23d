from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from archiver.errors import ModelError
from archiver.transcript.ctranslate2_weights import BINARY_VERSION, DTYPES, read_variables, state_dict

Array = npt.NDArray[Any]

MELS, STATE, HEADS, AUDIO, TEXT, VOCABULARY = 3, 4, 2, 5, 6, 7


def string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def model_file(
    variables: Mapping[str, Array], version: int = BINARY_VERSION, spec: str = "WhisperSpec", kind: int | None = None
) -> bytes:
    """A ``model.bin`` as CTranslate2 would write it, without the aliases at its end."""
    kinds = {np.dtype(known): number for number, known in DTYPES.items()}
    parts = [struct.pack("<I", version), string(spec), struct.pack("<II", 3, len(variables))]
    for name, array in variables.items():
        own = kinds[array.dtype] if kind is None else kind
        parts.append(string(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape))
        parts.append(struct.pack("<BI", own, array.nbytes) + array.tobytes())
    return b"".join(parts)


def whisper_variables() -> dict[str, Array]:
    """A Whisper with one layer on each side, and numbers that tell where they came from."""
    shapes: dict[str, tuple[int, ...]] = {
        "encoder/conv1/weight": (STATE, MELS, 3),
        "encoder/conv1/bias": (STATE,),
        "encoder/conv2/weight": (STATE, STATE, 3),
        "encoder/conv2/bias": (STATE,),
        "encoder/position_encodings/encodings": (AUDIO, STATE),
        "decoder/position_encodings/encodings": (TEXT, STATE),
        "decoder/embeddings/weight": (VOCABULARY, STATE),
    }
    for side in ("encoder", "decoder"):
        layer = f"{side}/layer_0"
        norms = [f"{side}/layer_norm", f"{layer}/self_attention/layer_norm", f"{layer}/ffn/layer_norm"]
        matrices = {
            f"{layer}/self_attention/linear_0": (3 * STATE, STATE),
            f"{layer}/self_attention/linear_1": (STATE, STATE),
            f"{layer}/ffn/linear_0": (4 * STATE, STATE),
            f"{layer}/ffn/linear_1": (STATE, 4 * STATE),
        }
        if side == "decoder":
            norms.append(f"{layer}/attention/layer_norm")
            matrices |= {f"{layer}/attention/linear_{n}": (rows * STATE, STATE) for n, rows in ((0, 1), (1, 2), (2, 1))}
        shapes |= {f"{norm}/{part}": (STATE,) for norm in norms for part in ("gamma", "beta")}
        shapes |= {f"{matrix}/weight": shape for matrix, shape in matrices.items()}
        shapes |= {f"{matrix}/bias": shape[:1] for matrix, shape in matrices.items()}
    made: dict[str, Array] = {
        name: np.arange(np.prod(shape), dtype=np.float32).reshape(shape) + number
        for number, (name, shape) in enumerate(shapes.items())
    }
    heads = np.array(HEADS, dtype=np.int8)
    return made | {"encoder/num_heads": heads, "decoder/num_heads": heads}


def test_variables_come_back_as_they_were_written(tmp_path: Path) -> None:
    variables = {f"a/{kind}": np.arange(6).astype(dtype).reshape(2, 3) for kind, dtype in DTYPES.items()}
    variables["scalar"] = np.array(7, dtype=np.int16)
    path = tmp_path / "model.bin"
    path.write_bytes(model_file(variables) + struct.pack("<I", 0))
    found = read_variables(path)
    assert list(found) == list(variables)
    for name, array in variables.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "ends too early"),
        (b"garbage, more than four bytes", "no CTranslate2 model of version 6"),
        (model_file({}, version=5), "no CTranslate2 model of version 6"),
        (model_file({}, spec="TransformerSpec"), "not of Whisper"),
        (model_file({"a": np.zeros(2, dtype=np.int8)}, kind=5), "a is of a type that we cannot read"),
    ],
)
def test_files_of_another_kind(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "model.bin").write_bytes(data)
    with pytest.raises(ModelError, match=says):
        read_variables(tmp_path / "model.bin")


def test_a_file_that_breaks_off_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    data = model_file({"one": np.ones((2, 2), dtype=np.float32), "two": np.ones(3, dtype=np.int8)})
    for length in range(len(data)):
        path.write_bytes(data[:length])
        with pytest.raises(ModelError):
            read_variables(path)


def test_dimensions_are_read_off_the_shapes() -> None:
    dimensions, _ = state_dict(whisper_variables())
    assert dimensions == {
        "n_mels": MELS,
        "n_audio_ctx": AUDIO,
        "n_audio_state": STATE,
        "n_audio_head": HEADS,
        "n_audio_layer": 1,
        "n_vocab": VOCABULARY,
        "n_text_ctx": TEXT,
        "n_text_state": STATE,
        "n_text_head": HEADS,
        "n_text_layer": 1,
    }


def test_the_fused_matrices_are_taken_apart() -> None:
    variables = whisper_variables()
    _, arrays = state_dict(variables)
    whole = variables["decoder/layer_0/self_attention/linear_0/weight"]
    roles = [arrays[f"decoder.blocks.0.attn.{role}.weight"] for role in ("query", "key", "value")]
    np.testing.assert_array_equal(np.concatenate(roles), whole)
    assert "decoder.blocks.0.attn.key.bias" not in arrays  # Whisper's key has none
    cross = variables["decoder/layer_0/attention/linear_1/bias"]
    np.testing.assert_array_equal(arrays["decoder.blocks.0.cross_attn.value.bias"], cross[STATE:])
    np.testing.assert_array_equal(
        arrays["decoder.ln.weight"], variables["decoder/layer_norm/gamma"]
    )  # a norm's weight goes by another name


def test_quantised_weights_are_refused() -> None:
    scale = {"decoder/layer_0/ffn/linear_0/weight_scale": np.ones(1, dtype=np.float32)}
    with pytest.raises(ModelError, match="--engine faster-whisper"):
        state_dict(whisper_variables() | scale)


@pytest.mark.slow
def test_openai_whispers_model_takes_every_array() -> None:
    import torch
    from whisper.model import ModelDimensions, Whisper

    dimensions, arrays = state_dict(whisper_variables())
    model = Whisper(ModelDimensions(**dimensions))
    result = model.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()}, strict=False)
    assert (result.missing_keys, result.unexpected_keys) == ([], [])
