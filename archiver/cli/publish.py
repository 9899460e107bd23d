"""The command that lets others browse the archive: serve."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from archiver.cli.options import HERE, Folder


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 8001,
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 lets in everybody who can reach this machine.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name by which browsers may ask, as behind a web server."),
    ] = None,
    allow_download: Annotated[
        bool, typer.Option("--allow-download", help="Offer the whole database as a file to download.")
    ] = False,
    edit: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Let whoever opens the address that is printed put things right, in this name if they give no other.",
            show_default="nobody may",
        ),
    ] = None,
    license: Annotated[
        str | None,
        typer.Option(
            "--license",
            metavar="TEXT",
            help="Under which licence, with an address at the end or without; on all tables.",
        ),
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="Where it comes from, in the same way.")] = None,
    clips: Annotated[
        bool, typer.Option("--clips", help="Let visitors have passages cut out as MP3s, which takes processor time.")
    ] = False,
    archive: Folder = HERE,
) -> None:
    """Serve the archive to a browser until Ctrl-C; only to this machine, unless --host says otherwise."""
    from archiver.pipeline.clip import cut_part
    from archiver.web.datasette_metadata import RIGHTS, SOURCE, Rights
    from archiver.web.serve import is_loopback, serve_archive

    if not is_loopback(host):
        told = "everybody who can reach this machine can read the whole archive, without a password"
        print(f"warning: --host {host}: {told}", file=sys.stderr)
    rights, editing = Rights(license or RIGHTS, source or SOURCE), None
    if edit is not None:
        from archiver.web.editing import Editing

        editing = Editing(edit)
    serve_archive(
        archive,
        port,
        host,
        names=allow_host or (),
        download=allow_download,
        editing=editing,
        rights=rights,
        clips=cut_part if clips else None,
    )
