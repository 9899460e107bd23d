"""`fetch --from-folder`: files that fit missing recordings are shown first, and taken in on `--yes`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from archiver.cli.opening import newest_version, opened_run, reading_archive
from archiver.cli.options import at_folder
from archiver.display import one_line

if TYPE_CHECKING:
    from archiver.fetch.client import Web
    from archiver.pipeline.folder_matching import Pair
    from archiver.pipeline.from_folder import FolderSearch
    from archiver.pipeline.run import IngestOptions
    from archiver.pipeline.scheduler import WantedWorkers


def fetch_from_folder(
    archive: Path,
    folder: Path,
    release: str | None,
    options: IngestOptions,
    web: Web,
    workers: WantedWorkers,
    *,
    yes: bool,
) -> None:
    """Look in a folder for what releases lack, tell it, and take it in if that is wanted."""
    from archiver.pipeline.batch import Batch
    from archiver.pipeline.from_folder import attach_found, first_minutes, search_folder
    from archiver.pipeline.heard_beginnings import kept_beginnings, remembering

    kept, listening = kept_beginnings(folder), options.transcribing
    with reading_archive(archive) as opened:
        release_id = newest_version(opened, release) if release else None
        hear = remembering(first_minutes(listening), kept, listening, web.reporter) if options.transcribe else None
        found = search_folder(opened, folder, web.reporter, hear, release_id)
    if not found.wanted:
        print("no recording is missing: the folder was not looked at", file=sys.stderr)
        return
    for line in _told(found, at_folder(archive)):
        print(line)
    sure = sum(one.sure for one in found.pairs)
    print(f"{sure:,} of {found.wanted:,} missing recordings found in {found.files:,} sound files", file=sys.stderr)
    if not yes:
        if sure:
            print("nothing was changed; the same command with --yes takes them in", file=sys.stderr)
        return
    batch = Batch()
    with opened_run(archive, options, web, workers) as run:
        attach_found(run, found, batch)
    if batch.failures:
        raise typer.Exit(1)
    kept.unlink(missing_ok=True)


def _told(found: FolderSearch, where: str) -> Iterator[str]:
    """What fits what, in lines; for what is not sure the command that decides it, with ``where`` the archive is."""
    for one in found.pairs:
        releases = " and ".join(f"release {release}" for release, _ in dict(one.wanted.links).items())
        why = ", ".join(one.reasons)
        told = f"{one.file.place}: {releases}, {one_line(one.wanted.title)}, “{one_line(one.wanted.label)}” ({why})"
        yield told if one.sure else f"perhaps {told}"
        if not one.sure:
            yield f"    {_command(found.folder, one)}{where}"
    yield from (f"left out: {what}" for what in found.unreadable)


def _command(folder: Path, pair: Pair) -> str:
    release, _ = pair.wanted.links[0]
    return shlex.join(["archiver", "fetch", str(release), "--audio", f"{pair.wanted.label}={folder / pair.file.place}"])
