"""Commands that give something out: clip, serve."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.options import HERE, HIGHEST, Folder, Least, ReleaseName, reading_archive
from archiver.outputs import STANDARD_OUTPUT


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
    edit: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Let whoever opens the address that is printed put things right, in this name if they give no other.",
            show_default="nobody may",
        ),
    ] = None,
    archive: Folder = HERE,
) -> None:
    """Serve the archive to a browser until Ctrl-C; only to this machine, unless --host says otherwise."""
    from archiver.web.serve import is_loopback, serve_archive

    if not is_loopback(host):
        told = "everybody who can reach this machine can read the whole archive, without a password"
        print(f"warning: --host {host}: {told}", file=sys.stderr)
    editing = None
    if edit is not None:
        from archiver.web.editing import Editing

        editing = Editing(edit)
    serve_archive(archive, port, host, names=allow_host or (), download=allow_download, editing=editing)
