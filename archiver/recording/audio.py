"""Sound: what a file says of itself, what is heard in it, and its samples at 16 kHz."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archiver.arrays import Samples
from archiver.errors import EmptyRecording, NotSound, TooLong, UsageError
from archiver.recording.channels import Mix, Survey, choose_mix
from archiver.recording.containers import container_of, opened, unreadable
from archiver.recording.decoding import FULL_SCALE, READ_SECONDS, SAMPLE_RATE, Decoding
from archiver.recording.timeline import Lost, describe

LONGEST_HINT = "if that is right, allow more with --longest HOURS"

# A header that says less, or more, is forged: at 1 Hz 36 kB would last ten hours. Telephones have 8,000 Hz.
LEAST_RATE, MOST_RATE = 4_000, 768_000  # Hz
MOST_CHANNELS = 64

MAX_PEAKS = 2_000  # columns of a waveform; a wide screen shows no more
PEAK_SECONDS = 0.05  # the finest column


@dataclass(frozen=True, slots=True)
class Track:
    """One of several sound tracks in a file.

    number: from 1
    language: ISO 639-1 code, or 639-2 where there is none; None where the file does not say
    title: as the file has it
    """

    number: int
    language: str | None = None
    title: str | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.number), self.language and f"({self.language})", self.title)))


@dataclass(frozen=True, slots=True)
class Sound:
    """What a file says of itself.

    container: a key of ``CONTAINERS``
    duration: seconds
    bit_rate: bit/s, None where the file does not say
    sample_rate: Hz
    tracks: its sound tracks where there are several; all else is about the first
    """

    container: str
    codec: str
    duration: float
    bit_rate: int | None
    channels: int
    sample_rate: int
    tracks: tuple[Track, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording as it was decoded.

    samples: 16 kHz mono, 115 MB an hour; they cannot be written
    mix: how they were made of the channels
    lost: parts that could not be decoded, for which there is silence
    complaint: what the decoder said most often
    complaints: how often it complained
    """

    samples: npt.NDArray[np.int16]
    mix: Mix
    lost: tuple[Lost, ...] = ()
    complaint: str | None = None
    complaints: int = 0

    def blocks(self) -> Iterator[npt.NDArray[np.int16]]:
        """The samples, ten seconds at a time, for what would need more room than they have."""
        length = READ_SECONDS * SAMPLE_RATE
        return (self.samples[start : start + length] for start in range(0, len(self.samples), length))

    def warnings(self, name: str) -> tuple[str, ...]:
        """What is to be told about it; name: what the file is called."""
        return (
            *describe(name, self.lost, self.complaint, self.complaints),
            *(f"{name}: {note}" for note in self.mix.notes),
        )


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

    Raises ``EmptyRecording`` for a file without bytes, ``BrokenOff`` for an MP4 without its index, and ``NotSound`` for
    anything that is no sound.
    """
    import av

    name = name or path.name
    if path.stat().st_size == 0:
        raise EmptyRecording(f"{name} is empty: it has no bytes", hint="download or copy it again")
    try:
        with opened(path) as container:
            stream = next(iter(container.streams.audio), None)
            codec = stream and stream.codec_context  # None where there is no decoder for it
            if not stream or not codec or not codec.sample_rate or not codec.channels:
                raise unreadable(path, name)
            _check_figures(name, codec.sample_rate, codec.channels)
            seconds = container.duration / 1_000_000 if container.duration else 0.0
            tracks = tuple(_track(n, one.metadata) for n, one in enumerate(container.streams.audio, 1))
            return Sound(
                container=container_of(container.format.name),
                codec=codec.codec.canonical_name,
                duration=round(seconds, 3),
                bit_rate=codec.bit_rate or container.bit_rate or None,
                channels=codec.channels,
                sample_rate=codec.sample_rate,
                tracks=tracks if len(tracks) > 1 else (),
            )
    except (av.FFmpegError, ValueError) as error:
        raise unreadable(path, name) from error


def _check_figures(name: str, rate: int, channels: int) -> None:
    """Raise ``NotSound`` where a file says of itself what no recording of speech has."""
    if not (LEAST_RATE <= rate <= MOST_RATE and channels <= MOST_CHANNELS):
        told = f"{name} says that it has {rate:,} samples a second in {channels:,} channels"
        raise NotSound(f"{told}, as no recording has", hint="check the file")


def _track(number: int, said: Mapping[str, str]) -> Track:
    from langcodes import standardize_tag, tag_is_valid

    language = said.get("language", "und")
    known = language != "und" and tag_is_valid(language)
    title = said.get("title") or said.get("handler_name")
    return Track(number, standardize_tag(language) if known else None, title)


def track_in(sound: Sound, language: str | None, wanted: int | None = None) -> int:
    """Which sound track is transcribed: the one wanted, else the first in a language, else the first.

    language: ISO 639-1 code

    Raises ``UsageError`` where there is no such track.
    """
    if wanted is not None and wanted > max(1, len(sound.tracks)):
        has = "; ".join(map(str, sound.tracks)) or "one"
        raise UsageError(f"there is no sound track {wanted} in the recording", hint=f"its tracks: {has}")
    return wanted or next((one.number for one in sound.tracks if language and one.language == language), 1)


def hear(path: Path, container: str, track: int = 1, longest: float | None = None) -> Heard:
    """The whole recording at 16 kHz mono, two bytes a sample: of hours, four would be too much memory.

    longest: seconds that it may last; None for one that was taken in before

    The last one stays in memory: what is linked was mostly heard just before. Raises ``DecodingFailed`` or ``TooLong``.
    """
    return _hear(path, container, track, path.stat().st_mtime_ns if path.exists() else None, longest)


@lru_cache(maxsize=1)
def _hear(path: Path, container: str, track: int, changed: int | None, longest: float | None) -> Heard:
    """See ``hear``; changed: when the file was, so that another one of that name is decoded.

    What is no plain mixture can be made only when all was heard once, and is decoded again.
    """
    decoding, survey = Decoding(path, container, track), Survey()
    whole, plain = bytearray(), None
    for block in decoding.blocks():
        if longest is not None and len(whole) > longest * SAMPLE_RATE * 2:
            raise TooLong(f"{path.name} lasts longer than {longest / 3600:g} hours", hint=LONGEST_HINT)
        survey.add(block)
        plain = plain or Mix((1 / len(block),) * len(block), (0.0,) * len(block))
        whole += plain.of(block).tobytes()
    mix = choose_mix(survey)
    if not mix.is_plain:
        whole.clear()  # not both at once
    samples = np.frombuffer(whole, dtype=np.int16) if mix.is_plain else _mixed(path, container, track, mix)
    samples.flags.writeable = False
    return Heard(samples, mix, tuple(decoding.lost), decoding.complaint, decoding.complaints)


def _mixed(path: Path, container: str, track: int, mix: Mix) -> npt.NDArray[np.int16]:
    whole = bytearray()
    for block in Decoding(path, container, track).blocks():
        whole += mix.of(block).tobytes()
    return np.frombuffer(whole, dtype=np.int16)


def people(path: Path, container: str, track: int, mix: Mix) -> list[npt.NDArray[np.int16]]:
    """The samples of each channel that has a person of its own, as ``Mix.people`` has them."""
    return [_mixed(path, container, track, mix.only(channel)) for channel in mix.people]


def samples(path: Path, container: str, track: int = 1) -> npt.NDArray[np.int16]:
    """The samples of ``hear``."""
    return hear(path, container, track).samples


def floats(sound: Samples) -> npt.NDArray[np.float32]:
    """Sound as numbers from -1 to 1."""
    if sound.dtype == np.int16:
        return np.divide(sound, FULL_SCALE, dtype=np.float32)
    return sound.astype(np.float32, copy=False)


def listen(blocks: Iterable[npt.NDArray[np.int16]]) -> Listening:
    """Measure a decoded stream: how long it really is, and its waveform; takes room for a few of its blocks."""
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
