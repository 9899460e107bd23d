"""Word likelihoods: how much likelier a sentence is where a report writes of it than anywhere else.

Each sentence of the report is a language model, as in Ponte and Croft (1998), mixed with those of its paragraph and of
everything written and said, as in Hiemstra (1998). Runs of two words count as words. What all of a report and its
meeting have in common says little, since the background knows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from archiver.arrays import Floats
from archiver.tokens import tokens

# What a word is drawn from. Chosen on French meetings, where anything from half to twice of it does as well.
SENTENCE_WEIGHT = 0.3
PARAGRAPH_WEIGHT = 0.1
BACKGROUND_WEIGHT = 1 - SENTENCE_WEIGHT - PARAGRAPH_WEIGHT

Sparse: TypeAlias = Any  # a scipy matrix: scipy has no types

STEM_LETTERS = 7  # letters; what comes after is mostly an ending
MOST_REPETITIONS = 2  # times that a word counts in one sentence: who says a word again is not twice as sure to mean it


class Likelihood:
    """Log-likelihood ratios of spoken sentences under every sentence of a report against the background.

    A meeting of hours has millions of them: they are made a block of rows at a time, and not kept.

    owners: for each sentence of the report its paragraph
    words: for each spoken sentence how many there are
    """

    def __init__(self, paragraphs: Sequence[Sequence[str]], spoken: Sequence[str], language: str) -> None:
        written = [_grams(sentence, language) for paragraph in paragraphs for sentence in paragraph]
        said = [_grams(sentence, language) for sentence in spoken]
        self.owners = np.repeat(np.arange(len(paragraphs)), [len(paragraph) for paragraph in paragraphs])
        self.words = np.array([sum(not isinstance(gram, tuple) for gram in own.elements()) for own in said])
        vocabulary = {gram: number for number, gram in enumerate(dict.fromkeys(chain(*written, *said)))}
        sentences, self.said = _matrix(written, vocabulary), _matrix(said, vocabulary)
        self.told = _ratios(sentences, self.owners, self.said)
        self.said.data = np.minimum(self.said.data, MOST_REPETITIONS)

    def __len__(self) -> int:
        return len(self.words)

    def rows(self, numbers: Sequence[int]) -> Floats:
        """The ratios of some spoken sentences; shape (numbers, sentences of the report)."""
        block: Floats = (self.said[list(numbers)] @ self.told).toarray()
        return block


def _grams(text: str, language: str) -> Counter[Any]:
    """The stems of a text, and every two of them in a row."""
    stems = [token.form[:STEM_LETTERS] for token in tokens(text, language)]
    return Counter(chain(stems, pairwise(stems)))


def _matrix(texts: Sequence[Counter[Any]], vocabulary: dict[Any, int]) -> Sparse:
    """How often each text has each gram; sparse."""
    cells = [(row, vocabulary[gram], count) for row, own in enumerate(texts) for gram, count in own.items()]
    rows, columns, counts = zip(*cells, strict=True) if cells else ((), (), ())

    return sparse.csr_matrix((np.array(counts, dtype=np.float32), (rows, columns)), (len(texts), len(vocabulary)))


def _ratios(sentences: Sparse, owners: npt.NDArray[np.intp], said: Sparse) -> Sparse:
    """Log-likelihood ratio of every gram under every sentence of the report; sparse, shape (grams, sentences)."""
    member = sparse.csr_matrix((np.ones(len(owners), dtype=np.float32), (owners, np.arange(len(owners)))))
    paragraphs = member @ sentences
    everywhere = np.asarray(sentences.sum(0) + said.sum(0)).ravel() + 0.5
    mixture = (SENTENCE_WEIGHT * _shares(sentences) + PARAGRAPH_WEIGHT * _shares(paragraphs)[owners]).tocoo()
    mixture.data = np.log1p(mixture.data * everywhere.sum() / everywhere[mixture.col] / BACKGROUND_WEIGHT).astype(
        np.float32
    )
    return mixture.tocsr().T.tocsr()


def _shares(counts: Sparse) -> Sparse:
    """Every row divided by its sum."""
    sums = np.asarray(counts.sum(1)).ravel()
    return (sparse.diags((1 / np.maximum(sums, 1)).astype(np.float32)) @ counts).tocsr()
