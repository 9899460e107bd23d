"""Fixity: whether every file is there, is as large as it was, and has the SHA-256 that it was archived with."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archiver.archive.files import RESTORE_HINT, named_hash, unsettled
from archiver.archive.store import Archive
from archiver.archive.verify.problems import Kind, Problem
from archiver.errors import DamagedFile

ORPHAN_HINT = "`archiver verify --repair` puts it into quarantine/, from where nothing is ever deleted"


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that rows name.

    path: relative to the archive's folder
    size: bytes; None for a WARC file, of which only the hash is kept
    pages: for a WARC file, where its pages begin in it and what their SHA-256 is
    since: when it was last known to be whole, else when it was archived; ISO 8601
    modified: when its bytes were changed last, as they were checked last, in ns; None for one that was never checked
    run: the whole run in which it was checked last, by the number of the last event before that
    """

    path: str
    size: int | None
    pages: tuple[tuple[int, str], ...]
    since: str
    modified: int | None = None
    run: int | None = None


@dataclass(frozen=True, slots=True)
class FilesFound:
    """What rows name, and what lies in ``media/`` besides.

    sizes: of the files that are there, in bytes
    """

    known: tuple[KnownFile, ...]
    sizes: Mapping[str, int]
    orphans: tuple[str, ...]


KNOWN_FILES = """
    select files.path, size, offset, sha256, since, modified, run, coalesce(checked, since) as whole from (
        select path, size, null as offset, sha256, added as since from recordings where path is not null
        union all
        select path, iif(warc_offset is null, size, null), warc_offset, sha256, captured from captures
    ) files left join file_checks on file_checks.path = files.path order by checked, files.path
"""


def find_files(archive: Archive) -> FilesFound:
    """The files of an archive, those first that were not checked for the longest time.

    Nobody is inside a step meanwhile, so that a file without a row is nobody's.
    """
    with archive.locked():
        known = known_files(archive)
        sizes = dict(_files_in(archive.folder))
        doomed = {row["path"] for row in archive.rows("select path from doomed_files")}
        settling = set(unsettled(archive.folder))
    named = {one.path for one in known} | doomed
    orphans = sorted(path for path in sizes if path not in named and named_hash(path) not in settling)
    return FilesFound(tuple(known), sizes, tuple(orphans))


def known_files(archive: Archive) -> list[KnownFile]:
    """The files that rows name, those first that were not checked for the longest time."""
    by_path = defaultdict(list)
    for row in archive.rows(KNOWN_FILES):
        by_path[row["path"]].append(row)
    return [
        KnownFile(
            path,
            next((row["size"] for row in rows if row["size"] is not None), None),
            tuple((row["offset"], row["sha256"]) for row in rows if row["offset"] is not None),
            max(row["whole"] for row in rows),
            rows[0]["modified"],
            rows[0]["run"],
        )
        for path, rows in by_path.items()
    ]


def _files_in(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file in ``media/`` with its size in bytes; those with a temporary name are no part of the archive."""
    for place, _, names in os.walk(folder / "media"):
        within = Path(place).relative_to(folder).as_posix()
        for name in names:
            if not name.startswith("."):
                yield f"{within}/{name}", os.lstat(f"{place}/{name}").st_size


def check_sizes(found: FilesFound) -> Iterator[Problem]:
    """Files that are gone or have another size, and those that no row names."""
    for one in found.known:
        if one.path not in found.sizes:
            yield _problem("missing", one, "is missing")
        elif one.size is not None and found.sizes[one.path] != one.size:
            yield _problem("changed", one, f"has {found.sizes[one.path]:,} bytes, and was archived with {one.size:,}")
    for path in found.orphans:
        yield Problem("unknown file", f"{path} is named by no row of the database", None, ORPHAN_HINT, path)


def check_file(folder: Path, one: KnownFile) -> Problem | None:
    """Read a file from its first byte to its last, and hold it against the hash in its name; a WARC also in itself."""
    from archiver.fetch.warc import check_warc  # a quick look at an archive that nobody wrote to needs none of it

    try:
        with (folder / one.path).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != named_hash(one.path):
                return _problem("changed", one, "is not what was archived: its SHA-256 is another")
            if one.pages:
                file.seek(0)
                check_warc(file.read(), dict(one.pages))
    except OSError as error:
        return _problem("unreadable", one, f"cannot be read: {error.strerror}")
    except DamagedFile as error:
        return _problem("changed", one, f"is no sound WARC file: {error.message}")
    return None


def _problem(kind: Kind, one: KnownFile, what: str) -> Problem:
    return Problem(kind, f"{one.path} {what}", one.since, RESTORE_HINT, one.path)


def modified(folder: Path, path: str) -> int | None:
    """When the bytes of a file were changed last, in ns since 1970; None for one that is gone, or cannot be."""
    try:
        return (folder / path).stat().st_mtime_ns
    except (FileNotFoundError, ValueError):  # a name with a zero in it is no file's
        return None


def touched(folder: Path, known: Iterable[KnownFile]) -> list[KnownFile]:
    """The files that somebody wrote to, or put there, since they were checked last."""
    return [one for one in known if one.modified is not None and modified(folder, one.path) not in (one.modified, None)]
