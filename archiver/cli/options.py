"""What several commands have in common: their options, the archive they open, the rows they print."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.archive.store import Archive
    from archiver.fetch.politeness import Politeness
    from archiver.pipeline.transcript import Wish


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


@contextmanager
def opened_archive(folder: Path, *, create: bool = False) -> Iterator[Archive]:
    """The archive in a folder, closed at the end; made there with ``create``."""
    from archiver.archive.store import open_archive

    with open_archive(folder, create=create) as archive:
        yield archive


def newest_version(archive: Archive, release: int) -> int:
    """The newest version of a release; what is done to an older one nobody would see."""
    from archiver.archive.read import newer_version

    newer = newer_version(archive, release)
    if newer:
        print(f"release {release} has a newer version: release {newer}", file=sys.stderr)
    return newer or release


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_rows(found: list[dict[str, Any]], columns: dict[str, str]) -> None:
    """A table of rows; ``columns`` from name to heading."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns.values(), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False).print(table, markup=False)


def asr_wish(engine: Engine | None, model: str, language: str | None, device: Device) -> Wish:
    """What the options say about transcribing."""
    from archiver.pipeline.transcript import Wish

    return Wish(engine.value if engine else None, model, language, device.value)


def politeness_of(
    allow_private: bool, ignore_robots: bool, pause: float, wayback: bool = False, address: str | None = None
) -> Politeness:
    """What the options say about asking the web. Raises ``UsageError``."""
    from archiver.fetch.http import is_address
    from archiver.fetch.politeness import Politeness
    from archiver.fetch.wayback import WAYBACK_MACHINE

    if address and not wayback:
        raise UsageError("--wayback-address says which web archive", hint="say --wayback as well")
    where = address or os.environ.get("ARCHIVER_WAYBACK") or WAYBACK_MACHINE
    if wayback and not is_address(where):
        raise UsageError(f"the web archive {where} has no http address", hint="see --wayback-address, ARCHIVER_WAYBACK")
    return Politeness(allow_private, ignore_robots, pause, where if wayback else None)


def check_date(name: str, value: str | None) -> None:
    """Raise ``UsageError`` for a date that is not written as 2006-03-31."""
    from datetime import date

    if value:
        try:
            written = date.fromisoformat(value).isoformat()
        except ValueError:
            written = ""
        if written != value:  # Python takes 20060331 and 2006-W13-5, too, by which no list can be sorted
            raise UsageError(f"--{name} {value} is no date", hint="write it as 2006-03-31")
