"""Commands that bring something in: ingest, fetch, read, demo."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from archiver.cli.opening import newest_version, opened_run
from archiver.cli.option_groups import Asking, Bounds, Elsewhere, Network, Transcribing, Workers
from archiver.cli.options import HERE, NETWORK, SOUND, AnyRelease, Folder, Json, check_date
from archiver.cli.printing import page_console, print_json, print_outcomes
from archiver.cli.show import show
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.pipeline.batch import Batch, Wanted

Audio = Annotated[
    list[str] | None, typer.Option(metavar="FILE|URL", help="The sound; LABEL=FILE where the page names several.")
]


@dataclass(frozen=True)
class FromList:
    """Which pages of a list are archived."""

    heading: ClassVar[str] = "Lists of pages"
    list_of: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="LIST",
            help="Archive what a list names: an index page, feed, sitemap, or file of addresses; - for standard input.",
        ),
    ] = None
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From a list, nothing older than this.")] = None
    match: Annotated[
        str | None, typer.Option(metavar="TEXT", help="From a list, only what has this in its title or address.")
    ] = None
    limit: Annotated[int | None, typer.Option(min=1, help="From a list, at most this many, from its beginning.")] = None

    def wanted(self) -> Wanted:
        """What they say, for the pipeline. Raises ``UsageError``."""
        from archiver.pipeline.batch import Wanted

        check_date("since", self.since)
        if self.list_of is None and (self.since or self.match or self.limit):
            raise UsageError("--since, --match and --limit choose from a list", hint="name it with --from")
        return Wanted(self.since, self.match, self.limit)


@dataclass(frozen=True)
class Sound:
    """What a person has of a page's sound, and when the rest is asked for."""

    heading: ClassVar[str] = SOUND
    audio: Audio = None
    title: Annotated[
        str | None,
        typer.Option(help="Of a recording without a page: what it is called.", show_default="the name of its file"),
    ] = None
    transcript: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Captions or a transcript (VTT, SRT, JSON, text, …) to take instead of transcribing."
        ),
    ] = None
    later: Annotated[
        bool, typer.Option("--later", help="Read the pages only, and leave their recordings to `archiver work`.")
    ] = False


def ingest(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE...", help="A URL, an HTML or text file, a folder, a recording."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where a saved page, or list, came from.")] = None,
    *,
    sound: Sound,
    bounds: Bounds,
    from_list: FromList,
    transcribing: Transcribing,
    workers: Workers = 1,
    elsewhere: Elsewhere,
    fetch: Annotated[bool, typer.Option("--fetch/--no-fetch", help="Use the network.", rich_help_panel=NETWORK)] = True,
    network: Network,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Archive pages: read them, get their recordings, transcribe them, and link what was said to what was written.

    A recording without a page is archived by itself; a page that has it later takes its place.
    """
    from archiver.pipeline.batch import Batch, archive_all, archive_listed, read_list, summary
    from archiver.pipeline.run import GivenMedia

    list_of, wanted, batch = from_list.list_of, from_list.wanted(), Batch()
    given = GivenMedia(tuple(sound.audio or ()), sound.transcript)
    _check_wishes(sources, list_of, sound, fetch=fetch)
    spread, web = elsewhere.wanted(workers), network.web()
    pages = [] if list_of else _expand(sources or [], batch)
    _check_pages(pages, url, sound)
    listed = read_list(list_of, url, wanted, web, batch) if list_of else []
    options = replace(transcribing.options(given, bounds), url=None if list_of else url, fetch=fetch)
    options = replace(options, since=wanted.since, later=sound.later, title=sound.title)
    with opened_run(archive, options, web, spread, create=True) as run:
        if list_of:
            archive_listed(run, listed, batch)
        else:
            archive_all(run, pages, batch)
    if list_of or len(pages) > 1:
        print(*summary(batch, len(listed) or len(pages), wanted.since), sep="\n", file=sys.stderr)
    if as_json:
        print_outcomes(batch.outcomes)
    if batch.failures:
        raise typer.Exit(1)


def _check_wishes(sources: list[str] | None, list_of: str | None, sound: Sound, *, fetch: bool) -> None:
    """Raise ``UsageError`` for options of ``ingest`` that do not go together."""
    from archiver.fetch.http import is_address

    by_hand = sound.audio or sound.transcript
    if sound.later and by_hand:
        raise UsageError("--audio and --transcript are taken in at once", hint="omit --later")
    if list_of and (sources or by_hand):
        raise UsageError("SOURCE, --audio and --transcript are not for lists", hint="ingest that page by itself")
    if list_of and is_address(list_of) and not fetch:
        hint = "omit --no-fetch, or save the list"
        raise UsageError(f"{list_of} cannot be read without the network", hint=hint)


def _check_pages(pages: list[str], url: str | None, sound: Sound) -> None:
    """Raise ``UsageError`` for options that are about one page, or a recording without one, where that is not given."""
    from archiver.pipeline.recording_alone import is_sound_file

    if sound.title and not (len(pages) == 1 and is_sound_file(pages[0])):
        raise UsageError("--title is for a recording without a page", hint="`archiver ingest briefing.mp3 --title …`")
    if len(pages) > 1 and (sound.audio or sound.transcript or url):
        raise UsageError("--audio, --transcript and --url are about one page", hint="ingest that page by itself")


def _expand(sources: list[str], batch: Batch) -> list[str]:
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
            batch.failures.append(str(error))
            print(f"archiver: {error}", file=sys.stderr)
    return pages


@dataclass(frozen=True)
class FoundSound:
    """Recordings that a person has, or looks for in a folder."""

    heading: ClassVar[str] = SOUND
    audio: Audio = None
    from_folder: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Look for missing recordings among the sound files of a folder, and show which fit.",
            show_default="none",
        ),
    ] = None
    yes: Annotated[bool, typer.Option("--yes", help="With --from-folder: take in those that fit.")] = False

    def check(self, release: str | None) -> None:
        """Raise ``UsageError`` where they do not go together, or not with the release."""
        if (self.yes and not self.from_folder) or (self.audio and self.from_folder):
            raise UsageError("--yes is for --from-folder, and --audio is not")
        if self.audio and release is None:
            raise UsageError("no release is named for the sound", hint="`archiver fetch RELEASE --audio FILE`")


def fetch(
    release: AnyRelease = None,
    *,
    sound: FoundSound,
    bounds: Bounds,
    transcribing: Transcribing,
    workers: Workers = 1,
    elsewhere: Elsewhere,
    network: Network,
    archive: Folder = HERE,
) -> None:
    """Try again for the recordings that could not be obtained, or attach those that you have.

    With --from-folder: files are told by their names, sizes, lengths and days, and, where that is not sure, by what is
    said in their first minutes (not with --no-transcribe). Nothing is changed without --yes.
    """
    from archiver.archive.read import lacking
    from archiver.cli.found_files import fetch_from_folder
    from archiver.pipeline.batch import Batch, fetch_again
    from archiver.pipeline.run import GivenMedia

    sound.check(release)
    spread, web, batch = elsewhere.wanted(workers), network.web(), Batch()
    options = transcribing.options(GivenMedia(tuple(sound.audio or ())), bounds)
    if sound.from_folder:
        fetch_from_folder(archive, sound.from_folder, release, options, web, spread, yes=sound.yes)
        return
    with opened_run(archive, options, web, spread) as run:
        chosen = lacking(run.archive) if release is None else [newest_version(run.archive, release)]
        fetch_again(run, chosen, batch)
    if not chosen:
        print("no release lacks a recording", file=sys.stderr)
    if batch.failures:
        raise typer.Exit(1)


def read(
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="A page, typed or HTML.")],
    url: Annotated[str | None, typer.Option(help="Where a saved page came from.")] = None,
    *,
    asking: Asking,
    as_json: Json = False,
) -> None:
    """Show what the archiver reads in a page, without archiving it: facts, paragraphs, media links, doubts.

    Where more than a tenth of the page's text is not in the release, the exit code is 1.
    """
    from archiver.models import MOST_LOST
    from archiver.page.source import read_page
    from archiver.pipeline.page import release_in
    from archiver.terminal.preview import render_preview

    page = read_page(source, url, asking.web())
    found = release_in(page)
    if as_json:
        print_json(asdict(found))
    else:
        console = page_console()
        for part in render_preview(found):
            console.print(part)
    if found.lost > MOST_LOST:
        print(f"archiver: {found.lost:.0%} of the page's text is not in the release; see its doubts", file=sys.stderr)
        raise typer.Exit(1)


def demo(archive: Folder = HERE) -> None:
    """Archive the built-in briefing (synthetic voices, invented words), and show it."""
    from archiver.demo import RECORDING, RELEASE
    from archiver.fetch.client import Web
    from archiver.pipeline.batch import Batch, archive_all
    from archiver.pipeline.run import GivenMedia, IngestOptions
    from archiver.reporting import Terminal

    batch, options = Batch(), IngestOptions(GivenMedia(audio=(str(RECORDING),)))
    with opened_run(archive, options, Web(reporter=Terminal()), create=True) as run:
        archive_all(run, [str(RELEASE)], batch)
    if batch.failures:
        raise typer.Exit(1)
    show(str(batch.outcomes[0].release_id), archive)
    where = "" if archive == HERE else f" --archive {archive}"
    print(f"\nThe voices are synthetic. To read and search it in a browser:  archiver serve{where}")
