"""ADTS: the frames of a bare AAC stream, and the rubbish between them.

libavformat passes over rubbish in such a stream and does not say how much there was. Every frame has a header with its
length (ISO/IEC 13818-7, 6.2), so that frames are found by leading from one to the next.
"""

from __future__ import annotations

from collections.abc import Iterator

HEADER = 7  # bytes
RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)  # Hz, by their number
FRAME_SAMPLES = 1024


def adts_pieces(data: bytes) -> Iterator[bytes]:
    """Frames, and what is between them, in order."""
    at = done = 0
    while at < len(data):
        size = _frame_size(data, at)
        if size:
            yield from (piece for piece in (data[done:at], data[at : at + size]) if piece)
            at = done = at + size
        else:
            found = data.find(b"\xff", at + 1)
            at = found if found >= 0 else len(data)
    if done < len(data):
        yield data[done:]


def is_adts_frame(data: bytes) -> bool:
    """Whether it is a frame, as long as its header says."""
    return _is_header(data, 0) and _size_told(data, 0) == len(data)


def frame_seconds(frame: bytes) -> float:
    """How long a frame lasts; 0 for what is none."""
    number = frame[2] >> 2 & 15 if len(frame) > HEADER else len(RATES)
    return FRAME_SAMPLES / RATES[number] if _is_header(frame, 0) and number < len(RATES) else 0.0


def _is_header(data: bytes, at: int) -> bool:
    return len(data) > at + HEADER and data[at] == 0xFF and data[at + 1] & 0xF6 == 0xF0


def _size_told(data: bytes, at: int) -> int:
    return (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5


def _frame_size(data: bytes, at: int) -> int:
    """Bytes of the frame that begins here, with its header; 0 where none does, or no other, nor the end, follows it."""
    if not _is_header(data, at):
        return 0
    size = _size_told(data, at)
    follows = at + size == len(data) or _is_header(data, at + size)
    return size if size > HEADER and follows else 0
