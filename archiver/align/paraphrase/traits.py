"""Traits: what a sentence or a paragraph is, whatever the other says: a question, short, a list of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from archiver.arrays import Floats
from archiver.questions import asks
from archiver.tokens import tokens

OWN_DEED = re.compile(r"\b(?:we|us|our|ours)\b", re.IGNORECASE)  # the house speaks for itself
MOST_TIMES = 3  # that such a word counts
WORD = re.compile(r"\w+")


def sentence_traits(sentences: Sequence[str], language: str) -> dict[str, Floats]:
    """What each sentence is, and how many were said: an hour of questions is about much else; shape (sentences, 1)."""
    lengths = [len(tokens(sentence, language)) for sentence in sentences]
    own = [min(MOST_TIMES, len(OWN_DEED.findall(sentence))) for sentence in sentences]
    return {
        "a question": _column([asks(sentence, language) for sentence in sentences]),
        "how long it is": np.log1p(_column(lengths)),
        "the house speaks of itself": _column(own),
        "how many sentences there are": np.full((len(sentences), 1), np.log(len(sentences)), dtype=np.float32),
    }


def paragraph_traits(paragraphs: Sequence[Sequence[str]]) -> dict[str, Floats]:
    """What each paragraph is; shape (1, paragraphs).

    paragraphs: each as its sentences
    """
    return {
        "sentences in the paragraph": np.log1p(_column([len(parts) for parts in paragraphs])).T,
        "capital letters in the paragraph": _column([_capitals("".join(parts)) for parts in paragraphs]).T,
        "how many paragraphs there are": np.full((1, len(paragraphs)), np.log(len(paragraphs)), dtype=np.float32),
    }


def _capitals(text: str) -> float:
    """The share of words that begin with one: many in a list of voters, few in a text."""
    words: list[str] = WORD.findall(text)
    return sum(word[0].isupper() for word in words) / max(1, len(words))


def _column(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float32)[:, None]
