"""Unpacking: a bag is checked before anything of it is used, since it may come from anybody."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import bagit

from archiver.archive.bags.hashing import hashing
from archiver.archive.merge import Merged, merge
from archiver.archive.store import open_archive, read_archive
from archiver.errors import BagError, NoArchive
from archiver.reporting import Reporter, Silent

ASK = "ask who made it for another copy"


def unpack_bag(bag: Path, folder: Path, *, reporter: Reporter | None = None) -> Merged:
    """Make an archive of a bag, in a folder that has none; its log is that of the bag.

    reporter: is told how far it is

    Raises ``BagError`` for a bag that is not valid or not safe, and for a folder that has an archive.
    """
    _require_bag(bag)
    if not _is_empty(folder):
        hint = f"`archiver merge {bag / 'data'}` takes over what is new in the bag"
        raise BagError(f"there is an archive in {folder} already", kept="it is as it was", hint=hint)
    check_bag(bag, reporter=reporter)
    with read_archive(bag / "data") as packed, open_archive(folder, create=True) as archive:
        return merge(archive, packed, told=False, reporter=reporter)


def _is_empty(folder: Path) -> bool:
    """Whether a folder has no archive, or one in which nothing happened: what a killed run leaves."""
    try:
        with read_archive(folder) as archive:
            return archive.first("select 1 from events") is None
    except NoArchive:
        return True


def _require_bag(folder: Path) -> None:
    if not (folder / "bagit.txt").is_file():
        raise BagError(f"{folder} is no bag: it has no bagit.txt")


def check_bag(folder: Path, *, reporter: Reporter | None = None) -> None:
    """Check that a bag is one of ours, holds nothing but files with names of their own, and is what it says.

    Raises ``BagError``.
    """
    _require_bag(folder)
    for told in _hostile(folder):
        raise BagError(f"{folder} is refused: {told}", kept="nothing of it was used", hint=ASK)
    try:
        with hashing("checking", folder, reporter or Silent()):
            bagit.Bag(str(folder)).validate()
    except (bagit.BagError, OSError, UnicodeError, ValueError) as error:
        raise BagError(f"{folder} is no valid bag: {error}", kept="nothing of it was used", hint=ASK) from error
    if not (folder / "data" / "db" / "archive.db").is_file():
        raise BagError(
            f"{folder} is a valid bag, but no archive of the briefing archiver: data/db/archive.db is missing"
        )


def _hostile(folder: Path) -> Iterator[str]:
    """What no bag of an archive has: links and devices, names that some disks take for one, files to be fetched."""
    names: dict[str, str] = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            relative = path.relative_to(folder).as_posix()
            mode = path.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                yield f"{relative} is a link or a device, and not a file"
            same = unicodedata.normalize("NFC", relative).casefold()
            if same in names:
                yield f"{relative} and {names[same]} are one name on many disks"
            names[same] = relative
    if (folder / "fetch.txt").exists():
        yield "it names files that are to be fetched (fetch.txt)"
