"""What was said differently, in a terminal: the release on the left, what was said on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from archiver.archive.differences import Difference, telling
from archiver.display import clock, one_line
from archiver.models import Paragraph

EXCERPT_LENGTH = 240  # code points of what was left out


def render_differences(found: Sequence[Difference], paragraphs: Sequence[Paragraph]) -> Iterator[RenderableType]:
    """What `archiver differences` prints: what makes it another statement first, then everything."""
    first = [one for one in found if one.matters]
    if first:
        yield Text("Numbers, dates, names and negations that differ", style="bold")
        yield _table(first)
    yield Text("Paragraph by paragraph", style="bold")
    yield _table(found)
    told = {one.paragraph for one in found}
    same = [one.label or str(one.position) for one in paragraphs if one.position not in told]
    if same:
        yield Text(f"Read out as written: {', '.join(same)}")


def _table(found: Sequence[Difference]) -> Table:
    table = Table("", "at", "", box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("in the release", ratio=1)
    table.add_column("as it was said", ratio=1)
    before = None
    for one in found:
        label = "" if one.paragraph == before else one.label or str(one.paragraph)
        at = "" if one.start is None else clock(one.start)
        table.add_row(label, at, Text(telling(one)), Text(_excerpt(one.written)), Text(_excerpt(one.said)))
        before = one.paragraph
    return table


def _excerpt(text: str | None) -> str:
    line = one_line(text)
    return line if len(line) <= EXCERPT_LENGTH else f"{line[:EXCERPT_LENGTH].rsplit(' ', 1)[0]}…"
