"""Tidying: what killed runs left behind, before another one begins."""

from __future__ import annotations

from archiver.archive.files import forget, named_hash, sweep, unsettled
from archiver.archive.store import Archive


def tidy(archive: Archive) -> None:
    """Delete old temporary files, and bytes that got their place in a step that was then killed.

    Nothing else is ever deleted: a file that no row names may be all that is left of a lost database.
    """
    sweep(archive.folder)
    if not unsettled(archive.folder):
        return
    with archive.locked():  # nobody is inside a step now
        paths = archive.rows("select path from captures union select path from recordings where path not null")
        named = {named_hash(row["path"]) for row in paths}
        for sha256 in unsettled(archive.folder):
            forget(archive.folder, sha256, kept=sha256 in named)
