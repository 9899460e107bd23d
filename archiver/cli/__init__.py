"""The command line: it parses, calls and prints, and turns errors into words and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.errors import ArchiverError, UsageError

if TYPE_CHECKING:
    from archiver.archive.store import Archive
    from archiver.fetch.politeness import Manners
    from archiver.pipeline.batch import Batch, Wanted
    from archiver.pipeline.ingest import Options
    from archiver.pipeline.transcript import Wish

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Keeps a written release and the recording of its press briefing, and ties what was said to what was written.",
)


class Engine(StrEnum):
    """The engines that can hear; the names are those of ``archiver.transcript.ENGINES``."""

    faster = "faster-whisper"
    openai = "openai-whisper"


class Device(StrEnum):
    """Where an engine computes; the names are those of ``archiver.transcript.DEVICES``."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


class Format(StrEnum):
    """The export formats; the names are those of ``archiver.export.FORMATS``."""

    json = "json"
    vtt = "vtt"
    srt = "srt"
    txt = "txt"


Folder = Annotated[
    Path, typer.Option("--archive", envvar="ARCHIVER_HOME", help="The archive's folder.", show_default="this folder")
]
ReleaseName = Annotated[str, typer.Argument(metavar="RELEASE", help="Id, address, or part of the title.")]
AnyRelease = Annotated[
    str | None,
    typer.Argument(metavar="RELEASE", help="Id, address, or part of the title.", show_default="all of them"),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EngineName = Annotated[Engine | None, typer.Option(help="What listens.", show_default="faster-whisper")]
ModelName = Annotated[str, typer.Option(help="A model's name or folder; auto: the best that is on this machine.")]
Language = Annotated[str | None, typer.Option(help="What is spoken (en, fr, …).", show_default="found out")]
DeviceName = Annotated[Device, typer.Option(help="Where to compute.")]
AllowPrivate = Annotated[
    bool,
    typer.Option(
        "--allow-private/--no-allow-private",
        envvar="ARCHIVER_ALLOW_PRIVATE",
        help="Ask addresses of this machine and its network, too.",
    ),
]
UseWayback = Annotated[bool, typer.Option("--wayback", help="Ask a web archive for what is gone.")]
WaybackAddress = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Which web archive, with --wayback; else as ARCHIVER_WAYBACK says.",  # alone that one asks for nothing
        show_default="https://web.archive.org",
    ),
]
Audio = Annotated[
    list[str] | None, typer.Option(help="The sound, FILE or URL; LABEL=FILE where the page names several.")
]
Transcribe = Annotated[bool, typer.Option("--transcribe/--no-transcribe", help="Hear the recordings.")]
IgnoreRobots = Annotated[bool, typer.Option("--ignore-robots", help="Ask for what a host's robots.txt forbids.")]
Pause = Annotated[float, typer.Option(metavar="SECONDS", min=0, max=3600, help="Between two requests to one host.")]
Workers = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        help="Hear so many recordings at once, each in a process with one thread; 1: in this process, with all cores.",
    ),
]
HERE = Path()


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 something failed, 2 wrong usage."""
    try:
        app()
    except ArchiverError as error:
        print(f"archiver: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except OSError as error:
        print(f"archiver: {error.strerror or error}: {error.filename or 'a file of the archive'}", file=sys.stderr)
        sys.exit(1)
    except UnicodeEncodeError as error:
        if error.encoding != "utf-8":
            print(f"archiver: {error.encoding} cannot show what was found; set PYTHONIOENCODING=utf-8", file=sys.stderr)
            sys.exit(1)
        print("archiver: a name on the command line is no text that can be looked for", file=sys.stderr)
        sys.exit(2)


@contextmanager
def _opened(folder: Path, *, create: bool = False) -> Iterator[Archive]:
    from archiver.archive.store import open_archive

    with open_archive(folder, create=create) as archive:
        yield archive


def _newest(archive: Archive, release: int) -> int:
    """The newest version of a release; what is done to an older one nobody would see."""
    from archiver.archive.read import newer_version

    newer = newer_version(archive, release)
    if newer:
        print(f"release {release} has a newer version: release {newer}", file=sys.stderr)
    return newer or release


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_rows(found: list[dict[str, Any]], columns: dict[str, str]) -> None:
    """A table of rows; ``columns`` from name to heading."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns.values(), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False).print(table, markup=False)


@app.command()
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

    _check_date("since", since)
    manners = _manners(allow_private, ignore_robots, pause, wayback, wayback_address)
    hand, wish = Hand(tuple(audio or ()), transcript), _wish(engine, model, language, device)
    options = Options(hand, None if list_of else url, transcribe, fetch, wish, manners, since)
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

    batch, web = Batch(), Web(options.manners, Terminal())
    pages = _expanded(sources, batch.failures)
    if len(pages) > 1 and (options.hand.audio or options.hand.transcript or options.url):
        raise UsageError("--audio, --transcript and --url are about one page", hint="ingest that page by itself")
    with _opened(folder, create=True) as archive, at_work(workers, Terminal()) as work:
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
    batch, web = Batch(), Web(options.manners, Terminal())
    items = read_list(source, url, wanted, web, batch)
    with _opened(folder, create=True) as archive, at_work(workers, Terminal()) as work:
        archive_listed(archive, items, options, Terminal(), web, batch, work)
    for line in summary(batch, len(items), wanted.since):
        print(line, file=sys.stderr)
    _end(batch, as_json)


def _end(batch: Batch, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        _print_json([asdict(outcome) for outcome in batch.outcomes])
    if batch.failures:
        raise typer.Exit(1)


def _wish(engine: Engine | None, model: str, language: str | None, device: Device) -> Wish:
    from archiver.pipeline.transcript import Wish

    return Wish(engine.value if engine else None, model, language, device.value)


def _manners(
    allow_private: bool, ignore_robots: bool, pause: float, wayback: bool = False, address: str | None = None
) -> Manners:
    from archiver.fetch.http import is_address
    from archiver.fetch.politeness import Manners
    from archiver.fetch.wayback import WAYBACK

    if address and not wayback:
        raise UsageError("--wayback-address says which web archive", hint="say --wayback as well")
    where = address or os.environ.get("ARCHIVER_WAYBACK") or WAYBACK
    if wayback and not is_address(where):
        raise UsageError(f"the web archive {where} has no http address", hint="see --wayback-address, ARCHIVER_WAYBACK")
    return Manners(allow_private, ignore_robots, pause, where if wayback else None)


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


@app.command()
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
    manners = _manners(allow_private, ignore_robots, pause, wayback, wayback_address)
    hand, wish = Hand(tuple(audio or ())), _wish(engine, model, language, device)
    options, batch = Options(hand, transcribe=transcribe, hearing=wish, manners=manners), Batch()
    with _opened(archive) as opened, at_work(workers, Terminal()) as work:
        chosen = lacking(opened) if release is None else [_newest(opened, find_release(opened, release))]
        fetch_again(opened, chosen, options, Terminal(), Web(manners, Terminal()), batch, work)
    if not chosen:
        print("every recording that a release speaks of is there", file=sys.stderr)
    if batch.failures:
        raise typer.Exit(1)


@app.command()
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
    from archiver.terminal.preview import render

    web = Web(_manners(allow_private, ignore_robots, pause), Terminal())
    found = release_in(read_page(source, url, web))
    if as_json:
        _print_json(asdict(found))
        return
    console = Console(width=shutil.get_terminal_size((100, 24)).columns, highlight=False)
    for part in render(found):
        console.print(part)


@app.command("list")
def list_(archive: Folder = HERE, as_json: Json = False) -> None:
    """List the releases, by date."""
    from archiver.archive.read import list_releases

    with _opened(archive) as opened:
        found = list_releases(opened)
    if as_json:
        _print_json(found)
        return
    for row in found:
        row["talked"] = f"{row['talked_about']} of {row['paragraphs']}"
        row["sound"] = f"{row['obtained']} of {row['recordings']}"
    headings = {"id": "id", "date": "date", "number": "number", "title": "title"}
    _print_rows(found, {**headings, "sound": "recordings", "talked": "paragraphs talked about"})


@app.command()
def show(
    release: ReleaseName,
    archive: Folder = HERE,
    as_json: Json = False,
    why: Annotated[bool, typer.Option("--why", help="Why each sentence is on its paragraph.")] = False,
    segment: Annotated[
        int | None, typer.Option(min=1, help="With --why: only this sentence, by its id; also one on no paragraph.")
    ] = None,
) -> None:
    """Show a release: how much of each paragraph was read, when it was talked about, and the recording as a ribbon.

    With --why: every link with the words in common side by side, what its score is made of, and what was not read.
    """
    if segment and not why:
        raise UsageError("--segment says about which sentence --why is asked")
    if why:
        _show_why(release, archive, as_json, segment)
        return
    from rich.console import Console

    from archiver.archive.read import find_release, newer_version, warnings_of
    from archiver.archive.release_document import document
    from archiver.terminal.release_view import render

    with _opened(archive) as opened:
        key = find_release(opened, release)
        found, newer, warnings = document(opened, key), newer_version(opened, key), warnings_of(opened, key)
    if as_json:
        _print_json(found)
        return
    width = shutil.get_terminal_size((100, 24)).columns
    console = Console(width=width, highlight=False)
    for part in render(found, width):
        console.print(part)
    for warning in warnings:
        console.print(f"warning: {warning}", style="yellow", markup=False)
    if newer:
        console.print(f"There is a newer version of this page: release {newer}.", style="yellow")


def _show_why(release: str, archive: Path, as_json: bool, segment: int | None) -> None:
    from rich.console import Console

    from archiver.archive.people.human_links import none_by_hand
    from archiver.archive.read import find_release
    from archiver.archive.release_document import document
    from archiver.export.reasons import reasons, sentence_of
    from archiver.pipeline.alignment import closest
    from archiver.terminal.why import render_why

    with _opened(archive) as opened:
        key = find_release(opened, release)
        found = document(opened, key)
        alone = segment if segment and not sentence_of(found, segment)["links"] else None
        decided = none_by_hand(opened, key, alone) if alone else None
        nearly = closest(opened, key, alone) if alone and not decided else None
    if as_json:
        _print_json({**reasons(found, segment), **({"closest": nearly, "decided": decided} if alone else {})})
        return
    width = shutil.get_terminal_size((100, 24)).columns
    console = Console(width=width, highlight=False)
    colour = bool(console.color_system) and not console.no_color
    for part in render_why(found, width, colour=colour, segment=segment, closest=nearly, decided=decided):
        console.print(part)


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help='All of them; "in quotes" together; reform* begins a word.')],
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Search titles, paragraphs and what was said."""
    from archiver.archive.search import search as find
    from archiver.export.times import clock

    with _opened(archive) as opened:
        found = find(opened, " ".join(words))
    if as_json:
        _print_json(found)
        return
    if not found:
        print("nothing was found", file=sys.stderr)
        return
    for row in found:
        row["when"] = "" if row["start"] is None else clock(row["start"])
    _print_rows(found, {"kind": "", "release": "release", "when": "at", "paragraph": "¶", "snippet": "text"})


@app.command()
def stats(archive: Folder = HERE, as_json: Json = False) -> None:
    """Count what is in the archive."""
    from archiver.archive.read import stats as count

    with _opened(archive) as opened:
        found = count(opened)
    if as_json:
        _print_json(found)
        return
    _print_rows(
        [{"what": name.replace("_", " "), "count": f"{value:,}"} for name, value in found.items()],
        {"what": "", "count": ""},
    )


@app.command()
def history(release: ReleaseName, archive: Folder = HERE, as_json: Json = False) -> None:
    """Tell what was done about a release and its recordings, oldest first."""
    from archiver.archive.read import find_release
    from archiver.archive.read import history as told

    with _opened(archive) as opened:
        found = told(opened, find_release(opened, release))
    if as_json:
        _print_json(found)
        return
    _print_rows(found, {"at": "at", "action": "step", "outcome": "outcome", "message": "what", "seconds": "s"})


@app.command()
def transcribe(
    recording: Annotated[str, typer.Argument(help="Id, or the beginning of the SHA-256.")],
    engine: EngineName = None,
    model: ModelName = "auto",
    language: Language = None,
    device: DeviceName = Device.auto,
    archive: Folder = HERE,
) -> None:
    """Hear a recording once more, with another engine or model, and link its releases to what was heard."""
    from archiver.archive.read import find_recording, releases_of
    from archiver.pipeline.alignment import link_release
    from archiver.pipeline.transcript import hear_recording
    from archiver.reporting import Terminal

    with _opened(archive) as opened:
        key = int(find_recording(opened, recording)["id"])
        releases = releases_of(opened, key)
        wish = _wish(engine, model, language, device)
        made, new = hear_recording(opened, key, wish, next(iter(releases), None), Terminal(), again=True)
        if not new:
            print(f"recording {key} was heard with these settings before: transcript {made}", file=sys.stderr)
        for release in releases:
            link_release(opened, release, made, Terminal())


@app.command()
def align(release: ReleaseName, archive: Folder = HERE) -> None:
    """Link a release to the newest transcripts of its recordings again."""
    from archiver.archive.read import find_release
    from archiver.pipeline.alignment import link_release
    from archiver.pipeline.transcript import newest_transcripts
    from archiver.reporting import Terminal

    with _opened(archive) as opened:
        key = _newest(opened, find_release(opened, release))
        known = newest_transcripts(opened, key)
        if not known:
            raise UsageError(f"release {key} has no transcript yet", hint="`archiver ingest` its page again to hear it")
        for transcript in known:
            link_release(opened, key, transcript, Terminal(), again=True)


@app.command()
def reread(
    release: AnyRelease = None,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Read the archived pages again with a better reader; what changes is linked again, and older readings stay."""
    from dataclasses import asdict

    from archiver.archive.read import find_release
    from archiver.pipeline.reread import reread as read_again
    from archiver.reporting import Terminal

    with _opened(archive) as opened:
        outcomes = read_again(opened, None if release is None else find_release(opened, release), Terminal())
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    for failure in failures:
        print(f"archiver: {failure}", file=sys.stderr)
    same = sum(not outcome.changed and not outcome.failures for outcome in outcomes)
    if same or not outcomes:
        print(f"{same} release{'s' * (same != 1)} unchanged", file=sys.stderr)
    if as_json:
        _print_json([asdict(outcome) for outcome in outcomes])
    if failures:
        raise typer.Exit(1)


@app.command()
def edit(
    release: ReleaseName,
    title: Annotated[str | None, typer.Option(help="Its title.")] = None,
    number: Annotated[str | None, typer.Option(help="Its number as printed.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it.")] = None,
    date: Annotated[str | None, typer.Option(help="Its date, as 2006-03-31.")] = None,
    updated: Annotated[str | None, typer.Option(help="When the page was updated, as 2006-03-31.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, as en.")] = None,
    segment: Annotated[
        int | None, typer.Option(min=1, max=2**63 - 1, help="A sentence's id in the JSON of `export`, with --text.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(help="What was really said in the sentence; what was heard stays.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Who says so, for everybody to see.", show_default="your login name")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was put right in the sentence.")] = False,
    archive: Folder = HERE,
) -> None:
    """Put right a release's metadata, where an empty text means not known, or what was heard in a sentence.

    What stood there before is in the release's history.
    """
    from archiver.archive.edit import edit_release
    from archiver.archive.read import find_release

    facts = (title, number, issuer, date, updated, language)
    if segment is not None or text is not None or by is not None or undo:
        if facts != (None,) * len(facts):
            raise UsageError("metadata and a sentence are put right one after the other")
        _edit_sentence(release, segment, text, by, archive, undo=undo)
        return
    given = {"title": title, "number": number, "issuer": issuer, "date": date, "updated": updated, "language": language}
    for name in ("date", "updated"):
        _check_date(name, given[name])
    with _opened(archive) as opened:
        key = _newest(opened, find_release(opened, release))
        edit_release(opened, key, {name: value for name, value in given.items() if value is not None})
    print(f"release {key} was put right")


def _edit_sentence(
    release: str, segment: int | None, text: str | None, by: str | None, archive: Path, *, undo: bool
) -> None:
    from archiver.archive.people import texts as put_right
    from archiver.archive.read import find_release

    if segment is None:
        raise UsageError("which sentence?", hint="--segment ID; `archiver export RELEASE` tells the id of each")
    if (text is None) != undo or (undo and by is not None):
        raise UsageError("--segment wants either --text, with --by if you like, or --undo")
    who = by if by is not None or undo else _login()
    with _opened(archive) as opened:
        key = _newest(opened, find_release(opened, release))
        if text is None:
            told, *warnings = put_right.undo(opened, key, segment)
        else:
            told, *warnings = put_right.put_right(opened, key, segment, text, who or "")
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(told)


def _login() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError) as error:  # a container's user without a name: KeyError up to Python 3.12
        raise UsageError("nobody is logged in by a name", hint="give yours with --by") from error


@app.command()
def link(
    release: ReleaseName,
    segment: Annotated[
        int, typer.Argument(metavar="SEGMENT", min=1, max=2**63 - 1, help="The sentence's id in the JSON of `export`.")
    ],
    paragraph: Annotated[
        str,
        typer.Argument(
            metavar="PARAGRAPH|none|machine",
            help="The paragraph's position; none: it belongs to no paragraph; machine: what was found counts again.",
        ),
    ],
    also: Annotated[bool, typer.Option("--also", help="It belongs to this paragraph, too.")] = False,
    archive: Folder = HERE,
) -> None:
    """Say to which paragraph a sentence belongs; that stays, whatever is heard, read or linked again."""
    from archiver.archive.people.human_links import decide, take_back
    from archiver.archive.read import find_release

    position = int(paragraph) if paragraph.isdecimal() else None
    if position is None and (also or paragraph not in ("none", "machine")):
        wrong = "--also wants a paragraph" if also else f"{paragraph!r} is no paragraph"
        raise UsageError(wrong, hint="give its position, from 1; or none, or machine")
    with _opened(archive) as opened:
        key = _newest(opened, find_release(opened, release))
        if paragraph == "machine":
            told, *warnings = take_back(opened, key, segment)
        else:
            told, *warnings = decide(opened, key, segment, position, also=also)
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(told)


@app.command()
def speakers(
    release: ReleaseName,
    name: Annotated[
        list[str] | None, typer.Option(metavar="LABEL=NAME", help="Who a voice is; S1= takes the name away.")
    ] = None,
    recording: Annotated[int | None, typer.Option(metavar="ID", help="Which, if several have voices.")] = None,
    find: Annotated[bool, typer.Option("--find", help="Tell voices apart where a transcript has none yet.")] = False,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """List who speaks, told by the voice, or give the voices names; those stay when it is heard again."""
    from archiver.archive.read import find_release
    from archiver.archive.speaker_names import name_speakers, speakers_of
    from archiver.export.times import clock

    names = dict(map(_name_of, name or []))
    with _opened(archive) as opened:
        key = _newest(opened, find_release(opened, release))
        if find:
            _find_speakers(opened, key)
        if names:
            print(name_speakers(opened, key, names, recording), file=sys.stderr)
        found = [row for row in speakers_of(opened, key) if recording in (None, row["recording"])]
    if as_json:
        _print_json(found)
        return
    if not found:
        print("no voices were told apart; --find does it where there is sound", file=sys.stderr)
        return
    for row in found:
        row["first"], row["spoke"] = clock(row["start"]), clock(row["seconds"])
    columns = {"label": "", "name": "name", "sentences": "sentences", "spoke": "spoke", "first": "first at"}
    _print_rows(found, {**columns, "words": "first words", "recording": "recording"})


def _find_speakers(archive: Archive, release: int) -> None:
    from archiver.pipeline.diarization import find_speakers
    from archiver.reporting import Terminal

    find_speakers(archive, release, Terminal())


def _name_of(given: str) -> tuple[str, str | None]:
    """A voice's label and its name, out of ``S1=Spokesman``."""
    from archiver.export.document import one_line

    label, equals, name = given.partition("=")
    if not equals or not label.strip():
        raise UsageError(f"--name {given} names no voice", hint="write it as --name S1=Spokesman")
    return label.strip(), one_line(name) or None


def _check_date(name: str, value: str | None) -> None:
    from datetime import date

    if value:
        try:
            written = date.fromisoformat(value).isoformat()
        except ValueError:
            written = ""
        if written != value:  # Python takes 20060331 and 2006-W13-5, too, by which no list can be sorted
            raise UsageError(f"--{name} {value} is no date", hint="write it as 2006-03-31")


@app.command()
def export(
    release: ReleaseName,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.json,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to.", show_default="standard output")
    ] = None,
    archive: Folder = HERE,
) -> None:
    """Write a release with all that was said, as JSON, captions or text."""
    from archiver.archive.read import find_release
    from archiver.archive.release_document import document
    from archiver.export import FORMATS

    with _opened(archive) as opened:
        text = FORMATS[form.value](document(opened, find_release(opened, release)))
    if output is None:
        print(text, end="")
    else:
        output.write_text(text, encoding="utf-8")


@app.command()
def clip(
    release: ReleaseName,
    paragraph: Annotated[int, typer.Option(min=1, help="Every passage on this paragraph, one after the other.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the MP3.")],
    archive: Folder = HERE,
) -> None:
    """Cut what was said about a paragraph out of the recordings."""
    from archiver.archive.read import find_release
    from archiver.pipeline.clip import cut_passages

    with _opened(archive) as opened:
        seconds = cut_passages(opened, find_release(opened, release), paragraph, output)
    print(f"{output}: {seconds:.1f} s")


@app.command()
def remove(
    release: ReleaseName,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    archive: Folder = HERE,
) -> None:
    """Take a release down, with the recordings that nothing else needs. That it was there stays in the log."""
    from archiver.archive.read import find_release, rows
    from archiver.archive.remove import remove_release

    with _opened(archive) as opened:
        key = find_release(opened, release)
        title = rows(opened, "select title from releases where id = ?", [key])[0]["title"]
        if not yes:
            typer.confirm(f"Take down release {key}, {title}, with all its versions and sound?", abort=True)
        files = remove_release(opened, key)
    print(f"release {key} was taken down, and {len(files)} files deleted")


@app.command()
def models(as_json: Json = False) -> None:
    """List the models: what is installed, what can be had, what is used by default."""
    from archiver.transcript import ENGINES
    from archiver.transcript.model_choice import catalogue
    from archiver.weights import linking_models, voice_models

    found = [*catalogue(ENGINES), *linking_models(), *voice_models()]
    if as_json:
        _print_json(found)
        return
    for row in found:
        row["default"] = "default" if row["default"] else None
    _print_rows(found, {"engine": "engine", "model": "model", "state": "state", "default": "", "sha256": "SHA-256"})


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any free one.")] = 8001,
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 lets in whoever gets here.")] = "127.0.0.1",
    allow_download: Annotated[bool, typer.Option(help="Offer the whole database as a file, as it is now.")] = False,
    archive: Folder = HERE,
) -> None:
    """Open the archive in a browser, on this machine only unless told otherwise, until Ctrl-C."""
    from archiver.web.serve import serve as run

    run(archive, port, host, download=allow_download)


@app.command()
def demo(archive: Folder = HERE) -> None:
    """Archive the built-in briefing (synthetic voices, invented words), and show it."""
    from archiver.demo import RECORDING, RELEASE
    from archiver.fetch.client import Web
    from archiver.pipeline.batch import Batch, archive_all
    from archiver.pipeline.ingest import Options
    from archiver.pipeline.recording import Hand
    from archiver.reporting import Terminal

    batch = Batch()
    with _opened(archive, create=True) as opened:
        archive_all(opened, [str(RELEASE)], Options(Hand(audio=(str(RECORDING),))), Terminal(), Web(), batch)
    if batch.failures:
        raise typer.Exit(1)
    show(str(batch.outcomes[0].release), archive)
    where = "" if archive == HERE else f" --archive {archive}"
    print(f"\nThe voices are synthetic. To read and search it in a browser:  archiver serve{where}")
