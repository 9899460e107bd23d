"""Commands that bring something in: ingest, fetch, read, demo."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.options import (
    HERE,
    AllowPrivate,
    AnyRelease,
    Audio,
    Device,
    DeviceName,
    EngineName,
    Folder,
    IgnoreRobots,
    Json,
    Language,
    ModelName,
    Pause,
    Transcribe,
    UseWayback,
    WaybackAddress,
    Workers,
    asr_wish,
    check_date,
    newest_version,
    opened_archive,
    politeness_of,
    print_json,
)
from archiver.cli.show import show
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.pipeline.batch import Batch, Wanted
    from archiver.pipeline.ingest import Options


def ingest(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE...", help="A URL, an HTML or text file, a folder.")
    ] = None,
    audio: Audio = None,
    transcript: Annotated[
        Path | None, typer.Option(help="A VTT, SRT or Whisper JSON file to take instead of hearing.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where a saved page, or list, came from.")] = None,
    list_of: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="LIST",
            help="Archive what a list names: an index page, feed, sitemap, or file of addresses; - for standard input.",
        ),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Of a list, nothing older than this.")] = None,
    match: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Of a list, what has this in its title or address.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Of a list, the first so many.")] = None,
    engine: EngineName = None,
    model: ModelName = "auto",
    language: Language = None,
    device: DeviceName = Device.auto,
    transcribe: Transcribe = True,
    workers: Workers = 1,
    fetch: Annotated[bool, typer.Option("--fetch/--no-fetch", help="Use the network.")] = True,
    wayback: UseWayback = False,
    wayback_address: WaybackAddress = None,
    allow_private: AllowPrivate = False,
    ignore_robots: IgnoreRobots = False,
    pause: Pause = 1.0,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Archive pages: read them, get their recordings, hear these, and tie what was said to what was written."""
    from archiver.pipeline.batch import Wanted
    from archiver.pipeline.ingest import Options
    from archiver.pipeline.recording import Hand

    check_date("since", since)
    politeness = politeness_of(allow_private, ignore_robots, pause, wayback, wayback_address)
    hand, wish = Hand(tuple(audio or ()), transcript), asr_wish(engine, model, language, device)
    options = Options(hand, None if list_of else url, transcribe, fetch, wish, politeness, since)
    if list_of:
        if sources or audio or transcript:
            raise UsageError("SOURCE, --audio and --transcript are not for lists", hint="ingest that page by itself")
        _ingest_list(list_of, url, Wanted(since, match, limit), options, workers, archive, as_json)
        return
    if since or match or limit:
        raise UsageError("--since, --match and --limit choose from a list", hint="name it with --from")
    _ingest_pages(sources or [], options, workers, archive, as_json)


def _ingest_pages(sources: list[str], options: Options, workers: int, folder: Path, as_json: bool) -> None:
    from archiver.fetch.client import Web
    from archiver.pipeline.batch import Batch, archive_all
    from archiver.pipeline.scheduler import at_work
    from archiver.reporting import Terminal

    batch, web = Batch(), Web(options.politeness, Terminal())
    pages = _expanded(sources, batch.failures)
    if len(pages) > 1 and (options.hand.audio or options.hand.transcript or options.url):
        raise UsageError("--audio, --transcript and --url are about one page", hint="ingest that page by itself")
    with opened_archive(folder, create=True) as archive, at_work(workers, Terminal()) as work:
        archive_all(archive, pages, options, Terminal(), web, batch, work)
    _end(batch, as_json)


def _ingest_list(
    source: str, url: str | None, wanted: Wanted, options: Options, workers: int, folder: Path, as_json: bool
) -> None:
    from archiver.fetch.client import Web
    from archiver.fetch.http import is_address
    from archiver.pipeline.batch import Batch, archive_listed, read_list, summary
    from archiver.pipeline.scheduler import at_work
    from archiver.reporting import Terminal

    if is_address(source) and not options.fetch:
        raise UsageError(f"{source} cannot be read without the network", hint="leave --no-fetch away, or save the list")
    batch, web = Batch(), Web(options.politeness, Terminal())
    items = read_list(source, url, wanted, web, batch)
    with opened_archive(folder, create=True) as archive, at_work(workers, Terminal()) as work:
        archive_listed(archive, items, options, Terminal(), web, batch, work)
    for line in summary(batch, len(items), wanted.since):
        print(line, file=sys.stderr)
    _end(batch, as_json)


def _end(batch: Batch, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        print_json([asdict(outcome) for outcome in batch.outcomes])
    if batch.failures:
        raise typer.Exit(1)


def _expanded(sources: list[str], failures: list[str]) -> list[str]:
    """The pages of all sources; a lone mistake is raised before anything is made, of several each is told."""
    from archiver.errors import SourceError
    from archiver.page.source import sources_in

    if not sources:
        raise UsageError("there is nothing to archive", hint="name a page, or a list with --from")
    pages = []
    for source in sources:
        try:
            pages += sources_in(source)
        except SourceError as error:
            if len(sources) == 1:
                raise
            failures.append(str(error))
            print(f"archiver: {error}", file=sys.stderr)
    return pages


def fetch(
    release: AnyRelease = None,
    audio: Audio = None,
    engine: EngineName = None,
    model: ModelName = "auto",
    language: Language = None,
    device: DeviceName = Device.auto,
    transcribe: Transcribe = True,
    workers: Workers = 1,
    wayback: UseWayback = False,
    wayback_address: WaybackAddress = None,
    allow_private: AllowPrivate = False,
    ignore_robots: IgnoreRobots = False,
    pause: Pause = 1.0,
    archive: Folder = HERE,
) -> None:
    """Try again for the recordings that could not be obtained, or attach one by hand with --audio."""
    from archiver.archive.read import find_release, lacking
    from archiver.fetch.client import Web
    from archiver.pipeline.batch import Batch, fetch_again
    from archiver.pipeline.ingest import Options
    from archiver.pipeline.recording import Hand
    from archiver.pipeline.scheduler import at_work
    from archiver.reporting import Terminal

    if audio and release is None:
        raise UsageError("whose recording is it?", hint="say `archiver fetch RELEASE --audio FILE`")
    politeness = politeness_of(allow_private, ignore_robots, pause, wayback, wayback_address)
    hand, wish = Hand(tuple(audio or ())), asr_wish(engine, model, language, device)
    options, batch = Options(hand, transcribe=transcribe, hearing=wish, politeness=politeness), Batch()
    with opened_archive(archive) as opened, at_work(workers, Terminal()) as work:
        chosen = lacking(opened) if release is None else [newest_version(opened, find_release(opened, release))]
        fetch_again(opened, chosen, options, Terminal(), Web(politeness, Terminal()), batch, work)
    if not chosen:
        print("every recording that a release speaks of is there", file=sys.stderr)
    if batch.failures:
        raise typer.Exit(1)


def read(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A page, typed or HTML.")],
    url: Annotated[str | None, typer.Option(help="Where a saved page came from.")] = None,
    allow_private: AllowPrivate = False,
    ignore_robots: IgnoreRobots = False,
    pause: Pause = 1.0,
    as_json: Json = False,
) -> None:
    """Show what the reader makes of a page, without archiving it: facts, paragraphs, media links, doubts."""
    from dataclasses import asdict

    from rich.console import Console

    from archiver.fetch.client import Web
    from archiver.page.source import read_page
    from archiver.pipeline.page import release_in
    from archiver.reporting import Terminal
    from archiver.terminal.preview import render_preview

    web = Web(politeness_of(allow_private, ignore_robots, pause), Terminal())
    found = release_in(read_page(source, url, web))
    if as_json:
        print_json(asdict(found))
        return
    console = Console(width=shutil.get_terminal_size((100, 24)).columns, highlight=False)
    for part in render_preview(found):
        console.print(part)


def demo(archive: Folder = HERE) -> None:
    """Archive the built-in briefing (synthetic voices, invented words), and show it."""
    from archiver.demo import RECORDING, RELEASE
    from archiver.fetch.client import Web
    from archiver.pipeline.batch import Batch, archive_all
    from archiver.pipeline.ingest import Options
    from archiver.pipeline.recording import Hand
    from archiver.reporting import Terminal

    batch = Batch()
    with opened_archive(archive, create=True) as opened:
        archive_all(opened, [str(RELEASE)], Options(Hand(audio=(str(RECORDING),))), Terminal(), Web(), batch)
    if batch.failures:
        raise typer.Exit(1)
    show(str(batch.outcomes[0].release), archive)
    where = "" if archive == HERE else f" --archive {archive}"
    print(f"\nThe voices are synthetic. To read and search it in a browser:  archiver serve{where}")
