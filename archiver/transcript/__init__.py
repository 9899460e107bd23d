"""Transcription: two engines behind one protocol, and sentences with words, times, confidence and flags."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from archiver.arrays import Samples
from archiver.errors import ModelMissing, UsageError
from archiver.models import Transcript
from archiver.recording.decoding import SAMPLE_RATE
from archiver.recording.silence import loudness, pauses
from archiver.reporting import Reporter
from archiver.transcript.chunk import Chunk
from archiver.transcript.confidence import with_confidence
from archiver.transcript.model_choice import Weights, choose
from archiver.transcript.quality_flags import with_flags
from archiver.transcript.sentences import sentences
from archiver.transcript.vad import Interval, detect_speech
from archiver.transcript.word_times import snap_to_pauses

ENGINES = ("faster-whisper", "openai-whisper")  # the default first: it is faster on the same weights
DEVICES = ("auto", "cpu", "cuda")

# What both engines are asked for; faster-whisper's own defaults otherwise, which are OpenAI's. Greedy decoding loops
# where a beam of 5 does not (Radford et al. 2022, section 4.5).
DECODING: Mapping[str, object] = {"beam_size": 5, "word_timestamps": True}


@dataclass(frozen=True, slots=True)
class EngineSetting:
    """Everything that decides how a recording is transcribed.

    language: ISO 639-1 code; None to let the model detect it
    """

    engine: str
    weights: Weights
    language: str | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """What a transcript records about its making; the same recording is never transcribed twice with the same."""
        batched = {"batched": True, "vad": True} if self.engine == "faster-whisper" else {}
        return {**DECODING, **batched, "language": self.language}


class TranscriptionEngine(Protocol):
    """A speech recognition engine with its weights loaded."""

    version: str

    def transcribe(
        self,
        samples: Samples,
        speech: Sequence[Interval],
        language: str | None,
        reporter: Reporter,
    ) -> tuple[str, Iterable[Chunk]]:
        """Transcribe samples at 16 kHz: the language, and chunks with timed words, in order, as they are decoded.

        speech: where somebody speaks

        Raises ``ModelMissing``, at the latest with the last chunk, where no language is given, the model knows only
        English, and something else is spoken.
        """


def choose_setting(engine: str | None, model: str = "auto", language: str | None = None) -> EngineSetting:
    """Choose the engine and the weights for a language. Raises ``UsageError`` or ``ModelError``."""
    name = engine or ENGINES[0]
    if name not in ENGINES:
        raise UsageError(f"there is no engine called {name}", hint=f"choose one of {', '.join(ENGINES)}")
    weights = choose(name, model, language)
    if weights.english_only and language not in (None, "en"):
        raise ModelMissing(
            f"the model {weights.name} knows only English, not {language!r}", hint="choose another --model"
        )
    return EngineSetting(name, weights, language)


def load_engine(setting: EngineSetting, device: str = "auto") -> TranscriptionEngine:
    """Load an engine with its weights, which takes seconds to a minute. Raises ``ModelError`` where they do not fit."""
    if device not in DEVICES:
        raise UsageError(f"there is no device called {device}", hint=f"choose one of {', '.join(DEVICES)}")
    if setting.engine == "openai-whisper":
        from archiver.transcript.openai_whisper import OpenAIWhisper

        return OpenAIWhisper(setting.weights, device)
    from archiver.transcript.faster_whisper import FasterWhisper

    return FasterWhisper(setting.weights, device)


def transcribe(engine: TranscriptionEngine, setting: EngineSetting, samples: Samples, reporter: Reporter) -> Transcript:
    """Transcribe a whole recording.

    samples: 16 kHz mono, shape (seconds * 16000,)

    Beside pauses, words have the times of the voice, see ``archiver.transcript.word_times``.

    Raises ``ModelMissing`` where the model does not know the language, unless a person said which it is.
    """
    began = time.monotonic()
    speech = detect_speech(samples)
    language, chunks = engine.transcribe(samples, speech, setting.language, reporter)
    segments = snap_to_pauses(sentences(chunks, language), pauses(loudness(samples)))
    return Transcript(
        engine=setting.engine,
        engine_version=engine.version,
        model=setting.weights.name,
        model_sha256=setting.weights.sha256,
        language=language,
        parameters=setting.parameters,
        segments=with_flags(with_confidence(segments), speech, len(samples) / SAMPLE_RATE),
        seconds_taken=round(time.monotonic() - began, 2),
    )
