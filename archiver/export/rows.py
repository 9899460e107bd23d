"""Rows as programs and spreadsheets read them: CSV, TSV, or a JSON object a line.

Text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP's page on CSV injection says.
JSON has it as it is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

Row = Mapping[str, object]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # full-width signs are taken for the others


def csv_lines(rows: Iterable[Row], columns: Sequence[str], delimiter: str = ",") -> Iterator[str]:
    """A line of headings and one for every row, each with its line break; breaks inside of texts stay, in quotes.

    columns: what every row has, in this order
    delimiter: a comma or, for TSV, a tab
    """
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
    for values in chain([columns], ([_cell(row[name]) for name in columns] for row in rows)):
        writer.writerow(values)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def json_lines(rows: Sequence[Row], *, ascii_only: bool = False) -> Iterator[str]:
    """A JSON object for every row, each with its line break (https://jsonlines.org).

    ascii_only: whether other letters are escaped
    """
    return (json.dumps(row, ensure_ascii=ascii_only) + "\n" for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
