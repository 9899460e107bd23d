"""Tidying: what killed runs left behind, before another one begins."""

from __future__ import annotations

from archiver.archive.files import forget, named_hash, sweep, unsettled
from archiver.archive.remove import finish_removals
from archiver.archive.store import Archive, left_to_delete
from archiver.errors import ArchiveError


def tidy_archive(archive: Archive) -> list[str]:
    """Delete old temporary files, bytes of a step that was then killed, and files of releases that were taken down.

    Nothing else is ever deleted: a file that no row names may be all that is left of a lost database. Returns warnings
    about what could not be deleted.
    """
    sweep(archive.folder)
    if unsettled(archive.folder):
        with archive.locked():  # nobody is inside a step now
            paths = archive.rows("select path from captures union select path from recordings where path not null")
            named = {named_hash(row["path"]) for row in paths}
            for sha256 in unsettled(archive.folder):
                forget(archive.folder, sha256, kept=sha256 in named)
    return finish_take_downs(archive)


def finish_take_downs(archive: Archive) -> list[str]:
    """Delete files of releases that were taken down by a run that was then killed; warnings about what cannot be."""
    try:
        if left_to_delete(archive):
            finish_removals(archive)
    except ArchiveError as error:
        return [str(error)]
    return []
