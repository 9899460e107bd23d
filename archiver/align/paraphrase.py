"""What was said in other words: how likely each sentence speaks of each paragraph, from what it means and names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np

from archiver.align.meaning import Encoder, Floats
from archiver.align.words import Token, tokens

# Log-odds, for each encoder. In order: likeness to the paragraph's likeliest sentence; to the whole paragraph; the same
# with what was said before; rare words, names and numbers in common; lead over the second likeliest paragraph; being a
# question; the constant. Those for meaning are what `scripts/fit_paraphrase.py` fits on hand-written English examples;
# those for letters were chosen by hand on French council meetings, where whole reports share their vocabulary.
COEFFICIENTS = {
    "all-MiniLM-L6-v2": (3.3, 1.3, 6.5, 1.6, 6.6, -3.9, -6.1),
    "tf-idf": (4.0, 4.0, 6.0, 1.5, 8.0, -3.0, -6.0),
}


def evidence(
    paragraphs: Sequence[Sequence[str]],
    sentences: Sequence[str],
    before: Sequence[str],
    language: str,
    encoder: Encoder,
) -> Floats:
    """Log-odds that a sentence says in other words what a paragraph says; shape (sentences, paragraphs).

    paragraphs: each as its sentences
    before: for each sentence what it may go on from; empty where that was read out, and says nothing of this one
    """
    coefficients = np.array(COEFFICIENTS[encoder.name], dtype=np.float32)
    odds: Floats = features(paragraphs, sentences, before, language, encoder) @ coefficients[:-1] + coefficients[-1]
    return odds


def features(
    paragraphs: Sequence[Sequence[str]],
    sentences: Sequence[str],
    before: Sequence[str],
    language: str,
    encoder: Encoder,
) -> Floats:
    """What the log-odds are made of; shape (sentences, paragraphs, 6)."""
    whole = [" ".join(paragraph) for paragraph in paragraphs]
    both = [f"{first} {sentence}".strip() for first, sentence in zip(before, sentences, strict=True)]
    likeness = encoder.likeness(sentences, [*chain.from_iterable(paragraphs), *whole])
    likeliest = _likeliest(likeness[:, : -len(whole)], paragraphs)
    shape = likeliest.shape
    question = np.array([[sentence.rstrip().endswith("?")] for sentence in sentences])
    columns = (
        likeliest,
        likeness[:, -len(whole) :],
        encoder.likeness(both, whole),
        _shared(paragraphs, sentences, language),
        _lead(likeliest),
        np.broadcast_to(question, shape),
    )
    return np.stack([column.astype(np.float32) for column in columns], axis=-1)


def _likeliest(likeness: Floats, paragraphs: Sequence[Sequence[str]]) -> Floats:
    """Of the likeness to all sentences of all paragraphs, the highest in each paragraph."""
    starts = np.cumsum([0, *(len(paragraph) for paragraph in paragraphs[:-1])])
    best: Floats = np.maximum.reduceat(likeness, starts, axis=1)
    return best


def _shared(paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], language: str) -> Floats:
    """How much the words in common tell, as log(1 + sum)."""
    written = [_telling(tokens(" ".join(paragraph), language)) for paragraph in paragraphs]
    spoken = [_telling(tokens(sentence, language)) for sentence in sentences]
    sums = [[sum(info for form, info in own.items() if form in other) for other in written] for own in spoken]
    return np.log1p(np.array(sums, dtype=np.float32))


def _telling(found: Sequence[Token]) -> dict[str, float]:
    return {token.form: token.info for token in found if token.info > 0}


def _lead(likeliest: Floats) -> Floats:
    """How far each paragraph is ahead of the best of the others; negative for all but the first."""
    if likeliest.shape[1] == 1:
        return np.zeros_like(likeliest)
    second, first = np.sort(likeliest, axis=1)[:, -2:].T
    best_other = np.where(likeliest == first[:, None], second[:, None], first[:, None])
    lead: Floats = likeliest - best_other
    return lead
