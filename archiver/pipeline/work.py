"""Doing what waits in the queue, the recordings of a release together."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

from archiver.archive import queue, read
from archiver.archive.store import Row
from archiver.pipeline.batch import Batch, finished
from archiver.pipeline.ingest import IngestOutcome, fetch_missing
from archiver.pipeline.run import IngestOptions, Run, TranscribeOptions


def do_what_waits(run: Run, batch: Batch) -> None:
    """Begin with what waits longest, until nothing does; in worker processes the last may be done later, see ``Run``.

    To be called inside ``queue.working``.
    """
    while row := queue.begin_next(run.archive):
        release_id = read.newer_version(run.archive, row["release"]) or row["release"]
        outcome = fetch_missing(replace(run, options=_options(run, row)), release_id)
        run.jobs.after(partial(_ended, run, row, outcome, batch))


def _options(run: Run, row: Row) -> IngestOptions:
    """What was asked for when a release was put into the queue, on the device of this run."""
    options = json.loads(row["options"])
    transcribe = options.pop("transcribe")
    transcribing = replace(TranscribeOptions(**options), device=run.options.transcribing.device)
    return IngestOptions(transcribe=transcribe, transcribing=transcribing)


def _ended(run: Run, row: Row, outcome: IngestOutcome, batch: Batch) -> None:
    queue.end(run.archive, row, outcome.failures)
    finished(outcome, run.reporter, batch)
