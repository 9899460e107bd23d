"""Sound files for the tests: tones whose place can be heard, written by the libraries that the program has."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

RATE = 16_000  # Hz
Tones = npt.NDArray[np.float32]


def beeps(seconds: int, at: tuple[int, ...]) -> Tones:
    """A hiss with a tone of a second's length at each of some seconds."""
    sound = np.random.default_rng(2006).normal(0, 0.02, seconds * RATE).astype(np.float32)
    for second in at:
        sound[second * RATE : (second + 1) * RATE] += 0.5 * np.sin(np.arange(RATE) * 2 * np.pi * 440 / RATE)
    return sound


def heard_beeps(samples: npt.NDArray[np.int16]) -> list[float]:
    """When tones begin, in seconds, to the twentieth."""
    loud = np.abs(samples[: len(samples) // 800 * 800].astype(np.int32)).reshape(-1, 800).mean(axis=1) > 3_000
    return [float(place) / 20 for place in np.flatnonzero(np.diff(loud.astype(np.int8), prepend=0) == 1)]


def write_wav(path: Path, *channels: Tones) -> Path:
    """A WAV file of several channels."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(np.clip(np.stack(channels, 1), -1, 1) * 32_767).astype("<i2").tobytes())
    return path


def encode(path: Path, codec: str, *tracks: Tones, languages: tuple[str, ...] = (), bits: int = 64_000) -> Path:
    """A file of the kind that its name says, with a mono track for each sound."""
    with av.open(str(path), "w", options={"write_xing": "0"} if path.suffix == ".mp3" else {}) as file:
        rate = 48_000 if codec in ("ac3", "eac3") else RATE
        streams = [file.add_stream(codec, rate=rate, layout="mono") for _ in tracks]
        for stream, language in zip(streams, languages, strict=False):
            stream.metadata["language"] = language
        for stream, sound in zip(streams, tracks, strict=True):
            assert isinstance(stream, av.AudioStream)
            stream.bit_rate = bits
            size = stream.codec_context.frame_size or 1024
            resampler = av.AudioResampler(stream.codec_context.format, "mono", rate, size)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[None]), "fltp", "mono")
            frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
            for part in (*resampler.resample(frame), *resampler.resample(None)):
                file.mux(stream.encode(part))
            file.mux(stream.encode(None))
    return path


def with_hole(path: Path, start: float, end: float, rubbish: bytes = b"\0") -> Path:
    """The same file with a part of its bytes, from one share of them to another, overwritten."""
    data = path.read_bytes()
    first, last = round(len(data) * start), round(len(data) * end)
    fill = (rubbish * ((last - first) // len(rubbish) + 1))[: last - first]
    path.write_bytes(data[:first] + fill + data[last:])
    return path
