"""A stand-in for the sentence encoders: texts mean the same where a word of theirs stands for the same thing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archiver.archive.meaning.encoders import DIMENSIONS
from archiver.arrays import Floats
from archiver.weights import PackagedModel

THINGS = (
    ("flooding", "inundation", "water"),
    ("lamps", "lit", "lights"),
    ("quays", "quay", "piers", "keys"),
    ("reforming", "assistance"),
)


def read_texts(encoder: PackagedModel, texts: Sequence[str]) -> Floats:
    """A number for each of ``THINGS``; vectors of length 1, or zeros."""
    found = np.zeros((len(texts), DIMENSIONS[encoder.name]), dtype=np.float32)
    for row, text in zip(found, texts, strict=True):
        words = set(text.lower().replace(".", "").replace("?", "").split())
        for number, thing in enumerate(THINGS):
            row[number * 50 : number * 50 + 50] = bool(words & set(thing))
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1), dtype=np.float32)
