"""Parcels: jobs as they travel to workers on other machines, with hashes in the place of files.

A job names the recording's file and the model's weights by their paths here, which mean nothing elsewhere. In a parcel
they are what pickle calls persistent ids, objects outside of it: a recording by its place in the archive, which is
named by its SHA-256, and weights by name and SHA-256. Whoever unpacks it puts its own files in their place.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import archiver
from archiver import align
from archiver.archive.files import named_hash, require_bytes
from archiver.errors import ModelError
from archiver.pipeline.jobs import Job
from archiver.transcript.model_choice import Weights, choose
from archiver.weights import OPTIONAL_MODELS

MOST_RECORDINGS = 4  # that a worker keeps: what is linked was mostly heard a moment ago


@dataclass(frozen=True, slots=True)
class Parcel:
    """A job for a worker anywhere.

    job: pickled
    equipment: what the worker must have, see ``equipment``
    files: the bytes of recordings that the worker said it lacks, by their place in the archive
    """

    job: bytes
    equipment: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)


class Lacking(Exception):
    """The worker has not got a recording. path: its place in the archive."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class Unfit(Exception):
    """The worker has other versions or weights than whoever asks it. worker: its address, once it is known."""

    def __init__(self, why: str, worker: str = "") -> None:
        self.why, self.worker = why, worker
        super().__init__(why, worker)

    def __str__(self) -> str:
        return self.why


@lru_cache(maxsize=1)
def equipment() -> dict[str, str]:
    """What decides the results beside the job itself: versions, and which models are here that need not be.

    That these are the right ones, by their SHA-256, is checked where they are loaded.
    """
    models = {model.name: "installed" if model.folder() else "not installed" for model in OPTIONAL_MODELS}
    return {"the archiver": archiver.__version__, "linking": str(align.VERSION), **models}


def pack(job: Job[Any], folder: Path) -> Parcel:
    """Pack a job. folder: the archive's."""
    packed = io.BytesIO()
    _Packer(packed, folder).dump(job)
    return Parcel(packed.getvalue(), equipment())


class _Packer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, folder: Path) -> None:
        super().__init__(file)
        self._folder = folder

    def persistent_id(self, obj: object) -> tuple[str, ...] | None:
        if isinstance(obj, Weights):
            engine = "faster-whisper" if obj.path.is_dir() else "openai-whisper"  # which knows files of that kind
            return ("weights", engine, str(obj.path) if obj.origin == "folder" else obj.name, obj.sha256)
        if isinstance(obj, Path):
            return ("recording", obj.relative_to(self._folder).as_posix())
        return None


def unpack(parcel: Parcel, cache: Path, shared: Path | None) -> Job[Any]:
    """The job, with this machine's files.

    cache: the worker's own folder for recordings
    shared: the archive's folder, where the worker can read it

    Raises ``Unfit``, ``Lacking``, or ``DamagedFile`` for bytes that are not those of the recording.
    """
    own = equipment()
    other = [
        f"{name} is {own.get(name)}, not {asked}" for name, asked in parcel.equipment.items() if own.get(name) != asked
    ]
    if other:
        raise Unfit("; ".join(other))
    for path, data in parcel.files.items():
        _put(cache, path, data)
    unpacker = _Unpacker(io.BytesIO(parcel.job))
    unpacker.cache, unpacker.shared = cache, shared
    return unpacker.load()  # type: ignore[no-any-return]


class _Unpacker(pickle.Unpickler):
    cache: Path
    shared: Path | None

    def persistent_load(self, pid: tuple[str, ...]) -> Weights | Path:
        kind, *named = pid
        if kind == "weights":
            return _weights(*named)
        return self._recording(*named)

    def _recording(self, path: str) -> Path:
        if self.shared:
            return self.shared / path
        kept = self.cache / PurePosixPath(path).name
        if not kept.is_file():
            raise Lacking(path)
        return kept


@lru_cache(maxsize=8)
def _weights(engine: str, name: str, sha256: str) -> Weights:
    """Weights of this machine, fetched by the engine's own means if they are not there."""
    try:
        found = choose(engine, name)
    except ModelError as error:
        raise Unfit(str(error)) from error
    if found.sha256 != sha256:
        raise Unfit(f"the model {name} has the SHA-256 {found.sha256[:12]}…, not {sha256[:12]}…")
    return found


def _put(cache: Path, path: str, data: bytes) -> None:
    """Keep the bytes of a recording, beside those of the last few."""
    cache.mkdir(parents=True, exist_ok=True)
    older = sorted(cache.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in older[MOST_RECORDINGS - 1 :]:
        file.unlink()
    (cache / PurePosixPath(path).name).write_bytes(require_bytes(data, path, named_hash(path)))
