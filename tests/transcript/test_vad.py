"""Where somebody speaks, and the windows that are decoded at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from archiver.demo import RECORDING
from archiver.recording import audio, decoding
from archiver.transcript import vad as speech
from archiver.transcript.vad import Interval, decoding_windows, detect_speech, overlap, uncovered


@pytest.mark.parametrize(
    ("spoken", "together"),
    [
        ([], []),
        ([(1.0, 4.0), (4.5, 9.0)], [(1.0, 9.0)]),
        ([(0.0, 20.0), (20.4, 29.0), (29.5, 35.0)], [(0.0, 29.0), (29.5, 35.0)]),  # a window has 30 seconds
        ([(0.0, 4.0), (7.0, 9.0)], [(0.0, 4.0), (7.0, 9.0)]),  # three seconds of nothing are not listened to
    ],
)
def test_speech_is_put_together_as_far_as_a_window_goes(spoken: list[Interval], together: list[Interval]) -> None:
    assert decoding_windows(spoken) == together


def test_seconds_of_speech_in_a_stretch() -> None:
    assert overlap(1.0, 5.0, [(0.0, 2.0), (4.5, 9.0)]) == pytest.approx(1.5)
    assert overlap(2.5, 4.0, [(0.0, 2.0), (4.5, 9.0)]) == 0


def test_gaps_are_speech_without_words() -> None:
    words = [(1.0, 2.0), (1.5, 3.0), (6.0, 8.0)]
    assert uncovered([(0.5, 5.0), (5.5, 9.0)], words, (0.0, 8.5)) == [(0.5, 1.0), (3.0, 5.0), (5.5, 6.0), (8.0, 8.5)]
    assert uncovered([(0.0, 4.0)], [(0.0, 4.0)], (0.0, 10.0)) == []


def test_noise_and_silence_are_no_speech() -> None:
    noise = np.random.default_rng(1).normal(scale=0.01, size=5 * decoding.SAMPLE_RATE).astype(np.float32)
    assert detect_speech(noise) == []
    assert detect_speech(np.zeros(0, dtype=np.float32)) == []


def test_speech_is_found_the_same_whole_and_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = audio.samples(RECORDING, "mp3")[: 60 * decoding.SAMPLE_RATE]
    whole = detect_speech(sound)
    monkeypatch.setattr(speech, "BLOCK_SECONDS", 20)
    blocks = detect_speech(sound)
    assert blocks[-1][1] == pytest.approx(whole[-1][1], abs=0.5)
    seconds = [sum(end - start for start, end in found) for found in (whole, blocks)]
    assert seconds[1] == pytest.approx(seconds[0], rel=0.02)
    assert all(before[1] <= after[0] for before, after in pairwise(blocks))
