"""Cutting: pieces of a recording, one after the other, as sound of their own."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from archiver.arrays import Floats
from archiver.errors import DecodingFailed, UsageError
from archiver.recording.audio import Sound
from archiver.recording.decoding import Decoding, whole_numbers

if TYPE_CHECKING:
    from pydub import AudioSegment

FADE_MS = 20  # long enough not to click, too short to swallow a consonant
SHORTEST_PIECE = 0.001  # seconds; there is nothing in less
PAUSE_MS = 400  # between two passages of a clip


FORMATS: dict[str, dict[str, str]] = {  # of clips, each with what ffmpeg is told of it
    "mp3": {"bitrate": "128k"},
    "wav": {},
    "flac": {},
    "ogg": {"codec": "libvorbis"},
}


def places_in_clip(pieces: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Where each piece of a recording lies in a clip of them: (start, end) in seconds."""
    found, at = [], 0.0
    for start, end in pieces:
        found.append((at, at + end - start))
        at += end - start + PAUSE_MS / 1000
    return found


def clip(
    path: Path,
    sound: Sound,
    pieces: Sequence[tuple[float, float]],
    form: str = "mp3",
    track: int = 1,
    tags: Mapping[str, str] | None = None,
) -> tuple[bytes, float]:
    """Pieces of a recording, one after the other: a file of them, and its length in seconds.

    pieces: (start, end) in seconds
    form: one of ``FORMATS``
    track: number of the sound track, from 1
    tags: what players show of it, by ffmpeg's names (``title``, ``artist``, ``date``, ``comment``)
    """
    pieces = [(start, end) for start, end in pieces if end - start >= SHORTEST_PIECE]
    if not pieces:
        raise UsageError("nothing to cut: there is no piece in it")
    audio = _audio_segment()
    pause = audio.silent(duration=PAUSE_MS, frame_rate=sound.sample_rate)
    whole = audio.empty()
    channels = min(sound.channels, 2)
    for number, data in enumerate(_cut(path, sound, pieces, track)):
        piece = audio(data=data, sample_width=2, frame_rate=sound.sample_rate, channels=channels)
        piece = piece.fade_in(FADE_MS).fade_out(FADE_MS)
        whole = whole + pause + piece if number else piece
    written = BytesIO()
    whole.export(written, format=form, tags=dict(tags or {}), **FORMATS[form])
    return written.getvalue(), float(whole.duration_seconds)


def _cut(path: Path, sound: Sound, pieces: Sequence[tuple[float, float]], track: int) -> list[bytes]:
    """The samples of each piece, in the recording's own rate and channels (two at the most), 16 bits each.

    All up to the last piece is decoded: where a decoder lands that was told to begin in the middle of an MP3, a
    RealAudio file or a chained Ogg is its guess.
    """
    rate, last = sound.sample_rate, max(end for _, end in pieces)
    found: list[list[Floats]] = [[] for _ in pieces]
    at = 0  # samples
    layout = "mono" if sound.channels == 1 else "stereo"
    for block in Decoding(path, sound.container, track, rate=rate, layout=layout).blocks():
        for parts, (start, end) in zip(found, pieces, strict=True):
            parts.append(block[:, max(0, round(start * rate) - at) : max(0, round(end * rate) - at)])
        at += block.shape[1]
        if at >= last * rate:
            break
    for parts, (start, end) in zip(found, pieces, strict=True):
        if not any(part.size for part in parts):
            raise DecodingFailed(f"{path.name}: nothing could be decoded from {start:.1f} s to {end:.1f} s")
    return [whole_numbers(np.concatenate(parts, axis=1).T).tobytes() for parts in found]


def _audio_segment() -> type[AudioSegment]:
    """Pydub's AudioSegment, writing through the ffmpeg of ``imageio-ffmpeg``."""
    import imageio_ffmpeg

    with warnings.catch_warnings():  # on import it warns where no ffmpeg is on the PATH, which ours need not be
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment: type[AudioSegment] = AudioSegment
    segment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    return segment
