"""Small files that would fill a memory: forged figures and endless silence are refused before they do."""

from __future__ import annotations

import struct
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest

from archiver.errors import NotSound, TooLong
from archiver.recording.audio import LEAST_RATE, hear, listen, probe


def wav(path: Path, rate: int, channels: int, size: int = 36_000) -> Path:
    """A WAV file whose header says what it likes."""
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + size,
        b"WAVE",
        b"fmt ",
        16,
        1,
        channels,
        rate,
        rate,
        channels,
        8,
        b"data",
        size,
    )
    path.write_bytes(head + bytes(size))
    return path


@pytest.mark.parametrize(("rate", "channels"), [(1, 1), (10, 2), (LEAST_RATE - 1, 1), (1_000_000, 1), (16_000, 200)])
def test_forged_figures(tmp_path: Path, rate: int, channels: int) -> None:
    with pytest.raises(NotSound):
        probe(wav(tmp_path / "bomb.wav", rate, channels), "bomb.mp3")


def test_what_is_told_of_them(tmp_path: Path) -> None:
    told = r"bomb\.mp3 says that it has 1 samples a second in 1 channels, as no recording has; check the file"
    with pytest.raises(NotSound, match=told):
        probe(wav(tmp_path / "bomb.wav", 1, 1), "bomb.mp3")


@pytest.mark.parametrize(("rate", "channels"), [(LEAST_RATE, 1), (8_000, 1), (192_000, 2)])
def test_rates_that_recordings_have(tmp_path: Path, rate: int, channels: int) -> None:
    assert probe(wav(tmp_path / "sound.wav", rate, channels)).sample_rate == rate


def test_hours_take_no_more_room_than_their_samples(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(np.zeros(8_000 * 1_200, np.int16).tobytes())
    tracemalloc.start()
    heard = hear(path, "wav")
    listened = listen(heard.blocks())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (listened.duration, len(listened.peaks)) == (1_200, 2_000)
    assert most < heard.samples.nbytes * 1.5  # it was five times as much


def test_decoding_ends_where_it_is_longer_than_wanted(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(np.zeros(8_000 * 60, np.int16).tobytes())
    assert len(hear(path, "wav", longest=61.0).samples) == 60 * 16_000
    with pytest.raises(
        TooLong, match=r"long\.wav lasts longer than .* hours; if that is right, allow more with --longest"
    ):
        hear(path, "wav", longest=30.0)
