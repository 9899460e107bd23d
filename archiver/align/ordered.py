"""Long speech in a language whose meaning no model knows: by its words, and most of all by its order.

A professional report keeps the order of what was said. So the likeliest way forward through its sentences is sought
for all that was said (Viterbi 1967), in blocks whose beginnings are kept, so that memory grows with the longer side
only. Whether this report belongs to this speech at all is told by the speech itself, run backwards: that has the same
words and no order. A report that follows the meeting explains it far better forwards; another meeting's, no better.
Where the report does not follow, only words that tell very much make a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.align.decode import best_path
from archiver.align.likelihood import Floats, Likelihood

Indices = npt.NDArray[np.int32]

LEAST = 40  # spoken sentences; of fewer nobody can say whether they follow the report or do so by chance
FOLLOWS = 1.4  # how much better forwards than backwards; own reports have 1.7 to 7, other meetings' 1.0 to 1.2
MOSTLY = 0.55  # of what the likeliest sentences anywhere explain; own reports have 0.64 to 0.99, other meetings' 0.5

# Log-probabilities of going on, relative to staying with a sentence of the report.
ONWARDS = -1.0  # to any later sentence of the same paragraph
NEW_PARAGRAPH = -2.0

# What a word must be worth to count for the report. Words on the way are worth 2 to 4 in all; but a debate that the
# report sums up in its own words, for an hour, is worth 0.4 and was lost at 0.45. Of another meeting's hour put into
# one, half is let go at 0.35, and a sixth at 0.3.
WORTH = 0.35
ASIDE = 60.0  # what it costs to leave the report and come back: a page of other business, not a remark

# A segment over two paragraphs. People give it to the one that it begins with, unless that is less than a quarter; but
# they hardly leave out a paragraph, and rather give it the one segment that has some of it.
BEGINS = 0.5
LEFT_OUT = 0.4

# Where the report does not follow: what a word must be worth, and how much of what is over is believed, since words
# come in company. So 1 to 14 of 100 sentences of another meeting are linked, and 9 of 10 links to the right report are
# right.
FREE_WORTH = 2.0
BELIEVED = 0.25
FREE = -1.0

# How often a link is right, measured on 3,060 segments of French meetings: 0.96 and 0.89.
IN_ORDER = 0.95
FREELY = 0.85

BLOCK = 256  # spoken sentences decoded at a time


@dataclass(frozen=True, slots=True)
class Answers:
    """For each segment its paragraph, from 0, or none; and how often such an answer is right.

    gained: what each word of a segment is worth for its paragraph, as a log-likelihood ratio; 0 where there is none
    needed: what it had to be worth
    """

    paragraphs: list[int | None]
    right: float
    gained: list[float]
    needed: float


def follow(paragraphs: Sequence[Sequence[str]], segments: Sequence[Sequence[str]], language: str) -> Answers | None:
    """Where in the report each segment of a long speech is; None where the speech is too short to tell.

    paragraphs, segments: each as its sentences
    """
    spoken = [sentence for segment in segments for sentence in segment]
    if len(spoken) < LEAST or len(paragraphs) < 2:
        return None
    likelihood = Likelihood(paragraphs, spoken, language)
    owners = [number for number, segment in enumerate(segments) for _ in segment]
    starts = _starts(likelihood, range(len(spoken)))
    if _follows(likelihood, starts):
        places = _in_order(likelihood, starts)
        found = _answers(_shares(len(segments), owners, places, likelihood.words.tolist()))
        return Answers(found, IN_ORDER, _gained(likelihood, owners, found), WORTH)
    shares = _shares(len(segments), owners, _freely(likelihood), likelihood.words.tolist())
    found = [max(own, key=lambda p: own[p]) if own else None for own in shares]
    return Answers(found, FREELY, _gained(likelihood, owners, found), FREE_WORTH)


def _gained(likelihood: Likelihood, owners: Sequence[int], answers: Sequence[int | None]) -> list[float]:
    """What a word of every segment is worth where its paragraph's sentences explain it best."""
    gains, words = np.zeros(len(answers)), np.zeros(len(answers))
    firsts = np.unique(likelihood.owners, return_index=True)[1]
    linked = [number for number, owner in enumerate(owners) if answers[owner] is not None]
    for begin in range(0, len(linked), BLOCK):
        numbers = linked[begin : begin + BLOCK]
        best = np.maximum.reduceat(likelihood.rows(numbers), firsts, axis=1)
        for number, row in zip(numbers, best, strict=True):
            gains[owners[number]] += row[answers[owners[number]]]
            words[owners[number]] += likelihood.words[number]
    return [float(gain) for gain in gains / np.maximum(words, 1)]


def _follows(likelihood: Likelihood, starts: Sequence[Floats]) -> bool:
    """Whether the way forward is far better than backwards, and explains most of what can be explained."""
    forwards, everything = range(len(likelihood)), 0.0
    backwards = float(_starts(likelihood, forwards[::-1])[-1].max())
    for begin in range(0, len(likelihood), BLOCK):
        everything += float(likelihood.rows(forwards[begin : begin + BLOCK]).max(axis=1).sum())
    return bool(starts[-1].max() >= max(FOLLOWS * backwards, MOSTLY * everything, 1.0))


def _in_order(likelihood: Likelihood, starts: Sequence[Floats]) -> list[int | None]:
    """The paragraph of every spoken sentence on the best way forward, or none."""
    path, gains = _trace(likelihood, starts)
    bound = _bound((gains - WORTH * likelihood.words).tolist())
    return [int(paragraph) if kept else None for paragraph, kept in zip(likelihood.owners[path], bound, strict=True)]


def _freely(likelihood: Likelihood) -> list[int | None]:
    """The same in any order, where there are words that tell very much."""
    firsts = np.unique(likelihood.owners, return_index=True)[1]
    odds = np.empty((len(likelihood), len(firsts)), dtype=np.float32)
    for begin in range(0, len(likelihood), BLOCK):
        numbers = range(len(likelihood))[begin : begin + BLOCK]
        needed = FREE_WORTH * likelihood.words[begin : begin + BLOCK, None]
        odds[begin : begin + BLOCK] = np.maximum.reduceat(likelihood.rows(numbers), firsts, axis=1) - needed
    return best_path(BELIEVED * odds + np.float32(FREE))


def _shares(
    count: int, owners: Sequence[int], places: Sequence[int | None], words: Sequence[int]
) -> list[dict[int, float]]:
    """What share of every segment's words each paragraph has, in the order of speech; empty where most have none."""
    shares: list[dict[int | None, float]] = [{} for _ in range(count)]
    for owner, place, length in zip(owners, places, words, strict=True):
        shares[owner][place] = shares[owner].get(place, 0.0) + max(
            length, 0.01
        )  # a sentence without words is in it too
    found = []
    for own in shares:
        total, none = sum(own.values()), own.get(None, 0.0)
        bound = 2 * none <= total
        found.append({place: own[place] / total for place in own if place is not None} if bound else {})
    return found


def _steps(owners: npt.NDArray[np.intp]) -> Floats:
    """What it costs to come to each sentence of the report from an earlier one."""
    return np.where(np.diff(owners, prepend=-1) > 0, NEW_PARAGRAPH, ONWARDS).astype(np.float32)


def _starts(likelihood: Likelihood, order: Sequence[int]) -> list[Floats]:
    """The best score of every state before each block, and after the last."""
    scores = [np.zeros(len(likelihood.owners), dtype=np.float32)]
    for begin in range(0, len(order), BLOCK):
        scores.append(_forward(likelihood.rows(order[begin : begin + BLOCK]), scores[-1], _steps(likelihood.owners))[0])
    return scores


def _forward(rows: Floats, score: Floats, steps: Floats) -> tuple[Floats, Indices]:
    """Viterbi over some spoken sentences: the scores after them, and where each state came from."""
    states = np.arange(len(score), dtype=np.int32)
    origins = np.empty(rows.shape, dtype=np.int32)
    for number, row in enumerate(rows):
        best = np.maximum.accumulate(score)
        where = np.maximum.accumulate(np.where(score == best, states, 0))
        onwards = np.concatenate([[-np.inf], best[:-1] + steps[1:]]).astype(np.float32)
        origins[number] = np.where(score >= onwards, states, np.concatenate([[0], where[:-1]]))
        score = np.maximum(score, onwards) + row
    return score, origins


def _trace(likelihood: Likelihood, starts: Sequence[Floats]) -> tuple[Indices, Floats]:
    """The best path, from its end, block by block; and what each spoken sentence gains on it."""
    path = np.empty(len(likelihood), dtype=np.int32)
    gains = np.empty(len(likelihood), dtype=np.float32)
    state = int(starts[-1].argmax())
    for block in reversed(range(len(starts) - 1)):
        numbers = range(len(likelihood))[block * BLOCK : (block + 1) * BLOCK]
        rows = likelihood.rows(numbers)
        _, origins = _forward(rows, starts[block], _steps(likelihood.owners))
        for place, number in reversed(list(enumerate(numbers))):
            path[number], gains[number] = state, rows[place, state]
            state = int(origins[place, state])
    return path, gains


def _bound(odds: Sequence[float]) -> list[bool]:
    """Which spoken sentences belong to the report: all but long stretches that gain nothing from it."""
    inside, outside = 0.0, -ASIDE / 2
    stayed: list[tuple[bool, bool]] = []
    for own in odds:
        stayed.append((inside >= outside - ASIDE / 2, outside >= inside - ASIDE / 2))
        inside, outside = max(inside, outside - ASIDE / 2) + own, max(outside, inside - ASIDE / 2)
    bound, state = [], inside >= outside - ASIDE / 2
    for keeps_inside, keeps_outside in reversed(stayed):
        bound.append(state)
        state = keeps_inside if state else not keeps_outside
    return bound[::-1]


def _answers(shares: Sequence[dict[int, float]]) -> list[int | None]:
    """One paragraph for every segment that has some, in order, by how much of the segment each has."""
    paragraphs = sorted({paragraph for own in shares for paragraph in own})
    rank = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    worth: dict[int, float] = {-1: 0.0}  # of the best answers so far that end with each paragraph, by rank
    came_from: list[dict[int, int]] = []
    for own in shares:
        options = {rank[p]: share + BEGINS * (p == next(iter(own))) for p, share in own.items()}
        ways = {to: _way(worth, to) for to in options if any(at <= to for at in worth)}
        came_from.append({to: at for to, (_, at) in ways.items()})
        worth = {to: options[to] + gained for to, (gained, _) in ways.items()} or worth
    state, found = max(worth, key=lambda at: worth[at]), []
    for origins in reversed(came_from):
        found.append(paragraphs[state] if origins else None)
        state = origins.get(state, state)
    return found[::-1]


def _way(worth: Mapping[int, float], to: int) -> tuple[float, int]:
    """The best way to a paragraph from those before it, which leaves out as few as it can."""
    return max((gained - LEFT_OUT * max(0, to - at - 1), at) for at, gained in worth.items() if at <= to)


def split(text: str, language: str) -> list[str]:
    """The sentences of a text that have words; the text itself where none has."""
    from sentencex import segment

    return [part for part in segment(language, text) if re.search(r"\w", part)] or [text]
