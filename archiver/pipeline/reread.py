"""Reading again: a better reader goes over the archived pages, and what it reads otherwise is linked anew."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial

from archiver import release as reader
from archiver.archive import read, transcripts, write
from archiver.archive.recordings_alone import ALONE
from archiver.archive.store import Archive, Event, Row
from archiver.archive.versions import Reading, differences, read_again
from archiver.errors import ArchiverError, NoParagraphs, NotAPage
from archiver.models import Release
from archiver.page.source import FetchedPage
from archiver.pipeline.alignment import prepare_alignment
from archiver.pipeline.jobs import Jobs, NextStep, OneByOne, Task
from archiver.pipeline.page import captured_bytes, release_in
from archiver.pipeline.translations import go_together, tie_translations
from archiver.reporting import Reporter


@dataclass(slots=True)
class RereadOutcome:
    """What became of a release.

    release_id: of its newest reading now
    changed: whether there is a new reading or a new linking
    replaces: the id of the reading that was the newest before, where there is a new one
    changes: how the two differ, in words
    """

    release_id: int
    title: str
    changed: bool = False
    replaces: int | None = None
    changes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def reread_releases(
    archive: Archive, release_id: int | None, reporter: Reporter, jobs: Jobs | None = None
) -> list[RereadOutcome]:
    """Read a release again, or all current ones, and link again what reads otherwise.

    jobs: where it is linked; in this process without any. Outcomes are complete when all jobs are done

    What goes wrong with one release is kept as an event, told in its outcome, and does not touch the others.
    """
    chosen, jobs = _chosen(archive, release_id, reporter), jobs or OneByOne()
    outcomes = []
    with reporter.bar("reading again", len(chosen), "releases") as advance:
        for number, row in enumerate(chosen, 1):
            outcomes.append(_reread(archive, row, reporter, jobs))
            advance(number)
    return outcomes


def _chosen(archive: Archive, release_id: int | None, reporter: Reporter) -> list[Row]:
    """The newest version of a release, or those of all but recordings without a page, which have nothing to read.

    A new reading of an older version would be no one's newest.
    """
    alone = {row["id"] for row in archive.rows(ALONE)}
    current = [row for row in read.current_releases(archive) if row["id"] not in alone]
    if release_id is None:
        return current
    newest = read.newer_version(archive, release_id)
    if newest:
        reporter.say(f"release {release_id} has a newer version: release {newest}")
    return [row for row in current if row["id"] == (newest or release_id)]


def _reread(archive: Archive, row: Row, reporter: Reporter, jobs: Jobs) -> RereadOutcome:
    outcome = RereadOutcome(row["id"], row["title"])
    try:
        _read(archive, row, outcome, reporter)
        if tie_translations(archive, outcome.release_id, reporter):
            go_together(archive, outcome.release_id, reporter)
        _link(archive, outcome, reporter, jobs)
    except ArchiverError as error:
        _failed(archive, outcome, error)
    return outcome


def _failed(archive: Archive, outcome: RereadOutcome, error: ArchiverError) -> None:
    failure = f"release {outcome.release_id}: {error}"
    archive.failed(Event("reread", failure, outcome.release_id))
    outcome.failures.append(failure)


def _read(archive: Archive, row: Row, outcome: RereadOutcome, reporter: Reporter) -> None:
    """Check the bytes of a release and read them again; a reading that is the same leaves all as it is."""
    capture = archive.table("captures").get(row["capture"])
    data = captured_bytes(archive, capture)
    release = _release(capture, data)
    older = read.reading_of(archive, row["id"])
    # Of what was fetched before the base was kept, nobody knows where redirects ended.
    base_known = capture["base"] is not None or capture["status"] is None
    newer = read_again(older, release, json.loads(row["edited"]), base_known=base_known)
    changes = differences(older, newer)
    if changes:
        release_id = _replace(archive, row["id"], newer, changes, release.doubts)
        reporter.say(_replaced(release_id, row["id"], changes))
        for doubt in release.doubts:
            reporter.warn(doubt)
        outcome.release_id, outcome.title, outcome.replaces = release_id, str(newer.facts["title"]), row["id"]
        outcome.changed, outcome.changes = True, changes
    elif row["reader"] != reader.READER:
        with archive.step(Event("reread", "read again, nothing changed", row["id"])):
            write.read_by(archive, row["id"], reader.READER, newer)


def _replace(archive: Archive, older_id: int, newer: Reading, changes: list[str], doubts: Collection[str]) -> int:
    """Keep a reading in the place of the older one, with what the reader doubted."""
    with archive.step(Event("reread")) as event:
        event.release_id = release_id = write.add_reading(archive, older_id, newer, reader=reader.READER)
        event.message = _replaced(release_id, older_id, changes)
        for doubt in doubts:
            archive.warn(Event("page", doubt, release_id))
    return release_id


def _replaced(release_id: int, older_id: int, changes: list[str]) -> str:
    return f"release {release_id} replaces {older_id}: {', '.join(changes)}"


def _release(capture: Row, data: bytes) -> Release:
    """What the reader makes of a capture, given what it was given when the page came in."""
    base, doubts = capture["base"] or capture["url"], tuple(json.loads(capture["doubts"]))
    found = FetchedPage(capture["source"], data, capture["media_type"], capture["url"], base, doubts=doubts)
    try:
        return release_in(found)
    except (NotAPage, NoParagraphs) as error:
        raise type(error)(error.message, kept="the older reading stays", hint=error.hint) from error


def _link(archive: Archive, outcome: RereadOutcome, reporter: Reporter, jobs: Jobs) -> None:
    """Link a new reading, now or where this was broken off, to the newest transcripts.

    What is no new reading is left as it is: that its links are missing or old is not for reading again to mend.
    """
    if not read.is_rereading(archive, outcome.release_id):
        return
    for transcript_id in transcripts.newest_transcripts(archive, outcome.release_id):
        if not transcripts.newest_alignment(archive, outcome.release_id, transcript_id):
            recording_id = int(read.recording_of(archive, transcript_id)["id"])
            begin = partial(_prepare, archive, outcome, transcript_id)
            failed = partial(_failed, archive, outcome)
            jobs.take(Task(recording_id, outcome.title, 0, reporter, begin, failed))


def _prepare(archive: Archive, outcome: RereadOutcome, transcript_id: int, reporter: Reporter) -> NextStep:
    step = prepare_alignment(archive, outcome.release_id, transcript_id, reporter)

    def linked(following: NextStep) -> NextStep:
        outcome.changed = True
        return following

    return step.then(linked) if step else None
