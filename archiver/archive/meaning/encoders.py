"""Vectors of texts: which sentence encoder knows their languages, and its numbers in one byte each.

PyTorch and the weights are loaded when something is read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats
from archiver.weights import MINILM, UNIVERSAL_ENCODER, PackagedModel

if TYPE_CHECKING:
    from archiver.align.paraphrase.encoder import MiniLM
    from archiver.align.paraphrase.multilingual import Universal

Bytes = npt.NDArray[np.int8]

# A number of a vector of length 1 is at most .32 with MiniLM and .19 with the multilingual encoder. Cut to bytes they
# find what they found before: of 47 paragraphs' sentences among 2,286 the first ten had 52 of 100, as before.
SCALE = 400.0
DIMENSIONS = {MINILM.name: 384, UNIVERSAL_ENCODER.name: 512}


def encoder_for(languages: Collection[str]) -> PackagedModel | None:
    """The encoder for texts that lie beside each other; None where none that is installed knows any of them.

    languages: ISO 639-1 codes
    """
    from archiver.align.paraphrase.multilingual import ENCODER_LANGUAGES

    wanted = MINILM if set(languages) <= {"en"} else UNIVERSAL_ENCODER if ENCODER_LANGUAGES & set(languages) else None
    return wanted if wanted and wanted.folder() else None


def read_texts(encoder: PackagedModel, texts: Sequence[str]) -> Floats:
    """What texts mean; vectors of length 1, shape (texts, dimensions), zeros for a text without words."""
    found = np.zeros((len(texts), DIMENSIONS[encoder.name]), dtype=np.float32)
    with_words = [number for number, text in enumerate(texts) if text.strip()]
    if with_words:
        found[with_words] = _model(encoder).wholes([texts[number] for number in with_words])
    return found


def in_bytes(vectors: Floats) -> Bytes:
    """The same vectors with a byte for each number, multiplied by ``SCALE``."""
    return np.clip(np.round(vectors * SCALE), -127, 127).astype(np.int8)


def _model(encoder: PackagedModel) -> MiniLM | Universal:
    if encoder == MINILM:
        from archiver.align.paraphrase.encoder import minilm

        return minilm()
    from archiver.align.paraphrase.multilingual import universal

    return universal()
