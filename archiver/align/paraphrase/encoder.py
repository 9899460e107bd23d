"""Sentence encoders: sentences that mean the same have embeddings close together, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from archiver.arrays import Floats
from archiver.reporting import watching
from archiver.tokens import Token, tokens
from archiver.weights import MINILM

if TYPE_CHECKING:
    from archiver.align.paraphrase.minilm import WordPiece


LONGEST_TEXT_PIECES = 256  # pieces of a text: what the model was trained on


@dataclass(frozen=True, slots=True)
class Embedding:
    """A text as vectors of length 1.

    whole: what it means; shape (dimensions)
    words: what each of its ``tokens`` means where it stands; shape (tokens, dimensions), zeros for what was not read
    """

    whole: Floats
    words: Floats


def whole_vectors(embeddings: Sequence[Embedding]) -> Floats:
    """What each text means as a whole; shape (texts, dimensions)."""
    return np.stack([embedding.whole for embedding in embeddings])


class Encoder(Protocol):
    """Tells what texts mean."""

    name: str

    def read(self, texts: Sequence[str], language: str) -> list[Embedding]:
        """What each text means, as a whole and word by word."""


class CachedEncoder:
    """An encoder that reads every text once."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self._encoder = encoder.name, encoder
        self._known: dict[tuple[str, str], Embedding] = {}

    def read(self, texts: Sequence[str], language: str) -> list[Embedding]:
        """See ``Encoder.read``."""
        new = [text for text in dict.fromkeys(texts) if (language, text) not in self._known]
        if new:
            read = self._encoder.read(new, language)
            self._known.update({(language, text): embedding for text, embedding in zip(new, read, strict=True)})
        return [self._known[language, text] for text in texts]


class MiniLM:
    """all-MiniLM-L6-v2 (Wang et al. 2020, as trained by Sentence-Transformers): English, 384 dimensions."""

    name = MINILM.name

    def __init__(self) -> None:
        from archiver.align.paraphrase.minilm import Bert

        self._bert = Bert(
            MINILM.checked_folder() or MINILM.fetched_folder("sentence-transformers"), LONGEST_TEXT_PIECES
        )

    def read(self, texts: Sequence[str], language: str) -> list[Embedding]:
        """See ``Encoder.read``."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))  # alike: little to fill up
        ordered = [texts[number] for number in order]
        found: dict[int, Embedding] = {}
        with watching().bar("linking", len(texts), "texts") as advance:
            for number, text, pieces in zip(order, ordered, self._bert.read(ordered), strict=True):
                found[number] = _embedding(text, pieces, language)
                advance(len(found))
        return [found[number] for number in range(len(texts))]

    def wholes(self, texts: Sequence[str]) -> Floats:
        """What each text means as a whole; shape (texts, dimensions)."""
        return np.stack([one.whole for one in self.read(texts, "en")])


def _embedding(text: str, pieces: Sequence[WordPiece], language: str) -> Embedding:
    """The mean of all pieces stands for the whole, as the model was trained."""
    vectors = np.stack([piece.vector for piece in pieces])
    places = [piece.place for piece in pieces]
    return Embedding(_unit(vectors.mean(axis=0)), _words(vectors, places, tokens(text, language)))


def _words(pieces: Floats, places: Sequence[tuple[int, int]], words: Sequence[Token]) -> Floats:
    """Every word as the mean of its pieces; the model knows rarer words in two or three.

    places: of each piece the code points that it stands for
    """
    starts, ends = np.array(places).T
    inside = [(starts < word.end) & (ends > word.start) for word in words]
    weights = np.array(inside, dtype=np.float32).reshape(len(words), len(starts))
    return _unit(weights @ pieces)  # the sum has the direction of the mean


def _unit(vectors: Floats) -> Floats:
    """Vectors of length 1, in the direction that they had; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


@cache
def minilm() -> MiniLM:
    """The model, loaded once a process."""
    return MiniLM()
