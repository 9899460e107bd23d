"""The path from a page to an archive: read it, get its recordings, transcribe them, tie what was said to the text.

Every step is a transaction of its own. What was done is not done again: the same command goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

from archiver.archive import queue, read, transcripts, write
from archiver.archive.store import Archive, Event, Row
from archiver.archive.versions import NOT_ASKED, NOT_FETCHED
from archiver.errors import MISTYPED, ArchiverError, DownloadFailed, NotWanted, UsageError
from archiver.fetch.http import is_address, named
from archiver.fetch.wayback import is_gone
from archiver.models import MediaLink
from archiver.page.lists import ListedPage
from archiver.page.source import FetchedPage, Validators, changed_page, read_page
from archiver.pipeline.alignment import prepare_alignment
from archiver.pipeline.jobs import NextStep, Step, Task
from archiver.pipeline.meaning import prepare_meaning
from archiver.pipeline.page import keep_page, release_in
from archiver.pipeline.recording import Asked, match_given_media, obtain, without_sound
from archiver.pipeline.recording_alone import is_sound_file, keep_alone
from archiver.pipeline.run import Run
from archiver.pipeline.transcript import hear, prepare_transcript
from archiver.pipeline.transcript_file import take_transcript
from archiver.pipeline.translations import go_together, tie_translations
from archiver.recording.sound_source import beside
from archiver.release.media_links.recordings import recording_key
from archiver.reporting import Reporter

FEED_MEDIA_TYPE = "application/rss+xml"
JSON_FEED_MEDIA_TYPE = "application/feed+json"


@dataclass(slots=True)
class IngestOutcome:
    """What became of a page.

    changed: whether anything was added to the archive
    obtained: how many of its recordings it did not have before
    failures: what went wrong without stopping the rest
    """

    release_id: int
    title: str
    changed: bool
    obtained: int = 0
    failures: list[str] = field(default_factory=list)


def ingest_page(run: Run, source: str, item: ListedPage | None = None) -> IngestOutcome:
    """Archive a page, with all that belongs to it and can be had.

    item: what the list that names the page says of it

    Raises ``SourceError`` where there is no page to archive, ``NotWanted`` for one that is older than what was asked
    for, ``UsageError`` for options that do not fit it. What goes wrong with one recording is kept as an event, told in
    the outcome, and does not touch the others.
    """
    if is_sound_file(source):
        return _ingest_alone(run, source)
    page = _feed_entry(item)
    if page is None and is_address(source) and not run.options.fetch:
        raise UsageError(f"{source} cannot be read without the network", hint="omit --no-fetch, or save the page")
    page = page or _changed_page(run, source, item.date if item else None)
    outcome = _already_archived(run, run.options.url or named(source)) if page is None else _keep(run, page)
    _add_listed_media(run.archive, outcome.release_id, item.sounds if item else ())
    tied = outcome.changed and tie_translations(run.archive, outcome.release_id, run.reporter)
    given = match_given_media(run.archive, outcome.release_id, run.options.given)
    links = read.media_links_of(run.archive, outcome.release_id)
    if not links and outcome.changed:
        run.reporter.warn("the page names no recording; give one with --audio FILE")
    outcome = _with_recordings(run, outcome, page, links, given)
    if tied:
        go_together(run.archive, outcome.release_id, run.reporter)
    return outcome


def _ingest_alone(run: Run, source: str) -> IngestOutcome:
    """Archive a sound file that has no page."""
    outcome = IngestOutcome(*keep_alone(run, source))
    links = read.media_links_of(run.archive, outcome.release_id)
    return _with_recordings(run, outcome, None, links, {link["id"]: source for link in links if not link["sha256"]})


def go_on(run: Run, release_id: int, item: ListedPage | None = None) -> IngestOutcome:
    """Do what a run that was stopped left undone for a release; what failed is not tried again.

    item: what a list says of it now
    """
    _add_listed_media(run.archive, release_id, item.sounds if item else ())
    untried = {NOT_FETCHED, NOT_ASKED} if run.options.fetch else {NOT_FETCHED}
    links = read.media_links_of(run.archive, release_id)
    left = [link for link in links if link["recording"] or link["reason"] in untried]
    return _with_recordings(run, _unchanged(run.archive, release_id), None, left, {})


def fetch_missing(run: Run, release_id: int) -> IngestOutcome:
    """Try again for the recordings of a release that could not be obtained, or take what is given by hand.

    Raises ``UsageError`` where it is not clear what is meant.
    """
    given = match_given_media(run.archive, release_id, run.options.given)
    links = read.media_links_of(run.archive, release_id)
    return _with_recordings(run, _unchanged(run.archive, release_id), None, links, given)


def take_given(run: Run, release_id: int, given: dict[int, str]) -> IngestOutcome:
    """Take the sound that is given for some media links of a release, by their ids; the others are left alone."""
    links = [link for link in read.media_links_of(run.archive, release_id) if link["id"] in given]
    return _with_recordings(run, _unchanged(run.archive, release_id), None, links, given)


def _unchanged(archive: Archive, release_id: int) -> IngestOutcome:
    return IngestOutcome(release_id, archive.table("releases").get(release_id)["title"], changed=False)


def _feed_entry(item: ListedPage | None) -> FetchedPage | None:
    """The entry of a feed that has no page of its own, as a page."""
    if item is None or item.data is None:
        return None
    media_type = JSON_FEED_MEDIA_TYPE if item.data.startswith(b"{") else FEED_MEDIA_TYPE
    return FetchedPage(item.source, item.data, media_type, item.source, item.source.partition("#")[0])


def _changed_page(run: Run, source: str, near: str | None) -> FetchedPage | None:
    """Read a page; None where it is the one that is in the archive, or is gone and only there."""
    url = run.options.url
    known = read.newest_capture(run.archive, url or named(source)) if is_address(source) else None
    if known is None:
        return read_page(source, url, run.web, near)
    validators = Validators() if known["memento"] else Validators(known["etag"], known["last_modified"], known["base"])
    try:
        return changed_page(source, url, run.web, validators)
    except DownloadFailed as error:
        kept = f"release {known['release']} stays as it was archived on {known['captured'][:10]}"
        if not (run.web.politeness.wayback and is_gone(error)):
            raise type(error)(error.message, kept=kept, hint=error.hint) from error
        run.reporter.warn(f"{error.message}; {kept}")
        return None


def _already_archived(run: Run, url: str) -> IngestOutcome:
    known = read.newest_capture(run.archive, url)
    assert known is not None
    run.reporter.say(f"release {known['release']}: {known['title']} (already archived)")
    return IngestOutcome(known["release"], known["title"], changed=False)


def _keep(run: Run, page: FetchedPage) -> IngestOutcome:
    release, since = release_in(page), run.options.since
    if since and release.date and release.date < since:
        raise NotWanted(f"{page.name} is dated {release.date}, before {since}")
    return IngestOutcome(*keep_page(run.archive, page, release, run.reporter))


def _add_listed_media(archive: Archive, release_id: int, listed: Sequence[MediaLink]) -> None:
    """Keep the recordings that a list attaches to a page, unless the page names them itself."""
    known = {recording_key(MediaLink("", link["url"])) for link in read.media_links_of(archive, release_id)}
    new = [link for link in listed if recording_key(link) not in known]
    if new:
        labels = "; ".join(f"“{link.label}”" for link in new)
        with archive.step(Event("recording", f"{labels}: named by the list, not by the page", release_id)):
            for link in new:
                write.add_media_link(archive, release_id, link, by_hand=True)


def _with_recordings(
    run: Run, outcome: IngestOutcome, page: FetchedPage | None, links: Iterable[Row], given: dict[int, str]
) -> IngestOutcome:
    """Get the recordings of a release one by one, and hand each over to be transcribed and aligned.

    page: as it was read just now; None for one that is in the archive
    given: the sound given by hand, by the media link's id
    """
    if run.options.later:
        return _put_off(run, outcome, page, links)
    transcript, asked = run.options.given.transcript, Asked(run)
    for link in links:
        if link["id"] not in given and not asked.may_ask(link):
            continue
        if transcript and given and link["id"] not in given:
            continue  # the transcript tells of the recording that was given with it
        with _apart(run, outcome, link):
            recording_id, changed = obtain(run, page, link, given.get(link["id"]))
            obtained = changed and recording_id is not None
            outcome.changed = outcome.changed or changed
            outcome.obtained += obtained
            asked.add(recording_id if obtained else None)
            if recording_id is None and transcript:
                recording_id = without_sound(run.archive, link)
            about = link | {"recording": recording_id or link["recording"]}
            if about["recording"]:
                begin = partial(_transcribe_and_align, run, outcome, about, recording_id is not None)
                failed = partial(_failed, run, outcome, about)
                size = read.size_of(run.archive, about["recording"])
                run.jobs.take(Task(about["recording"], outcome.title, size, run.reporter, begin, failed))
    outcome.changed = asked.tell() or outcome.changed
    return outcome


def _put_off(run: Run, outcome: IngestOutcome, page: FetchedPage | None, links: Iterable[Row]) -> IngestOutcome:
    """Leave the recordings of a release to ``archiver work``, but for sound that was saved with the page."""
    left = [link for link in links if _is_left(run.archive, link)]
    for link in left:
        if page and link["url"] and beside(page, link["url"]):
            with _apart(run, outcome, link):
                obtain(run, page, link, None)
    options = asdict(run.options.transcribing) | {"transcribe": run.options.transcribe}
    if left and queue.put_in(run.archive, outcome.release_id, options):
        run.reporter.say(f"release {outcome.release_id} waits for `archiver work`")
        outcome.changed = True
    return outcome


def _is_left(archive: Archive, link: Row) -> bool:
    """Whether anything is left to be done about a media link, apart from trying again what failed."""
    if not link["recording"]:
        return link["reason"] in (NOT_FETCHED, NOT_ASKED)
    known = transcripts.newest_transcript(archive, link["recording"])
    return known is None or transcripts.newest_alignment(archive, link["release"], known) is None


@contextmanager
def _apart(run: Run, outcome: IngestOutcome, link: Row) -> Iterator[None]:
    """What goes wrong with one recording does not touch the others."""
    try:
        yield
    except ArchiverError as error:
        _failed(run, outcome, link, error)


def _failed(run: Run, outcome: IngestOutcome, link: Row, error: ArchiverError) -> None:
    """Keep what went wrong with a recording as an event, unless it was mistyped, and tell it in the outcome."""
    if not isinstance(error, MISTYPED):
        run.archive.failed(Event("recording", str(error), outcome.release_id, link["recording"]))
    outcome.failures.append(str(error))


def _transcribe_and_align(run: Run, outcome: IngestOutcome, link: Row, obtained: bool, reporter: Reporter) -> NextStep:
    """Begin what is to be done about a recording of a release.

    obtained: False where nothing but an earlier transcript is known, which may want aligning still
    """
    run = replace(run, reporter=reporter)
    align = partial(_align, run, outcome, link["release"])
    if obtained and run.options.given.transcript:
        return align(*_taken(run, link, run.options.given.transcript))
    if obtained and run.options.transcribe:
        step = prepare_transcript(run, link["recording"], link["release"])
        return step.then(partial(align, new=True)) if isinstance(step, Step) else align(step, new=False)
    known = transcripts.newest_transcript(run.archive, link["recording"])
    return align(known, new=False) if known else None


def _taken(run: Run, link: Row, path: Path) -> tuple[int, bool]:
    """The transcript in a file, and whether it is new; timed by the sound unless nothing is to be transcribed."""
    listen = partial(hear, run, link["recording"], link["release"]) if run.options.transcribe else None
    language = run.options.transcribing.language
    return take_transcript(run.archive, link["recording"], path, run.reporter, language, listen)


def _align(run: Run, outcome: IngestOutcome, release_id: int, transcript_id: int, new: bool) -> NextStep:
    """Go on from a transcript.

    new: whether it was made in this run
    """
    outcome.changed = outcome.changed or new
    step = prepare_alignment(run.archive, release_id, transcript_id, run.reporter)

    def aligned(following: NextStep) -> NextStep:
        outcome.changed = True
        return following

    return step.then(aligned) if step else prepare_meaning(run.archive, release_id, transcript_id)
