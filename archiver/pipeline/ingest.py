"""The path from a page to an archive: read it, get its recordings, hear them, tie what was said to what was written.

Every step is a transaction of its own. What was done is not done again: the same command goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from archiver.archive import read, write
from archiver.archive.store import Archive, Event, Row
from archiver.archive.tidy import tidy_archive
from archiver.archive.versions import NOT_ASKED, NOT_FETCHED
from archiver.errors import ArchiverError, DownloadFailed, NotWanted, UsageError
from archiver.fetch.client import Web
from archiver.fetch.http import is_address, named
from archiver.fetch.politeness import Politeness
from archiver.fetch.wayback import is_gone
from archiver.models import MediaLink
from archiver.page.lists import ListedPage
from archiver.page.source import FetchedPage, Validators, changed_page, read_page
from archiver.pipeline.alignment import linking
from archiver.pipeline.jobs import AtOnce, Steps, Work
from archiver.pipeline.page import keep_page, release_in
from archiver.pipeline.recording import Hand, by_hand, obtain, without_sound
from archiver.pipeline.transcript import Wish, hearing, take_transcript
from archiver.reporting import Reporter

FEED = "application/rss+xml"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may ask for besides the page itself.

    url: where a saved page came from
    transcribe, fetch: False to leave the sound unheard, or the network untouched
    since: the ISO date before which a page is not wanted
    """

    hand: Hand = field(default_factory=Hand)
    url: str | None = None
    transcribe: bool = True
    fetch: bool = True
    hearing: Wish = field(default_factory=Wish)
    politeness: Politeness = field(default_factory=Politeness)
    since: str | None = None


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


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run works with."""

    archive: Archive
    options: Options
    reporter: Reporter
    web: Web
    work: Work


def ingest(
    archive: Archive,
    source: str,
    options: Options,
    reporter: Reporter,
    web: Web | None = None,
    item: ListedPage | None = None,
    work: Work | None = None,
) -> Outcome:
    """Archive a page, with all that belongs to it and can be had.

    web: that of a run with several pages, so that no host is asked too fast; None for one of its own
    item: what the list that names the page says of it
    work: where the recordings are heard and linked; None for here and at once. Elsewhere they may not be done yet when
        this returns: the outcome is what it is after ``work.after``

    Raises ``SourceError`` where there is no page to archive, ``NotWanted`` for one that is older than what was asked
    for, ``UsageError`` for options that do not fit it. What goes wrong with one recording is kept as an event, told in
    the outcome, and does not touch the others.
    """
    if web is None:
        for warning in tidy_archive(archive):
            reporter.warn(warning)
    listed = _listed(item)
    if is_address(source) and not options.fetch and listed is None:
        raise UsageError(f"{source} cannot be read without the network", hint="leave --no-fetch away, or save the page")
    run = _Run(archive, options, reporter, web or Web(options.politeness, reporter), work or AtOnce(reporter))
    page = listed or _page(run, source, item.date if item else None)
    outcome = _known(run, options.url or named(source)) if page is None else _kept(run, page)
    _add_sounds(archive, outcome.release, item.sounds if item else ())
    chosen = by_hand(archive, outcome.release, options.hand)
    links = read.media_links_of(archive, outcome.release)
    if not links and outcome.changed:
        reporter.warn("the page names no recording; give one with --audio FILE")
    return _with_recordings(run, outcome, page, links, chosen)


def go_on(
    archive: Archive,
    release: int,
    options: Options,
    reporter: Reporter,
    web: Web,
    work: Work,
    item: ListedPage | None = None,
) -> Outcome:
    """Do what a run that was stopped left undone for a release; what failed is not tried again.

    work: as for ``ingest``
    item: what a list says of it now
    """
    run = _Run(archive, options, reporter, web, work)
    _add_sounds(archive, release, item.sounds if item else ())
    untried = {NOT_FETCHED, NOT_ASKED} if options.fetch else {NOT_FETCHED}
    links = [link for link in read.media_links_of(archive, release) if link["recording"] or link["reason"] in untried]
    return _with_recordings(run, _unchanged(archive, release), None, links, {})


def fetch(
    archive: Archive, release: int, options: Options, reporter: Reporter, web: Web, work: Work | None = None
) -> Outcome:
    """Try again for the recordings of a release that could not be obtained, or take what is given by hand.

    work: as for ``ingest``

    Raises ``UsageError`` where it is not clear what is meant.
    """
    run = _Run(archive, options, reporter, web, work or AtOnce(reporter))
    chosen = by_hand(archive, release, options.hand)
    return _with_recordings(run, _unchanged(archive, release), None, read.media_links_of(archive, release), chosen)


def _unchanged(archive: Archive, release: int) -> Outcome:
    return Outcome(release, archive.table("releases").get(release)["title"], changed=False)


def _listed(item: ListedPage | None) -> FetchedPage | None:
    """The entry of a feed that has no page of its own, as a page."""
    if item is None or item.data is None:
        return None
    return FetchedPage(item.source, item.data, FEED, item.source, item.source.partition("#")[0])


def _page(run: _Run, source: str, near: str | None) -> FetchedPage | None:
    """Read a page; None where it is the one that is in the archive, or is gone and only there."""
    url = run.options.url
    known = read.newest_capture(run.archive, url or named(source)) if is_address(source) else None
    if known is None:
        return read_page(source, url, run.web, near)
    validators = None if known["memento"] else Validators(known["etag"], known["last_modified"], known["base"])
    try:
        return changed_page(source, url, run.web, validators)
    except DownloadFailed as error:
        kept = f"release {known['release']} stays as it was archived on {known['captured'][:10]}"
        if not (run.web.politeness.wayback and is_gone(error)):
            raise type(error)(error.message, kept=kept, hint=error.hint) from error
        run.reporter.warn(f"{error.message}; {kept}")
        return None


def _known(run: _Run, url: str) -> Outcome:
    known = read.newest_capture(run.archive, url)
    assert known is not None
    run.reporter.say(f"release {known['release']}: {known['title']} (already archived)")
    return Outcome(known["release"], known["title"], changed=False)


def _kept(run: _Run, page: FetchedPage) -> Outcome:
    release, since = release_in(page), run.options.since
    if since and release.date and release.date < since:
        raise NotWanted(f"{page.name} is of {release.date}, before {since}")
    return Outcome(*keep_page(run.archive, page, release, run.reporter))


def _add_sounds(archive: Archive, release: int, sounds: Sequence[MediaLink]) -> None:
    """Keep the recordings that a list attaches to a page, unless the page names them itself."""
    known = {link["url"] for link in read.media_links_of(archive, release)}
    new = [link for link in sounds if link.url not in known]
    if new:
        told = "; ".join(f"“{link.label}”" for link in new)
        with archive.step(Event("recording", f"{told}: named by the list, not by the page", release)):
            for link in new:
                write.add_media_link(archive, release, link, by_hand=True)


def _with_recordings(
    run: _Run, outcome: Outcome, page: FetchedPage | None, links: Iterable[Row], chosen: dict[int, str]
) -> Outcome:
    """Archive the recordings of a release one by one.

    page: as it was read just now; None for one that is in the archive
    chosen: the sound given by hand, by the media link
    """
    told = run.options.hand.transcript
    for link in links:
        if told and chosen and link["id"] not in chosen:
            continue  # the transcript tells of the recording that was given with it
        with _apart(run, outcome, link):
            _archive_recording(run, outcome, page, link, chosen.get(link["id"]))
    return outcome


@contextmanager
def _apart(run: _Run, outcome: Outcome, link: Row) -> Iterator[None]:
    """What goes wrong with one recording does not touch the others: it is kept as an event, and told in the outcome."""
    try:
        yield
    except ArchiverError as error:
        run.archive.failed(Event("recording", str(error), outcome.release, link["recording"]))
        outcome.failures.append(str(error))


def _archive_recording(run: _Run, outcome: Outcome, page: FetchedPage | None, link: Row, sound: str | None) -> None:
    """Get one recording of a release, and hand it over to be heard and linked.

    sound: what was given by hand
    """
    archive, options = run.archive, run.options
    recording, obtained = obtain(archive, page, link, sound, run.web, run.reporter, fetch=options.fetch)
    outcome.changed = outcome.changed or obtained
    if recording is None and options.hand.transcript:
        recording = without_sound(archive, link)
    about = recording or link["recording"]
    if about:
        run.work.take(
            about, outcome.title, partial(_heard_and_linked, run, outcome, link | {"recording": about}, recording)
        )


def _heard_and_linked(run: _Run, outcome: Outcome, link: Row, recording: int | None, reporter: Reporter) -> Steps[None]:
    """Hear one recording of a release, and link it.

    recording: None where it is known by its transcript only, which may want linking still, if that was broken off
    """
    archive, options = run.archive, run.options
    with _apart(run, outcome, link):
        transcript: int | None
        if recording is not None and options.hand.transcript:
            transcript, new = take_transcript(archive, recording, options.hand.transcript, reporter)
        elif recording is not None and options.transcribe:
            transcript, new = yield from hearing(archive, recording, options.hearing, link["release"], reporter)
        else:
            transcript, new = read.newest_transcript(archive, recording or link["recording"]), False
        linked = transcript is not None and (yield from linking(archive, link["release"], transcript, reporter))
        outcome.changed = outcome.changed or new or linked
