"""What the reader made of a page, for a terminal: its facts, paragraphs, media links and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from archiver.display import clock
from archiver.models import MediaLink, Release

SHOWN_FACTS = ("number", "issuer", "date", "updated", "language", "url")


def render_preview(release: Release) -> Iterator[RenderableType]:
    """The release in the order in which a person checks it against its page."""
    yield Text(release.title, style="bold")
    yield _facts(release)
    for heading, paragraphs in groupby(release.paragraphs, key=lambda paragraph: paragraph.heading):
        if heading:
            yield Text(f"\n{heading}", style="bold")
        table = _table()
        for paragraph in paragraphs:
            table.add_row(f"¶{paragraph.position}", paragraph.label or "", Text(paragraph.text))
        yield table
    yield _media(release)
    for doubt in release.doubts:
        yield Text(f"doubt: {doubt}", style="yellow")


def _facts(release: Release) -> Table:
    table = _table()
    for name in SHOWN_FACTS:
        found = getattr(release, name)
        table.add_row(name, Text(found or "not found", style="" if found else "dim", overflow="fold"))
    return table


def _media(release: Release) -> Table:
    table = _table()
    for link in release.media:
        table.add_row(
            "sound", Text(link.label), Text(_announced(link)), Text(link.url or "no address", overflow="fold")
        )
    if not release.media:
        table.add_row("sound", Text("none is linked or named", style="dim"))
    return table


def _announced(link: MediaLink) -> str:
    """What a label tells of the file behind it."""
    size = f"{link.announced_kb:,} kB" if link.announced_kb else None
    duration = clock(link.announced_seconds) if link.announced_seconds else None
    return ", ".join(told for told in (link.format, size, duration) if told)


def _table() -> Table:
    return Table.grid(padding=(0, 1))
