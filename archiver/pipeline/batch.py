"""Many pages in one run: what fails is told, kept as an event, and stops nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from archiver.archive import read
from archiver.archive.store import Event
from archiver.archive.tidy import tidy_archive
from archiver.errors import MISTYPED, ArchiveError, ArchiverError, DamagedFile, NotWanted, SourceError, UsageError
from archiver.fetch.client import Web
from archiver.fetch.http import is_address, named
from archiver.page.lists import ListedPage, Listing, chosen, read_listing
from archiver.page.lists.listed_page import each_once
from archiver.page.source import read_file
from archiver.pipeline.ingest import IngestOutcome, fetch_missing, go_on, ingest_page
from archiver.pipeline.run import Run
from archiver.reporting import Reporter

STANDARD_INPUT = "-"
MAX_SITEMAPS = 500  # that are read for one list; with 50,000 pages each that is more than any house has


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages of a list are taken.

    since: an ISO date; what the list or the page dates before it is left alone
    match: a text in the title or the address, in any case
    limit: the first so many of those
    """

    since: str | None = None
    match: str | None = None
    limit: int | None = None


@dataclass(slots=True)
class Batch:
    """What became of many pages.

    outcomes: of those that were archived or looked at again
    there: how many were in the archive and needed nothing
    older: how many were left alone for their date
    failures: what went wrong
    recordings_failed: how many of these are about one recording of a page
    """

    outcomes: list[IngestOutcome] = field(default_factory=list)
    there: int = 0
    older: int = 0
    failures: list[str] = field(default_factory=list)
    recordings_failed: int = 0


def read_list(source: str, url: str | None, wanted: Wanted, web: Web, batch: Batch) -> list[ListedPage]:
    """The pages that a list names, as far as they are wanted; ``-`` is a list on standard input.

    url: where a saved list came from
    batch: takes what goes wrong with a part of the list

    Raises ``SourceError`` where there is no list.
    """
    listing = _listing(source, url, wanted, web)
    if listing.left_out:
        web.reporter.say(f"{listing.left_out} links that look unlike the others were left out; --match takes any")
    items = each_once([*listing.items, *_in_sitemaps(listing.further, wanted, web, batch)])
    pages = [item for item in items if item.data or item.source != (url or source)]  # not the list itself
    return chosen(pages, since=wanted.since, match=wanted.match, limit=wanted.limit)


def _in_sitemaps(first: Sequence[str], wanted: Wanted, web: Web, batch: Batch) -> Iterator[ListedPage]:
    """The pages of sitemaps, and of those that they name in turn; what goes wrong with one does not stop the others."""
    named = dict.fromkeys(first)
    left = list(named)
    for _ in range(MAX_SITEMAPS):
        if not left:
            return
        try:
            found = _listing(left.pop(0), None, wanted, web)
        except SourceError as error:
            _fail(batch, str(error), web.reporter)
            continue
        yield from found.items
        left += [more for more in found.further if more not in named]
        named |= dict.fromkeys(found.further)
    if left:
        _fail(batch, f"{left[0]} and {len(left) - 1:,} more sitemaps were left out: too many", web.reporter)


def _listing(source: str, url: str | None, wanted: Wanted, web: Web) -> Listing:
    """Read one list. Raises ``SourceError`` with its name."""
    if source == STANDARD_INPUT:
        data, media_type, base = sys.stdin.buffer.read(), None, url
    elif is_address(source):
        response, data = web.read(source)
        media_type, base = response.media_type, url or response.url
    else:
        data, media_type, base = read_file(Path(source)), None, url
    try:
        return read_listing(data, media_type, base, wanted.match)
    except SourceError as error:
        raise type(error)(f"{source}: {error.message}", kept=error.kept, hint=error.hint) from error


def archive_listed(run: Run, items: Sequence[ListedPage], batch: Batch) -> None:
    """Archive the pages of a list; of what is there, only what was left undone, and without asking for the page."""
    _tidy(run)
    for number, item in enumerate(items, 1):
        on_the_web = is_address(item.source) and item.data is None
        known = read.newest_capture(run.archive, named(item.source) if on_the_web else item.source)
        if known:
            outcome = go_on(run, known["release"], item)
            run.jobs.after(partial(_gone_on, outcome, run.reporter, batch))
        elif on_the_web and not run.options.fetch:
            _fail(batch, f"{item.source} was not fetched (--no-fetch)", run.reporter)
        else:
            run.reporter.say(f"{number:,} of {len(items):,}: {item.title or item.source}")
            _archive(run, item, batch)


def _tidy(run: Run) -> None:
    for warning in tidy_archive(run.archive):
        run.reporter.warn(warning)


def _gone_on(outcome: IngestOutcome, reporter: Reporter, batch: Batch) -> None:
    if outcome.changed or outcome.failures:
        finished(outcome, reporter, batch)
    else:
        batch.there += 1


def archive_all(run: Run, sources: Iterable[str], batch: Batch) -> None:
    """Archive the pages that a person named, one after the other."""
    _tidy(run)
    for source in sources:
        _archive(run, ListedPage(source), batch)


def fetch_again(run: Run, release_ids: Iterable[int], batch: Batch) -> None:
    """Try again for what releases lack."""
    _tidy(run)
    for release_id in release_ids:
        outcome = fetch_missing(run, release_id)
        run.jobs.after(partial(finished, outcome, run.reporter, batch))


def _archive(run: Run, item: ListedPage, batch: Batch) -> None:
    """Archive a page; what goes wrong with it stops nothing else, unless no other page would fare better."""
    try:
        outcome = ingest_page(run, item.source, item)
    except NotWanted as error:
        run.reporter.say(str(error))
        batch.older += 1
    except DamagedFile as error:
        _fail(batch, str(error), run.reporter)
    except (ArchiveError, UsageError):
        raise
    except ArchiverError as error:
        if not isinstance(error, MISTYPED):
            run.archive.failed(Event("page", str(error)))
        _fail(batch, str(error), run.reporter)
    else:
        run.jobs.after(partial(finished, outcome, run.reporter, batch))


def finished(outcome: IngestOutcome, reporter: Reporter, batch: Batch) -> None:
    """Count what became of a page, and tell what went wrong."""
    for failure in outcome.failures:
        _fail(batch, f"release {outcome.release_id}, {outcome.title}: {failure}", reporter)
    batch.recordings_failed += len(outcome.failures)
    if not outcome.changed and not outcome.failures:
        reporter.say(f"release {outcome.release_id}: nothing new, nothing changed")
    batch.outcomes.append(outcome)


def _fail(batch: Batch, failure: str, reporter: Reporter) -> None:
    reporter.fail(failure)
    batch.failures.append(failure)


def summary(batch: Batch, pages: int, since: str | None) -> list[str]:
    """What a run over many pages came to, in lines for a person: pages, recordings, and all that failed.

    pages: how many were listed or named
    """
    new = sum(outcome.changed for outcome in batch.outcomes)
    counts = [f"{new:,} archived", f"{batch.there + len(batch.outcomes) - new:,} there already"]
    if batch.older:
        counts.append(f"{batch.older:,} older than {since}")
    if failed := len(batch.failures) - batch.recordings_failed:
        counts.append(f"{failed:,} failed")
    lines = [f"{pages:,} page{'s' * (pages != 1)}: {', '.join(counts)}"]
    obtained, lost = sum(outcome.obtained for outcome in batch.outcomes), batch.recordings_failed
    if obtained or lost:
        lines.append(f"recordings: {obtained:,} obtained" + (f", {lost:,} failed" if lost else ""))
    return [*lines, *batch.failures]
