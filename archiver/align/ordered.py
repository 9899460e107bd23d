"""Meetings that a report follows: one way through the report for the whole recording, never back.

A professional report keeps the order of what was said. So the likeliest way forward through its sentences is sought
for all that was said (Viterbi 1967), in blocks whose beginnings are kept, so that memory grows with the longer side
only. Whether this report belongs to this speech at all is told by the speech itself, run backwards: that has the same
words and no order. A report that follows the meeting explains it far better forwards; another meeting's, no better.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from archiver.align.likelihood import Floats, Likelihood

Indices = npt.NDArray[np.int32]

LEAST = 40  # spoken sentences; of fewer nobody can say whether they follow the report or do so by chance
FOLLOWS = 1.4  # how much better forwards than backwards; own reports have 1.7 to 7, other meetings' 1.0 to 1.2

# Log-probabilities of going on, relative to staying with a sentence of the report.
ONWARDS = -1.0  # to any later sentence of the same paragraph
NEW_PARAGRAPH = -2.0

# What a word must be worth to count for the report: another meeting's words have 0.5 on the best way, their own 2 to 4.
WORTH = 0.7
ASIDE = 60.0  # what it costs to leave the report and come back: a page of other business, not a remark

# A segment over two paragraphs. People give it to the one that it begins with, unless that is less than a quarter; but
# they hardly leave out a paragraph, and rather give it the one segment that has some of it.
BEGINS = 0.5
LEFT_OUT = 0.4

BLOCK = 256  # spoken sentences decoded at a time


def follow(paragraphs: Sequence[Sequence[str]], segments: Sequence[Sequence[str]], language: str) -> list[int | None] | None:
    """For each segment the paragraph, from 0, or none; None for all where the report does not follow the speech.

    paragraphs, segments: each as its sentences
    """
    spoken = [sentence for segment in segments for sentence in segment]
    if len(spoken) < LEAST or len(paragraphs) < 2:
        return None
    likelihood = Likelihood(paragraphs, spoken, language)
    forwards = range(len(likelihood))
    starts = _starts(likelihood, forwards)
    if starts[-1].max() < FOLLOWS * max(1.0, float(_starts(likelihood, forwards[::-1])[-1].max())):
        return None
    path, gains = _trace(likelihood, starts)
    bound = _bound(gains - WORTH * likelihood.words)
    owners = np.repeat(np.arange(len(segments)), [len(segment) for segment in segments])
    shares: list[Counter[int]] = [Counter() for _ in segments]
    lengths = np.bincount(owners, likelihood.words, len(segments))
    for owner, paragraph, words, kept in zip(owners, likelihood.owners[path], likelihood.words, bound, strict=True):
        if kept:
            shares[owner][int(paragraph)] += float(max(words, 0.01)) / max(lengths[owner], 0.01)  # type: ignore[assignment]
    return _answers([own if sum(own.values()) >= 0.5 else Counter() for own in shares])


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


def _bound(odds: Floats) -> list[bool]:
    """Which spoken sentences belong to the report: all but long stretches that gain nothing from it."""
    inside, outside = 0.0, -ASIDE / 2
    stayed: list[tuple[bool, bool]] = []
    for own in odds:
        stayed.append((inside >= outside - ASIDE / 2, outside >= inside - ASIDE / 2))
        inside, outside = max(inside, outside - ASIDE / 2) + float(own), max(outside, inside - ASIDE / 2)
    bound, state = [], inside >= outside - ASIDE / 2
    for keeps_inside, keeps_outside in reversed(stayed):
        bound.append(state)
        state = keeps_inside if state else not keeps_outside
    return bound[::-1]


def _answers(shares: Sequence[Counter[int]]) -> list[int | None]:
    """One paragraph for every segment that has some, in order, by how much of the segment each has.

    shares: for each segment the share of its words on every paragraph, in the order of speech
    """
    rank = {paragraph: number for number, paragraph in enumerate(sorted({p for own in shares for p in own}))}
    worth: dict[int, float] = {-1: 0.0}
    came_from: list[dict[int, int]] = []
    paragraphs = list(rank)
    for own in shares:
        if not own:
            came_from.append({})
            continue
        first = next(iter(own))
        options = {rank[p]: share + BEGINS * (p == first) for p, share in own.items()}
        ways = {
            to: max((w - LEFT_OUT * max(0, to - at - 1), at) for at, w in worth.items() if at <= to) for to in options
        if any(at <= to for at in worth)}
        came_from.append({to: at for to, (_, at) in ways.items()})
        worth = {to: options[to] + w for to, (w, _) in ways.items()}
    state, found = max(worth, key=lambda at: worth[at]), []
    for own_way in reversed(came_from):
        found.append(paragraphs[state] if own_way else None)
        state = own_way.get(state, state)
    return found[::-1]


def split(text: str, language: str) -> list[str]:
    """The sentences of a text that have words; the text itself where none has."""
    from sentencex import segment

    return [part for part in segment(language, text) if re.search(r"\w", part)] or [text]
