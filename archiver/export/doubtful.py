"""Doubtful words: those that the engine itself gave less than an even chance, and nobody put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def marked(segment: Document, mark: Callable[[str], str]) -> str:
    """The text of a sentence with its doubtful words written otherwise, as ``mark`` has it."""
    return " ".join(mark(words) if doubtful else words for words, doubtful in runs(segment))


def without_doubts(document: Document) -> Document:
    """A document in which no word is doubtful, for those who watch captions and have nothing to check."""
    recordings = [
        {**one, "transcripts": [_sure(found) for found in one["transcripts"]]} for one in document["recordings"]
    ]
    return {**document, "recordings": recordings}


def _sure(transcript: Document) -> Document:
    segments = [
        {**one, "words": [{**word, "probability": None} for word in one["words"]]} for one in transcript["segments"]
    ]
    return {**transcript, "segments": segments}
