"""The likeliest way through a report, forward but for jumps, and how much better it is forwards than backwards.

The best path is Viterbi's (1967), over the sentences of the report, in blocks of speech whose beginnings are kept, so
that memory grows with the longer side only. The speech run backwards has the same words and no order: what it explains
is what chance explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.align.reports.likelihood import Likelihood
from archiver.arrays import Floats

Indices = npt.NDArray[np.int32]

# Log-probabilities of going on, relative to staying with a sentence of the report.
SAME_PARAGRAPH_COST = -1.0  # to any later sentence of the same paragraph
NEXT_PARAGRAPH_COST = -2.0
SKIPPED_PARAGRAPH_COST = -1.0  # every paragraph on the way to a later one

# To anywhere, back too, as a share of all that the likeliest sentences anywhere explain. The halves of a meeting in
# another order gain ten times the dearest. At any fixed cost that a short meeting could pay, an hour that the report
# hardly has wandered about in it, for the chance likeness of words, and then jumped back. The cheaper ones are for
# reports of many blocks in an order of their own: one of twenty cannot pay 3 % for each.
JUMP_COSTS = (-0.03, -0.01, -0.003)

# A cheaper jump is believed if the speech gains this share of what it gains backwards, where jumps find chance likeness
# only, and if order tells this share of what it told before. Blocks that moved gain 0.5 to 1, reports in order to 0.3;
# minutes, whose words tell little, gain as much by chance, but their order is lost.
BLOCKS_GAIN = 0.5
STILL_TOLD = 0.8

DECODED_AT_ONCE = 256  # spoken sentences decoded at a time


@dataclass(frozen=True, slots=True)
class Way:
    """The likeliest way through a report.

    starts: the best score of every sentence of the report before each block of speech, and after the last
    forwards, backwards: what the way explains of the speech, and of the speech run backwards; log-likelihood ratios
    """

    steps: Transitions
    starts: list[Floats]
    forwards: float
    backwards: float

    @property
    def told(self) -> float:
        """What the order of the speech tells."""
        return self.forwards - self.backwards


def likeliest_way(likelihood: Likelihood, explained: float) -> Way:
    """The way with the dearest jumps, or cheaper ones as long as they find more than chance likeness.

    explained: what the likeliest sentences anywhere explain
    """
    way = _way(likelihood, JUMP_COSTS[0] * explained)
    for cost in JUMP_COSTS[1:]:
        cheaper = _way(likelihood, cost * explained)
        if not _finds_blocks(cheaper, way):
            break
        way = cheaper
    return way


def _finds_blocks(cheaper: Way, way: Way) -> bool:
    """Whether cheaper jumps find more than chance likeness."""
    gained, by_chance = cheaper.forwards - way.forwards, cheaper.backwards - way.backwards
    return gained > BLOCKS_GAIN * by_chance and cheaper.told >= STILL_TOLD * way.told


def _way(likelihood: Likelihood, jump: float) -> Way:
    steps, order = Transitions.of(likelihood.owners, jump), range(len(likelihood))
    starts = _starts(likelihood, order, steps)
    backwards = _starts(likelihood, order[::-1], steps)[-1]
    return Way(steps, starts, float(starts[-1].max()), float(backwards.max()))


@dataclass(frozen=True, slots=True)
class Transitions:
    """What it costs to go on in the report.

    passed: to come to each sentence from the first, in paragraphs passed over
    onwards: to each sentence from any earlier one, but for the paragraphs between
    jump: to any sentence from anywhere
    """

    passed: Floats
    onwards: Floats
    jump: np.float32

    @classmethod
    def of(cls, owners: npt.NDArray[np.intp], jump: float) -> Transitions:
        """The steps in a report whose sentences have these paragraphs."""
        passed = (SKIPPED_PARAGRAPH_COST * owners).astype(np.float32)
        onwards = np.where(
            np.diff(owners, prepend=-1) > 0, NEXT_PARAGRAPH_COST - SKIPPED_PARAGRAPH_COST, SAME_PARAGRAPH_COST
        )
        return cls(passed, onwards.astype(np.float32), np.float32(jump))

    def best(self, score: Floats) -> tuple[Floats, Indices]:
        """The best score of coming to each sentence from another, and from which."""
        states = np.arange(len(score), dtype=np.int32)
        ahead = score - self.passed
        best = np.maximum.accumulate(ahead)
        where = np.maximum.accumulate(np.where(ahead == best, states, 0))
        onwards = np.full_like(score, -np.inf)
        onwards[1:] = best[:-1] + (self.passed + self.onwards)[1:]
        origins = np.concatenate([where[:1], where[:-1]])
        jumped = score.max() + self.jump
        return np.maximum(onwards, jumped), np.where(onwards >= jumped, origins, score.argmax()).astype(np.int32)


def _starts(likelihood: Likelihood, order: Sequence[int], steps: Transitions) -> list[Floats]:
    """The best score of every state before each block, and after the last."""
    scores = [np.zeros(len(likelihood.owners), dtype=np.float32)]
    for begin in range(0, len(order), DECODED_AT_ONCE):
        scores.append(_forward(likelihood.rows(order[begin : begin + DECODED_AT_ONCE]), scores[-1], steps)[0])
    return scores


def _forward(rows: Floats, score: Floats, steps: Transitions) -> tuple[Floats, Indices]:
    """Viterbi over some spoken sentences: the scores after them, and where each state came from.

    Of two ways that are as likely the one is taken that came last: what tells nothing belongs to what was spoken of.
    """
    states = np.arange(len(score), dtype=np.int32)
    origins = np.empty(rows.shape, dtype=np.int32)
    for number, row in enumerate(rows):
        moved, where = steps.best(score)
        origins[number] = np.where(score > moved, states, where)
        score = np.maximum(score, moved) + row
    return score, origins


def trace(likelihood: Likelihood, way: Way) -> tuple[Indices, Floats]:
    """The best path, from its end, block by block; and what each spoken sentence gains on it."""
    path = np.empty(len(likelihood), dtype=np.int32)
    gains = np.empty(len(likelihood), dtype=np.float32)
    state = int(way.starts[-1].argmax())
    for block in reversed(range(len(way.starts) - 1)):
        numbers = range(len(likelihood))[block * DECODED_AT_ONCE : (block + 1) * DECODED_AT_ONCE]
        rows = likelihood.rows(numbers)
        _, origins = _forward(rows, way.starts[block], way.steps)
        for place, number in reversed(list(enumerate(numbers))):
            path[number], gains[number] = state, rows[place, state]
            state = int(origins[place, state])
    return path, gains
