"""A recording in English, French and English again, on the embedded weights; both voices are synthetic."""

from __future__ import annotations

import re

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein
from spoken_french import SAID_IN_FRENCH, spoken_in_french

from archiver import transcript as transcription
from archiver.arrays import Floats
from archiver.demo import RECORDING
from archiver.models import Transcript
from archiver.recording import audio
from archiver.recording.decoding import SAMPLE_RATE
from archiver.reporting import Silent
from archiver.transcript.quality_flags import NOT_KNOWN
from archiver.transcript.vad import detect_speech

pytestmark = [
    pytest.mark.slow,
    # openai-whisper leaves the file of its vocabulary open (get_encoding in whisper/tokenizer.py).
    pytest.mark.filterwarnings(r"ignore:(?s).*unclosed file .*\.tiktoken:ResourceWarning"),
]

FIRST, LAST = (0.0, 11.4), (45.4, 51.2)  # seconds of the demo: two sentences, and one


@pytest.fixture(scope="module")
def parts() -> tuple[Floats, Floats, Floats]:
    demo = audio.floats(audio.samples(RECORDING, "mp3"))
    first, last = (demo[round(a * SAMPLE_RATE) : round(b * SAMPLE_RATE)] for a, b in (FIRST, LAST))
    return first, spoken_in_french(), last


@pytest.fixture(scope="module")
def edges(parts: tuple[Floats, Floats, Floats]) -> tuple[float, float]:
    """From when to when French is spoken, in seconds."""
    return len(parts[0]) / SAMPLE_RATE, (len(parts[0]) + len(parts[1])) / SAMPLE_RATE


def transcribed(parts: tuple[Floats, ...], model: str = "base", language: str | None = None) -> Transcript:
    chosen = transcription.choose_setting("faster-whisper", model, language)
    engine = transcription.load_engine(chosen, "cpu")
    return transcription.transcribe(engine, chosen, np.concatenate(parts), Silent())


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_each_in_its_own_language(parts: tuple[Floats, Floats, Floats], edges: tuple[float, float]) -> None:
    transcript = transcribed(parts)
    assert transcript.language == "en"
    assert [one.language for one in transcript.segments] == ["en", "en", "fr", "fr", "en"]
    french = [one for one in transcript.segments if one.language == "fr"]
    assert edges[0] <= french[0].start < french[-1].end <= edges[1]
    said = Levenshtein.normalized_similarity(words(" ".join(SAID_IN_FRENCH)), words(" ".join(o.heard for o in french)))
    assert said > 0.9


def test_english_in_a_french_briefing(parts: tuple[Floats, Floats, Floats]) -> None:
    transcript = transcribed((parts[1], parts[2], parts[1]), language="fr,en")
    assert transcript.language == "fr"
    assert [one.language for one in transcript.segments] == ["fr", "fr", "en", "fr", "fr"]


def test_french_is_marked_by_a_model_that_knows_only_english(
    parts: tuple[Floats, Floats, Floats], edges: tuple[float, float]
) -> None:
    transcript = transcribed(parts, "tiny.en")
    (mark,) = (one for one in transcript.segments if NOT_KNOWN in one.flags)
    assert (mark.heard, mark.language) == ("", "fr")
    assert (mark.start, mark.end) == pytest.approx(edges, abs=1.0)
    assert all(one.end <= mark.start or one.start >= mark.end for one in transcript.segments if one is not mark)


def test_both_engines_hear_the_same_language(parts: tuple[Floats, Floats, Floats]) -> None:
    samples = np.concatenate(parts)
    speech = [(start, end) for start, end in detect_speech(samples) if end - start > 2]
    one, other = (
        transcription.load_engine(transcription.choose_setting(engine, "base"), "cpu").detect_languages(samples, speech)
        for engine in transcription.ENGINES
    )
    for mine, theirs in zip(one, other, strict=True):
        assert max(mine, key=lambda code: mine[code]) == max(theirs, key=lambda code: theirs[code])
        assert sum(theirs.values()) == pytest.approx(1.0, abs=0.01)
