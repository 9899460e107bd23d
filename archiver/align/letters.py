"""Letters in common: how likely each sentence speaks of each paragraph, for languages that no installed model knows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from archiver.align.meaning import Floats
from archiver.align.paraphrase import lead, logistic, shared
from archiver.align.words import tokens

# Log-odds. In order: likeness to the paragraph's likeliest sentence; to the whole paragraph; the same with what was
# said before; rare words, names and numbers in common; lead over the second likeliest paragraph; being a question; the
# constant. Chosen by hand on French council meetings, where whole reports share their vocabulary.
COEFFICIENTS = (4.0, 4.0, 6.0, 1.5, 8.0, -3.0, -6.0)

# How often a link is right by its margin, as `paraphrase.RELIABILITY`; on 548 links of French meetings, cut in pieces.
RELIABILITY = (0.94, -0.16)


class SharedLetters:
    """TF-IDF over runs of three to five letters.

    It is made for one release and what was said about it, since rarity is counted in their own sentences.
    """

    name = "tf-idf"

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        self.vectorizer.fit(texts)

    def odds(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> Floats:
        """See ``archiver.align.paraphrase.Judge.odds``."""
        whole = [" ".join(paragraph) for paragraph in paragraphs]
        before = ["", *("" if read else text for text, read in zip(sentences[:-1], apart[:-1], strict=True))]
        both = [f"{first} {sentence}".strip() for first, sentence in zip(before, sentences, strict=True)]
        starts = np.cumsum([0, *(len(paragraph) for paragraph in paragraphs[:-1])])
        likeliest = np.maximum.reduceat(self._likeness(sentences, [*chain.from_iterable(paragraphs)]), starts, axis=1)
        columns = (
            likeliest,
            self._likeness(sentences, whole),
            self._likeness(both, whole),
            shared([tokens(text, language) for text in whole], [tokens(text, language) for text in sentences]),
            lead(likeliest),
            np.broadcast_to([[sentence.rstrip().endswith("?")] for sentence in sentences], likeliest.shape),
        )
        *weights, constant = COEFFICIENTS
        stacked = np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=-1)
        odds: Floats = stacked @ np.array(weights, dtype=np.float32) + np.float32(constant)
        return odds

    def reliability(self, margin: float) -> float:
        """See ``archiver.align.paraphrase.Judge.reliability``."""
        return logistic(*RELIABILITY, margin)

    def _likeness(self, texts: Sequence[str], others: Sequence[str]) -> Floats:
        """Cosine of every text with every other; shape (texts, others)."""
        product = self.vectorizer.transform(texts) @ self.vectorizer.transform(others).T
        cosines: Floats = product.toarray()
        return cosines
