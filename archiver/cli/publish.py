"""The command that writes the archive as a static site: publish."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.opening import reading_archive
from archiver.cli.options import HERE, Folder, Json
from archiver.cli.printing import print_json
from archiver.display import counted

if TYPE_CHECKING:
    from archiver.site.publish import Published

MOST_NAMED = 20  # recordings without their sound; `archiver fetch` tries all of an archive


class MediaChoice(StrEnum):
    """What becomes of the sound; the names are those of ``archiver.site.pages.Media``."""

    copy = "copy"
    link = "link"
    none = "none"


def publish(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to write it: a new folder, or one that was published before.")
    ],
    releases: Annotated[
        list[str] | None,
        typer.Argument(metavar="RELEASE", help="Ids, addresses, or parts of titles.", show_default="all of them"),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Where the site will be found; feeds, search engines and citations need to know."
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="What the site is called.")] = "Briefing archive",
    media: Annotated[
        MediaChoice, typer.Option(help="Copy the recordings, link to where they were published, or leave them out.")
    ] = MediaChoice.copy,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be written.")] = False,
    as_json: Json = False,
    archive: Folder = HERE,
) -> None:
    """Write the archive as a static site: pages, player and search as files, for any web server or none."""
    from dataclasses import asdict

    from archiver.archive.read import find_release
    from archiver.reporting import Silent, Terminal
    from archiver.site.addresses import base_address
    from archiver.site.publish import Options, site_title
    from archiver.site.publish import publish as write_site

    base, name = base_address(base_url), site_title(title)
    with reading_archive(archive) as opened:
        chosen = tuple(find_release(opened, one) for one in releases or ())
        options = Options(base, name, media.value, chosen)
        told = write_site(opened, folder, options, Silent() if as_json else Terminal(), dry_run=dry_run)
    if as_json:
        print_json(asdict(told))
        return
    _warn(told, base)
    _tell(told, folder, dry_run)


def _warn(told: Published, base: str | None) -> None:
    from archiver.site.search_index import can_search

    for one in told.missing[:MOST_NAMED]:
        print(f"warning: the sound is not in the archive, and not on the site: {one}", file=sys.stderr)
    if (more := len(told.missing) - MOST_NAMED) > 0:
        print(f"warning: nor is that of {more:,} other recordings, which --json names", file=sys.stderr)
    for one in told.left:
        print(f"warning: somebody else wrote or changed {one}, which stays as it is", file=sys.stderr)
    if not can_search():
        print("warning: no search without Pagefind: pip install 'briefing-archiver[site]'", file=sys.stderr)
    if base is None:
        print(
            "without --base-url the site has no feeds, no sitemap, and no lasting addresses to be cited by",
            file=sys.stderr,
        )


def _tell(told: Published, folder: Path, dry_run: bool) -> None:
    older = f" ({counted(told.older, 'older version')} beside)" if told.older else ""
    sound = f", {counted(told.recordings, 'recording')} ({told.sound_bytes / 1000:,.0f} kB)" if told.recordings else ""
    print(f"{folder}: {counted(told.releases, 'release')}{older}{sound}")
    would = "would be " if dry_run else ""
    parts = {"new": told.new, "changed": told.changed, "taken away": told.removed}
    done = ", ".join(f"{count:,} {would}{what}" for what, count in parts.items())
    print(f"files: {done}, {told.unchanged:,} as they were")
