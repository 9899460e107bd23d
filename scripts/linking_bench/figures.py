"""Figures of linking: how many links are right, at every threshold, and how far their scores can be believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archiver.bench.reliability import Bin, binned


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered for one sentence.

    paragraph: from 1; None for no paragraph
    score: how sure the answer is; means nothing where there is no paragraph
    right: the paragraphs that would be right, from 1; none for a sentence that belongs to no paragraph
    """

    paragraph: int | None
    score: float
    right: frozenset[int]

    @property
    def is_right(self) -> bool:
        """Whether it is linked, and to one of its paragraphs."""
        return self.paragraph in self.right


@dataclass(frozen=True, slots=True)
class Quality:
    """How good links are.

    threshold: the score from which they count
    precision: the share of the links that are right
    recall: the share of the sentences with a paragraph that were linked to it
    f1: their harmonic mean
    """

    threshold: float
    precision: float
    recall: float
    f1: float


def quality(answers: Iterable[Answer], threshold: float = float("-inf")) -> Quality:
    """How good the links are whose score reaches the threshold. A wrong link of a sentence is a miss too."""
    known = list(answers)
    linked = [answer for answer in known if answer.paragraph is not None and answer.score >= threshold]
    right = sum(answer.is_right for answer in linked)
    wanted = sum(bool(answer.right) for answer in known)
    return Quality(
        threshold,
        right / len(linked) if linked else 1.0,
        right / wanted if wanted else 1.0,
        2 * right / (len(linked) + wanted) if linked or wanted else 1.0,
    )


def curve(answers: Sequence[Answer]) -> list[Quality]:
    """The quality at every score that a link has, from the lowest."""
    scores = {answer.score for answer in answers if answer.paragraph is not None}
    return [quality(answers, score) for score in sorted(scores)]


def best(answers: Sequence[Answer]) -> Quality:
    """The quality at the threshold with the highest F1, chosen on these very answers: generous to who gave them."""
    return max(curve(answers), key=lambda point: point.f1, default=quality(answers))


def reliability(answers: Iterable[Answer]) -> list[Bin]:
    """How many links of about the same score are right."""
    return binned((answer.score, answer.is_right) for answer in answers if answer.paragraph is not None)
