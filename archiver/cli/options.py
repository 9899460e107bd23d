"""Options that several commands have."""

from __future__ import annotations

import os
import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from archiver.errors import UsageError


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


def at_folder(folder: Path) -> str:
    """What a command that is told to a person ends with, so that it reaches the same archive."""
    known = Path(os.environ.get("ARCHIVER_HOME") or HERE)
    return "" if folder.resolve() == known.resolve() else f" --archive {shlex.quote(str(folder))}"


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
