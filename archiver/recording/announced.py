"""The length that a file announces in its header, however much of its sound is there.

libavformat cuts what most headers say to the bytes that it finds, so that a file that broke off looks like a whole one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from pathlib import Path

from archiver.recording.containers import opened
from archiver.recording.timeline import ID3_HEADER, id3_size

# Containers whose headers libavformat tells as they are.
TOLD_ON = ("flac", "mov", "matroska", "aiff", "au", "wv", "tta")
XING = (b"Xing", b"Info", b"VBRI")  # the names of a first frame of MP3 that tells how many follow
FRAME_BYTES = 1500  # no frame of an MP3 is longer
WAV_PCM = tuple(tag.to_bytes(2, "little") for tag in (1, 3, 6, 7, 0xFFFE))  # whole numbers, floats, A-law, µ-law, more
LEAST_UNKNOWN = 0x7FFF_0000  # bytes; who writes to a pipe does not know how many come, and announces as many as can be
# Of ASF, by Microsoft's specification: file properties, and in them the lengths in 100 ns and the preroll in ms.
ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
ASF_LENGTHS = struct.Struct("<64x Q 8x Q L")  # from where its name begins
ASF_BROADCAST = 1  # a flag: nobody knew the length yet
HEAD_BYTES = 65_536


def announced_seconds(path: Path, container: str, duration: float) -> float | None:
    """How long a recording says that it is; None where it does not.

    duration: seconds, as libavformat tells them
    """
    if container in TOLD_ON or (container == "mp3" and tells_frames(path)):
        return duration or None
    return HEADERS[container](path, duration) if container in HEADERS else None


def tells_frames(path: Path) -> bool:
    """Whether an MP3 says in its first frame how many there are; else its length is a guess by its bit rate."""
    with path.open("rb") as file:
        head = file.read(ID3_HEADER)
        file.seek(ID3_HEADER + id3_size(head) if head.startswith(b"ID3") else 0)
        frame = file.read(FRAME_BYTES)
    return any(name in frame for name in XING)


def _wav_seconds(path: Path, duration: float) -> float | None:
    """By the size that the data should have, beside what is there of it; else by the samples that it counts."""
    head, place, pcm = _head(path), 12, False
    while head.startswith(b"RIFF") and place + 8 < len(head):
        name, size = struct.unpack_from("<4sL", head, place)
        place += 8
        if name == b"fmt ":
            pcm = head[place : place + 2] in WAV_PCM
        if name == b"data":
            there = path.stat().st_size - place
            longer = max(1.0, size / there) if pcm else 1.0  # libavformat believes the count of compressed samples
            return duration * longer if size < LEAST_UNKNOWN else None
        place += size + size % 2
    return None


def _asf_seconds(path: Path, duration: float) -> float | None:
    head = _head(path)
    place = head.find(ASF_PROPERTIES)
    if place < 0 or len(head) < place + ASF_LENGTHS.size:
        return None
    length, preroll, flags = ASF_LENGTHS.unpack_from(head, place)
    return None if flags & ASF_BROADCAST else length / 1e7 - preroll / 1e3


def _frames_seconds(path: Path, duration: float) -> float | None:
    """By the number of frames, which libavformat tells as the header has it."""
    with opened(path) as file:
        stream = file.streams.audio[0]
        return float(stream.frames * stream.time_base) if stream.frames and stream.time_base else None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


HEADERS: Mapping[str, Callable[[Path, float], float | None]] = {
    "wav": _wav_seconds,
    "asf": _asf_seconds,
    "avi": _frames_seconds,
    "caf": _frames_seconds,
}
