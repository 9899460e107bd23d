"""How commands give out rows for programs: as JSON, CSV, TSV or a line each, with the options that sqlite-utils has."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import typer

from archiver.cli.options import Json
from archiver.cli.printing import print_json
from archiver.errors import UsageError

ROWS = "Rows"
T = TypeVar("T")


@dataclass(frozen=True)
class RowLines:
    """Rows in lines, and how many."""

    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, safe in spreadsheets.", rich_help_panel=ROWS)] = (
        False
    )
    as_tsv: Annotated[bool, typer.Option("--tsv", help="Print values with tabs between.", rich_help_panel=ROWS)] = False
    as_nl: Annotated[bool, typer.Option("--nl", help="Print JSON, a row a line.", rich_help_panel=ROWS)] = False
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="The first N rows only.", rich_help_panel=ROWS)
    ] = None

    @property
    def forms(self) -> int:
        """How many forms were asked for."""
        return self.as_csv + self.as_tsv + self.as_nl

    def first(self, rows: list[T]) -> list[T]:
        """As many rows as are wanted."""
        return rows[: self.limit]

    def printed(self, found: list[dict[str, Any]], columns: Sequence[str]) -> bool:
        """Print rows, if a program wants them; False if a person does. Raises ``UsageError`` for two forms at once.

        columns: what every row has; they are the headings, also where there are no rows
        """
        if self.forms > 1:
            raise UsageError("--json, --csv, --tsv and --nl are forms of the same rows", hint="choose one")
        if not self.forms:
            return False
        from archiver.export.rows import csv_lines, json_lines

        rows = self.first(found)
        if self.as_nl:
            lines = json_lines(rows, ascii_only=not sys.stdout.encoding.lower().startswith("utf"))
        else:
            lines = csv_lines(rows, columns, "\t" if self.as_tsv else ",")
        for line in lines:
            print(line, end="")
        return True


@dataclass(frozen=True)
class RowsOut(RowLines):
    """Rows in lines or as one JSON text, and how many."""

    as_json: Json = False

    @property
    def forms(self) -> int:
        """See ``RowLines.forms``."""
        return self.as_csv + self.as_tsv + self.as_nl + self.as_json

    def printed(self, found: list[dict[str, Any]], columns: Sequence[str]) -> bool:
        """See ``RowLines.printed``."""
        if self.as_json and self.forms == 1:
            print_json(self.first(found))
            return True
        return super().printed(found, columns)
