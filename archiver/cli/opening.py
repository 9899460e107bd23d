"""What commands open before they work: an archive to read or to write, a run, a release, a model."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.align.paraphrase.judge import Judge
    from archiver.archive.store import Archive
    from archiver.fetch.client import Web
    from archiver.pipeline.run import IngestOptions, Run
    from archiver.pipeline.scheduler import WantedWorkers
    from archiver.reporting import Reporter


@contextmanager
def opened_archive(folder: Path, *, create: bool = False) -> Iterator[Archive]:
    """The archive in a folder, closed at the end; made there with ``create``.

    What a killed run left to be taken down is finished first.
    """
    from archiver.archive.store import open_archive
    from archiver.archive.tidy import finish_take_downs
    from archiver.reporting import Terminal

    with open_archive(folder, create=create, reporter=Terminal()) as archive:
        for warning in finish_take_downs(archive):
            print(f"warning: {warning}", file=sys.stderr)
        yield archive


@contextmanager
def reading_archive(folder: Path, *, keeps_log: bool = True) -> Iterator[Archive]:
    """The archive in a folder, of which nothing is changed; what is still to be taken down from it is told.

    keeps_log: see ``Archive``
    """
    from archiver.archive.store import left_to_delete, read_archive

    with read_archive(folder, keeps_log=keeps_log) as archive:
        if left := left_to_delete(archive):
            told = "what was taken down is not all deleted; the next command that writes does it"
            print(f"warning: {told}: {'; '.join(left)}", file=sys.stderr)
        yield archive


@contextmanager
def archive_as_it_is(folder: Path) -> Iterator[Archive]:
    """The archive in a folder, opened by ``opened_archive`` to keep in its log what is done; or as it can be read.

    That is where it is write-protected, as on a DVD; then it is said that the log tells nothing of this run.
    """
    from archiver.archive.store import is_write_protected

    if not is_write_protected(folder):
        with opened_archive(folder) as archive:
            yield archive
        return
    print(f"warning: {folder} is write-protected; the archive's log does not tell of this run", file=sys.stderr)
    with reading_archive(folder, keeps_log=False) as archive:
        yield archive


@contextmanager
def opened_run(
    folder: Path, options: IngestOptions, web: Web, wanted: WantedWorkers | None = None, *, create: bool = False
) -> Iterator[Run]:
    """A run on the archive in a folder; at the end all its recordings are done, and the archive is closed."""
    from archiver.pipeline.run import Run
    from archiver.pipeline.scheduler import WantedWorkers, open_jobs

    with (
        opened_archive(folder, create=create) as archive,
        open_jobs(wanted or WantedWorkers(), folder, web.reporter) as jobs,
    ):
        if options.transcribe:
            say_what_is_missing(web.reporter)
        yield Run(archive, options, web.reporter, web, jobs)


def say_what_is_missing(reporter: Reporter) -> None:
    """Say, once a run, how transcripts would get speakers, where the network for it is not installed."""
    from archiver.transcript.speakers import missing_weights

    if line := missing_weights():
        reporter.say(line)


def newest_version(archive: Archive, name: str) -> int:
    """The id of the newest version of a release; nobody would see what is done to an older one.

    name: its id, address, or part of its title
    """
    from archiver.archive.read import find_release, newer_version

    release_id = find_release(archive, name)
    newer = newer_version(archive, release_id)
    if newer:
        print(f"release {release_id} has a newer version: release {newer}", file=sys.stderr)
    return newer or release_id


def chosen_judge(name: str | None, reporter: Reporter) -> Judge | None:
    """The model of ``--judge``. Raises ``ModelError`` where it is none, or cannot be had."""
    if name is None:
        return None
    from archiver.align.paraphrase.cross_encoder import CrossEncoder
    from archiver.align.paraphrase.judge import Judge

    reporter.say(f"loading {name}…")
    return Judge(CrossEncoder(name), reporter)
