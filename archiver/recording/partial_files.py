"""Partial files: what has come of a recording, kept beside the archive's recordings until all of it is there.

The name is a hash of the address, so that no address can write a name; a small JSON file beside it says by which mark
of the server's the rest will be known to belong to it. How much is there is always asked of the file itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from archiver.errors import DownloadFailed
from archiver.fetch.http import Response, parsed, shown
from archiver.shared_files import PARTIAL_PREFIX, take_file


@dataclass(frozen=True, slots=True)
class Origin:
    """What a server said of a recording when its first byte came.

    url: without a password
    etag, last_modified: as received, None where they cannot tell one recording from another
    size: bytes of the whole, None where it is not announced
    """

    url: str
    etag: str | None
    last_modified: str | None
    size: int | None

    @property
    def mark(self) -> str | None:
        """What ``If-Range`` may ask by."""
        return self.etag or self.last_modified


def origin_of(url: str, response: Response) -> Origin:
    """What an answer says of the recording that it brings; a packed body has no place to go on from."""
    packed = (response.header("content-encoding") or "identity").lower() != "identity"
    etag = response.header("etag") or ""
    strong = etag if etag.startswith('"') and not packed else None
    dated = _certain_date(response) if not packed else None
    return Origin(shown(parsed(url)), strong, dated, response.size)


def _certain_date(response: Response) -> str | None:
    """The date of the last change, if a second change within its second is out of the question (RFC 9110, 8.8.2.2)."""
    changed, sent = response.header("last-modified"), response.header("date")
    try:
        age = parsedate_to_datetime(sent or "") - parsedate_to_datetime(changed or "")
    except (ValueError, TypeError):  # none, or one with a time zone and one without
        return None
    return changed if age >= timedelta(seconds=1) else None


class Partial:
    """A partial file that is open, and nobody else's."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self._file = file
        self._note = path.with_suffix(".json")

    @property
    def size(self) -> int:
        """Bytes that are there."""
        self.flush()
        return os.fstat(self._file.fileno()).st_size

    def origin(self) -> Origin | None:
        """Where the bytes are from; None where none are there, or the rest of them could not be asked for."""
        try:
            found = Origin(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return found if found.mark and self.size else None

    def begin(self, origin: Origin | None = None) -> None:
        """Throw away what is there, and say where the bytes to come are from."""
        self._note.unlink(missing_ok=True)  # first, so that no bytes are ever taken for another origin's
        self._file.truncate(0)
        if origin and origin.mark:
            written = self._note.with_suffix(".new")
            written.write_text(json.dumps(asdict(origin)), encoding="utf-8")
            written.replace(self._note)

    def write(self, block: bytes) -> None:
        """Add to what is there."""
        self._file.write(block)

    def flush(self) -> None:
        """Let others read what is there."""
        self._file.flush()

    def remove(self) -> None:
        """Leave nothing behind."""
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


@contextmanager
def partial(media: Path, url: str) -> Iterator[Partial]:
    """The partial file of an address; gone afterwards if nobody could go on with it.

    Raises ``DownloadFailed`` while another run has it.
    """
    media.mkdir(parents=True, exist_ok=True)
    path = media / f"{PARTIAL_PREFIX}{hashlib.sha256(url.encode()).hexdigest()[:32]}"
    with path.open("a+b") as file:
        if not take_file(file, path):
            told = f"{shown(parsed(url))} is being downloaded by another run of the archiver"
            raise DownloadFailed(told, hint="wait for that one to end")
        part = Partial(path, file)
        try:
            yield part
        finally:
            if part.origin() is None:
                part.remove()
