"""Which channels are transcribed: a table of recordings that people really make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sound_files import RATE, Tones, beeps, encode, write_wav

from archiver.demo import RECORDING
from archiver.errors import UsageError
from archiver.recording import audio
from archiver.recording.channels import Mix

SECONDS = 20


@pytest.fixture(scope="module")
def voice() -> Tones:
    return audio.floats(audio.samples(RECORDING, "mp3"))[: SECONDS * RATE]


def hiss(loudness: float) -> Tones:
    return np.random.default_rng(2006).normal(0, loudness, SECONDS * RATE).astype(np.float32)


def heard(tmp_path: Path, *channels: Tones) -> audio.Heard:
    return audio.hear(write_wav(tmp_path / "enregistrement.wav", *channels), "wav")


def likeness(sound: audio.Heard, voice: Tones) -> float:
    """The correlation of what was made of the channels with the voice."""
    return float(abs(np.corrcoef(sound.samples[: len(voice)].astype(float), voice)[0, 1]))


def test_two_channels_alike_are_one(tmp_path: Path, voice: Tones) -> None:
    found = heard(tmp_path, voice, voice)
    assert found.mix.is_plain
    assert found.warnings("a.wav") == ()


def test_channels_that_cancel_each_other(tmp_path: Path, voice: Tones) -> None:
    found = heard(tmp_path, voice, -voice)
    assert likeness(found, voice) > 0.99
    assert found.warnings("a.wav") == ("a.wav: its channels cancel each other, and one was turned round",)


@pytest.mark.parametrize("other", [hiss(0), hiss(0.3)], ids=["silence", "loud noise"])
def test_a_voice_in_one_channel(tmp_path: Path, voice: Tones, other: Tones) -> None:
    found = heard(tmp_path, other, voice)
    assert found.mix.weights == (0, 1)
    assert likeness(found, voice) > 0.99
    assert "of its 2 channels only 2 had a voice" in found.warnings("a.wav")[0]


def test_a_film_with_the_voice_in_the_middle(tmp_path: Path, voice: Tones) -> None:
    silence = hiss(0)
    assert likeness(heard(tmp_path, silence, silence, voice, silence, hiss(0.1), silence), voice) > 0.99


def test_a_constant_offset_is_taken_away(tmp_path: Path, voice: Tones) -> None:
    found = heard(tmp_path, voice * np.float32(0.5) + np.float32(0.4))
    assert abs(found.samples.mean()) < 20
    assert "a constant offset" in found.warnings("a.wav")[0]


def test_what_is_almost_silent_is_amplified(tmp_path: Path, voice: Tones) -> None:
    found = heard(tmp_path, voice * np.float32(0.001))
    assert np.abs(found.samples).max() > 8_000
    assert likeness(found, voice) > 0.9
    assert "it is very quiet (-8" in found.warnings("a.wav")[0]


def test_a_click_does_not_keep_a_voice_quiet(tmp_path: Path, voice: Tones) -> None:
    quiet = voice * np.float32(0.001)
    quiet[RATE : RATE + 40] = 0.9
    assert heard(tmp_path, quiet).mix.gain > 10


@pytest.mark.parametrize("sound", [hiss(0), hiss(0.00001)], ids=["zeros", "rounding"])
def test_silence_stays_silence(tmp_path: Path, sound: Tones) -> None:
    assert heard(tmp_path, sound).mix.is_plain


def test_a_call_has_a_person_in_each_channel(tmp_path: Path, voice: Tones) -> None:
    first, second = voice.copy(), voice.copy()
    first[10 * RATE :], second[: 10 * RATE] = 0, 0
    found = heard(tmp_path, first + hiss(0.0003), second + hiss(0.0003))
    assert found.mix.people == (0, 1)
    apart = audio.people(tmp_path / "enregistrement.wav", "wav", 1, found.mix)
    assert [np.abs(one[: 9 * RATE]).max() > 3_000 for one in apart] == [True, False]
    assert [np.abs(one[11 * RATE :]).max() > 3_000 for one in apart] == [False, True]


def test_two_microphones_in_a_room_are_no_call(tmp_path: Path, voice: Tones) -> None:
    first, second = voice.copy(), voice.copy()
    first[10 * RATE :] *= 0.5
    second[: 10 * RATE] *= 0.5
    assert heard(tmp_path, first, second).mix.people == ()


def test_what_is_too_loud_is_cut_off() -> None:
    assert Mix((1.0,), (0.0,), 2.0).of(np.array([[0.9, -0.9, 0.1]], dtype=np.float32)).tolist() == [32767, -32768, 6554]


# Sound tracks.


@pytest.fixture(scope="module")
def three_tracks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tracks") / "conférence.mka"
    tracks = [beeps(6, (second,)) for second in (1, 2, 3)]
    return encode(path, "flac", *tracks, languages=("mul", "eng", "fre"))


@pytest.mark.parametrize(
    ("language", "wanted", "track"), [("fr", None, 3), ("en", None, 2), ("de", None, 1), (None, None, 1), ("fr", 2, 2)]
)
def test_the_track_in_the_release_s_language(
    three_tracks: Path, language: str | None, wanted: int | None, track: int
) -> None:
    sound = audio.probe(three_tracks)
    assert [str(one) for one in sound.tracks] == ["1 (mul)", "2 (en)", "3 (fr)"]
    assert audio.track_in(sound, language, wanted) == track


def test_each_track_is_heard_for_itself(three_tracks: Path) -> None:
    loudest = [int(np.abs(audio.samples(three_tracks, "matroska", track)).argmax()) // RATE for track in (1, 2, 3)]
    assert loudest == [1, 2, 3]


def test_a_track_that_is_not_there(three_tracks: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no sound track 4 in the recording; its tracks: 1 \(mul\)"):
        audio.track_in(audio.probe(three_tracks), "fr", 4)
