"""How far scores between 0 and 1 can be believed: what was right among those of about the same score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

STEPS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Scored = tuple[float, float]
"""A score, and what was right: 1 or 0, or a share."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose scores lie close together.

    begin, end: of the scores
    score: their mean
    right: the share that is right
    count: how many there are
    """

    begin: float
    end: float
    score: float
    right: float
    count: int


def binned(answers: Iterable[Scored]) -> list[Bin]:
    """How much is right of answers of about the same score; steps without answers are left out."""
    known = list(answers)
    found = []
    for begin, end in pairwise(STEPS):
        own = [(score, right) for score, right in known if begin <= score < end or score == end == STEPS[-1]]
        if own:
            scores, rights = zip(*own, strict=True)
            found.append(Bin(begin, end, sum(scores) / len(own), sum(rights) / len(own), len(own)))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far scores are from what is right, on average over all answers (expected calibration error)."""
    total = sum(own.count for own in bins)
    return sum(own.count * abs(own.score - own.right) for own in bins) / total if total else 0.0


def brier(answers: Sequence[Scored]) -> float:
    """The mean square of what scores are off (Brier 1950)."""
    return sum((score - right) ** 2 for score, right in answers) / len(answers)
