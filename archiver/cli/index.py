"""The command that makes an archive searchable by meaning: index."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from archiver.cli.opening import opened_archive
from archiver.cli.options import HERE, Folder, at_folder

if TYPE_CHECKING:
    from archiver.archive.store import Archive


def say_unread(archive: Archive) -> None:
    """Say on stderr how much a search by meaning does not find, where it could."""
    from archiver.archive.meaning.kept import count_unread
    from archiver.weights import MINILM, UNIVERSAL_ENCODER

    if (MINILM.folder() or UNIVERSAL_ENCODER.folder()) and (count := count_unread(archive.db.conn)):
        command = f"archiver index{at_folder(archive.folder)}"
        print(f"{count:,} sentences and paragraphs are not read by meaning yet: {command}", file=sys.stderr)


def index(archive: Folder = HERE) -> None:
    """Read by meaning what was not read yet, or corrected since: what was archived by an earlier version, or merged.

    What is archived from now on is read when it is linked. It can be stopped and goes on where it was.
    """
    from archiver.archive.meaning.kept import index as read_all
    from archiver.archive.meaning.kept import owners
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        found = owners(opened)
        with Terminal().bar("releases and transcripts", len(found), "read") as advance:
            changed = read_all(opened, found, advance)
    told = f"{changed:,} of {len(found):,} releases and transcripts were read by meaning"
    others = f"; the other {len(found) - changed:,} had been before" if changed < len(found) else ""
    print(told + others if changed else f"all {len(found):,} releases and transcripts had been read by meaning before")
