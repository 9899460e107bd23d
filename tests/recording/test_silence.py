"""Pauses are where no voice is, in a quiet room, in a noisy one, and not where nobody can tell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from archiver.recording.decoding import SAMPLE_RATE
from archiver.recording.silence import Pause, loudness, pauses

Sound = npt.NDArray[np.float32]


def room(seconds: float, level: float) -> Sound:
    """Noise of a room."""
    drawn = np.random.default_rng(1).normal(0, level, round(seconds * SAMPLE_RATE))
    return drawn.astype(np.float32)


def with_voice(sound: Sound, *stretches: tuple[float, float], level: float = 0.2) -> Sound:
    """The sound with tones like a voice's laid over it."""
    spoken = sound.copy()
    for start, end in stretches:
        place = slice(round(start * SAMPLE_RATE), round(end * SAMPLE_RATE))
        time = np.arange(place.stop - place.start) / SAMPLE_RATE
        spoken[place] += (level * (np.sin(2 * np.pi * 150 * time) + 0.5 * np.sin(2 * np.pi * 1230 * time))).astype("f4")
    return spoken


def test_loudness_is_in_decibels_a_frame_of_5_ms() -> None:
    full = np.sin(2 * np.pi * 1000 * np.arange(SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32)
    assert loudness(full) == pytest.approx(np.full(200, -3.01), abs=0.01)
    whole = (full * 32767).astype(np.int16)
    assert loudness(whole) == pytest.approx(np.full(200, -3.01), abs=0.01)
    assert loudness(np.zeros(81, dtype=np.float32)) == pytest.approx([-100])
    assert len(loudness(np.zeros(79, dtype=np.float32))) == 0


@pytest.mark.parametrize("level", [0.0, 0.0005, 0.005], ids=["nothing at all", "a quiet room", "a noisy room"])
def test_pauses_are_found_to_the_frame(level: float) -> None:
    sound = with_voice(room(6, level), (1, 2.5), (3, 3.4), (3.5, 5))
    found = pauses(loudness(sound))
    expected = [(0, 1), (2.5, 3), (3.4, 3.5), (5, 6)]
    assert [pause.start for pause in found] == pytest.approx([start for start, _ in expected], abs=0.011)
    assert [pause.end for pause in found] == pytest.approx([end for _, end in expected], abs=0.011)
    assert found[0].seconds == pytest.approx(1, abs=0.011)


def test_a_breath_and_a_click_are_no_voice() -> None:
    sound = with_voice(with_voice(room(4, 0.0005), (1, 1.5), (3, 3.5)), (2, 2.3), level=0.0008)
    sound[round(2.5 * SAMPLE_RATE)] = 0.9
    assert [(round(p.start, 1), round(p.end, 1)) for p in pauses(loudness(sound))] == [(0, 1), (1.5, 3), (3.5, 4)]


def test_the_release_of_a_last_t_belongs_to_the_word() -> None:
    spoken = with_voice(room(4, 0.0005), (1, 1.5), (3, 3.5))
    burst = with_voice(spoken, (1.57, 1.585), level=0.004)
    late = with_voice(spoken, (1.8, 1.815), level=0.004)
    ends = [next(p.start for p in pauses(loudness(sound)) if p.end > 2) for sound in (spoken, burst, late)]
    assert ends == pytest.approx([1.5, 1.585, 1.5], abs=0.011)


def test_the_room_may_change() -> None:
    spoken = tuple((second, second + 0.9) for second in range(30))
    quiet, loud = (with_voice(room(30, level), *spoken) for level in (0.0003, 0.006))
    found = pauses(loudness(np.concatenate([quiet, loud])))
    assert [pause.start for pause in found] == pytest.approx([second + 0.9 for second in range(60)], abs=0.011)


def test_where_the_room_is_as_loud_as_the_voice_nothing_is_found() -> None:
    assert pauses(loudness(with_voice(room(6, 0.05), (1, 2.5), (3, 5)))) == []
    assert pauses(loudness(with_voice(room(6, 0.0), (0, 6)))) == []


def test_sound_without_a_frame_has_no_pauses() -> None:
    assert pauses(loudness(np.zeros(0, dtype=np.float32))) == []
    assert Pause(1, 3).edge("end") == 1
    assert Pause(1, 3).edge("start") == 3
