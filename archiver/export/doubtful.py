"""Doubtful words: those that the engine itself gave less than an even chance, and nobody put right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from archiver.export.document import Document, said_in

DOUBTFUL_BELOW = 0.5  # an engine's probability of a word, below which it is as likely another one


def is_doubtful(word: Document) -> bool:
    """Whether an exported word is."""
    probability = word["probability"]
    return word["word"] == word["heard"] and probability is not None and probability < DOUBTFUL_BELOW


def runs(segment: Document) -> Iterator[tuple[str, bool]]:
    """The words of a sentence in runs, each with whether it is doubtful; all as one where its words are not known."""
    told = [(one, is_doubtful(word)) for word in segment["words"] for one in word["word"].split()]
    text = said_in(segment)
    if [word for word, _ in told] != text.split():
        yield text, False
        return
    for doubtful, run in groupby(told, key=lambda one: one[1]):
        yield " ".join(word for word, _ in run), doubtful
