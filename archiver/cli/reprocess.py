"""Commands that do a step again: transcribe, align, reread."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from archiver.cli.opening import chosen_judge, newest_version, opened_run
from archiver.cli.option_groups import Elsewhere, Listening, Workers
from archiver.cli.options import HERE, AnyRelease, Folder, Json, JudgeName
from archiver.cli.printing import print_outcomes
from archiver.errors import ArchiverError, UsageError


def transcribe(
    recording: Annotated[str, typer.Argument(metavar="RECORDING", help="An id, or the beginning of the SHA-256.")],
    *,
    listening: Listening,
    elsewhere: Elsewhere,
    translate: Annotated[bool, typer.Option("--translate", help="Write everything down in English.")] = False,
    archive: Folder = HERE,
) -> None:
    """Transcribe a recording once more, with another engine or model, and link its releases to the new transcript."""
    from dataclasses import replace

    from archiver.archive.read import find_recording
    from archiver.fetch.client import Web
    from archiver.pipeline.again import transcribe_again
    from archiver.pipeline.run import IngestOptions
    from archiver.reporting import Terminal

    wish = replace(listening.wish(), translate=translate)
    options = IngestOptions(transcribing=wish)
    failures: list[ArchiverError] = []
    with opened_run(archive, options, Web(reporter=Terminal()), elsewhere.wanted()) as run:
        transcribe_again(run, int(find_recording(run.archive, recording)["id"]), failures)
    for failure in failures:
        raise failure


def align(
    release: AnyRelease = None,
    judge: JudgeName = None,
    *,
    workers: Workers = 1,
    elsewhere: Elsewhere,
    archive: Folder = HERE,
) -> None:
    """Link a release, or all of them, to the newest transcripts of their recordings again."""
    from archiver.archive.read import current_releases
    from archiver.fetch.client import Web
    from archiver.pipeline.again import align_again
    from archiver.pipeline.run import IngestOptions
    from archiver.reporting import Terminal

    wanted, reporter, failures = elsewhere.wanted(workers), Terminal(), list[str]()
    if judge and (workers > 1 or elsewhere.scheduler):
        raise UsageError("the model of --judge is asked in one process only", hint="omit --workers and --scheduler")
    with opened_run(archive, IngestOptions(transcribe=False), Web(reporter=reporter), wanted) as run:
        chosen = [newest_version(run.archive, release)] if release else [r["id"] for r in current_releases(run.archive)]
        count = align_again(run, chosen, failures, chosen_judge(judge, reporter))
    if not count:
        hint = "`archiver ingest` its page again to transcribe its recordings"
        which = f"release {chosen[0]} has no" if release else "no release has a"
        raise UsageError(f"{which} transcript yet", hint=hint)
    if failures:
        raise typer.Exit(1)


def reread(
    release: AnyRelease = None,
    *,
    workers: Workers = 1,
    elsewhere: Elsewhere,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Read the archived pages again with a better reader; what changes is linked again, and older readings stay."""
    from archiver.archive.read import find_release
    from archiver.fetch.client import Web
    from archiver.pipeline.reread import reread_releases
    from archiver.pipeline.run import IngestOptions
    from archiver.reporting import Terminal

    wanted = elsewhere.wanted(workers)
    with opened_run(archive, IngestOptions(transcribe=False), Web(reporter=Terminal()), wanted) as run:
        release_id = None if release is None else find_release(run.archive, release)
        outcomes = reread_releases(run.archive, release_id, run.reporter, run.jobs)
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    for failure in failures:
        print(f"archiver: {failure}", file=sys.stderr)
    same = sum(not outcome.changed and not outcome.failures for outcome in outcomes)
    if same or not outcomes:
        print(f"{same} release{'s' * (same != 1)} unchanged", file=sys.stderr)
    if as_json:
        print_outcomes(outcomes)
    if failures:
        raise typer.Exit(1)
