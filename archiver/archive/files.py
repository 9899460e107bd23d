"""The files of an archive, named by what is in them: taken in as a stream, synced, and only then given their name."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from archiver.errors import DamagedFile
from archiver.shared_files import CAN_LOCK, PARTIAL_PREFIX, take_file
from archiver.weights import sha256_of

RECORDING_HINT = "`archiver fetch RELEASE` gets it again, or restore the file from a copy of the archive"
RESTORE_HINT = "restore the file from a copy of the archive"
INCOMING_PREFIX = ".incoming-"  # of the names of files that are being written
CLAIM_PREFIX = ".transcribing-"  # of the names of empty files that say: this recording is being transcribed
ABANDONED_SECONDS = 24 * 3600  # after which a temporary file cannot be a download that still runs
SETTLING_PREFIX = ".settling-"  # of the names of empty files that say: this SHA-256 was being given its place
FORGOTTEN_SECONDS = 14 * 24 * 3600  # after which nobody will resume a download


@dataclass(frozen=True, slots=True)
class Incoming:
    """Bytes that are on the disk but not yet in the archive.

    path: a temporary name in the archive's ``media/``
    size: bytes
    """

    path: Path
    sha256: str
    size: int


@contextmanager
def taking_in(blocks: Iterable[bytes], folder: Path, *, marked: bool = False) -> Iterator[Incoming]:
    """Write a stream to a temporary name in ``folder/media``, hashed and synced; gone afterwards unless settled.

    Where what follows fails, a mark stays, by which ``tidy`` finds bytes that no row came to name.

    marked: whether it stays in any case, until the step is over that this is a part of
    """
    media = folder / "media"
    _make_folder(media)
    with _temporary(media) as (file, path):
        digest, size = hashlib.sha256(), 0
        for block in blocks:
            file.write(block)
            digest.update(block)
            size += len(block)
        file.flush()
        os.fsync(file.fileno())
        yield Incoming(path, digest.hexdigest(), size)
        if not marked:
            _mark(folder, digest.hexdigest()).unlink(missing_ok=True)


@contextmanager
def _temporary(media: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file with a temporary name that is ours as long as it is open, so that others know it from a dead run's."""
    while True:
        handle, name = tempfile.mkstemp(prefix=INCOMING_PREFIX, dir=media)
        path = Path(name)
        with os.fdopen(handle, "wb") as file:
            if not take_file(file, path):
                continue  # swept by another run in the moment before it was ours
            try:
                yield file, path
            finally:
                path.unlink(missing_ok=True)
        return


def settle(incoming: Incoming, folder: Path, extension: str) -> str:
    """Give the bytes their lasting name; returns it relative to ``folder``. The same bytes are kept once.

    To be called inside the step that writes their row: whoever holds the database's lock knows that a mark is a dead
    run's.
    """
    relative = Path("media") / incoming.sha256[:2] / f"{incoming.sha256}.{extension}"
    target = folder / relative
    _make_folder(target.parent)
    _mark(folder, incoming.sha256).touch()
    incoming.path.chmod(0o644)  # a temporary file is its owner's alone, an archive is there to be shared
    incoming.path.replace(target)
    sync_folder(target.parent)
    return relative.as_posix()


def _mark(folder: Path, sha256: str) -> Path:
    return folder / "media" / f"{SETTLING_PREFIX}{sha256}"


def _make_folder(folder: Path) -> None:
    """Make a folder, if it is not there, so that it outlives a power cut."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename outlive a power cut; Windows neither can nor need do it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def checked_bytes(folder: Path, relative: str, sha256: str) -> bytes:
    """The bytes of a file of the archive, if they are still those that were archived. Raises ``DamagedFile``."""
    try:
        data = (folder / relative).read_bytes()
    except FileNotFoundError as error:
        raise DamagedFile(f"{relative} is missing", hint=RESTORE_HINT) from error
    except OSError as error:
        raise DamagedFile(f"{relative} cannot be read: {error.strerror}", hint=RESTORE_HINT) from error
    return require_bytes(data, relative, sha256)


def require_bytes(data: bytes, relative: str, sha256: str) -> bytes:
    """Bytes of the archive, if they are still those that were archived. Raises ``DamagedFile``."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedFile(f"{relative} is not what was archived: its SHA-256 is another", hint=RESTORE_HINT)
    return data


def recording_file(folder: Path, recording: Mapping[str, Any]) -> Path:
    """The file of a recording, if its bytes are those of its row. Raises ``DamagedFile``.

    recording: its ``path``, ``sha256``, ``size`` in bytes, and when it was ``added``

    The size tells of most files, and the day of most others; only what was written to since must be hashed.
    """
    relative = str(recording["path"])
    path = folder / relative
    try:
        found = path.stat()
        changed = recording["size"] not in (None, found.st_size)
        since = datetime.fromtimestamp(found.st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") > recording["added"]
        changed = changed or (since and _hash_of(path, found.st_size, found.st_mtime_ns) != recording["sha256"])
    except FileNotFoundError as error:
        raise DamagedFile(f"{relative} is missing", hint=RECORDING_HINT) from error
    except OSError as error:
        raise DamagedFile(f"{relative} cannot be read: {error.strerror}", hint=RECORDING_HINT) from error
    if changed:
        raise DamagedFile(f"{relative} is not the recording that was archived", hint=RECORDING_HINT)
    return path


def is_there(folder: Path, recording: Mapping[str, Any]) -> bool:
    """Whether the file of a recording can be read and has its bytes."""
    try:
        recording_file(folder, recording)
    except DamagedFile:
        return False
    return True


@lru_cache(maxsize=4096)
def _hash_of(path: Path, size: int, changed: int) -> str:
    """The SHA-256 of a file of that size, as it was when it was last written to; hashed once in a run."""
    return sha256_of(path)


def named_hash(relative: str) -> str:
    """The SHA-256 that a file of the archive has by its name."""
    return PurePosixPath(relative).name.partition(".")[0]


def unsettled(folder: Path) -> list[str]:
    """The SHA-256 of bytes that were being given their place."""
    return [path.name.removeprefix(SETTLING_PREFIX) for path in (folder / "media").glob(f"{SETTLING_PREFIX}*")]


def forget(folder: Path, sha256: str, *, kept: bool) -> None:
    """Take away the mark of bytes that were being given their place, and unless they are kept, the bytes."""
    if not kept:
        for path in (folder / "media" / sha256[:2]).glob(f"{sha256}.*"):
            path.unlink(missing_ok=True)
    _mark(folder, sha256).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Delete the temporary files that a killed run left behind, and downloads that nobody went on with."""
    for path in (folder / "media").glob(f"{INCOMING_PREFIX}*"):
        if _age(path) > ABANDONED_SECONDS or _is_free(path):
            path.unlink(missing_ok=True)
    for path in (folder / "media").glob(f"{CLAIM_PREFIX}*"):  # nobody writes to them, however long transcribing takes
        if _is_free(path):
            path.unlink(missing_ok=True)
    for path in (folder / "media").glob(f"{PARTIAL_PREFIX}*"):
        if _age(path) > FORGOTTEN_SECONDS:
            path.unlink(missing_ok=True)


def _is_free(path: Path) -> bool:
    """Whether no run has a temporary file; where that cannot be asked, its age tells."""
    if not CAN_LOCK:
        return _age(path) > ABANDONED_SECONDS
    try:
        with path.open("rb") as file:
            return take_file(file, path)
    except FileNotFoundError:
        return False  # settled by another run since


def _age(path: Path) -> float:
    """Seconds since a file was written to; none for one that is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
