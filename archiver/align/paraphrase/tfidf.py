"""TF-IDF: how likely each sentence speaks of each paragraph by letters in common, where no installed encoder helps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from archiver.align.matched_words import ScoredPairs, in_common, parts
from archiver.align.paraphrase.features import logistic, margin_over_others, shared
from archiver.arrays import Floats
from archiver.models import Why
from archiver.tokens import tokens

# Log-odds, in the order of the features. Chosen by hand on French council meetings, where whole reports share their
# vocabulary.
TFIDF_COEFFICIENTS = {
    "likeness to its likeliest sentence": 4.0,
    "likeness to the whole": 4.0,
    "likeness with the sentence before": 6.0,
    "rare words in common": 1.5,  # and names, and numbers
    "lead over the other paragraphs": 8.0,
    "a question": -3.0,
    "constant": -6.0,
}

# How often a link is right by its margin, as ``features.CALIBRATION``; on 548 links of French meetings, cut in pieces.
TFIDF_CALIBRATION = (0.94, -0.16)


class TfidfScorer:
    """TF-IDF over runs of three to five letters.

    It is made for one release and what was said about it, since rarity is counted in their own sentences.
    """

    name = "tf-idf"
    considers_neighbours = False

    def __init__(self, texts: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        self.vectorizer.fit(texts)

    def score(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> ScoredPairs:
        """See ``archiver.align.paraphrase.features.Scorer.score``."""
        found = self._features(paragraphs, sentences, apart, language)

        def why(sentence: int, paragraph: int) -> Why:
            written = tokens("".join(paragraphs[paragraph]), language)
            matched = in_common(tokens(sentences[sentence], language), written)
            return Why("letters", matched, parts(found[sentence, paragraph], TFIDF_COEFFICIENTS))

        *weights, constant = TFIDF_COEFFICIENTS.values()
        return ScoredPairs(found @ np.array(weights, dtype=np.float32) + np.float32(constant), why)

    def _features(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> Floats:
        """What the log-odds are made of; shape (sentences, paragraphs, features)."""
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
            margin_over_others(likeliest),
            np.broadcast_to([[sentence.rstrip().endswith("?")] for sentence in sentences], likeliest.shape),
        )
        return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=-1)

    def reliability(self, margin: float) -> float:
        """See ``archiver.align.paraphrase.features.Scorer.reliability``."""
        return logistic(*TFIDF_CALIBRATION, margin)

    def _likeness(self, texts: Sequence[str], others: Sequence[str]) -> Floats:
        """Cosine of every text with every other; shape (texts, others)."""
        product = self.vectorizer.transform(texts) @ self.vectorizer.transform(others).T
        cosines: Floats = product.toarray()
        return cosines
