"""Matched words: which words a link takes for each other, and what its score is made of, as its reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archiver.arrays import Floats
from archiver.models import Span, Why
from archiver.tokens import Token

Pairs = tuple[tuple[Span, Span], ...]

TELLING_INFORMATION = 0.25  # what a word must tell to be a reason: `of`, `have` and `that` stand everywhere
SCORE_DIGITS = 3  # of a part of the score, which nobody reads more exactly


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """What a scorer makes of all sentences and paragraphs.

    odds: log-odds that a sentence says in other words what a paragraph says; shape (sentences, paragraphs)
    why: the reasons for one sentence and one paragraph; they are made only when they are asked for
    """

    odds: Floats
    why: Callable[[int, int], Why]


def parts(features: Iterable[float], coefficients: Mapping[str, float]) -> dict[str, float]:
    """What each feature adds to the log-odds, by its name; the last coefficient is the constant."""
    *weights, constant = coefficients.items()
    own = {name: value * weight for (name, weight), value in zip(weights, features, strict=True)}
    return rounded({**own, constant[0]: constant[1]})


def rounded(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures as they are kept."""
    return {name: round(float(value), SCORE_DIGITS) + 0.0 for name, value in figures.items()}  # no minus on a zero


def aligned(pairs: Sequence[tuple[int, int]], said: Sequence[Token], written: Sequence[Token]) -> Pairs:
    """Where the words of aligned pairs stand.

    pairs: (word of the paragraph, word that was said), ascending in both
    """
    return _joined([(_place(said[heard]), _place(written[read])) for read, heard in pairs], apart=math.inf)


def in_common(said: Sequence[Token], written: Sequence[Token], letters: int | None = None) -> Pairs:
    """The telling words that both have; each the next of its kind, else the first.

    letters: how many at the beginning must be the same; None for all
    """
    found: list[tuple[Span, Span]] = []
    after = 0
    for token in said:
        same = [word for word in written if word.form[:letters] == token.form[:letters]]
        if same and token.info >= TELLING_INFORMATION:
            word = next((word for word in same if word.start >= after), same[0])
            found.append((_place(token), _place(word)))
            after = word.end
    return _joined(found)


def similar_words(said: Sequence[Token], written: Sequence[Token], cosines: Floats, least: float) -> Pairs:
    """The telling words of a sentence with the word of the paragraph that is most like each, where it is alike.

    cosines: shape (said, written)
    """
    telling = [number for number, word in enumerate(written) if word.info >= TELLING_INFORMATION]
    found = []
    for token, row in zip(said, cosines, strict=True):
        best = max(telling, key=lambda number: row[number], default=None)
        if best is not None and token.info >= TELLING_INFORMATION and row[best] >= least:
            found.append((_place(token), _place(written[best])))
    return _joined(found)


def shifted(why: Why, characters: int) -> Why:
    """The same reasons for a sentence of which only what stands behind so many code points was looked at."""
    moved = tuple(((said[0] + characters, said[1] + characters), written) for said, written in why.matched)
    return replace(why, matched=moved)


def _place(token: Token) -> Span:
    return token.start, token.end


def _joined(pairs: Iterable[tuple[Span, Span]], apart: float = 1) -> Pairs:
    """Neighbours that mean one word of the other side as one pair: `1994` is `nineteen ninety four`.

    apart: code points that may stand between them; any number where the pairs are aligned, since no other word is meant
        then: `240` is `two hundred and forty`
    """
    found: list[tuple[Span, Span]] = []
    for said, written in pairs:
        (_, reached), word = found[-1] if found else ((0, 0), None)
        if found and said[0] <= reached + apart and (said == found[-1][0] or written == word):
            before = found.pop()
            said = min(before[0][0], said[0]), max(before[0][1], said[1])
            written = min(before[1][0], written[0]), max(before[1][1], written[1])
        found.append((said, written))
    return tuple(found)
