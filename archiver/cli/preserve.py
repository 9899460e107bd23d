"""Commands that keep an archive whole: backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from archiver.cli.options import HERE, Folder, opened_archive


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, which must not be there yet.")],
    archive: Folder = HERE,
) -> None:
    """Copy the database to one file, also while something is written. Files in media/ never change: copy them as is."""
    from archiver.archive.backup import back_up
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        size = back_up(opened, file, Terminal())
    print(f"{file}: {size / 1e6:,.1f} MB")
