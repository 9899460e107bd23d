"""Sound: what a file holds, its samples at 16 kHz as a stream, and pieces cut out of it.

Files come from strangers. PyAV and ffmpeg are told which containers and protocols they may open, since a text file
called ``.mp3`` can hold a list that makes a trusting decoder open other files.
"""

from __future__ import annotations

import subprocess
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from archiver.arrays import Samples
from archiver.errors import DecodingFailed, EmptyRecording, NotSound, UsageError

if TYPE_CHECKING:
    from pydub import AudioSegment

SAMPLE_RATE = 16_000  # Hz; what Whisper was trained on
FULL_SCALE = 32_768  # the loudest that 16 bits can hold

"""Sound as whole numbers of 16 bits, as it is decoded, or as numbers from -1 to 1."""

# libavformat's name of a container, and the extension that such a file gets in the archive. No playlists among them.
CONTAINERS = {
    "mp3": "mp3",
    "wav": "wav",
    "flac": "flac",
    "ogg": "ogg",
    "aac": "aac",
    "mov": "m4a",
    "aiff": "aiff",
    "asf": "wma",
    "matroska": "mka",
    "amr": "amr",
    "rm": "rm",
}

# What the bytes that are no sound usually are, for the message.
SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP file",
    b"ffconcat": "a playlist",
    b"#EXTM3U": "a playlist",
    b"<": "a web page",
}

# Containers that say how long they are, whatever is left of them; an MP3 may do so in its first frame.
TOLD_LENGTH = {"flac", "mov"}
MP3_LENGTH = (b"Xing", b"Info", b"VBRI")
FRAME_BYTES = 1500  # no frame of an MP3 is longer

READ_SECONDS = 10  # a block of the decoded stream
MAX_PEAKS = 2_000  # columns of a waveform; a wide screen shows no more
PEAK_SECONDS = 0.05  # the finest column
FADE_MS = 20  # long enough not to click, too short to swallow a consonant
SHORTEST_PIECE = 0.001  # seconds; ffmpeg takes a length of 0 for "to the end"
PAUSE_MS = 400  # between two passages of a clip


@dataclass(frozen=True, slots=True)
class Sound:
    """What a file says of itself.

    container: a key of ``CONTAINERS``
    duration: seconds
    bit_rate: bit/s, None where the file does not say
    sample_rate: Hz
    """

    container: str
    codec: str
    duration: float
    bit_rate: int | None
    channels: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Listening:
    """What came out of the decoder.

    duration: seconds of sound that were really there
    peaks: loudest sample of each of at most ``MAX_PEAKS`` equal stretches, 0 to 100
    """

    duration: float
    peaks: tuple[int, ...]


def probe(path: Path, name: str | None = None) -> Sound:
    """Read the container's and the codec's figures without decoding the whole.

    name: what the file is called in messages

    Raises ``EmptyRecording`` for a file without bytes and ``NotSound`` for anything that is no sound.
    """
    import av

    name = name or path.name
    if path.stat().st_size == 0:
        raise EmptyRecording(f"{name} is empty: it has no bytes", hint="download or copy it again")
    guard = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"}
    try:
        with av.open(str(path), options=guard) as container:
            stream = next(iter(container.streams.audio), None)
            if stream is None or not stream.codec_context.sample_rate or not stream.codec_context.channels:
                raise _not_sound(path, name)
            seconds = container.duration / 1_000_000 if container.duration else 0.0
            return Sound(
                container=_container(container.format.name),
                codec=stream.codec_context.codec.canonical_name,
                duration=round(seconds, 3),
                bit_rate=stream.codec_context.bit_rate or container.bit_rate or None,
                channels=stream.codec_context.channels,
                sample_rate=stream.codec_context.sample_rate,
            )
    except (av.FFmpegError, ValueError) as error:
        raise _not_sound(path, name) from error


def _container(names: str) -> str:
    return next(name for name in names.split(",") if name in CONTAINERS)


def tells_length(path: Path, container: str) -> bool:
    """Whether a file says itself how long it is, so that one that broke off can be told from a whole one."""
    if container != "mp3":
        return container in TOLD_LENGTH
    with path.open("rb") as file:
        tag = file.read(10)
        size = sum(byte << shift for byte, shift in zip(tag[6:], (21, 14, 7, 0), strict=False))
        file.seek(10 + size if tag.startswith(b"ID3") else 0)
        frame = file.read(FRAME_BYTES)
    return any(name in frame for name in MP3_LENGTH)


def _not_sound(path: Path, name: str) -> NotSound:
    with path.open("rb") as file:
        head = file.read(64).lstrip()
    what = next((what for start, what in SIGNATURES.items() if head.startswith(start)), "nothing that can be heard")
    return NotSound(f"{name} is no sound file, whatever its name says: it is {what}", hint="check the link or the file")


def decode(path: Path, container: str) -> Iterator[npt.NDArray[np.int16]]:
    """Decode to mono at 16 kHz, a block of at most ten seconds at a time.

    Raises ``DecodingFailed`` when nothing at all comes out. A file that breaks off gives what it has.
    """
    size = READ_SECONDS * SAMPLE_RATE * 2
    command = [*_ffmpeg(path, container), "-f", "s16le", "-ac", "1", "-ar", str(SAMPLE_RATE), "-"]
    decoded = 0
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints) as ffmpeg:
            assert ffmpeg.stdout is not None
            try:
                while block := ffmpeg.stdout.read(size):
                    decoded += len(block)
                    yield np.frombuffer(block[: len(block) // 2 * 2], dtype=np.int16)
            finally:
                ffmpeg.stdout.close()
                ffmpeg.terminate()
        if not decoded:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
            raise DecodingFailed(f"{path.name} could not be decoded: {said[-1] if said else 'no sound in it'}")


def _ffmpeg(path: Path, container: str, *seek: str) -> list[str]:
    """The guarded beginning of every ffmpeg call: one known container, no other file, no network, no keyboard."""
    import imageio_ffmpeg

    guards = ["-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-f", container]
    return [imageio_ffmpeg.get_ffmpeg_exe(), *guards, *seek, "-i", f"file:{path}", "-map", "0:a:0"]


def samples(path: Path, container: str) -> npt.NDArray[np.int16]:
    """The whole recording at 16 kHz mono, two bytes a sample: of hours, four would be too much memory.

    The last one stays in memory, and cannot be written: what is linked was mostly heard just before.
    """
    return _samples(path, container, path.stat().st_mtime_ns if path.exists() else None)


@lru_cache(maxsize=1)
def _samples(path: Path, container: str, changed: int | None) -> npt.NDArray[np.int16]:
    """See ``samples``; changed: when the file was, so that another one of that name is decoded."""
    whole = bytearray()
    for block in decode(path, container):
        whole += block.tobytes()
    found = np.frombuffer(whole, dtype=np.int16)
    found.flags.writeable = False
    return found


def floats(sound: Samples) -> npt.NDArray[np.float32]:
    """Sound as numbers from -1 to 1."""
    if sound.dtype == np.int16:
        return np.divide(sound, FULL_SCALE, dtype=np.float32)
    return sound.astype(np.float32, copy=False)


def listen(blocks: Iterable[npt.NDArray[np.int16]]) -> Listening:
    """Measure a decoded stream: how long it really is, and its waveform."""
    step = round(PEAK_SECONDS * SAMPLE_RATE)
    count, columns = 0, [np.zeros(0, dtype=np.int32)]
    for block in blocks:
        count += len(block)
        padded = np.pad(np.abs(block.astype(np.int32)), (0, -len(block) % step))
        columns.append(padded.reshape(-1, step).max(axis=1))
    fine = np.concatenate(columns)
    width = -(-len(fine) // MAX_PEAKS) or 1
    coarse = np.pad(fine, (0, -len(fine) % width)).reshape(-1, width).max(axis=1)
    return Listening(duration=round(count / SAMPLE_RATE, 3), peaks=tuple(int(p) for p in coarse * 100 // 32768))


def clip(path: Path, sound: Sound, pieces: Sequence[tuple[float, float]], output: Path) -> float:
    """Write pieces of a recording, one after the other, as an MP3; returns its length in seconds.

    pieces: (start, end) in seconds
    """
    pieces = [(start, end) for start, end in pieces if end - start >= SHORTEST_PIECE]
    if not pieces:
        raise UsageError("nothing to cut: there is no piece in it")
    audio = _audio_segment()
    pause = audio.silent(duration=PAUSE_MS, frame_rate=sound.sample_rate)
    whole = audio.empty()
    for number, (start, end) in enumerate(pieces):
        piece = _piece(path, sound, start, end).fade_in(FADE_MS).fade_out(FADE_MS)
        whole = whole + pause + piece if number else piece
    with output.open("wb") as file:
        whole.export(file, format="mp3", bitrate="128k").close()
    return float(whole.duration_seconds)


def _piece(path: Path, sound: Sound, start: float, end: float) -> AudioSegment:
    """A stretch of the recording in its own rate and channels (two at the most)."""
    channels = min(sound.channels, 2)
    seek = ("-ss", f"{start:.3f}", "-t", f"{end - start:.3f}")
    shape = ["-f", "s16le", "-ac", str(channels), "-ar", str(sound.sample_rate), "-"]
    done = subprocess.run([*_ffmpeg(path, sound.container, *seek), *shape], capture_output=True, check=False)
    if not done.stdout:
        raise DecodingFailed(f"{path.name}: nothing could be decoded from {start:.1f} s to {end:.1f} s")
    return _audio_segment()(data=done.stdout, sample_width=2, frame_rate=sound.sample_rate, channels=channels)


def _audio_segment() -> type[AudioSegment]:
    """Pydub's AudioSegment, writing through the ffmpeg of ``imageio-ffmpeg``."""
    import imageio_ffmpeg

    with warnings.catch_warnings():  # on import it warns where no ffmpeg is on the PATH, which ours need not be
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment: type[AudioSegment] = AudioSegment
    segment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    return segment
