"""Items: what belongs to a numbered paragraph, and which numbered lines are headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archiver.release.blocks import ends_sentence
from archiver.release.layout.interview import is_greeting
from archiver.release.layout.numbering import begins, is_next
from archiver.release.layout.parts import Part, paragraphs_of

_LONGEST_NUMBERED_HEADING = 80  # code points; a longer text with a number is a paragraph
_FEWEST_ITEMS = 2
_MOST_NAME_WORDS = 6  # words
_SMALL_WORD_LETTERS = 3  # letters: of, the, et, des
_LONGEST_ITEM = 5_000  # code points; who puts a whole speech into one item only wanted it set in


def with_numbered_headings(parts: Sequence[Part]) -> list[Part]:
    """Numbered lines that stand above a numbering of their own, or an unnumbered text, as headings as printed."""
    heads = _heads(parts)
    return [
        replace(part, kind="heading", text=f"{part.label} {part.text}", label=None, item=0) if number in heads else part
        for number, part in enumerate(parts)
    ]


def _heads(parts: Sequence[Part]) -> frozenset[int]:
    """The places of numbered headings; one that counts on from another is a heading, whatever comes below it."""
    short = [number for number, part in enumerate(parts) if _may_head(part)]
    sure = {number for number in short if _has_text_below(parts, number)}
    for above, number in pairwise(short):
        if above in sure and is_next(parts[above].label, parts[number].label):
            sure.add(number)
    return frozenset(sure) if any(begins(parts[number].label) for number in sure) else frozenset()


def _may_head(part: Part) -> bool:
    is_short = len(part.text) <= _LONGEST_NUMBERED_HEADING and not ends_sentence(part.text)
    return part.kind == "prose" and part.label is not None and is_short and part.text[:1].isupper() and not part.beside


def _has_text_below(parts: Sequence[Part], number: int) -> bool:
    """Whether the next text is the first of another numbering, or long and without a number."""
    below = next((part for part in parts[number + 1 :] if part.kind in ("prose", "heading", "line")), None)
    if below is None or below.kind != "prose" or below.bullet or is_next(parts[number].label, below.label):
        return False
    own = parts[number].label or ""
    if below.label:
        return begins(below.label) or below.label.startswith(own.rstrip(".") + ".")
    return ends_sentence(below.text) and not (below.item and below.item == parts[number].item)


def with_headings_before_colons(parts: Sequence[Part]) -> list[Part]:
    """Lines such as ``Photo Opportunity:``, each above a text of its own, as headings where a page has several."""
    heads = [
        number
        for number, (part, below) in enumerate(pairwise(parts))
        if _names_before_colon(part) and below.kind == "prose" and not (below.bullet or below.label)
    ]
    several = frozenset(heads if len(heads) >= _FEWEST_ITEMS else [])
    return [replace(part, kind="heading") if number in several else part for number, part in enumerate(parts)]


def _names_before_colon(part: Part) -> bool:
    """Whether a text is a few words, all but the small ones in capitals, and a colon; a greeting is no heading."""
    words = part.text.split()
    is_name = len(words) <= _MOST_NAME_WORDS and all(
        word[0].isupper() or len(word) <= _SMALL_WORD_LETTERS for word in words
    )
    is_typed = part.kind == "prose" and part.label is None and not (part.bullet or part.beside)
    return is_typed and is_name and part.text.endswith(":") and not is_greeting(part.text)


def with_what_belongs(parts: Sequence[Part]) -> list[Part]:
    """Numbered paragraphs joined with the bullets inside them and the rest below these.

    A part whose item has no number of its own stands in none.
    """
    joined: list[Part] = []
    numbered = {part.item for part in parts if part.label and part.kind == "prose"}
    in_items = [part if part.item in numbered else replace(part, item=0) for part in parts]
    for part in _up_to_the_next_number(in_items):
        above = joined[-1] if joined and joined[-1].kind == "prose" else None
        is_rest = part.label is None and part.kind in ("prose", "line") and part.item
        is_joined = above and is_rest and part.item == above.item
        if above and is_joined and len(above.text) + len(part.text) < _LONGEST_ITEM:
            joined[-1] = replace(above, text=f"{above.text} {part.text}")
        else:
            joined.append(part)
    return joined


def _up_to_the_next_number(parts: list[Part]) -> list[Part]:
    """What stands between ``4.`` and ``5.`` without a number or a heading of its own belongs to ``4.``."""
    numbered = [number for number in paragraphs_of(parts) if parts[number].label]
    for above, below in pairwise(numbered):
        is_nameless = all(
            part.label is None and (part.kind == "prose" or (part.kind == "line" and part.bullet)) and not part.beside
            for part in parts[above + 1 : below]
        )
        if is_nameless and is_next(parts[above].label, parts[below].label):
            item = parts[above].item or -above - 1
            for number in range(above, below):
                parts[number] = replace(parts[number], item=item)
    return parts
