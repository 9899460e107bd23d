"""Hearing with faster-whisper, on CTranslate2."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from archiver.audio import SAMPLE_RATE
from archiver.errors import ModelError
from archiver.models import Word
from archiver.reporting import Reporter
from archiver.transcribe import DECODING
from archiver.transcribe.choice import Weights
from archiver.transcribe.sentences import Chunk

if TYPE_CHECKING:
    from faster_whisper.transcribe import Segment as TimedSegment
    from faster_whisper.transcribe import Word as TimedWord


class FasterWhisper:
    """The engine that is used unless another is asked for."""

    def __init__(self, weights: Weights, device: str) -> None:
        import ctranslate2
        from faster_whisper import WhisperModel

        ctranslate2.set_log_level(logging.ERROR)  # else it warns that a CPU computes in float32
        self.version = version("faster-whisper")
        try:
            self.model = WhisperModel(str(weights.path), device=device, local_files_only=True)
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"faster-whisper cannot load {weights.name} on {device}: {error}") from error

    def hear(
        self, samples: npt.NDArray[np.float32], language: str | None, reporter: Reporter
    ) -> tuple[str, Iterable[Chunk]]:
        """See ``Engine.hear``."""
        found, info = self.model.transcribe(samples, language=language, **DECODING)
        return info.language, _chunks(found, len(samples) / SAMPLE_RATE, reporter)


def _chunks(found: Iterable[TimedSegment], seconds: float, reporter: Reporter) -> Iterator[Chunk]:
    with reporter.bar("hearing", seconds, "s") as advance:
        for segment in found:
            advance(segment.end)
            yield Chunk(
                start=float(segment.start),
                end=float(segment.end),
                words=tuple(_word(word) for word in segment.words),
                avg_logprob=segment.avg_logprob,
                no_speech_prob=segment.no_speech_prob,
                compression_ratio=segment.compression_ratio,
                temperature=segment.temperature,
            )


def _word(word: TimedWord) -> Word:
    """NumPy's numbers as Python's, to the millisecond."""
    return Word(word.word, round(float(word.start), 3), round(float(word.end), 3), round(float(word.probability), 4))
