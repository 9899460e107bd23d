"""The judge: a larger model that people choose reads the pairs that are not improbable, and has half a say in them.

Nobody knows what its outputs mean here. So a straight line puts them on the scale of our log-odds, the one whose
probabilities are most like ours over all pairs of the briefing that were read (logistic regression on soft labels, as
Platt 1999 on hard ones); no right answers are needed for that. What comes out is the mean of both log-odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from archiver.align.matched_words import ScoredPairs, rounded
from archiver.align.paraphrase.features import Scorer
from archiver.arrays import Doubles, Floats
from archiver.models import Why
from archiver.reporting import Reporter

LEAST_LOG_ODDS = -3.0  # of a pair that is read: five in a hundred are right, and of those below hardly any
# How many pairs a line is fitted on, and how well outputs must correlate with our probabilities. On real briefings
# outputs of random weights reach 0.2, and other ways to compare meanings 0.5 to 0.8. Of 50 pairs one lot in sixty
# reaches 0.3 by chance. A judge that knows less would only draw everything to the middle.
FEWEST_PAIRS = 50
LEAST_CORRELATION = 0.3
BATCH_PAIRS = 16  # that are read together
JUDGE_LANGUAGE = "en"  # the only one on which our log-odds, and so the line, can be relied on
JUDGE_PART = "the judge"  # its part in the reasons

Pair = tuple[str, str]
"""A sentence and a paragraph."""


class PairModel(Protocol):
    """A model that reads a sentence and a paragraph together."""

    name: str

    def read(self, pairs: Sequence[Pair]) -> Floats:
        """For each pair how much the paragraph says what the sentence says, on a scale of the model's own."""


class Judge:
    """A model that reads every pair once, and tells people how far it is and where it has no say."""

    def __init__(self, model: PairModel, reporter: Reporter) -> None:
        self.name, self._model, self._reporter = model.name, model, reporter
        self._known: dict[Pair, float] = {}

    def read(self, pairs: Sequence[Pair]) -> Floats:
        """What the model says about each pair."""
        new = sorted({pair for pair in pairs if pair not in self._known}, key=lambda pair: (sum(map(len, pair)), pair))
        with self._reporter.bar("judging", len(new), "pairs") as advance:
            for first in range(0, len(new), BATCH_PAIRS):
                batch = new[first : first + BATCH_PAIRS]
                self._known.update(zip(batch, map(float, self._model.read(batch)), strict=True))
                advance(first + len(batch))
        return np.array([self._known[pair] for pair in pairs], dtype=np.float32)

    def has_no_say(self, reason: str) -> None:
        """Tell people that the links are those without it, and why."""
        self._reporter.warn(f"the judge {self.name} had no say: {reason}")


def can_judge(spoken: str, written: str | None) -> bool:
    """Whether a judge can be asked: what is said, and what it is compared with, is in its language."""
    return {spoken, written or spoken} == {JUDGE_LANGUAGE}


@dataclass(frozen=True, slots=True)
class Line:
    """What makes log-odds of outputs: ``slope * output + constant``; flat where the judge has no say."""

    slope: float
    constant: float


FLAT = Line(0.0, 0.0)


def fit_line(outputs: Floats, odds: Floats) -> Line:
    """The line whose probabilities are most like ours; flat where it does not clearly rise.

    odds: our log-odds of the same pairs
    """
    from scipy.optimize import minimize

    if len(outputs) < FEWEST_PAIRS or not outputs.std() or not odds.std():
        return FLAT
    middle, spread = float(outputs.mean()), float(outputs.std())
    known, ours = (outputs - middle) / spread, 1 / (1 + np.exp(-odds))

    def cross_entropy(line: Doubles) -> float:
        told = line[0] * known + line[1]
        return float(np.mean(np.logaddexp(0, told) - ours * told))

    if np.corrcoef(known, ours)[0, 1] < LEAST_CORRELATION:
        return FLAT
    slope, constant = minimize(cross_entropy, (1.0, 0.0)).x
    return Line(slope / spread, constant - slope * middle / spread)


class JudgedScorer:
    """Our scorer together with a judge, for one briefing.

    The line is that of what is scored first, the whole briefing; clauses of it are put on the same scale.
    """

    def __init__(self, own: Scorer, judge: Judge) -> None:
        self.name, self.considers_neighbours, self.reliability = own.name, own.considers_neighbours, own.reliability
        self._own, self._judge = own, judge
        self._line: Line | None = None

    def score(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> ScoredPairs:
        """See ``archiver.align.paraphrase.features.Scorer.score``."""
        own = self._own.score(paragraphs, sentences, apart, language)
        if self._line == FLAT:
            return own
        asked = own.odds >= LEAST_LOG_ODDS
        pairs = [(sentences[sentence], "".join(paragraphs[paragraph])) for sentence, paragraph in np.argwhere(asked)]
        outputs = self._judge.read(pairs)
        line = self._line = self._line or self._fitted(outputs, own.odds[asked])
        if line == FLAT:
            return own
        change = np.zeros_like(own.odds)
        change[asked] = (line.slope * outputs + line.constant - own.odds[asked]) / 2
        return _changed(own, change, asked)

    def _fitted(self, outputs: Floats, odds: Floats) -> Line:
        line = fit_line(outputs, odds)
        if line == FLAT:
            told = "the pairs that it read are too few, or its outputs do not clearly rise with what we find likely"
            self._judge.has_no_say(told)
        return line


def _changed(own: ScoredPairs, change: Floats, asked: npt.NDArray[np.bool_]) -> ScoredPairs:
    """What our scorer says with what the judge adds to the log-odds of the pairs that it was asked about."""

    def why(sentence: int, paragraph: int) -> Why:
        found = own.why(sentence, paragraph)
        if not asked[sentence, paragraph]:
            return found
        return replace(found, parts={**found.parts, **rounded({JUDGE_PART: change[sentence, paragraph]})})

    return ScoredPairs(own.odds + change, why)
