"""Plain ways to link, which a linker has to be better than: by words in common, by meaning, and forward only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from archiver.align.paraphrase.encoder import minilm
from archiver.align.verbatim.quotes import sentences_of
from archiver.arrays import Floats
from archiver.bench.cases import Case
from archiver.tokens import base_language

EVERYTHING = -1.0  # a threshold below every cosine of words
NEVER = -1.0  # likeness of what is not to be linked, below every threshold that is tried
NEIGHBOURS = np.array([1, 2, 3, 2, 1]) / 9  # weights of a sentence and two on either side, who speak of the same


@dataclass(frozen=True, slots=True)
class PlainWay:
    """A way to link.

    likeness: how alike every sentence and every paragraph of a case are; shape (sentences, paragraphs)
    link: from likeness and the threshold to each sentence's paragraph, from 0, or None
    """

    likeness: Callable[[Case], Floats]
    link: Callable[[Floats, float], list[int | None]]


def likeness(way: PlainWay, case: Case) -> Floats:
    """How alike they are; in a briefing a question is like nothing, since it asks and does not tell."""
    alike = way.likeness(case)
    if case.kind == "briefing":
        alike[[sentence.rstrip().endswith("?") for sentence in case.sentences]] = NEVER
    return alike


def by_words(case: Case) -> Floats:
    """Cosines of TF-IDF vectors with a paragraph's likeliest sentence; rarity is counted in these very texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    parts = _parts(case)
    texts = [*chain.from_iterable(parts), *case.sentences]
    stop_words = "english" if base_language(case.language) == "en" else None
    vectorizer = TfidfVectorizer(stop_words=stop_words, sublinear_tf=True, dtype=np.float32)
    if not any(map(vectorizer.build_analyzer(), texts)):  # nothing but stop words, of which it makes no vectors
        return np.zeros((len(case.sentences), len(parts)), dtype=np.float32)
    vectors = vectorizer.fit_transform(texts)
    count = len(texts) - len(case.sentences)
    return _likeliest((vectors[count:] @ vectors[:count].T).toarray(), parts)


def by_meaning(case: Case) -> Floats:
    """Cosines of MiniLM's vectors with a paragraph's likeliest sentence. It knows English."""
    parts = _parts(case)
    texts = [*chain.from_iterable(parts), *case.sentences]
    vectors = np.stack([embedding.whole for embedding in minilm().read(texts, case.language)])
    count = len(texts) - len(case.sentences)
    return _likeliest(vectors[count:] @ vectors[:count].T, parts)


def by_words_of_neighbours(case: Case) -> Floats:
    """The likeness by words, each sentence's with its neighbours'."""
    alike = by_words(case)
    padded = np.pad(alike, ((len(NEIGHBOURS) // 2,) * 2, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(NEIGHBOURS), axis=0)
    return np.asarray(windows @ NEIGHBOURS, dtype=np.float32)


def _parts(case: Case) -> list[list[str]]:
    """The sentences of each paragraph; an empty paragraph has one, without words."""
    return [sentences_of(text, base_language(case.language)) or [""] for text in case.paragraphs]


def _likeliest(alike: Floats, parts: Sequence[Sequence[str]]) -> Floats:
    """For each paragraph the likeness of its sentence that is most like."""
    starts = np.cumsum([0, *map(len, parts[:-1])])
    return np.asarray(np.maximum.reduceat(alike, starts, axis=1))


def nearest(alike: Floats, threshold: float) -> list[int | None]:
    """For every sentence the paragraph that is most like it, from 0; None where it is less like than the threshold."""
    found = alike.argmax(axis=1)
    return [int(p) if own[p] >= threshold else None for own, p in zip(alike, found, strict=True)]


def forward(alike: Floats, threshold: float) -> list[int | None]:
    """The paragraphs, from 0, that are most like their sentences in all and never go back.

    A sentence has none where that is worth more than the likeness, less the threshold, that it would bring.
    """
    count, width = alike.shape
    best, came_from = np.zeros(width), np.zeros((count, width), dtype=np.intp)
    linked = np.zeros((count, width), dtype=bool)
    for sentence, gains in enumerate(alike - threshold):
        highest = np.maximum.accumulate(best)
        came_from[sentence] = np.maximum.accumulate(np.where(best == highest, np.arange(width), 0))
        linked[sentence] = highest + gains >= best
        best = np.where(linked[sentence], highest + gains, best)
    path: list[int | None] = []
    paragraph = int(best.argmax())
    for sentence in reversed(range(count)):
        path.append(paragraph if linked[sentence, paragraph] else None)
        if linked[sentence, paragraph]:
            paragraph = int(came_from[sentence, paragraph])
    return path[::-1]


PLAIN_WAYS: Mapping[str, PlainWay] = {
    "TF-IDF": PlainWay(by_words, nearest),
    "MiniLM": PlainWay(by_meaning, nearest),
    "monotone": PlainWay(by_words_of_neighbours, forward),
}
