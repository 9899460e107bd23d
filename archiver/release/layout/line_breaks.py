"""Hard line breaks: which of them only fill a line, and which end a heading or a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archiver.release.blocks import ends_sentence
from archiver.vocabulary import frequency

_LONG_LINE = 60  # code points; a shorter line tells nothing of the width of the text
_FEWEST_LONG_LINES = 2  # long lines
_BROKEN_SHARE = 0.6  # of the long lines; of full ones about one in ten ends a sentence by chance
_LINE_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_HEADING_SHARE = 0.75  # of the longest line; who breaks lines by hand ends them a word or two too early
_TYPEWRITER_COLUMNS = 120  # columns; in a group of longer lines nobody broke lines to fit them in
# Zipf frequency: ``reaffirm`` has 2.8 and ``cooperation`` 4.3, ``longterm`` has 2.75 and ``wellknown`` 1.6.
_KNOWN_WORD_FREQUENCY = 2.8
_BROKEN_WORD = re.compile(r"([^\W_]+)-$")


def is_wrapped(lines: Sequence[tuple[str, bool]]) -> bool:
    """Whether the long lines of a page were broken because they were full: then few of them end a sentence.

    lines: the texts, and whether each follows the one above it without a gap
    """
    long = [above for (above, _), (_, follows) in pairwise(lines) if follows and len(above) >= _LONG_LINE]
    ending = sum(bool(_LINE_ENDS_SENTENCE.search(line[-6:])) for line in long)
    return len(long) < _FEWEST_LONG_LINES or ending < _BROKEN_SHARE * len(long)


def paragraphs_in(lines: Sequence[str], numbered: bool = False, wrapped: bool = True) -> list[list[str]]:
    """Lines that follow each other without a gap, divided where a break was meant.

    numbered: the first line carries a paragraph's number, so it is no heading
    wrapped: lines were broken because they were full; otherwise every break is meant, but inside a sentence
    """
    width = max(map(len, lines))
    prose = ends_sentence(lines[-1]) and not numbered
    groups = [[lines[0]]]
    for number, line in enumerate(lines[1:], start=1):
        above, heads_prose = lines[number - 1], prose and number == 1
        if _is_meant(above, line, width, heads_prose) if wrapped else _is_own_line(above, line, heads_prose):
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


def _is_own_line(above: str, below: str, heads_prose: bool) -> bool:
    """Whether a break is meant where no line was broken because it was full."""
    if below[0].islower() or above.endswith("-"):
        return False
    return ends_sentence(above) or len(above) >= _LONG_LINE or (heads_prose and len(below) >= _LONG_LINE)


def _is_word(joined: str, vocabulary: frozenset[str]) -> bool:
    if not joined.isalpha():
        return False
    if joined in vocabulary:
        return True
    return max(frequency(joined, language) or 0 for language in ("en", "fr")) >= _KNOWN_WORD_FREQUENCY


def _is_meant(above: str, below: str, width: int, heads_prose: bool) -> bool:
    """Whether the break between two lines is more than the end of a full line."""
    if below[0].islower():
        return False
    heads_prose = heads_prose and below[0].isupper()
    if width > _TYPEWRITER_COLUMNS:
        return ends_sentence(above) or (heads_prose and len(above) < _TYPEWRITER_COLUMNS < len(below))
    first_word = below.partition(" ")[0]
    would_have_fitted = len(above) + 1 + len(first_word) <= width
    return would_have_fitted and (ends_sentence(above) or (heads_prose and len(above) <= _HEADING_SHARE * width))
