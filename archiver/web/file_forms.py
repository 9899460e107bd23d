"""The files that a release can be had as, what each is called, and what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archiver.archive.store import Row
from archiver.export.as_json import render_json
from archiver.export.as_srt import render_srt
from archiver.export.as_txt import render_txt
from archiver.export.as_vtt import render_vtt
from archiver.export.document import Document
from archiver.export.rows import csv_lines
from archiver.export.sentence_rows import COLUMNS, sentence_rows

NAME_CHARACTERS = 80  # of a file's name, which stands in a folder among others
WITHOUT_TRANSCRIPT = ("txt", "json")  # what says something of a release of which nothing was transcribed


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form in which a release can be had.

    words: what a page calls it
    told: what is in it
    """

    media_type: str
    words: str
    told: str
    render: Callable[[Document], str]


def render_csv(document: Document) -> str:
    """Write a line for every sentence that was said."""
    return "".join(csv_lines(sentence_rows(document), COLUMNS))


FILE_FORMS: Mapping[str, FileForm] = {  # by the ending of their address
    "vtt": FileForm("text/vtt", "VTT", "captions, with speakers and paragraphs", render_vtt),
    "srt": FileForm("application/x-subrip", "SRT", "captions, for any player", render_srt),
    "txt": FileForm("text/plain", "text", "the release and what was said, to read and print", render_txt),
    "json": FileForm("application/json", "JSON", "all that is known, for programs", render_json),
    "csv": FileForm("text/csv", "CSV", "a row for every sentence, for spreadsheets", render_csv),
}


def forms_of(transcribed: bool) -> dict[str, FileForm]:
    """The forms in which a release can be had, by their endings."""
    return {ending: form for ending, form in FILE_FORMS.items() if transcribed or ending in WITHOUT_TRANSCRIPT}


def file_name(release: Row, ending: str) -> str:
    """A name by which a downloaded file is known: its day and its title, as ``2006-03-31-a-statement.vtt``."""
    words = "-".join(re.findall(r"\w+", f"{release['date'] or ''} {release['title']}".casefold()))
    return f"{words[:NAME_CHARACTERS].rstrip('-') or 'release'}.{ending}"
