"""Containers: which kinds of files are opened, how they are opened without trusting them, and what is no sound.

Files come from strangers. libavformat is told which containers and protocols it may open, since a text file called
``.mp3`` can hold a list that makes a trusting decoder open other files. Containers that only point at other files, and
those that take any bytes for theirs, are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import BrokenOff, NotSound, RecordingError

if TYPE_CHECKING:
    from av.container import InputContainer

# libavformat's name of a container, and the extension that such a file gets in the archive. No playlists among them.
CONTAINERS: Mapping[str, str] = {
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
    "au": "au",
    "avi": "avi",
    "mpegts": "ts",
    "mpeg": "mpg",
    "caf": "caf",
    "wv": "wv",
    "ac3": "ac3",
    "eac3": "eac3",
    "dts": "dts",
    "ape": "ape",
    "tta": "tta",
    "tak": "tak",
    "shn": "shn",
    "mpc": "mpc",
    "mpc8": "mpc",
    "w64": "w64",
    "voc": "voc",
    "oma": "oma",
    "flv": "flv",
    "nut": "nut",
    "mxf": "mxf",
    "gxf": "gxf",
    "dv": "dv",
    "nsv": "nsv",
    "wtv": "wtv",
    "loas": "latm",
    "truehd": "thd",
    "nistsphere": "sph",
    "ircam": "sf",
    "sox": "sox",
    "iff": "iff",
    "qcp": "qcp",
    "dsf": "dsf",
    "dss": "dss",
    "ilbc": "lbc",
}

# What the bytes that are no sound usually are, for the message.
SIGNATURES: Mapping[bytes, str] = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP file",
    b"ffconcat": "a playlist",
    b"#EXTM3U": "a playlist",
    b"<": "a web page",
}
PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif")  # pictures in the same boxes as an M4A


@contextmanager
def opened(path: Path, container: str | None = None) -> Iterator[InputContainer]:
    """A file opened by libavformat; container: its kind, None where the bytes are to tell. Raises PyAV's errors."""
    import av

    guard = {"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"}
    with av.open(f"file:{path}", format=container, options=guard) as file:
        yield file


def container_of(names: str) -> str:
    """The key in ``CONTAINERS`` of a container for which libavformat has several names."""
    return next(name for name in names.split(",") if name in CONTAINERS)


def unreadable(path: Path, name: str) -> RecordingError:
    """What is to be said of a file in which no sound was found; name: what it is called in messages."""
    with path.open("rb") as file:
        head = file.read(64)
    brand = head[8:12]
    if head[4:8] == b"ftyp" and brand not in PICTURE_BRANDS and not _has_index(path):
        told = f"{name} is an MP4 or M4A recording that breaks off: its index, which is written last, is missing"
        return BrokenOff(f"{told}, and without it nothing can be played", hint="download or copy it again")
    known = (what for start, what in SIGNATURES.items() if head.lstrip().startswith(start))
    what = "a picture" if head[4:8] == b"ftyp" and brand in PICTURE_BRANDS else next(known, "nothing that can be heard")
    return NotSound(f"{name} is no sound file, whatever its name says: it is {what}", hint="check the link or the file")


def _has_index(path: Path) -> bool:
    """Whether the boxes of an MP4 file, whose sizes lead from one to the next, have a whole ``moov`` among them."""
    size, place = path.stat().st_size, 0
    with path.open("rb") as file:
        while place + 8 <= size:
            file.seek(place)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            length = int.from_bytes(head[8:16], "big") if length == 1 else length or size - place
            if head[4:8] == b"moov":
                return place + length <= size
            place += max(length, 8)
    return False
