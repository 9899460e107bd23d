"""Reading again: a better reader goes over the archived pages, and what it reads otherwise is linked anew."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field

from archiver import release as reader
from archiver.archive import read, write
from archiver.archive.store import Archive, Event, Row
from archiver.archive.versions import Reading, differences, read_again
from archiver.errors import ArchiverError, NoParagraphs, NotAPage
from archiver.models import Release
from archiver.page.source import FetchedPage
from archiver.pipeline.alignment import link_release
from archiver.pipeline.page import captured_bytes, release_in
from archiver.reporting import Reporter


@dataclass(slots=True)
class Outcome:
    """What became of a release.

    release: its newest reading now
    changed: whether there is a new reading or a new linking
    replaces: the reading that was the newest before, where there is a new one
    changes: how the two differ, in words
    """

    release: int
    title: str
    changed: bool = False
    replaces: int | None = None
    changes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def reread(archive: Archive, release: int | None, reporter: Reporter) -> list[Outcome]:
    """Read a release again, or all current ones, and link again what reads otherwise.

    What goes wrong with one release is kept as an event, told in its outcome, and does not touch the others.
    """
    chosen = _chosen(archive, release, reporter)
    outcomes = []
    with reporter.bar("reading again", len(chosen), "releases") as advance:
        for number, row in enumerate(chosen, 1):
            outcomes.append(_reread(archive, row, reporter))
            advance(number)
    return outcomes


def _chosen(archive: Archive, release: int | None, reporter: Reporter) -> list[Row]:
    """The newest version of a release, or those of all; a new reading of an older one would be no one's newest."""
    current = read.current_releases(archive)
    if release is None:
        return current
    newest = read.newer_version(archive, release)
    if newest:
        reporter.say(f"release {release} has a newer version: release {newest}")
    return [row for row in current if row["id"] == (newest or release)]


def _reread(archive: Archive, row: Row, reporter: Reporter) -> Outcome:
    outcome = Outcome(row["id"], row["title"])
    try:
        _read(archive, row, outcome, reporter)
        if _link(archive, outcome.release, reporter):
            outcome.changed = True
    except ArchiverError as error:
        failure = f"release {outcome.release}: {error}"
        archive.failed(Event("reread", failure, outcome.release))
        outcome.failures.append(failure)
    return outcome


def _read(archive: Archive, row: Row, outcome: Outcome, reporter: Reporter) -> None:
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
        key = _replace(archive, row["id"], newer, changes, release.doubts, reporter)
        outcome.release, outcome.title, outcome.replaces = key, str(newer.facts["title"]), row["id"]
        outcome.changed, outcome.changes = True, changes
        return
    if row["reader"] != reader.READER:
        with archive.step(Event("reread", "read again, nothing changed", row["id"])):
            write.read_by(archive, row["id"], reader.READER)


def _replace(
    archive: Archive, older: int, newer: Reading, changes: list[str], doubts: Collection[str], reporter: Reporter
) -> int:
    """Keep a reading in the place of the older one, with what the reader doubted."""
    with archive.step(Event("reread")) as event:
        event.release_id = key = write.add_reading(archive, older, newer, reader=reader.READER)
        event.message = f"release {key} replaces {older}: {', '.join(changes)}"
        for doubt in doubts:
            archive.warn(Event("page", doubt, key))
    reporter.say(event.message)
    for doubt in doubts:
        reporter.warn(doubt)
    return key


def _release(capture: Row, data: bytes) -> Release:
    """What the reader makes of a capture, given what it was given when the page came in."""
    base = capture["base"] or capture["url"]
    try:
        return release_in(FetchedPage(capture["source"], data, capture["media_type"], capture["url"], base))
    except (NotAPage, NoParagraphs) as error:
        raise type(error)(error.message, kept="the older reading stays", hint=error.hint) from error


def _link(archive: Archive, release: int, reporter: Reporter) -> bool:
    """Link a new reading, now or where this was broken off, to the newest transcripts; returns whether it was needed.

    What is no new reading is left as it is: that its links are missing or old is not for reading again to mend.
    """
    if not read.is_rereading(archive, release):
        return False
    missing = [
        made for made in read.newest_transcripts(archive, release) if not read.newest_alignment(archive, release, made)
    ]
    for transcript in missing:
        link_release(archive, release, transcript, reporter)
    return bool(missing)
