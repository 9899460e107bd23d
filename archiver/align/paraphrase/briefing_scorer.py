"""The briefing scorer: how likely a sentence of a press briefing tells what a paragraph of its release says.

A logistic regression over likeness and traits. It was fitted on real press conferences and calls that readers judged
sentence by sentence, together with invented ones, and holds for houses that were left out of the fit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from archiver.align.matched_words import ScoredPairs, rounded, similar_words
from archiver.align.paraphrase.encoder import CachedEncoder, Encoder
from archiver.align.paraphrase.features import HIGHEST_SCORE, WORD_MATCH_COSINE, logistic, tokens_of
from archiver.align.paraphrase.likeness import Texts, likeness
from archiver.align.paraphrase.traits import paragraph_traits, sentence_traits
from archiver.arrays import Floats
from archiver.models import Why

FITTED = "fitted.json"  # beside this module; made by `scripts/fit_linking.py`, which says how and on what


# What speaks for and against a paragraph. Those that bring nothing to houses left out are not among them: first person,
# hedges, negation, greetings, the place in the briefing, how far the next question is.
FEATURES = (
    "letters in common",
    "words in common",
    "rare words in common",
    "how much of it is found",
    "how much is left over",
    "how much that is rare here is left over",
    "how much of a written sentence is told",
    "lead over the other paragraphs",
    "likeness with the sentence before",
    "rank among all sentences",
    "likeness to the likeliest paragraph",
    "share of sentences that are alike",
    "a question",
    "how long it is",
    "the house speaks of itself",
    "how many sentences there are",
    "sentences in the paragraph",
    "capital letters in the paragraph",
    "how many paragraphs there are",
)


@dataclass(frozen=True)
class Fit:
    """What each feature is worth.

    means: of the features in the data of the fit, so that a part of a score says what speaks for or against
    weights: log-odds for each unit of a feature
    constant: log-odds of a sentence and a paragraph that are like the mean in everything
    """

    means: Floats
    weights: Floats
    constant: float


@cache
def fitted() -> Fit:
    """The fit that the package carries."""
    known = json.loads(files(__package__).joinpath(FITTED).read_text(encoding="utf-8"))
    means, weights = np.array([known["features"][name] for name in FEATURES], dtype=np.float32).T
    return Fit(means, weights, known["constant"])


class BriefingScorer:
    """Scores what is said in a briefing in English by its whole release and the whole transcript.

    fit: None for the one that the package carries
    """

    considers_neighbours = True

    def __init__(self, encoder: Encoder, fit: Fit | None = None) -> None:
        self.name, self._encoder, self._fit = encoder.name, CachedEncoder(encoder), fit or fitted()

    def score(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> ScoredPairs:
        """See ``archiver.align.paraphrase.features.Scorer.score``; what was read out is a neighbour like any other."""
        texts = Texts.of(paragraphs, sentences, language, self._encoder)
        found = stacked(texts, paragraphs, language)
        parts = (found - self._fit.means) * self._fit.weights

        def why(sentence: int, paragraph: int) -> Why:
            own = dict(zip(FEATURES, parts[sentence, paragraph], strict=True))
            begin, end = texts.bounds(paragraph)
            words = np.concatenate([part.words for part in texts.read[begin:end]])
            there = tokens_of(texts.parts[begin:end], language)
            matched = similar_words(
                texts.spoken[sentence], there, texts.said[sentence].words @ words.T, WORD_MATCH_COSINE
            )
            return Why("meaning", matched, rounded({**own, "constant": self._fit.constant}))

        return ScoredPairs(parts.sum(axis=-1) + np.float32(self._fit.constant), why)

    def reliability(self, margin: float) -> float:
        """See ``archiver.align.paraphrase.features.Scorer.reliability``: the odds are true as they are."""
        return min(HIGHEST_SCORE, logistic(1.0, 0.0, margin))


def stacked(texts: Texts, paragraphs: Sequence[Sequence[str]], language: str) -> Floats:
    """The features; shape (sentences, paragraphs, features).

    paragraphs: each as its sentences
    """
    known = {**likeness(texts), **sentence_traits(texts.sentences, language), **paragraph_traits(paragraphs)}
    shape = len(texts.sentences), len(paragraphs)
    return np.stack([np.broadcast_to(known[name], shape) for name in FEATURES], axis=-1, dtype=np.float32)
