"""Scores: how many answers are right, by a strict and by a lenient judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Literal

from archiver.bench.answers import Answer, Answers
from archiver.bench.cases import Case, Judgement

Verdict = Literal["hit", "other", "false", "miss", "kept"]
"""A link to a right paragraph; to another; of a sentence with none; no link though there is one; none, and rightly."""

Judged = tuple[Answer | None, Judgement]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers got each verdict; by weight, where only a sample was judged. Shares of nothing are None."""

    hit: float = 0.0
    other: float = 0.0
    false: float = 0.0
    miss: float = 0.0
    kept: float = 0.0

    def __add__(self, more: Tally) -> Tally:
        return Tally(*(getattr(self, field.name) + getattr(more, field.name) for field in fields(self)))

    @property
    def links(self) -> float:
        """How many sentences were linked."""
        return self.hit + self.other + self.false

    @property
    def wanted(self) -> float:
        """How many sentences belong to a paragraph."""
        return self.hit + self.other + self.miss

    @property
    def precision(self) -> float | None:
        """The share of the links that is right."""
        return share(self.hit, self.links)

    @property
    def recall(self) -> float | None:
        """The share of the sentences with a paragraph that is on the right one: others call it accuracy."""
        return share(self.hit, self.wanted)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return share(2 * self.hit, self.links + self.wanted)

    @property
    def false_links(self) -> float | None:
        """The share of the sentences without a paragraph that was linked all the same."""
        return share(self.false, self.false + self.kept)


def share(part: float, whole: float) -> float | None:
    """A part of a whole; None where there is no whole."""
    return part / whole if whole else None


def verdict(answer: Answer | None, judgement: Judgement, *, lenient: bool) -> Verdict:
    """What a judge says about an answer."""
    accepted = judgement.right | judgement.tolerated if lenient else judgement.right
    if answer is None:
        return "kept" if None in accepted else "miss"
    if answer.paragraph in accepted:
        return "hit"
    return "false" if None in judgement.right else "other"


def tally(judged: Iterable[Judged], *, lenient: bool = False) -> Tally:
    """Count the verdicts on answers."""
    counts: defaultdict[str, float] = defaultdict(float)
    for answer, judgement in judged:
        counts[verdict(answer, judgement, lenient=lenient)] += judgement.weight
    return Tally(**counts)


def judged(case: Case, answers: Answers, part: str | None = None) -> Iterator[Judged]:
    """The answers that can be judged; with ``part`` only those of this part of the briefing."""
    for index, judgement in case.judged.items():
        if part is None or case.part[index] == part:
            yield answers[index], judgement
