"""Commands that give something out: export, clip, serve."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.options import HERE, Folder, Format, ReleaseName, opened_archive

if TYPE_CHECKING:
    pass


def export(
    release: ReleaseName,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.json,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to.", show_default="standard output")
    ] = None,
    archive: Folder = HERE,
) -> None:
    """Write a release with all that was said, as JSON, captions or text."""
    from archiver.archive.read import find_release
    from archiver.archive.release_document import build_document
    from archiver.export import FORMATS

    with opened_archive(archive) as opened:
        text = FORMATS[form.value](build_document(opened, find_release(opened, release)))
    if output is None:
        print(text, end="")
    else:
        output.write_text(text, encoding="utf-8")


def clip(
    release: ReleaseName,
    paragraph: Annotated[int, typer.Option(min=1, help="Every passage on this paragraph, one after the other.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the MP3.")],
    archive: Folder = HERE,
) -> None:
    """Cut what was said about a paragraph out of the recordings."""
    from archiver.archive.read import find_release
    from archiver.pipeline.clip import cut_passages

    with opened_archive(archive) as opened:
        seconds = cut_passages(opened, find_release(opened, release), paragraph, output)
    print(f"{output}: {seconds:.1f} s")


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any free one.")] = 8001,
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 lets in whoever gets here.")] = "127.0.0.1",
    allow_download: Annotated[bool, typer.Option(help="Offer the whole database as a file, as it is now.")] = False,
    archive: Folder = HERE,
) -> None:
    """Open the archive in a browser, on this machine only unless told otherwise, until Ctrl-C."""
    from archiver.web.serve import serve_archive

    serve_archive(archive, port, host, download=allow_download)
