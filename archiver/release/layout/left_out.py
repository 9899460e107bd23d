"""Inside the text: what was taken for facts or furniture there is told, or taken for text after all.

Above and below a text stand letterheads, dates, contacts and menus; between its paragraphs hardly ever. A line there is
never dropped without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archiver.release.layout.parts import Part

_EXCERPT_LENGTH = 60  # code points of what was left out


def with_facts_as_lines(parts: Sequence[Part]) -> list[Part]:
    """Dates and names between the paragraphs as headings and lines, if the page's head has facts of its own."""
    text = _between(parts)
    has_head = any(part.facts for part in parts[: text.start])
    return [
        _as_line(part) if has_head and number in text and part.facts and not part.facts.updated else part
        for number, part in enumerate(parts)
    ]


def _as_line(part: Part) -> Part:
    return replace(part, kind="heading" if part.role in ("heading", "strong") else "line", facts=None)


def left_out(parts: Sequence[Part]) -> Iterator[str]:
    """A doubt for every run of lines between the paragraphs that is no part of the text."""
    text = _between(parts)
    inside = (part for number, part in enumerate(parts) if number in text and (part.role == "typed" or not part.beside))
    for is_furniture, run in groupby(inside, key=_is_furniture):
        said = " / ".join(part.text for part in run if any(map(str.isalnum, part.text)))
        if is_furniture and said:
            yield f"left out, as it seems no part of the text: {said[:_EXCERPT_LENGTH]!r}"


def _is_furniture(part: Part) -> bool:
    """Whether a part is no text; what stands beside typed text is a row of cells that looks like a menu."""
    return part.kind in ("surroundings", "facts") or part.beside


def _between(parts: Sequence[Part]) -> range:
    """From the first paragraph to the last."""
    prose = [number for number, part in enumerate(parts) if part.kind == "prose" and not part.beside]
    return range(prose[0], prose[-1] + 1) if prose else range(0)
