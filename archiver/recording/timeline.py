"""Timeline: when each packet of a recording is to be heard, also where what was before it is damaged.

Containers with timestamps say so themselves. A bare stream of frames, as an MP3 is, has none, and counts only the
frames that are left: after ten seconds of rubbish all else would be ten seconds early. There the bytes tell, since so
many of them are so many seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archiver.display import clock
from archiver.recording.adts import is_adts_frame

# With which bits a frame begins in bare streams that have no timestamps; ADTS, whose frames say more, is another.
SYNC: Mapping[str, tuple[int, int]] = {
    "mp3": (0xFFE0, 0xFFE0),
    "ac3": (0xFFFF, 0x0B77),
    "eac3": (0xFFFF, 0x0B77),
}
MOST_BYTES = 4_096  # of a frame of MP3 or AC-3
BARE = ("aac", *SYNC)
ID3_HEADER, ID3V1 = 10, 128  # bytes
LEAST_LOST = 0.1  # seconds; a frame or two are not missed, and timestamps of good files are off by less
SEVERAL = 3  # complaints; the last packet of a file is often cut off
TOLD = 5  # parts that are told one by one


@dataclass(frozen=True, slots=True)
class Lost:
    """A part of a recording that could not be decoded; start, end: seconds."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start


def id3_size(header: bytes) -> int:
    """Bytes of an ID3 tag behind its header, which tells them in seven bits each."""
    return sum((byte & 127) << shift for byte, shift in zip(header[6:10], (21, 14, 7, 0), strict=False))


def without_tags(data: bytes) -> tuple[bytes, int]:
    """A packet without the ID3 tags before its sound, as stand in the middle where files were put together.

    Also how many bytes of the last tag are still to come: a picture in it may look like frames here and there.
    """
    over = 0
    while data and not over:
        if data.startswith(b"ID3") and len(data) >= ID3_HEADER:
            length = ID3_HEADER + id3_size(data)
        elif data.startswith(b"TAG"):
            length = ID3V1
        elif data.startswith((b"APETAGEX", b"LYRICSBEGIN")):
            length = len(data)
        else:
            break
        data, over = data[length:], max(0, length - len(data))
    return data, over


def without_rubbish(data: bytes, usual: int) -> tuple[bytes, bytes]:
    """A packet's frame, and the rubbish that was taken along behind it; usual: bytes of the frame before."""
    length = usual if usual and len(data) > MOST_BYTES else len(data)
    return data[:length], data[length:]


def is_frame(data: bytes, container: str) -> bool:
    """Whether a packet of a bare stream begins as a frame does; else there is rubbish in it, perhaps with a frame."""
    if container == "aac":
        return is_adts_frame(data)
    mask, sync = SYNC[container]
    return int.from_bytes(data[:2], "big") & mask == sync


class ByteClock:
    """Tells how long rubbish in a bare stream would have lasted, had it been sound.

    packets: of each, its bytes, the seconds of a frame, and whether it is one
    announced: seconds that the whole should last; 0 where nobody says
    """

    def __init__(self, packets: Iterable[tuple[int, float, bool]], announced: float) -> None:
        self._stretch, size, good, rubbish = 1.0, 0, 0.0, []
        for length, frame, is_good in packets:
            if is_good:
                size, good = size + length, good + frame
            else:
                rubbish.append((length, frame))
        self._rate = good / size if size else 0.0  # seconds a byte
        lost = sum(self.rubbish_seconds(*one) for one in rubbish)
        # On average only, where the bit rate varies; what the file announces is exact, if it speaks of these parts.
        if lost and lost / 2 <= announced - good <= lost * 2:
            self._stretch = (announced - good) / lost

    def rubbish_seconds(self, size: int, frame: float) -> float:
        """How long so many bytes of rubbish would have lasted, in whole frames of so many seconds."""
        return round(size * self._rate * self._stretch / frame) * frame if frame else 0.0


def joined(lost: Iterable[Lost]) -> list[Lost]:
    """Lost parts in order, those that follow each other within ``LEAST_LOST`` seconds as one."""
    whole: list[Lost] = []
    for part in lost:
        if whole and part.start - whole[-1].end <= LEAST_LOST:
            whole[-1] = Lost(whole[-1].start, part.end)
        else:
            whole.append(part)
    return whole


def describe(name: str, lost: Sequence[Lost], complaint: str | None, complaints: int) -> tuple[str, ...]:
    """What people are told about the lost parts of a recording.

    complaint, complaints: what the decoder said most often, and how often it complained
    """
    found = joined(lost)
    if not found and complaints < SEVERAL:
        return ()
    if not found:
        return (
            f"{name} may be damaged: the decoder complained {complaints} times ({complaint}), and nobody knows where",
        )
    said = f" (the decoder says: {complaint})" if complaint else ""
    parts = [f"from {clock(one.start)} to {clock(one.end)} ({one.seconds:.1f} s)" for one in found[:TOLD]]
    rest = found[TOLD:]
    more = f", and {len(rest)} more of {sum(one.seconds for one in rest):.1f} s in all" if rest else ""
    told = f"{name} is damaged: nothing could be decoded {', '.join(parts)}{more}{said}"
    return (f"{told}; what follows stands at its true time",)
