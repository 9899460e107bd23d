"""The path from a page to an archive: read it, get its recordings, hear them, tie what was said to what was written.

Every step is a transaction of its own. What was done is not done again: the same command goes on where it was stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.archive import read
from archiver.archive.files import sweep
from archiver.archive.store import Archive, Event
from archiver.errors import ArchiverError, UsageError
from archiver.fetch.http import is_address
from archiver.fetch.manners import Manners
from archiver.fetch.sources import Page, read_page
from archiver.fetch.web import Web
from archiver.reporting import Reporter
from archiver.steps.alignment import link_release
from archiver.steps.page import keep_page
from archiver.steps.recording import Hand, by_hand, obtain, without_sound
from archiver.steps.transcript import Wish, hear_recording, newest_transcript, take_transcript


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may ask for besides the page itself.

    url: where a saved page came from
    transcribe, fetch: False to leave the sound unheard, or the network untouched
    """

    hand: Hand = field(default_factory=Hand)
    url: str | None = None
    transcribe: bool = True
    fetch: bool = True
    hearing: Wish = field(default_factory=Wish)
    manners: Manners = field(default_factory=Manners)


@dataclass(slots=True)
class Outcome:
    """What became of a page.

    changed: whether anything was added to the archive
    failures: what went wrong without stopping the rest
    """

    release: int
    title: str
    changed: bool
    failures: list[str] = field(default_factory=list)


def ingest(archive: Archive, source: str, options: Options, reporter: Reporter, web: Web | None = None) -> Outcome:
    """Archive a page, with all that belongs to it and can be had.

    web: that of a run with several pages, so that no host is asked too fast; None for one of its own

    Raises ``SourceError`` where there is no page to archive, ``UsageError`` for options that do not fit it. What goes
    wrong with one recording is kept as an event, told in the outcome, and does not touch the others.
    """
    sweep(archive.folder)
    if is_address(source) and not options.fetch:
        raise UsageError(f"{source} cannot be read without the network", hint="leave --no-fetch away, or save the page")
    web = web or Web(options.manners, reporter)
    page = read_page(source, options.url, web)
    outcome = Outcome(*keep_page(archive, page, reporter))
    chosen = by_hand(archive, outcome.release, options.hand)
    links = read.media_links(archive, outcome.release)
    if not links and outcome.changed:
        reporter.warn("the page names no recording; give one with --audio FILE")
    for link in links:
        try:
            if _archive_recording(archive, page, link, chosen, options, web, reporter):
                outcome.changed = True
        except ArchiverError as error:
            archive.failed(Event("recording", str(error), outcome.release, link["recording"]))
            outcome.failures.append(str(error))
    return outcome


def _archive_recording(
    archive: Archive,
    page: Page,
    link: read.Row,
    chosen: dict[int, str],
    options: Options,
    web: Web,
    reporter: Reporter,
) -> bool:
    """Get, hear and link one recording of a release; returns whether anything changed."""
    release, told = link["release"], options.hand.transcript
    if told and chosen and link["id"] not in chosen:
        return False  # the transcript tells of the recording that was given with it
    recording, obtained = obtain(archive, page, link, chosen.get(link["id"]), web, reporter, fetch=options.fetch)
    if recording is None and told:
        recording = without_sound(archive, link)
    if recording is None:  # what is known by its transcript alone may still want linking, if that was broken off
        known = newest_transcript(archive, link["recording"]) if link["recording"] else None
        return obtained or (known is not None and link_release(archive, release, known, reporter))
    transcript: int | None
    if told:
        transcript, new = take_transcript(archive, recording, told, reporter)
    elif options.transcribe:
        transcript, new = hear_recording(archive, recording, options.hearing, release, reporter)
    else:
        transcript, new = newest_transcript(archive, recording), False
    linked = transcript is not None and link_release(archive, release, transcript, reporter)
    return obtained or new or linked
