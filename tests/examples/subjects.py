"""An encoder to whom a word means its subject: meanings made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archiver.align.paraphrase.encoder import Embedding
from archiver.tokens import tokens

SUBJECTS = ("quay", "pilot", "vote", "coffee")
ALIKE = {"dock": "quay", "wharf": "quay", "helmsman": "pilot", "ballot": "vote"}


class Subjects:
    """An encoder to whom a word means its subject, or only itself, and a text the sum of its subjects."""

    name = "subjects"

    def read(self, texts: Sequence[str], language: str) -> list[Embedding]:
        return [self._read([token.form for token in tokens(text, language)]) for text in texts]

    def _read(self, forms: list[str]) -> Embedding:
        words = np.zeros((len(forms), 64), dtype=np.float32)
        for number, form in enumerate(forms):
            subject = ALIKE.get(form, form)
            place = SUBJECTS.index(subject) if subject in SUBJECTS else 4 + sum(map(ord, form)) % 60
            words[number, place] = 1
        total = words[:, : len(SUBJECTS)].sum(axis=0)
        whole = np.zeros(64, dtype=np.float32)
        whole[: len(SUBJECTS)] = total / max(1.0, float(np.linalg.norm(total)))
        return Embedding(whole, words)
