"""Transcribing with openai-whisper, on PyTorch; also with weights in CTranslate2's format."""

from __future__ import annotations

import json
import pickle
import sys
import warnings
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.arrays import Floats, Samples
from archiver.errors import ModelError
from archiver.reporting import Reporter
from archiver.transcript import DECODING
from archiver.transcript.chunk import Chunk, decoded_word
from archiver.transcript.ctranslate2_weights import read_variables, state_dict
from archiver.transcript.language_detection import Probabilities, Stretch
from archiver.transcript.model_choice import Weights
from archiver.transcript.vad import Interval, cut

if TYPE_CHECKING:
    from whisper import Whisper


class OpenAIWhisper:
    """The reference engine."""

    def __init__(self, weights: Weights, device: str) -> None:
        import torch

        self.version = version("openai-whisper")
        self.device = device if device != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
        try:
            self.model = _load(weights, self.device)
        except (RuntimeError, OSError, LookupError, TypeError, ValueError, EOFError, pickle.PickleError) as error:
            raise ModelError(f"openai-whisper cannot load {weights.name} on {self.device}: {error}") from error

    def transcribe(
        self, samples: Samples, stretches: Sequence[Stretch], reporter: Reporter, *, translate: bool = False
    ) -> Iterator[Chunk]:
        """See ``TranscriptionEngine.transcribe``. It draws its own progress bars."""
        for stretch in stretches:
            with warnings.catch_warnings():
                # Where Triton's kernels cannot run it says so, for every window, and takes the slower way.
                warnings.filterwarnings("ignore", message="Failed to launch Triton kernels")
                result = self.model.transcribe(
                    cut(samples, (stretch.start, stretch.end)),
                    language=stretch.language,
                    task="translate" if translate else "transcribe",
                    **DECODING,
                    fp16=self.device == "cuda",
                    verbose=False if sys.stderr.isatty() else None,
                )
            language = "en" if translate else stretch.language
            yield from (_chunk(segment, stretch.start, language) for segment in result["segments"])

    def detect_languages(self, samples: Samples, intervals: Sequence[Interval]) -> list[Probabilities]:
        """See ``TranscriptionEngine.detect_languages``."""
        return [self._probabilities(cut(samples, one)) for one in intervals]

    def _probabilities(self, sound: Floats) -> Probabilities:
        """As faster-whisper does: sound is not filled up to thirty seconds, and the encoder told so."""
        import whisper

        encoder = self.model.encoder
        mel = whisper.log_mel_spectrogram(sound, encoder.conv1.in_channels, device=self.device)
        places = encoder.positional_embedding
        try:
            encoder.positional_embedding = places[: -(-mel.shape[-1] // 2)]
            _, found = whisper.detect_language(self.model, mel)
        finally:
            encoder.positional_embedding = places
        return dict(found)


def _chunk(segment: dict[str, Any], begin: float, language: str) -> Chunk:
    """A chunk, in a language, of a sound that begins so many seconds into the recording."""
    words = (decoded_word(w["word"], (w["start"], w["end"]), w["probability"], begin) for w in segment["words"])
    return Chunk(
        start=begin + float(segment["start"]),
        end=begin + float(segment["end"]),
        words=tuple(words),
        avg_logprob=segment["avg_logprob"],
        no_speech_prob=segment["no_speech_prob"],
        compression_ratio=segment["compression_ratio"],
        temperature=segment["temperature"],
        language=language,
    )


def _load(weights: Weights, device: str) -> Whisper:
    import whisper

    if weights.path.is_dir():
        return _from_ctranslate(weights.path, device)
    if weights.origin == "folder":
        return whisper.load_model(str(weights.path), device=device)
    return whisper.load_model(weights.name, device=device)


def _from_ctranslate(folder: Path, device: str) -> Whisper:
    """OpenAI's model with the numbers of a CTranslate2 folder, and the alignment heads that its config names."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    dims, arrays = state_dict(read_variables(folder / "model.bin"))
    model = Whisper(ModelDimensions(**dims))
    # The mask of alignment heads is no weight and stays as it was made.
    model.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()}, strict=False)
    heads = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("alignment_heads")
    if heads:
        mask = torch.zeros(dims["n_text_layer"], dims["n_text_head"], dtype=torch.bool)
        mask[tuple(zip(*heads, strict=True))] = True
        model.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)
    return model.to(device)
