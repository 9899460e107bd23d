"""What is given out, to a file or to standard output: what goes wrong with it is told of it, and not of the archive."""

from __future__ import annotations

import errno
import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from archiver.errors import OutputError

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
