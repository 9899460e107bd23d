"""Commands that give something out: export, clip, serve."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.options import HERE, HIGHEST, Folder, Format, Least, ReleaseName, reading_archive, say_left_out


def export(
    release: ReleaseName,
    form: Annotated[Format, typer.Option("--format", help="The format to write.")] = Format.json,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write.", show_default="standard output")
    ] = None,
    least: Least = None,
    archive: Folder = HERE,
) -> None:
    """Write a release with all that was said, as JSON, captions or text. SubRip captions have no links."""
    from archiver.archive.read import find_release
    from archiver.archive.release_document import build_document
    from archiver.export import FORMATS
    from archiver.export.grades import with_least
    from archiver.outputs import writing

    with reading_archive(archive) as opened:
        found = with_least(build_document(opened, find_release(opened, release)), least)
    text = FORMATS[form.value](found)
    if form is not Format.srt:
        say_left_out(found, None if form is Format.json else 1)
    if output is None:
        print(text, end="")
    else:
        with writing(output):
            output.write_text(text, encoding="utf-8")


def clip(
    release: ReleaseName,
    paragraph: Annotated[
        int,
        typer.Option(
            min=1, max=HIGHEST, help="The paragraph's position; every passage on it is cut, one after the other."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the MP3.")],
    least: Least = None,
    archive: Folder = HERE,
) -> None:
    """Cut what was said about a paragraph out of the recordings."""
    from archiver.archive.read import find_release
    from archiver.pipeline.clip import cut_passages

    with reading_archive(archive) as opened:
        cut = cut_passages(opened, find_release(opened, release), paragraph, output, least or 0.0)
    if cut.left_out:
        print(f"{cut.left_out} of {cut.links} links were left out: less sure than {least:g}", file=sys.stderr)
    print(f"{output}: {cut.seconds:.1f} s")


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
