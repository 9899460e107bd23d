"""CSV: a row for every sentence, for spreadsheets and for those who count."""

from __future__ import annotations

from archiver.export.document import Document
from archiver.export.rows import csv_lines
from archiver.export.sentence_rows import COLUMNS, sentence_rows

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8


def render_csv(document: Document) -> str:
    """Write the newest transcript of every recording; a release without one has the row of headings alone."""
    return BYTE_ORDER_MARK + "".join(csv_lines(sentence_rows(document), COLUMNS))
