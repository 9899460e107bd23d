"""Files that several runs may come upon at once: read block by block, taken by a lock for one run, or in a cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows, where a file that is open cannot be deleted or replaced by others anyway
    flock = None  # type: ignore[assignment]

READ_BLOCK_BYTES = 1 << 20
CAN_LOCK = flock is not None
PARTIAL_PREFIX = ".partial-"  # of the names, in an archive's ``media/``, of downloads that broke off


def cache_folder(owner: str) -> Path:
    """Where a program keeps what it can make or fetch again (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / owner


def read_blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a mebibyte at a time."""
    with path.open("rb") as file:
        while block := file.read(READ_BLOCK_BYTES):
            yield block


def take_file(file: BinaryIO, path: Path) -> bool:
    """Take a file for ourselves until it is closed; False where another run has it, or has removed it."""
    if not CAN_LOCK:
        return True
    try:
        flock(file, LOCK_EX | LOCK_NB)
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except OSError:
        return False
