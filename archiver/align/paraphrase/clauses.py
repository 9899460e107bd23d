"""Clauses: the parts of a sentence that may each speak of a paragraph of their own."""

from __future__ import annotations

import re

# Words that begin another statement rather than another item of the same one.
CONJUNCTIONS = {"en": ("and", "but", "while", "because"), "fr": ("et", "mais", "tandis", "car")}
SHORTEST_CLAUSE_WORDS = 5  # words; less is a list's item or an aside, and says too little to be judged alone


def clauses(sentence: str, language: str) -> list[tuple[int, int]]:
    """The code points of each clause; short ones are one with what they stand beside."""
    joined: list[tuple[int, int]] = []
    for start, end in _between(sentence, language):
        if joined and min(_words(sentence[start:end]), _words(sentence[slice(*joined[-1])])) < SHORTEST_CLAUSE_WORDS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _between(sentence: str, language: str) -> list[tuple[int, int]]:
    """What stands between commas, semicolons, dashes and joining words."""
    words = "|".join(CONJUNCTIONS.get(language, ()))
    before_joining = rf"|\s+(?=(?:{words})\s)" if words else ""
    cuts = [match.span() for match in re.finditer(rf"[,;:—–]\s+{before_joining}", sentence, re.IGNORECASE)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(sentence)]
    return list(zip(starts, ends, strict=True))


def _words(text: str) -> int:
    return len(text.split())
