"""Paraphrase features: how likely each sentence says what a paragraph says, from embeddings, words, names and numbers.

A sentence that shares names and a subject with a paragraph may still say something that is not in it. So it is not only
asked how alike the two are, but word by word how much of what the sentence says is found in the paragraph in some form,
and how much is left over (late interaction, Khattab and Zaharia 2020; recall weighted by rarity, Zhang et al. 2020).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

import numpy as np
import numpy.typing as npt

from archiver.align.matched_words import Pairs, ScoredPairs, parts, similar_words
from archiver.align.paraphrase.encoder import CachedEncoder, Embedding, Encoder, whole_vectors
from archiver.arrays import Floats
from archiver.models import Why
from archiver.tokens import Token, tokens

# What speaks for and against a paragraph, in the order of the features, with the weights that
# `scripts/fit_paraphrase.py` fits on hand-written examples with the multilingual encoder; the last is the constant.
# Log-odds. Weights below zero on likeness do not stand alone: what is like the whole but leads nowhere is talk about
# the same subject.
COEFFICIENTS: dict[str, float] = {
    "likeness to its likeliest sentence": 5.15,
    "likeness to the whole": -2.65,
    "likeness with the sentence before": 2.20,
    "likeness with the sentence after": 7.57,
    "rare words in common": -0.76,
    "how much of it is found": 1.26,
    "lead over the other paragraphs": 13.17,
    "how much is left over": -5.55,
    "numbers that it has not": -3.33,
    "how much is said": 1.70,
    "a question": -2.10,
    "constant": -5.96,
}
FEATURE_NAMES = tuple(COEFFICIENTS)[:-1]

# How often a link is right by its margin: a straight line in log-odds (Platt 1999), as its steepness and its height
# where nothing speaks for it; fitted by the same script on links of examples that were left out.
CALIBRATION = (0.53, 0.75)
HIGHEST_SCORE = 0.98  # no paraphrase is surer: of the hundred likeliest, two are wrong

WORD_MATCH_COSINE = 0.6  # cosine of two words in their places from which they say about the same
LEAST_INFORMATION = 0.3  # what is told by a sentence that tells nothing, so that it is not divided by nothing
WORDS_AT_A_TIME = 512  # words of speech that are compared with all words of the release together


class Scorer(Protocol):
    """Tells how likely sentences speak of paragraphs.

    considers_neighbours: whether the odds know already what is said around a sentence
    """

    name: str
    considers_neighbours: bool

    def score(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> ScoredPairs:
        """Tell for every sentence and paragraph how likely the one says in other words what the other says, and why.

        paragraphs: each as its sentences, and with words; the reasons' places are in these put together
        apart: for each sentence whether it was read out, so that its neighbours do not go on with it
        """

    def reliability(self, margin: float) -> float:
        """How often a link is right that is likelier by this margin, in log-odds, than what else there is; 0 to 1."""


class EncoderScorer:
    """Scores by what an encoder makes of texts.

    written: the language of the release, where it is not the one that is spoken
    coefficients: others than those that were fitted with the multilingual encoder
    """

    considers_neighbours = False

    def __init__(
        self,
        encoder: Encoder,
        written: str | None = None,
        coefficients: Mapping[str, float] = COEFFICIENTS,
    ) -> None:
        self.name, self._encoder, self._written, self._coefficients = encoder.name, encoder, written, coefficients

    def score(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> ScoredPairs:
        """See ``Scorer.score``."""
        encoder, written = CachedEncoder(self._encoder), self._written or language
        found = features(paragraphs, sentences, apart, (language, written), encoder)

        def why(sentence: int, paragraph: int) -> Why:
            matched = _matched(sentences[sentence], paragraphs[paragraph], language, written, encoder)
            return Why("meaning", matched, parts(found[sentence, paragraph], self._coefficients))

        return ScoredPairs(log_odds(found, self._coefficients), why)

    def reliability(self, margin: float) -> float:
        """See ``Scorer.reliability``."""
        return min(HIGHEST_SCORE, logistic(*CALIBRATION, margin))


def _matched(sentence: str, paragraph: Sequence[str], spoken: str, written: str, encoder: Encoder) -> Pairs:
    """The words of a sentence that a paragraph has in some form, with those."""
    (said,), known = encoder.read([sentence], spoken), encoder.read(paragraph, written)
    cosines = said.words @ np.concatenate([part.words for part in known]).T
    return similar_words(tokens(sentence, spoken), tokens_of(paragraph, written), cosines, WORD_MATCH_COSINE)


def tokens_of(paragraph: Sequence[str], language: str) -> list[Token]:
    """The words of each sentence of a paragraph, where they stand in the whole."""
    found: list[Token] = []
    begin = 0
    for part in paragraph:
        found += (replace(t, start=t.start + begin, end=t.end + begin) for t in tokens(part, language))
        begin += len(part)
    return found


# Words that go on with what was said; a sentence that begins with one has less to say for itself.
CONTINUATION_WORDS = {
    "en": {
        "and",
        "but",
        "or",
        "so",
        "because",
        "which",
        "that",
        "this",
        "these",
        "those",
        "it",
        "they",
        "then",
        "again",
    },
    "fr": {
        "et",
        "mais",
        "ou",
        "donc",
        "car",
        "c",
        "ce",
        "cela",
        "ca",
        "ces",
        "il",
        "elle",
        "ils",
        "elles",
        "puis",
        "alors",
    },
}
SELF_CONTAINED_INFORMATION = 4.0  # what a sentence tells (about five plain words) from which it speaks for itself
UNINFORMATIVE_PERSISTENCE = 1.5  # log-odds of staying with the paragraph before for a sentence that tells nothing
REFERRING_PERSISTENCE = 0.7  # the same for one that begins with a word that goes on


def persistence(sentences: Sequence[str], language: str) -> Floats:
    """How much each sentence belongs with what it follows, as log-odds; questions do not."""
    found = np.zeros(len(sentences), dtype=np.float32)
    for number, sentence in enumerate(sentences):
        words = tokens(sentence, language)
        if words and not sentence.rstrip().endswith("?"):
            found[number] = UNINFORMATIVE_PERSISTENCE * max(0.0, 1 - _information(words) / SELF_CONTAINED_INFORMATION)
            found[number] += REFERRING_PERSISTENCE * (words[0].form in CONTINUATION_WORDS.get(language, set()))
    return found


def logistic(slope: float, constant: float, margin: float) -> float:
    """The probability that a straight line in log-odds gives."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, slope * margin + constant))))


def log_odds(features: Floats, coefficients: Mapping[str, float] = COEFFICIENTS) -> Floats:
    """Log-odds that a sentence says in other words what a paragraph says; shape (sentences, paragraphs).

    features: shape (sentences, paragraphs, features)
    """
    *weights, constant = coefficients.values()
    odds: Floats = features @ np.array(weights, dtype=np.float32) + np.float32(constant)
    return odds


def features(
    paragraphs: Sequence[Sequence[str]],
    sentences: Sequence[str],
    apart: Sequence[bool],
    languages: tuple[str, str],
    encoder: Encoder,
) -> Floats:
    """What the log-odds are made of, by ``FEATURE_NAMES``; shape (sentences, paragraphs, features).

    paragraphs: each as its sentences
    apart: for each sentence whether it was read out, so that the next does not go on from it
    languages: what is spoken, and what the paragraphs are written in
    """
    language, written = languages
    whole = [" ".join(paragraph) for paragraph in paragraphs]
    read = encoder.read([*chain.from_iterable(paragraphs), *whole], written)
    parts, wholes = read[: -len(whole)], whole_vectors(read[-len(whole) :])
    said = encoder.read(sentences, language)
    spoken, known = [tokens(text, language) for text in sentences], [tokens(text, written) for text in whole]
    figures = [tokens(text, written) for text in sentences]  # spelled out as in the paragraphs
    starts = np.cumsum([0, *(len(paragraph) for paragraph in paragraphs[:-1])])
    vectors = whole_vectors(said)
    nearest = np.maximum.reduceat(vectors @ whole_vectors(parts).T, starts, axis=1)
    found, left = _coverage(said, spoken, parts, starts)
    shape = nearest.shape
    columns = (
        nearest,
        vectors @ wholes.T,
        _with_neighbour(vectors, -1, apart) @ wholes.T,
        _with_neighbour(vectors, 1, apart) @ wholes.T,
        shared(known, spoken),
        found,
        margin_over_others(found),
        left,
        _numbers_missing(known, figures, sentences),
        np.broadcast_to(np.log1p([[_information(own)] for own in spoken]), shape),
        np.broadcast_to([[sentence.rstrip().endswith("?")] for sentence in sentences], shape),
    )
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=-1)


def _with_neighbour(vectors: Floats, step: int, apart: Sequence[bool]) -> Floats:
    """Every sentence together with the one before or after it: the direction between the two."""
    both = vectors.copy()
    for number in range(len(vectors)):
        other = number + step
        if 0 <= other < len(vectors) and not apart[other]:
            both[number] += vectors[other]
    lengths = np.linalg.norm(both, axis=1, keepdims=True)
    return np.asarray(both / np.maximum(lengths, 1e-9), dtype=np.float32)


def _coverage(
    said: Sequence[Embedding],
    spoken: Sequence[Sequence[Token]],
    parts: Sequence[Embedding],
    starts: npt.NDArray[np.int_],
) -> tuple[Floats, Floats]:
    """How much of each sentence every paragraph has in some form, 0 to 1, and how much it has not, as log(1 + sum)."""
    own = np.add.reduceat([len(part.words) for part in parts], starts)
    written = np.concatenate([part.words for part in parts])
    found = np.zeros((len(said), len(starts)), dtype=np.float32)
    left = np.zeros_like(found)
    for numbers in batches([len(embedding.words) for embedding in said]):
        words = np.concatenate([said[number].words for number in numbers])
        best = np.maximum.reduceat(words @ written.T, np.cumsum(own) - own, axis=1)
        place = 0
        for number in numbers:
            weights = np.array([token.info for token in spoken[number]], dtype=np.float32)
            matched = best[place : place + len(weights)]
            place += len(weights)
            found[number] = weights @ matched / (weights.sum() + LEAST_INFORMATION)
            left[number] = np.log1p(2 * (weights @ np.clip(WORD_MATCH_COSINE - matched, 0, 1)))
    return found, left


def batches(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of sentences, together about ``WORDS_AT_A_TIME``; those without words apart."""
    lot: list[int] = []
    size = 0
    for number, own in enumerate(sizes):
        if own:
            lot.append(number)
            size += own
        if size >= WORDS_AT_A_TIME:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def shared(known: Sequence[Sequence[Token]], spoken: Sequence[Sequence[Token]]) -> Floats:
    """How much the words in common tell, as log(1 + sum)."""
    return np.log1p(words_in_common(known, [{token.form: token.info for token in own}.items() for own in spoken]))


def _numbers_missing(
    known: Sequence[Sequence[Token]], spoken: Sequence[Sequence[Token]], texts: Sequence[str]
) -> Floats:
    """How many words of numbers a sentence has that a paragraph has not, as log(1 + count)."""
    numbers = [
        [(token.form, 1.0) for token in own if any(map(str.isdigit, text[token.start : token.end]))]
        for own, text in zip(spoken, texts, strict=True)
    ]
    counts = np.array([[len(own)] for own in numbers], dtype=np.float32)
    missing: Floats = np.log1p(counts - words_in_common(known, numbers))
    return missing


def words_in_common(known: Sequence[Sequence[Token]], told: Sequence[Iterable[tuple[str, float]]]) -> Floats:
    """For each lot of valued words the sum of those that each paragraph has too; shape (lots, paragraphs)."""
    owners: dict[str, list[int]] = defaultdict(list)
    for paragraph, own in enumerate(known):
        for form in {token.form for token in own}:
            owners[form].append(paragraph)
    sums = np.zeros((len(told), len(known)))
    for row, words in zip(sums, told, strict=True):
        for form, value in words:
            if form in owners:
                row[owners[form]] += value
    return sums.astype(np.float32)


def _information(words: Sequence[Token]) -> float:
    return sum(token.info for token in words)


def margin_over_others(found: Floats) -> Floats:
    """How far each paragraph is ahead of the best of the others; negative for all but the first."""
    if found.shape[1] == 1:
        return np.zeros_like(found)
    second, first = np.sort(found, axis=1)[:, -2:].T
    best_other = np.where(found == first[:, None], second[:, None], first[:, None])
    margin_over_others: Floats = found - best_other
    return margin_over_others
