"""Commands about what is done another day: queue, work."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.opening import opened_archive, say_what_is_missing
from archiver.cli.option_groups import Bounds, DeviceName, Elsewhere, Network
from archiver.cli.options import HERE, Device, Folder, Json
from archiver.cli.printing import print_json, print_rows
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.archive.queue import State
    from archiver.archive.store import Archive


class QueueAction(StrEnum):
    """What can be done with the queue beside looking at it."""

    retry = "retry"
    clear = "clear"


def queue(
    action: Annotated[
        QueueAction | None,
        typer.Argument(
            help="retry: have what failed wait again; clear: take out what is done.", show_default="show it"
        ),
    ] = None,
    release: Annotated[
        int | None,
        typer.Argument(metavar="RELEASE", help="For retry: the id of one release.", show_default="all that failed"),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="For clear: what waits and what failed as well. The archive stays as it is.")
    ] = False,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Show what waits, runs, is done and has failed, how long it took, and how long the rest will take."""
    from archiver.archive.queue import clear, retry

    if (release and action is not QueueAction.retry) or (everything and action is not QueueAction.clear):
        raise UsageError("RELEASE is for retry, --all is for clear")
    with opened_archive(archive) as opened:
        if action is QueueAction.retry:
            print(f"{retry(opened, release):,} wait again", file=sys.stderr)
        elif action is QueueAction.clear:
            print(f"{clear(opened, everything=everything):,} taken out of the queue", file=sys.stderr)
        else:
            _show(opened, as_json)


def _show(archive: Archive, as_json: bool) -> None:
    from archiver.archive.queue import count_states, rows_of, seconds_left
    from archiver.display import clock

    if as_json:
        print_json(rows_of(archive))
        return
    counts, left = count_states(archive), seconds_left(archive)
    pressing: tuple[State, ...] = ("running", "failed")
    shown = [row for state in pressing for row in rows_of(archive, state)]
    if shown:
        columns = {"release": "release", "title": "title", "state": "state", "begun": "begun", "message": "why"}
        print_rows(shown, columns)
    print(", ".join(f"{count:,} {state}" for state, count in counts.items()))
    if counts["waiting"] or counts["running"]:
        rest = "nobody knows yet how long the rest takes" if left is None else f"the rest takes about {clock(left)}"
        print(rest)


def work(
    workers: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="How many recordings are transcribed in parallel.", show_default="one a core"
        ),
    ] = None,
    *,
    elsewhere: Elsewhere,
    device: DeviceName = Device.auto,
    bounds: Bounds,
    network: Network,
    archive: Folder = HERE,
) -> None:
    """Do what waits: download, transcribe and link. It may be stopped at any time, and goes on when started again."""
    from archiver.archive.queue import count_states, working
    from archiver.pipeline.batch import Batch
    from archiver.pipeline.run import IngestOptions, Run, TranscribeOptions
    from archiver.pipeline.scheduler import open_jobs
    from archiver.pipeline.work import do_what_waits

    web, batch = network.web(), Batch()
    wanted = replace(elsewhere.wanted(workers or 1), count=workers or os.cpu_count())
    wish = TranscribeOptions(device=device.value)
    options = IngestOptions(transcribing=wish, longest=bounds.longest, most_links=bounds.most_links)
    with opened_archive(archive) as opened, working(opened):
        if not count_states(opened)["waiting"]:
            print("nothing waits", file=sys.stderr)
            return
        say_what_is_missing(web.reporter)
        with open_jobs(wanted, archive, web.reporter) as jobs:
            do_what_waits(Run(opened, options, web.reporter, web, jobs), batch)
        counts = count_states(opened)
    done = sum(not outcome.failures for outcome in batch.outcomes)
    print(f"{done:,} done, {counts['failed']:,} failed: see `archiver queue`", file=sys.stderr)
    if batch.failures:
        raise typer.Exit(1)
