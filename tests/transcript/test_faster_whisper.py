"""faster-whisper as it is asked: in what language, and what is heard before it is clear that it is understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from archiver import transcript as transcription
from archiver.errors import ModelMissing
from archiver.models import Transcript
from archiver.reporting import Silent
from archiver.transcript import EngineSetting
from archiver.transcript.faster_whisper import TRIAL_WINDOWS, WINDOWS_PER_BATCH, threads
from archiver.transcript.model_choice import Weights
from archiver.transcript.vad import Interval

SPOKEN = [(start, start + 29.0) for start in np.arange(0.0, 1200.0, 30.0).tolist()]  # forty stretches
FIRST, LAST = SPOKEN[0], SPOKEN[-1]


class Model:
    """In place of faster-whisper: says one sentence in every stretch, as likely as it is told to."""

    frames_per_second = 100

    def __init__(self, *, multilingual: bool, nonsense: Sequence[Interval] = ()) -> None:
        self.model = SimpleNamespace(is_multilingual=multilingual)
        self.nonsense = nonsense
        self.heard: list[Interval] = []
        self.again: list[float] = []
        self.languages: set[str] = set()

    def detect_language(self, sound: Any, language_detection_segments: int) -> tuple[str, float, list[object]]:
        return "fr", 0.9, []

    def batch(self, sound: Any, clips: Sequence[dict[str, float]], language: str) -> Iterator[SimpleNamespace]:
        self.languages.add(language)
        for clip in clips:
            number = round(float(sound[round(clip["start"] * 16_000)]) * len(SPOKEN))  # see ``heard``
            self.heard.append(SPOKEN[number])
            yield said(clip["start"], clip["end"], -1.2 if SPOKEN[number] in self.nonsense else -0.1)

    def transcribe(self, sound: Any, language: str, **how: object) -> tuple[Iterator[SimpleNamespace], None]:
        self.again.append(len(sound) / 16_000)
        return iter([said(0.0, len(sound) / 16_000, -0.7)]), None


def said(start: float, end: float, logprob: float) -> SimpleNamespace:
    word = SimpleNamespace(word=" Bonjour.", start=start, end=end, probability=0.9)
    figures = {"avg_logprob": logprob, "no_speech_prob": 0.1, "compression_ratio": 1.2, "temperature": 0.0}
    seek = int(int(start * 16_000) / 16_000 * 100)  # as faster-whisper rounds it
    return SimpleNamespace(seek=seek, start=start, end=end, words=[word], **figures)


def heard(model: Model, monkeypatch: pytest.MonkeyPatch, language: str | None = None) -> Transcript:
    def pipeline(own: Model) -> SimpleNamespace:
        return SimpleNamespace(
            transcribe=lambda sound, language, clip_timestamps, **how: (
                own.batch(sound, clip_timestamps, language),
                None,
            )
        )

    monkeypatch.setattr("faster_whisper.WhisperModel", lambda *given, **how: model)
    monkeypatch.setattr("faster_whisper.BatchedInferencePipeline", pipeline)
    monkeypatch.setattr(transcription, "detect_speech", lambda samples: SPOKEN)
    chosen = EngineSetting("faster-whisper", Weights("tiny.en", Path("tiny.en"), "ab" * 32, "embedded"), language)
    samples = np.repeat(
        np.linspace(0, 1, len(SPOKEN), endpoint=False, dtype=np.float32), 30 * 16_000
    )  # each its own sound
    return transcription.transcribe(transcription.load_engine(chosen, "cpu"), chosen, samples, Silent())


def test_another_language_is_told_after_a_few_stretches_from_all_over(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(multilingual=False, nonsense=SPOKEN)
    with pytest.raises(ModelMissing, match="does not sound like English"):
        heard(model, monkeypatch)
    assert len(model.heard) <= TRIAL_WINDOWS + threads() * WINDOWS_PER_BATCH, (
        "but for what keeps the other threads busy"
    )
    assert min(model.heard) == FIRST
    assert max(model.heard)[0] > LAST[0] / 2
    assert model.again == [], "nothing was heard again"


def test_a_person_who_says_english_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(multilingual=False, nonsense=SPOKEN)
    assert heard(model, monkeypatch, "en").language == "en"
    assert sorted(model.heard) == SPOKEN


def test_an_english_briefing_with_something_in_french_is_heard_whole_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = Model(multilingual=False, nonsense=SPOKEN[5:15])
    transcript = heard(model, monkeypatch)
    assert sorted(model.heard) == SPOKEN, "what was tried is not heard twice"
    assert [segment.start for segment in transcript.segments] == [start for start, _ in SPOKEN]
    assert len(model.again) == 10


def test_a_model_of_many_languages_finds_the_language_and_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(multilingual=True, nonsense=SPOKEN)
    assert heard(model, monkeypatch).language == "fr"
    assert model.languages == {"fr"}


def test_the_language_that_a_person_says_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(multilingual=True)
    assert heard(model, monkeypatch, "de").language == "de"
    assert model.languages == {"de"}


def test_every_sentence_stands_where_it_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """8.11 s, where the second of a batch begins, are 810 and not 811 hundredths if samples are counted first."""
    monkeypatch.setitem(globals(), "SPOKEN", [(30.0 * number, 30 * number + 8.11) for number in range(40)])
    found = heard(Model(multilingual=False), monkeypatch, "en")
    assert [segment.start for segment in found.segments] == pytest.approx([start for start, _ in SPOKEN], abs=0.001)
