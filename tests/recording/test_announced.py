"""What a file says of its length: so that one that broke off is known, whatever libavformat makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sound_files import beeps, encode, write_wav

from archiver.demo import RECORDING
from archiver.recording.announced import announced_seconds
from archiver.recording.audio import probe

SECONDS = 20
SOUND = beeps(SECONDS, (5,))


def announced(path: Path) -> float | None:
    sound = probe(path)
    return announced_seconds(path, sound.container, sound.duration)


def cut_off(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    return path


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        *(("a.wav", "pcm_s16le"), ("a.wav", "adpcm_ms"), ("a.aiff", "pcm_s16be"), ("a.au", "pcm_s16be")),
        *(("a.caf", "pcm_s16le"), ("a.flac", "flac"), ("a.wv", "wavpack"), ("a.tta", "tta"), ("a.wma", "wmav2")),
        *(("a.avi", "libmp3lame"), ("a.mka", "aac"), ("a.webm", "libopus")),
    ],
)
def test_a_file_that_is_cut_off_says_how_long_it_was(tmp_path: Path, name: str, codec: str) -> None:
    path = encode(tmp_path / name, codec, SOUND)
    assert announced(path) == pytest.approx(SECONDS, abs=0.2)
    assert announced(cut_off(path)) == pytest.approx(SECONDS, abs=0.2)


def test_an_mp3_may_count_its_frames(tmp_path: Path) -> None:
    copy = tmp_path / "briefing.mp3"
    copy.write_bytes(RECORDING.read_bytes())
    assert announced(cut_off(copy)) == pytest.approx(156.085)


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "libmp3lame"), ("a.aac", "aac"), ("a.opus", "libopus")])
def test_others_say_nothing(tmp_path: Path, name: str, codec: str) -> None:
    assert announced(encode(tmp_path / name, codec, SOUND)) is None


@pytest.mark.parametrize("size", [0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_F000])
def test_a_wav_that_was_written_to_a_pipe_does_not_know(tmp_path: Path, size: int) -> None:
    path = write_wav(tmp_path / "a.wav", SOUND)
    data = path.read_bytes()
    path.write_bytes(data[:40] + size.to_bytes(4, "little") + data[44:])
    assert announced(path) is None
