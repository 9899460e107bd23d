"""How several commands print what they found: as JSON, as rows, or as lines as wide as the terminal."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archiver.display import visible

if TYPE_CHECKING:
    from archiver.consoles import PlainConsole
    from archiver.pipeline.ingest import IngestOutcome
    from archiver.pipeline.reread import RereadOutcome

MOST_LAID_OUT = 1000  # rows; to fit the columns of ten thousand to each other takes seconds, and nobody reads them so


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


def print_rows(found: list[dict[str, Any]], columns: dict[str, str]) -> None:
    """A table of rows, laid out or, where they are many, with tabs; ``columns`` from name to heading."""
    if len(found) > MOST_LAID_OUT:
        print(*columns.values(), sep="\t")
        for row in found:
            print(visible("\t".join("" if row[name] is None else str(row[name]) for name in columns)))
        return
    from rich import box
    from rich.table import Table

    from archiver.consoles import PlainConsole

    table = Table(*columns.values(), box=box.SIMPLE_HEAD, pad_edge=False)
    for row in found:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    PlainConsole(width=None if sys.stdout.isatty() else 160).print(table)


def print_outcomes(outcomes: Iterable[IngestOutcome | RereadOutcome]) -> None:
    """Print what became of releases as JSON."""
    from dataclasses import asdict

    print_json([{name.removesuffix("_id"): value for name, value in asdict(outcome).items()} for outcome in outcomes])
