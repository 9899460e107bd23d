"""Packing: an archive of some releases as a BagIt bag, with captions, PREMIS events and RO-Crate metadata."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import bagit

import archiver
from archiver.archive.bags.hashing import hashing
from archiver.archive.bags.premis_file import premis_xml
from archiver.archive.bags.ro_crate import CRATE_NAME, crate_json
from archiver.archive.files import sync_folder
from archiver.archive.merge import merge
from archiver.archive.release_document import build_document
from archiver.archive.store import Archive, Event, open_archive
from archiver.archive.transcripts import newest_transcripts
from archiver.errors import BagError
from archiver.export.as_vtt import render_vtt
from archiver.outputs import UNFINISHED_SUFFIX
from archiver.reporting import Reporter, Silent

PROFILE = "urn:x-briefing-archiver:bagit-profile:1.0"  # docs/reference/bagit-profile.json


def write_bag(
    archive: Archive, output: Path, releases: Iterable[int] | None = None, *, reporter: Reporter | None = None
) -> int:
    """Write a bag, which has its name only once it is whole and valid; returns the size of its payload in bytes.

    releases: their ids; all versions of their pages come along; None: the whole archive
    reporter: is told how far it is

    Raises ``BagError``, or ``DamagedFile`` where a file of the archive is not what it was.
    """
    output = output.resolve()
    if output.exists() or not output.parent.is_dir():
        told = f"{output} is there already" if output.exists() else f"there is no folder {output.parent}"
        raise BagError(told, hint="name a folder that is not there yet, in one that is")
    unfinished = output.with_name(output.name + UNFINISHED_SUFFIX)
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        size = _fill(archive, unfinished, releases, reporter or Silent())
        unfinished.rename(output)
        sync_folder(output.parent)
    except (OSError, bagit.BagError) as error:
        told = str(error.strerror if isinstance(error, OSError) else error)
        raise BagError(f"{output} could not be written: {told}", kept="the archive is as it was") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    archive.done(Event("bag", f"{output.name} was written, {size:,} bytes"))
    return size


def _fill(archive: Archive, folder: Path, releases: Iterable[int] | None, reporter: Reporter) -> int:
    with open_archive(folder, create=True) as copy:
        merge(copy, archive, releases, told=False, reporter=reporter)
        for name, text in _captions(copy):
            (folder / "captions").mkdir(exist_ok=True)
            (folder / "captions" / name).write_text(text, encoding="utf-8")
        premis = premis_xml(copy)
        (folder / CRATE_NAME).write_text(crate_json(copy), encoding="utf-8")
    about = {
        "BagIt-Profile-Identifier": PROFILE,
        "Bag-Software-Agent": f"archiver {archiver.__version__}, bagit.py {bagit.VERSION}",
        "External-Description": "Written releases, the recordings of their briefings, and what was said about each "
        "paragraph. data/ is an archive of the briefing archiver.",
    }
    with hashing("hashing", folder, reporter):
        bag = bagit.make_bag(str(folder), about, checksums=["sha256"])
        (folder / "premis.xml").write_bytes(premis)
        bag.save()
    bag = bagit.Bag(str(folder))
    with hashing("checking", folder, reporter):
        bag.validate()
    return int(bag.info["Payload-Oxum"].partition(".")[0])


def _captions(archive: Archive) -> Iterator[tuple[str, str]]:
    """WebVTT of every release that has a transcript, for those who have no use for a database."""
    for row in archive.rows("select id from current_releases order by id"):
        if newest_transcripts(archive, row["id"]):
            yield f"release-{row['id']}.vtt", render_vtt(build_document(archive, row["id"]))
