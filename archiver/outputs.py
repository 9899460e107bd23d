"""What is given out, to a file or to standard output: what goes wrong with it is told of it, and not of the archive."""

from __future__ import annotations

import errno
import re
import sys
import unicodedata
from collections.abc import Mapping
from io import BufferedWriter, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from archiver.errors import NobodyReads, OutputError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STANDARD_OUTPUT = Path("-")
UNFINISHED_SUFFIX = ".unfinished"  # of a file's or a folder's name until it is whole


WHAT_TO_DO: Mapping[int, str] = {
    errno.ENOENT: "look whether the folder is there, and is spelled so",
    errno.EISDIR: "name a file in it",
    errno.ENOTDIR: "one of the folders on the way to it is a file",
    errno.EACCES: "look who may read and write there, or choose another place",
    errno.EPERM: "look who may read and write there, or choose another place",
    errno.EROFS: "nothing can be written there; choose another place",
    errno.ENOSPC: "make room, and give the same command again",
    errno.EDQUOT: "make room, and give the same command again",
    errno.ENAMETOOLONG: "choose a shorter name",
}
"""What to do about what the operating system says of a file, by its number."""
LONGEST_STEM = 80  # bytes; file systems take 255, and an ending and a number are to go with it


def file_stem(text: str) -> str:
    """What a file may be called that is about a text: its words, in small letters, with hyphens; empty for none.

    No sign of it means anything to a shell or a file system, whoever wrote the text.
    """
    words = "-".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))
    return words.encode()[:LONGEST_STEM].decode(errors="ignore").strip("-_")


class StandardOutput(RawIOBase):
    """Standard output, of which what goes wrong with it is told once: as its own, and not as the archive's.

    raw: where its bytes go; None where it was closed before the program began
    """

    name = "<stdout>"

    def __init__(self, raw: RawIOBase | None) -> None:
        self._raw, self._told = raw, False

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def isatty(self) -> bool:
        """Whether people look at it."""
        return self._raw is not None and self._raw.isatty()

    def fileno(self) -> int:
        """Its number for the operating system. Raises ``OSError`` where it was closed."""
        return super().fileno() if self._raw is None else self._raw.fileno()

    def write(self, data: ReadableBuffer) -> int | None:
        """Write bytes. Raises ``OutputError`` or ``NobodyReads``, once; what is left in buffers then goes nowhere."""
        if self._told:
            return len(memoryview(data))
        try:
            if self._raw is not None:
                return self._raw.write(data)
            error = OSError(errno.EBADF, "it is closed")
        except OSError as failed:
            error = failed
        self._told = True
        kind = NobodyReads if error.errno in (errno.EPIPE, errno.ESHUTDOWN) else OutputError
        told = f"standard output cannot be written: {error.strerror or error}"
        raise kind(told, kept="the archive has no part in that", hint=WHAT_TO_DO.get(error.errno or 0)) from error


def told_of(stream: TextIO | None) -> TextIO:
    """The same stream by way of ``StandardOutput``; None is a closed one, and one that others put there is left."""
    if stream is None:
        return TextIOWrapper(BufferedWriter(StandardOutput(None)), "utf-8")
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # Python may have been told not to buffer
    if not isinstance(raw, RawIOBase) or not isinstance(stream, TextIOWrapper):
        return stream
    by_lines = stream.line_buffering or stream.write_through
    return TextIOWrapper(BufferedWriter(StandardOutput(raw)), stream.encoding, stream.errors, line_buffering=by_lines)


def write_out(output: Path, data: bytes) -> None:
    """Write what a person asked for to a file, or to standard output where that is called ``-``.

    Raises ``OutputError`` where the file cannot be written; what was there before is there then.
    """
    if output == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        return
    try:
        if output.exists() and not output.is_file():  # a pipe or a device
            output.write_bytes(data)
        else:
            _write_whole(output.resolve(), data)
    except OSError as error:
        told = f"{error.strerror or error}: {output}"
        raise OutputError(told, kept="the archive is as it was", hint=WHAT_TO_DO.get(error.errno or 0)) from error


def _write_whole(output: Path, data: bytes) -> None:
    unfinished = output.with_name(output.name + UNFINISHED_SUFFIX)
    try:
        unfinished.write_bytes(data)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
