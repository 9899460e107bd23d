"""A small archive to publish, and what publishes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from archive_examples import HEARD, LINKS, STATEMENT, add_everything, add_heard, add_links, add_page, add_sound

from archiver.archive.store import open_archive, read_archive
from archiver.reporting import Silent
from archiver.site.publish import Options, Published, publish

Publish = Callable[..., Published]
BASE = "https://archive.example.org/briefings"
ODD = '../../"> <script>alert(1)</script> \N{ANCHOR} ' + "very long " * 30


def make_archive(folder: Path) -> Path:
    """A statement (release 1) with its briefing, and a French one (release 2) of another year with an odd title."""
    with open_archive(folder, create=True) as opened:
        add_everything(opened)
        other = add_page(
            opened,
            replace(STATEMENT, title=ODD, date="2007-01-02", url="http://ada:secret@10.0.0.5/2.htm", language="fr"),
            b"<p>Another page.",
        )
        sound = add_sound(opened, other, data=b"ID3 another sound")
        add_links(opened, other, add_heard(opened, sound, replace(HEARD, engine_version="2")), LINKS)
    return folder


def publisher(archive: Path, site: Path) -> Publish:
    """Publishes an archive; keywords are options, and ``dry_run``."""

    def run(*, dry_run: bool = False, **wanted: object) -> Published:
        with read_archive(archive) as opened:
            options = replace(Options(), **wanted)  # type: ignore[arg-type]
            return publish(opened, site, options, Silent(), dry_run=dry_run)

    return run
