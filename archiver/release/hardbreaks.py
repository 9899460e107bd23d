"""Hard line breaks: which of them only fill a line, and which end a heading or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archiver.release.blocks import ends_sentence

_TYPEWRITER = 120  # columns; in a group of longer lines nobody broke lines to fit them in
_BROKEN_WORD = re.compile(r"([^\W_]+)-$")


def paragraphs_in(lines: Sequence[str], numbered: bool = False) -> list[list[str]]:
    """Lines that follow each other without a gap, divided where a break was meant.

    numbered: the first line carries a paragraph's number, so it is no heading
    """
    width = max(map(len, lines))
    prose = ends_sentence(lines[-1]) and not numbered
    groups = [[lines[0]]]
    for number, line in enumerate(lines[1:], start=1):
        if _is_meant(lines[number - 1], line, width, heads_prose=prose and number == 1):
            groups.append([])
        groups[-1].append(line)
    return groups


def join(lines: Sequence[str], vocabulary: frozenset[str]) -> str:
    """One line from many; a hyphen at a break stays unless the page has the word without it elsewhere."""
    pieces = [lines[0]]
    for above, line in pairwise(lines):
        broken = _BROKEN_WORD.search(above[-60:])
        if not broken or not line[0].isalnum():
            pieces.append(f" {line}")
            continue
        rest = re.match(r"[^\W_]+", line)
        if rest and f"{broken.group(1)}{rest.group()}".casefold() in vocabulary:
            pieces[-1] = pieces[-1][:-1]
        pieces.append(line)
    return "".join(pieces)


def _is_meant(above: str, below: str, width: int, heads_prose: bool) -> bool:
    """Whether the break between two lines is more than the end of a full line."""
    if below[0].islower():
        return False
    heads_prose = heads_prose and below[0].isupper()
    if width > _TYPEWRITER:
        return ends_sentence(above) or (heads_prose and len(above) < _TYPEWRITER < len(below))
    first_word = below.partition(" ")[0]
    would_have_fitted = len(above) + 1 + len(first_word) <= width
    return would_have_fitted and (ends_sentence(above) or heads_prose)
