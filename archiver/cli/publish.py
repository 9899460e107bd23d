"""Commands that give something out: export, clip, serve."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.options import HERE, HIGHEST, Folder, Format, Least, ReleaseName, reading_archive, say_left_out
from archiver.cli.rows_out import RowLines
from archiver.errors import UsageError
from archiver.outputs import STANDARD_OUTPUT


def export(
    release: ReleaseName,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="The format to write.", show_default="that of the file's ending, else json"),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write.", show_default="standard output")
    ] = STANDARD_OUTPUT,
    least: Least = None,
    *,
    rows: RowLines,
    archive: Folder = HERE,
) -> None:
    """Write a release with all that was said, as JSON, captions or text. SubRip captions have no links.

    With --csv, --tsv or --nl: a row for every sentence.
    """
    from archiver.archive.read import find_release
    from archiver.archive.release_document import build_document
    from archiver.export import FORMATS
    from archiver.export.grades import with_least
    from archiver.export.sentence_rows import COLUMNS, sentence_rows
    from archiver.outputs import write_out

    if rows.forms and (form or output != STANDARD_OUTPUT):
        raise UsageError("rows go to standard output", hint="omit --format and --output, or send them on with >")
    if rows.limit is not None and not rows.forms:
        raise UsageError("--limit is about rows", hint="give --csv, --tsv or --nl as well")
    form = _form_of(output, form)
    with reading_archive(archive) as opened:
        found = with_least(build_document(opened, find_release(opened, release)), least)
    if rows.forms:
        say_left_out(found)
        rows.printed(sentence_rows(found), COLUMNS)
        return
    text = FORMATS[form.value](found)
    if form is not Format.srt:
        say_left_out(found, None if form is Format.json else 1)
    if output == STANDARD_OUTPUT:
        print(text, end="")
    else:
        write_out(output, text.encode())


def _form_of(output: Path, form: Format | None) -> Format:
    """The format that was asked for, by name or by the ending of a file's name. Raises ``UsageError``."""
    ending = output.suffix.lower().lstrip(".")
    meant = next((one for one in Format if one.value == ending), None)
    if form and meant and form is not meant:
        raise UsageError(f"{output} is not to be {form.value}", hint=f"give --format {meant.value}, or another name")
    if not form and ending and not meant:
        raise UsageError(f"no release can be written as .{ending}: {output}", hint="choose a --format")
    return form or meant or Format.json


def clip(
    release: ReleaseName,
    paragraph: Annotated[
        int,
        typer.Option(
            min=1, max=HIGHEST, help="The paragraph's position; every passage on it is cut, one after the other."
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="Where to write it: a name with .mp3, .wav, .flac or .ogg; - for standard output."
        ),
    ],
    least: Least = None,
    archive: Folder = HERE,
) -> None:
    """Cut what was said about a paragraph out of the recordings."""
    from archiver.archive.read import find_release
    from archiver.outputs import write_out
    from archiver.pipeline.clip import cut_passages, form_of

    form = form_of(output)
    with reading_archive(archive) as opened:
        cut = cut_passages(opened, find_release(opened, release), paragraph, form, least or 0.0)
    write_out(output, cut.data)
    if cut.left_out:
        print(f"{cut.left_out} of {cut.links} links were left out: less sure than {least:g}", file=sys.stderr)
    told = sys.stderr if output == STANDARD_OUTPUT else sys.stdout
    print(f"{output}: {cut.seconds:.1f} s", file=told)


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 8001,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 lets in everybody who can reach this machine.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name by which browsers may ask, as behind a web server."),
    ] = None,
    allow_download: Annotated[bool, typer.Option(help="Offer the whole database as a file to download.")] = False,
    archive: Folder = HERE,
) -> None:
    """Serve the archive to a browser until Ctrl-C; only to this machine, unless --host says otherwise."""
    from archiver.web.serve import is_loopback, serve_archive

    if not is_loopback(host):
        told = "everybody who can reach this machine can read the whole archive, without a password"
        print(f"warning: --host {host}: {told}", file=sys.stderr)
    serve_archive(archive, port, host, names=allow_host or (), download=allow_download)
