"""Simpler ways to link: the nearest paragraph by words in common (TF-IDF), by meaning (MiniLM), or by both together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from sentence_transformers import SentenceTransformer

from archiver.weights import MINILM

Floats = npt.NDArray[np.float32]
BASELINES = ("TF-IDF", "MiniLM", "both")


def likeness(name: str, paragraphs: Sequence[str], sentences: Sequence[str]) -> Floats:
    """How alike every sentence and every paragraph are, by one of the ``BASELINES``; shape (sentences, paragraphs)."""
    if name == "TF-IDF":
        return by_words(paragraphs, sentences)
    if name == "MiniLM":
        return by_meaning(paragraphs, sentences)
    both: Floats = np.stack([by_words(paragraphs, sentences), by_meaning(paragraphs, sentences)]).mean(axis=0)
    return both


def by_words(paragraphs: Sequence[str], sentences: Sequence[str]) -> Floats:
    """Cosines of TF-IDF vectors; rarity is counted in these very texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32).fit([*paragraphs, *sentences])
    cosines: Floats = (vectorizer.transform(sentences) @ vectorizer.transform(paragraphs).T).toarray()
    return cosines


def by_meaning(paragraphs: Sequence[str], sentences: Sequence[str]) -> Floats:
    """Cosines of MiniLM's vectors of whole texts."""
    cosines: Floats = _vectors(tuple(sentences)) @ _vectors(tuple(paragraphs)).T
    return cosines


@cache
def minilm() -> SentenceTransformer:
    """MiniLM as its own library runs it, from the package."""
    return SentenceTransformer(str(MINILM.checked_folder()), device="cpu")


@cache
def _vectors(texts: tuple[str, ...]) -> Floats:
    return np.asarray(minilm().encode(list(texts), normalize_embeddings=True, show_progress_bar=False))
