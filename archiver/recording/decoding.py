"""Decoding: the sound of a file as a stream of blocks, everything at its true time, silence where nothing came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats
from archiver.errors import DecodingFailed, Unreadable
from archiver.recording.adts import adts_pieces, frame_seconds
from archiver.recording.announced import tells_frames
from archiver.recording.containers import opened
from archiver.recording.timeline import BARE, LEAST_LOST, ByteClock, Lost, is_frame, without_rubbish, without_tags

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler, Packet
    from av.audio.stream import AudioStream
    from av.container import InputContainer

SAMPLE_RATE = 16_000  # Hz; what Whisper was trained on
FULL_SCALE = 32_768  # the loudest that 16 bits can hold
READ_BYTES = 1_000_000  # at once
READ_SECONDS = 10  # a block of the decoded stream
MOST_LOST_SECONDS = 3_600.0  # in all; who wants hours of silence may have forged a timestamp
RUBBISH = "no frame begins where one should"  # said in place of the decoder, which skips it in silence
MOST_ERRORS = 1_000  # of reading, after each of which it goes on a little further
MOST_CHANNELS = 8  # that are kept apart; of more, the decoder makes one


class Decoding:
    """A track of a recording, and what was found out while it was decoded.

    track: number of the sound track in its file, from 1
    rate: samples a second
    layout: libav's name of the channels to decode to; None for the track's own
    lost: parts in which nothing could be decoded, for which there is silence
    """

    def __init__(
        self, path: Path, container: str, track: int = 1, *, rate: int = SAMPLE_RATE, layout: str | None = None
    ) -> None:
        self.path, self.container, self.track, self.rate = path, container, track, rate
        self.lost: list[Lost] = []
        self._layout = layout
        self._complaints: Counter[str] = Counter()
        self._fed, self._given = 0.0, 0  # seconds that went into the resampler, samples that came out
        self._channels, self._failed = 0, False  # of what came out last; whether the last packet was refused
        self._resampler: AudioResampler | None = None
        self._shape: tuple[str, str, int] | None = None

    @property
    def complaint(self) -> str | None:
        """What the decoder complained about most often."""
        return next((said for said, _ in self._complaints.most_common(1)), None)

    @property
    def complaints(self) -> int:
        """How often it complained."""
        return self._complaints.total()

    def blocks(self) -> Iterator[Floats]:
        """Blocks of at most ten seconds, shape (channels, samples), -1 to 1.

        Raises ``DecodingFailed`` where nothing at all comes out, ``Unreadable`` where the disk fails. A file that
        breaks off gives what it has.
        """
        import av

        try:
            with opened(self.path, self.container) as file:
                stream = file.streams.audio[self.track - 1]
                if not stream.codec_context:
                    raise ValueError("there is no decoder for it")
                for frame, time in self._frames(file, stream):
                    yield from self._placed(frame, time)
        except (av.FFmpegError, OSError, IndexError, ValueError) as error:
            self._complain(error)
        _require_readable(self.path)
        yield from self._flushed()
        if not self._given:
            raise DecodingFailed(f"{self.path.name} could not be decoded: {self.complaint or 'no sound in it'}")

    def _complain(self, error: Exception) -> None:
        self._complaints[str(getattr(error, "strerror", None) or error)] += 1

    def _frames(self, file: InputContainer, stream: AudioStream) -> Iterator[tuple[AudioFrame, float | None]]:
        """Decoded frames, and the seconds at which they begin; None where nobody says."""
        import av

        bare = self.container in BARE
        begin, shift, tick = (stream.start_time or 0) * _tick(stream), 0.0, _tick(stream)
        latest = file.duration / 1_000_000 + 1 if file.duration and not bare else float("inf")
        for packet in self._on_bytes(file, stream) if bare else self._packets(file, stream):
            try:
                frames = stream.codec_context.decode(packet)
            except av.FFmpegError as error:
                self._complain(error)
                self._failed = True
                continue
            for frame in frames:
                time = None if frame.pts is None else frame.pts * tick + shift - begin
                if time is not None and (time < self._fed - LEAST_LOST or not self._may_be_lost(time, latest)):
                    shift += self._fed - time  # another piece with a clock of its own, as in a chained Ogg
                    time = self._fed
                yield frame, time

    def _may_be_lost(self, time: float, latest: float) -> bool:
        """Whether a jump ahead is within the file and not too long."""
        ahead = time - self._fed
        return ahead <= LEAST_LOST or (
            time <= latest and ahead + sum(one.seconds for one in self.lost) <= MOST_LOST_SECONDS
        )

    def _on_bytes(self, file: InputContainer, stream: AudioStream) -> Iterator[Packet[Any]]:
        """The packets of a bare stream, timed by their bytes; rubbish and tags left out."""
        import av

        clock, at, tick = self._byte_clock(), 0.0, _tick(stream)
        for data, frame, packet in self._pieces(file, stream):
            is_good = is_frame(data, self.container)
            if not is_good:
                self._complaints[RUBBISH] += 1
                at += max(0.0, clock.rubbish_seconds(len(data), frame) - frame)  # it may end in a frame
            packet = packet or av.Packet(data)  # its own says, too, what the decoder is to leave off
            packet.time_base = stream.time_base or Fraction(1)
            packet.pts = packet.dts = round(at / tick)
            self._failed = False
            yield packet
            at += clock.rubbish_seconds(len(data), frame) if self._failed and is_good else frame
        yield av.Packet()  # the decoder gives what it still has
        if at - self._fed > LEAST_LOST:
            self.lost.append(Lost(self._fed, at))

    def _byte_clock(self) -> ByteClock:
        """How long bytes of a bare stream last, for which it is read once without decoding it."""
        with opened(self.path, self.container) as file:
            stream = file.streams.audio[self.track - 1]
            pieces = ((len(one), frame, is_frame(one, self.container)) for one, frame, _ in self._pieces(file, stream))
            announced = (file.duration or 0) / 1_000_000 if tells_frames(self.path) else 0.0
            return ByteClock(pieces, announced)

    def _pieces(self, file: InputContainer, stream: AudioStream) -> Iterator[tuple[bytes, float, Packet[Any] | None]]:
        """Frames and rubbish of a bare stream without tags, the seconds that a frame lasts, and its packet if whole."""
        usual, seconds, over, tick = 0, 0.0, 0, _tick(stream)
        if self.container == "aac":
            for piece in adts_pieces(self.path.read_bytes()):
                seconds = frame_seconds(piece) or seconds
                yield from ((one, seconds, None) for one in (without_tags(piece)[0],) if one)
            return
        for packet in self._packets(file, stream):
            seconds = (packet.duration or 0) * tick
            data, more = without_tags(bytes(packet)[over:])
            over = more or max(0, over - packet.size)
            frame, rubbish = without_rubbish(data, usual)
            usual = len(frame) or usual
            whole = packet if len(frame) == packet.size else None
            yield from ((one, seconds, own) for one, own in ((frame, whole), (rubbish, None)) if one)

    def _packets(self, file: InputContainer, stream: AudioStream) -> Iterator[Packet[Any]]:
        """All packets; where the file is damaged, reading goes on behind that place."""
        import av

        for _ in range(MOST_ERRORS):
            try:
                yield from file.demux(stream)
                return
            except av.FFmpegError as error:
                self._complain(error)

    def _placed(self, frame: AudioFrame, time: float | None) -> Iterator[Floats]:
        """A frame at its time: silence before it where something is missing."""
        if time is not None and time - self._fed > LEAST_LOST:
            self.lost.append(Lost(self._fed, time))
            yield from self._flushed()
            yield from self._silence(round(time * self.rate) - self._given, frame)
            self._fed = time
        yield from self._resampled(frame)
        self._fed += frame.samples / frame.sample_rate

    def _resampled(self, frame: AudioFrame) -> Iterator[Floats]:
        from av import AudioResampler

        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            yield from self._flushed()
            self._shape = shape
        if self._resampler is None:
            self._layout = self._layout or (
                frame.layout.name if len(frame.layout.channels) <= MOST_CHANNELS else "mono"
            )
            self._resampler = AudioResampler("fltp", self._layout, self.rate, READ_SECONDS * self.rate)
        frame.pts = None
        yield from map(self._counted, self._resampler.resample(frame))

    def _flushed(self) -> Iterator[Floats]:
        resampler, self._resampler = self._resampler, None
        if resampler is not None:
            yield from map(self._counted, resampler.resample(None))

    def _silence(self, count: int, like: AudioFrame) -> Iterator[Floats]:
        channels = self._channels or len(like.layout.channels)
        while count > 0:
            length = min(count, READ_SECONDS * self.rate)
            self._given += length
            yield np.zeros((channels, length), dtype=np.float32)
            count -= length

    def _counted(self, resampled: AudioFrame) -> Floats:
        block = np.asarray(resampled.to_ndarray(), dtype=np.float32)
        self._channels, self._given = block.shape[0], self._given + block.shape[1]
        return block


def _require_readable(path: Path) -> None:
    """Raise ``Unreadable`` where the disk fails; libavformat takes that for the end of the file, or for damage."""
    try:
        with suppress(FileNotFoundError), path.open("rb") as file:  # that was told when it was opened
            while file.read(READ_BYTES):
                pass
    except OSError as error:
        told = f"{path.name} cannot be read: {error.strerror}"
        hint = "look after the disk, or restore the file from a copy"
        raise Unreadable(told, kept="nothing that was heard of it", hint=hint) from error


def _tick(stream: AudioStream) -> float:
    """Seconds of one unit of its timestamps; a plain number, since fractions took a fifth of decoding's time."""
    return float(stream.time_base or 1)


def whole_numbers(sound: Floats) -> npt.NDArray[np.int16]:
    """Sound from -1 to 1 as numbers of 16 bits; what is louder is cut off."""
    return np.clip(np.rint(sound * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


def decode(path: Path, container: str, track: int = 1) -> Iterator[npt.NDArray[np.int16]]:
    """Decode to mono at 16 kHz, all channels alike, a block of at most ten seconds at a time.

    Raises ``DecodingFailed`` when nothing at all comes out.
    """
    for block in Decoding(path, container, track).blocks():
        yield whole_numbers(block.mean(axis=0))
