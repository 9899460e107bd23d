"""What several commands have in common: their options, the archive they open, the rows they print."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.align.paraphrase.judge import Judge
    from archiver.archive.store import Archive
    from archiver.consoles import PlainConsole
    from archiver.fetch.client import Web
    from archiver.pipeline.ingest import IngestOutcome
    from archiver.pipeline.reread import RereadOutcome
    from archiver.pipeline.run import IngestOptions, Run
    from archiver.pipeline.scheduler import WantedWorkers
    from archiver.reporting import Reporter


class EngineChoice(StrEnum):
    """The engines that can transcribe; the names are those of ``archiver.transcript.ENGINES``."""

    faster = "faster-whisper"
    openai = "openai-whisper"


class Device(StrEnum):
    """Where an engine computes; the names are those of ``archiver.transcript.DEVICES``."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


class Format(StrEnum):
    """The export formats; the names are those of ``archiver.export.formats.FORMATS``, and ``all`` is all of them."""

    json = "json"
    vtt = "vtt"
    srt = "srt"
    txt = "txt"
    csv = "csv"
    md = "md"
    html = "html"
    epub = "epub"
    textgrid = "textgrid"
    eaf = "eaf"
    tei = "tei"
    chapters = "chapters"
    chapters_vtt = "chapters-vtt"
    webannotation = "webannotation"
    iiif = "iiif"
    ohms = "ohms"
    every = "all"


SOUND, NETWORK, WORKERS = "Recordings", "Network", "Workers"
"""Headings in the help of commands that have many options, where several groups stand below one."""

Folder = Annotated[
    Path, typer.Option("--archive", envvar="ARCHIVER_HOME", help="The archive's folder.", show_default="this folder")
]
ReleaseName = Annotated[str, typer.Argument(metavar="RELEASE", help="An id, an address, or part of the title.")]
AnyRelease = Annotated[
    str | None,
    typer.Argument(metavar="RELEASE", help="An id, an address, or part of the title.", show_default="all of them"),
]
HIGHEST = 2**63 - 1  # of SQLite's numbers, ids and positions among them


def row_number(text: str) -> int:
    """An id or a position, as people or a file of settings write it; help does not tell how far SQLite counts."""
    text = str(text)
    if not text.isdecimal() or len(text) > len(str(HIGHEST)) or not 1 <= int(text) <= HIGHEST:
        raise typer.BadParameter(f"{text} is no id or position: they are whole numbers from 1")
    return int(text)


def row_option(*names: str, metavar: str = "ID", **told: Any) -> Any:  # noqa: ANN401
    """An option that takes an id or a position; ``told`` is what ``typer.Option`` is told of it."""
    return typer.Option(*names, metavar=metavar, parser=row_number, **told)


SegmentId = Annotated[int | None, row_option("--segment", help="A sentence's id, as in the JSON of `export`.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JudgeName = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="MODEL",
        help="Ask a larger model as well: a reranker or NLI model, its name at Hugging Face or its folder; English.",
        show_default="none",
    ),
]


def _checked_least(value: float | None) -> float | None:
    if value is not None and not 0 <= value <= 1:  # not a number is neither
        raise typer.BadParameter(f"{value:g} is not from 0 to 1: write 0.9 for links that are certain")
    return value


Least = Annotated[
    float | None,
    typer.Option(
        metavar="SCORE",
        callback=_checked_least,
        help="Leave out links that are less sure: 0.9 keeps those that are certain, 0.7 the likely ones, too.",
        show_default="all links",
    ),
]
HERE = Path()


@contextmanager
def opened_archive(folder: Path, *, create: bool = False) -> Iterator[Archive]:
    """The archive in a folder, closed at the end; made there with ``create``.

    What a killed run left to be taken down is finished first.
    """
    from archiver.archive.store import open_archive
    from archiver.archive.tidy import finish_take_downs
    from archiver.reporting import Terminal

    with open_archive(folder, create=create, reporter=Terminal()) as archive:
        for warning in finish_take_downs(archive):
            print(f"warning: {warning}", file=sys.stderr)
        yield archive


@contextmanager
def reading_archive(folder: Path) -> Iterator[Archive]:
    """The archive in a folder, of which nothing is changed; what is still to be taken down from it is told."""
    from archiver.archive.store import left_to_delete, read_archive

    with read_archive(folder) as archive:
        if left := left_to_delete(archive):
            told = "what was taken down is not all deleted; the next command that writes does it"
            print(f"warning: {told}: {'; '.join(left)}", file=sys.stderr)
        yield archive


@contextmanager
def opened_run(
    folder: Path, options: IngestOptions, web: Web, wanted: WantedWorkers | None = None, *, create: bool = False
) -> Iterator[Run]:
    """A run on the archive in a folder; at the end all its recordings are done, and the archive is closed."""
    from archiver.pipeline.run import Run
    from archiver.pipeline.scheduler import WantedWorkers, open_jobs

    with (
        opened_archive(folder, create=create) as archive,
        open_jobs(wanted or WantedWorkers(), folder, web.reporter) as jobs,
    ):
        if options.transcribe:
            say_what_is_missing(web.reporter)
        yield Run(archive, options, web.reporter, web, jobs)


def say_what_is_missing(reporter: Reporter) -> None:
    """Say, once a run, how transcripts would get speakers, where the network for it is not installed."""
    from archiver.transcript.speakers import missing_weights

    if line := missing_weights():
        reporter.say(line)


def newest_version(archive: Archive, name: str) -> int:
    """The id of the newest version of a release; nobody would see what is done to an older one.

    name: its id, address, or part of its title
    """
    from archiver.archive.read import find_release, newer_version

    release_id = find_release(archive, name)
    newer = newer_version(archive, release_id)
    if newer:
        print(f"release {release_id} has a newer version: release {newer}", file=sys.stderr)
    return newer or release_id


def print_json(value: object) -> None:
    """Print a value as JSON; letters that the encoding of the output may lack are escaped, and not replaced."""
    print(json.dumps(value, ensure_ascii=not sys.stdout.encoding.lower().startswith("utf"), indent=2))


def say_left_out(document: dict[str, Any], recordings: int | None = None) -> None:
    """Say on stderr how many links of an exported document ``--least`` left out.

    recordings: how many of those that were transcribed are printed; None for all
    """
    from archiver.export.document import newest_transcripts
    from archiver.export.grades import left_out_words

    if told := left_out_words(document, [transcript for _, transcript in newest_transcripts(document)[:recordings]]):
        print(told, file=sys.stderr)


def page_console() -> PlainConsole:
    """Where a page is printed, as wide as the terminal."""
    from archiver.consoles import PlainConsole

    return PlainConsole(width=shutil.get_terminal_size((100, 24)).columns)


def print_indented(lines: Iterable[str]) -> None:
    """Print lines as wide as the terminal; what is folded begins where its line does."""
    console = page_console()
    for line in lines:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        for part in console.render_str(text).wrap(console, max(1, console.width - indent)):
            print(" " * indent + part.plain.rstrip())


MOST_LAID_OUT = 1000  # rows; to fit the columns of ten thousand to each other takes seconds, and nobody reads them so


def print_rows(found: list[dict[str, Any]], columns: dict[str, str]) -> None:
    """A table of rows, laid out or, where they are many, with tabs; ``columns`` from name to heading."""
    from rich import box
    from rich.table import Table

    from archiver.consoles import PlainConsole
    from archiver.display import visible

    if len(found) > MOST_LAID_OUT:
        print(*columns.values(), sep="\t")
        for row in found:
            print(*("" if row[name] is None else visible(str(row[name])) for name in columns), sep="\t")
        return
    table = Table(*columns.values(), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    PlainConsole(width=None if sys.stdout.isatty() else 160).print(table)


def print_outcomes(outcomes: Iterable[IngestOutcome | RereadOutcome]) -> None:
    """Print what became of releases as JSON."""
    from dataclasses import asdict

    print_json([{name.removesuffix("_id"): value for name, value in asdict(outcome).items()} for outcome in outcomes])


def chosen_judge(name: str | None, reporter: Reporter) -> Judge | None:
    """The model of ``--judge``. Raises ``ModelError`` where it is none, or cannot be had."""
    if name is None:
        return None
    from archiver.align.paraphrase.cross_encoder import CrossEncoder
    from archiver.align.paraphrase.judge import Judge

    reporter.say(f"loading {name}…")
    return Judge(CrossEncoder(name), reporter)


def check_date(name: str, value: str | None) -> None:
    """Raise ``UsageError`` for a date that is not written as 2006-03-31."""
    from datetime import date

    if value:
        try:
            written = date.fromisoformat(value).isoformat()
        except ValueError:
            written = ""
        if written != value:  # Python takes 20060331 and 2006-W13-5, too, by which no list can be sorted
            raise UsageError(f"--{name} {value} is not a date", hint="write it as 2006-03-31")
