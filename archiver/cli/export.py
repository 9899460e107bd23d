"""The command that writes a release for others: export."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import typer

from archiver.cli.opening import reading_archive
from archiver.cli.options import HERE, Folder, Format, Least, ReleaseName, row_option
from archiver.cli.printing import say_left_out
from archiver.cli.rows_out import RowLines
from archiver.errors import UsageError
from archiver.outputs import STANDARD_OUTPUT

if TYPE_CHECKING:
    from archiver.archive.store import Archive


@dataclass(frozen=True)
class Contents:
    """What of a release is written."""

    heading: ClassVar[str] = "Contents"
    recording: Annotated[
        int | None,
        row_option(help="One recording alone; captions have the first one otherwise.", show_default="all of them"),
    ] = None
    transcript: Annotated[int | None, row_option(help="One transcript alone.", show_default="the newest")] = None
    least: Least = None
    doubts: Annotated[
        bool, typer.Option("--doubts/--no-doubts", help="Whether vtt, srt and txt mark the words that are doubtful.")
    ] = True

    def of(self, document: dict[str, Any]) -> dict[str, Any]:
        """What they leave of an exported document."""
        from archiver.export.document import only
        from archiver.export.doubtful import without_doubts
        from archiver.export.grades import with_least

        found = with_least(only(document, self.recording, self.transcript), self.least)
        return found if self.doubts else without_doubts(found)


def export(
    release: ReleaseName,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="The format to write; all: every one, into the folder --output.",
            show_default="that of the file's ending, else json",
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write.", show_default="standard output")
    ] = STANDARD_OUTPUT,
    *,
    contents: Contents,
    rows: RowLines,
    archive: Folder = HERE,
) -> None:
    """Write a release with all that was said: json has everything, and each other format what it has a place for.

    Captions: vtt, srt, chapters, chapters-vtt. To read: txt, md, html, epub (reads the release aloud). For tables: csv.
    For research: textgrid (Praat), eaf (ELAN), tei (ISO 24624). For libraries: ohms, iiif, webannotation.

    With --csv, --tsv or --nl: a row for every sentence.
    """
    from archiver.archive.read import find_release
    from archiver.archive.release_document import build_document
    from archiver.export.sentence_rows import COLUMNS, sentence_rows

    form = _form_of(output, form, rows)
    if not contents.doubts:
        _expect_marks(rows, form)
    with reading_archive(archive) as opened:
        found = contents.of(build_document(opened, find_release(opened, release)))
        if rows.forms:
            say_left_out(found)
            rows.printed(sentence_rows(found), COLUMNS)
        elif form is Format.every:
            _write_all(opened, found, output)
        else:
            _write(opened, found, form, output)


def _expect_marks(rows: RowLines, form: Format) -> None:
    """Raises ``UsageError`` where no doubtful words are marked anyway."""
    from archiver.export.formats import FORMATS

    marking = [name for name, one in FORMATS.items() if one.marks_doubts]
    if rows.forms or form.value not in marking:
        told = f"--no-doubts is about {', '.join(marking)}, which mark doubtful words"
        raise UsageError(told, hint="give one as --format")


def _write(opened: Archive, document: dict[str, Any], form: Format, output: Path) -> None:
    from archiver.export.formats import FORMATS
    from archiver.outputs import write_out
    from archiver.pipeline.export import render

    meant = FORMATS[form.value]
    if meant.is_binary and output == STANDARD_OUTPUT and sys.stdout.isatty():
        raise UsageError(f"{form.value} is no text for a terminal", hint=f"give --output with a name in {meant.ending}")
    data = render(opened, document, meant)
    if meant.has_links:
        say_left_out(document, 1 if meant.one_transcript else None)
    if meant.one_transcript:
        _say_others(document)
    if output == STANDARD_OUTPUT and not meant.is_binary:
        print(data.decode(), end="")
    else:
        write_out(output, data)
    if meant.lacks:
        print(f"{form.value} has no place for {meant.lacks}; json has everything", file=sys.stderr)


def _write_all(opened: Archive, document: dict[str, Any], folder: Path) -> None:
    """Write every format, and tell of each what it has no place for."""
    from archiver.pipeline.export import export_all

    if folder == STANDARD_OUTPUT:
        raise UsageError("several files do not go to standard output", hint="name a folder with --output")
    say_left_out(document)
    _say_others(document)
    for one in export_all(opened, document, folder):
        if one.path is None:
            print(f"no {one.form.ending}: {one.why}", file=sys.stderr)
        else:
            print(f"{one.path}: {f'without {one.form.lacks}' if one.form.lacks else 'lossless, it has everything'}")


def _say_others(document: dict[str, Any]) -> None:
    """Say which transcripts a format that has only one leaves out."""
    from archiver.export.document import newest_transcripts

    for recording, transcript in newest_transcripts(document)[1:]:
        told = f"recording {recording['id']} ({transcript['language'] or 'language not known'}) has a transcript, too"
        print(f"{told}: --recording {recording['id']} writes that", file=sys.stderr)


def _form_of(output: Path, form: Format | None, rows: RowLines) -> Format:
    """The format that was asked for, by name or by the ending of a file's name. Raises ``UsageError``."""
    from archiver.export.formats import FORMATS

    if rows.forms and (form or output != STANDARD_OUTPUT):
        raise UsageError("rows go to standard output", hint="omit --format and --output, or send them on with >")
    if rows.limit is not None and not rows.forms:
        raise UsageError("--limit is about rows", hint="give --csv, --tsv or --nl as well")
    if form is Format.every:
        return form
    name = output.name.lower()
    endings = {kind: FORMATS[kind.value].ending.lower() for kind in Format if kind is not Format.every}
    meant = max((kind for kind in endings if name.endswith(endings[kind])), key=lambda k: len(endings[k]), default=None)
    if form and meant and not endings[form].endswith(output.suffix.lower()):
        raise UsageError(f"{output} is not to be {form.value}", hint=f"give --format {meant.value}, or another name")
    if not form and output.suffix and not meant:
        raise UsageError(f"no release can be written as {output.suffix}: {output}", hint="choose a --format")
    return form or meant or Format.json
