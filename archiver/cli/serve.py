"""The command that lets others browse the archive: serve."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from archiver.cli.options import HERE, Folder

if TYPE_CHECKING:
    from archiver.web.datasette_metadata import Rights
    from archiver.web.visitors import Allowed


@dataclass(frozen=True)
class Visitors:
    """From where visitors ask, and what they may do."""

    heading: ClassVar[str] = "Visitors"
    host: Annotated[
        str, typer.Option(help="The address to listen on; 0.0.0.0 lets in everybody who can reach this machine.")
    ] = "127.0.0.1"
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A further name by which browsers may ask, as behind a web server."),
    ] = None
    allow_download: Annotated[
        bool, typer.Option("--allow-download", help="Offer the whole database as a file to download.")
    ] = False
    edit: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Let whoever opens the address that is printed put things right, in this name if they give no other.",
            show_default="nobody may",
        ),
    ] = None
    clips: Annotated[
        bool, typer.Option("--clips", help="Let visitors have passages cut out as MP3s, which takes processor time.")
    ] = False

    def allowed(self) -> Allowed:
        """What they may do, for the pages."""
        from archiver.pipeline.clip import cut_part
        from archiver.web.visitors import Allowed, Editing

        editing = None if self.edit is None else Editing(self.edit)
        return Allowed(self.allow_download, editing, cut_part if self.clips else None)


@dataclass(frozen=True)
class Ownership:
    """Whose the archive is, as its pages tell."""

    heading: ClassVar[str] = "Whose it is"
    license: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Under which licence, with an address at the end or without; on all tables."),
    ] = None
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="Where it comes from, in the same way.")] = None

    def rights(self) -> Rights:
        """What they say, for the pages."""
        from archiver.web.datasette_metadata import RIGHTS, SOURCE, Rights

        return Rights(self.license or RIGHTS, self.source or SOURCE)


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 8001,
    *,
    visitors: Visitors,
    ownership: Ownership,
    archive: Folder = HERE,
) -> None:
    """Serve the archive to a browser until Ctrl-C; only to this machine, unless --host says otherwise."""
    from archiver.web.serve import is_loopback, serve_archive

    if not is_loopback(visitors.host):
        told = "everybody who can reach this machine can read the whole archive, without a password"
        print(f"warning: --host {visitors.host}: {told}", file=sys.stderr)
    serve_archive(
        archive,
        port,
        visitors.host,
        names=visitors.allow_host or (),
        allowed=visitors.allowed(),
        rights=ownership.rights(),
    )
