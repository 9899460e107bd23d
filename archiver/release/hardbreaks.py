"""Hard line breaks: which of them only fill a line, and which end a heading or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archiver.release.blocks import ends_sentence

_TYPEWRITER = 120  # columns; in a group of longer lines nobody broke lines to fit them in
# Zipf frequency: ``reaffirm`` has 2.8 and ``cooperation`` 4.3, ``longterm`` has 2.75 and ``wellknown`` 1.6.
_KNOWN_WORD = 2.8
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
    """One line from many; a hyphen at a break stays unless the word without it is one, on this page or at large."""
    pieces = [lines[0]]
    for above, line in pairwise(lines):
        broken = _BROKEN_WORD.search(above[-60:])
        if not broken or not line[0].isalnum():
            pieces.append(f" {line}")
            continue
        rest = re.match(r"[^\W_]+", line)
        if rest and _is_word(f"{broken.group(1)}{rest.group()}".casefold(), vocabulary):
            pieces[-1] = pieces[-1][:-1]
        pieces.append(line)
    return "".join(pieces)


def _is_word(joined: str, vocabulary: frozenset[str]) -> bool:
    if joined in vocabulary:
        return True
    from wordfreq import zipf_frequency  # loads its lists, and few pages break words

    return max(zipf_frequency(joined, language) for language in ("en", "fr")) >= _KNOWN_WORD


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
