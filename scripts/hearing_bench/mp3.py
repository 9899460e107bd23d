"""MP3 written by the ffmpeg of ``imageio-ffmpeg``: from samples, and from another MP3 with another gain."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import imageio_ffmpeg
import numpy as np

from archiver.recording.decoding import SAMPLE_RATE
from hearing_bench.material import Samples, decoded


def write(blocks: Iterable[Samples], path: Path, bit_rate: int = 64) -> Path:
    """Write mono sound at 16 kHz block by block; returns the path.

    bit_rate: kb/s
    """
    shape = ["-f", "s16le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", "-"]
    with subprocess.Popen([*_ffmpeg(), *shape, *_encoder(bit_rate), str(path)], stdin=subprocess.PIPE) as ffmpeg:
        assert ffmpeg.stdin is not None
        for block in blocks:
            ffmpeg.stdin.write((block.clip(-1, 1) * 32_767).astype("<i2").tobytes())
        ffmpeg.stdin.close()
        if ffmpeg.wait():
            raise subprocess.CalledProcessError(ffmpeg.returncode, "ffmpeg")
    return path


def with_gain(source: Path, decibels: float, path: Path) -> Path:
    """The same recording louder or softer, as an MP3 of 64 kb/s; returns its path."""
    louder = ["-i", str(source), "-filter:a", f"volume={decibels}dB"]
    subprocess.run([*_ffmpeg(), *louder, *_encoder(64), str(path)], check=True)
    return path


def there_and_back(samples: Samples, bit_rate: int) -> Samples:
    """What an MP3 of so many kb/s leaves of sound."""
    with TemporaryDirectory() as folder:
        return np.asarray(decoded(write([samples], Path(folder) / "a.mp3", bit_rate)))


def _ffmpeg() -> list[str]:
    return [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]


def _encoder(bit_rate: int) -> list[str]:
    return ["-c:a", "libmp3lame", "-b:a", f"{bit_rate}k"]
