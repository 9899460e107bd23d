"""How far scores between 0 and 1 can be believed: what was right among those of about the same score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat

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
    weight: how many they stand for, where only a sample was judged
    """

    begin: float
    end: float
    score: float
    right: float
    count: int
    weight: float


def binned(answers: Iterable[Scored], weights: Iterable[float] | None = None) -> list[Bin]:
    """How much is right of answers of about the same score; steps without answers are left out.

    weights: how many answers each of them stands for; None for one each
    """
    known = [(score, right, weight) for (score, right), weight in zip(answers, weights or repeat(1.0), strict=False)]
    found = []
    for begin, end in pairwise(STEPS):
        own = [answer for answer in known if begin <= answer[0] < end or answer[0] == end == STEPS[-1]]
        total = sum(weight for _, _, weight in own)
        if total:
            score = sum(score * weight for score, _, weight in own) / total
            right = sum(right * weight for _, right, weight in own) / total
            found.append(Bin(begin, end, score, right, len(own), total))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """How far scores are from what is right, on average over all answers (expected calibration error)."""
    total = sum(own.weight for own in bins)
    return sum(own.weight * abs(own.score - own.right) for own in bins) / total if total else 0.0


def brier(answers: Sequence[Scored]) -> float:
    """The mean square of what scores are off (Brier 1950)."""
    return sum((score - right) ** 2 for score, right in answers) / len(answers)
