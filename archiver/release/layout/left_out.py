"""What was left out of a text: lines inside it that seemed to be facts or furniture are told, or taken for text.

Above and below a text stand letterheads, dates, contacts and menus; between its paragraphs hardly ever. A line there is
never dropped without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from archiver.release.layout.parts import Part, paragraphs_of

_FEWEST_FACTS = 2  # lines; a single one may be a heading
_LEFT_OUT = ("furniture", "facts", "signature")
_EXCERPT_LENGTH = 60  # code points of what was left out


def with_facts_as_lines(parts: Sequence[Part]) -> list[Part]:
    """Dates and names between the paragraphs as headings and lines, if the page's head has facts of its own.

    Several right below the first paragraph, which is a lead then, are the head of the page still.
    """
    text = _between(parts)
    has_head = any(part.facts for part in parts[: text.start])
    below_lead = list(takewhile(lambda number: parts[number].kind in ("facts", "furniture"), text[1:]))
    if sum(parts[number].facts is not None for number in below_lead) >= _FEWEST_FACTS:
        text = range(below_lead[-1] + 1, text.stop)
    return [
        replace(part, kind="heading" if part.role in ("heading", "strong") else "line", facts=None)
        if has_head and number in text and part.facts and not part.facts.updated
        else part
        for number, part in enumerate(parts)
    ]


def left_out_lines(parts: Sequence[Part]) -> Iterator[str]:
    """A doubt for every run of lines between the paragraphs that is no part of the text, and for who signed it."""
    text = _between(parts)
    inside = (
        part
        for number, part in enumerate(parts)
        if (number in text and (part.role == "typed" or not part.beside)) or part.kind == "signature"
    )
    # What stands beside typed text is a row of cells that looks like a menu.
    for is_left_out, run in groupby(inside, lambda part: part.kind in _LEFT_OUT or part.beside):
        said = " / ".join(part.text for part in run if any(map(str.isalnum, part.text)))
        if is_left_out and said:
            yield f"left out, as it seems no part of the text: {said[:_EXCERPT_LENGTH]!r}"


def _between(parts: Sequence[Part]) -> range:
    """From the first paragraph to the last."""
    prose = paragraphs_of(parts)
    return range(prose[0], prose[-1] + 1) if prose else range(0)
