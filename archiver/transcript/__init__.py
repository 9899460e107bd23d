"""Hearing: one protocol, two engines on the same weights, and sentences whatever the engine's chunks were."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from archiver.errors import ModelMissing, UsageError
from archiver.models import Transcript
from archiver.recording.audio import SAMPLE_RATE, Samples
from archiver.recording.silence import loudness, pauses
from archiver.reporting import Reporter
from archiver.transcript.chunk import Chunk
from archiver.transcript.confidence import with_confidence
from archiver.transcript.model_choice import Weights, choose
from archiver.transcript.quality_flags import marked
from archiver.transcript.sentences import sentences
from archiver.transcript.vad import Stretch, spoken_in
from archiver.transcript.word_times import settle

ENGINES = ("faster-whisper", "openai-whisper")  # the default first: it is faster on the same weights
DEVICES = ("auto", "cpu", "cuda")

# What both engines are asked for; faster-whisper's own defaults otherwise, which are OpenAI's. Greedy decoding loops
# where a beam of 5 does not (Radford et al. 2022, section 4.5).
DECODING: Mapping[str, object] = {"beam_size": 5, "word_timestamps": True}


@dataclass(frozen=True, slots=True)
class Setting:
    """All that decides what will be heard in a recording.

    language: ISO 639-1 code, None to let the model find out
    """

    engine: str
    weights: Weights
    language: str | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """What a transcript says of its making; the same parameters and weights are not run twice on the same bytes."""
        batched = {"batched": True, "vad": True} if self.engine == "faster-whisper" else {}
        return {**DECODING, **batched, "language": self.language}


class Engine(Protocol):
    """Something that listens."""

    version: str

    def hear(
        self,
        samples: Samples,
        spoken: Sequence[Stretch],
        language: str | None,
        reporter: Reporter,
    ) -> tuple[str, Iterable[Chunk]]:
        """What is said in samples at 16 kHz: the language, and chunks with timed words, in order, as they come.

        spoken: where somebody speaks

        Raises ``ModelMissing``, at the latest while the chunks come, where no language is given and the model knows
        only English, and that is not what is spoken.
        """


def setting(engine: str | None, model: str = "auto", language: str | None = None) -> Setting:
    """Settle which engine, with which weights, on which language. Raises ``UsageError`` or ``ModelError``."""
    name = engine or ENGINES[0]
    if name not in ENGINES:
        raise UsageError(f"there is no engine called {name}", hint=f"choose one of {', '.join(ENGINES)}")
    weights = choose(name, model, language)
    if weights.english_only and language not in (None, "en"):
        raise ModelMissing(f"the model {weights.name} knows no {language!r}, only English", hint="take another --model")
    return Setting(name, weights, language)


def load(chosen: Setting, device: str = "auto") -> Engine:
    """Load an engine's weights, seconds to a minute. Raises ``ModelError`` where they do not fit the engine."""
    if device not in DEVICES:
        raise UsageError(f"there is no device called {device}", hint=f"choose one of {', '.join(DEVICES)}")
    if chosen.engine == "openai-whisper":
        from archiver.transcript.openai_whisper import OpenAIWhisper

        return OpenAIWhisper(chosen.weights, device)
    from archiver.transcript.faster_whisper import FasterWhisper

    return FasterWhisper(chosen.weights, device)


def hear(engine: Engine, chosen: Setting, samples: Samples, reporter: Reporter) -> Transcript:
    """Listen to a whole recording.

    samples: 16 kHz mono, shape (seconds * 16000,)

    Beside pauses the words' times are those of the voice, see ``archiver.transcript.word_times``.

    Raises ``ModelMissing`` where the model does not know the language, unless a person said which it is.
    """
    began = time.monotonic()
    spoken = spoken_in(samples)
    language, chunks = engine.hear(samples, spoken, chosen.language, reporter)
    settled = settle(sentences(chunks, language), pauses(loudness(samples)))
    segments = marked(with_confidence(settled), spoken, len(samples) / SAMPLE_RATE)
    return Transcript(
        engine=chosen.engine,
        engine_version=engine.version,
        model=chosen.weights.name,
        model_sha256=chosen.weights.sha256,
        language=language,
        parameters=chosen.parameters,
        segments=tuple(segments),
        seconds_taken=round(time.monotonic() - began, 2),
    )
