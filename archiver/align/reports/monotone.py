"""The monotone path: where in its report each sentence of a long meeting is, by words, and most of all by order.

A professional report keeps the order of what was said, but for some business taken earlier or later. So the likeliest
way through its sentences is sought for all that was said (Viterbi 1967), forward but for rare jumps, in blocks whose
beginnings are kept, so that memory grows with the longer side only. Whether this report belongs to this speech at all
is told by the speech itself, run backwards: that has the same words and no order. A report that follows the meeting
explains it far better forwards; another meeting's, no better.
Where the report does not follow, only words that tell very much make a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.align.paraphrase.viterbi import best_path
from archiver.align.reports.likelihood import Likelihood
from archiver.align.verbatim.quotes import sentences_of
from archiver.arrays import Floats
from archiver.tokens import has_words

Indices = npt.NDArray[np.int32]

FEWEST_SENTENCES = 40  # spoken sentences; of fewer nobody can say whether they follow the report or do so by chance
FORWARD_RATIO = 1.4  # how much better forwards than backwards; own reports have 1.7 to 6, other meetings' 1.0 to 1.4
EXPLAINED_SHARE = (
    0.55  # of what the likeliest sentences anywhere explain; own reports have 0.6 to 0.98, other meetings' to 0.7
)

# Log-probabilities of going on, relative to staying with a sentence of the report.
SAME_PARAGRAPH_COST = -1.0  # to any later sentence of the same paragraph
NEXT_PARAGRAPH_COST = -2.0
SKIPPED_PARAGRAPH_COST = -1.0  # every paragraph on the way to a later one

# To anywhere, back too, as a share of all that the likeliest sentences anywhere explain. The halves of a meeting in
# another order gain ten times as much. At any fixed cost that a short meeting could pay, an hour that the report hardly
# has wandered about in it, for the chance likeness of words, and then jumped back.
JUMP_COST = -0.03

# What a word must be worth to count for the report. Words on the way are worth 2 to 4 in all; but a debate that the
# report sums up in its own words, for an hour, is worth 0.4 and was lost at 0.45. Of another meeting's hour put into
# one, half is let go at 0.35, and a sixth at 0.3.
SENTENCE_WORTH = 0.35
ASIDE_COST = 60.0  # what it costs to leave the report and come back: a page of other business, not a remark

# A segment over two paragraphs. People give it to the one that it begins with, unless that is less than a quarter; but
# they hardly leave out a paragraph, and rather give it the one segment that has some of it.
FIRST_PIECE_SHARE = 0.5
LEFT_OUT_SHARE = 0.4

# Where the report does not follow: what a word must be worth, and how much of what is over is believed, since words
# come in company. So 1 to 14 of 100 sentences of another meeting are linked, and 9 of 10 links to the right report are
# right.
UNORDERED_WORTH = 2.0
UNORDERED_SHARE = 0.25
UNORDERED_COST = -1.0

# How often a link is right, measured on 3,060 segments of French meetings: 0.96 and 0.89.
ORDERED_SCORE = 0.95
UNORDERED_SCORE = 0.85

DECODED_AT_ONCE = 256  # spoken sentences decoded at a time

# Words. Engines drop full stops, and the next paragraph begins in the middle of what then looks like one sentence:
# without any, 95 of 100 segments are right whole, and 96 in pieces of 20; in pieces of 30 hardly more than whole.
PIECE_WORDS = 20


@dataclass(frozen=True, slots=True)
class FollowedReport:
    """For each segment its paragraph, from 0, or none; and how often such an answer is right.

    gained: what each word of a segment is worth for its paragraph, as a log-likelihood ratio; 0 where there is none
    needed: what it had to be worth
    """

    paragraphs: list[int | None]
    right: float
    gained: list[float]
    needed: float


def follow(
    paragraphs: Sequence[Sequence[str]], segments: Sequence[Sequence[str]], language: str
) -> FollowedReport | None:
    """Where in the report each segment of a long speech is; None where the speech is too short to tell.

    paragraphs, segments: each as its sentences
    """
    pieces = [[piece for sentence in segment for piece in _pieces(sentence)] for segment in segments]
    spoken = [piece for segment in pieces for piece in segment]
    if len(spoken) < FEWEST_SENTENCES or len(paragraphs) < 2:
        return None
    likelihood = Likelihood(paragraphs, spoken, language)
    owners = [number for number, segment in enumerate(pieces) for _ in segment]
    words = likelihood.words.tolist()
    explained = _explained(likelihood)
    steps = _Transitions.of(likelihood.owners, JUMP_COST * explained)
    starts = _starts(likelihood, range(len(spoken)), steps)
    if _follows(likelihood, starts, steps, explained):
        runs, visited = _runs_in_paragraphs(_in_order(likelihood, starts, steps))
        answers = _answers(_shares(len(segments), owners, runs, words))
        found = [None if answer is None else visited[answer] for answer in answers]
        return FollowedReport(found, ORDERED_SCORE, _gained(likelihood, owners, found), SENTENCE_WORTH)
    shares = _shares(len(segments), owners, _unordered(likelihood), words)
    found = [max(own, key=lambda p: own[p]) if own else None for own in shares]
    return FollowedReport(found, UNORDERED_SCORE, _gained(likelihood, owners, found), UNORDERED_WORTH)


def _gained(likelihood: Likelihood, owners: Sequence[int], answers: Sequence[int | None]) -> list[float]:
    """What a word of every segment is worth where its paragraph's sentences explain it best."""
    gains, words = np.zeros(len(answers)), np.zeros(len(answers))
    firsts = np.unique(likelihood.owners, return_index=True)[1]
    linked = [number for number, owner in enumerate(owners) if answers[owner] is not None]
    for begin in range(0, len(linked), DECODED_AT_ONCE):
        numbers = linked[begin : begin + DECODED_AT_ONCE]
        best = np.maximum.reduceat(likelihood.rows(numbers), firsts, axis=1)
        for number, row in zip(numbers, best, strict=True):
            gains[owners[number]] += row[answers[owners[number]]]
            words[owners[number]] += likelihood.words[number]
    return [float(gain) for gain in gains / np.maximum(words, 1)]


def _pieces(sentence: str) -> list[str]:
    """A sentence in parts of much the same length, none much longer than a piece."""
    words = sentence.split()
    count = max(1, round(len(words) / PIECE_WORDS))
    return [" ".join(words[len(words) * part // count : len(words) * (part + 1) // count]) for part in range(count)]


def _explained(likelihood: Likelihood) -> float:
    """What the likeliest sentence of the report anywhere explains of each spoken one, in all."""
    numbers = range(len(likelihood))
    blocks = (
        likelihood.rows(numbers[begin : begin + DECODED_AT_ONCE])
        for begin in range(0, len(likelihood), DECODED_AT_ONCE)
    )
    return sum(float(rows.max(axis=1).sum()) for rows in blocks)


def _follows(likelihood: Likelihood, starts: Sequence[Floats], steps: _Transitions, explained: float) -> bool:
    """Whether the way forward is far better than backwards, and explains most of what can be explained."""
    backwards = float(_starts(likelihood, range(len(likelihood))[::-1], steps)[-1].max())
    return bool(starts[-1].max() >= max(FORWARD_RATIO * backwards, EXPLAINED_SHARE * explained, 1.0))


def _in_order(likelihood: Likelihood, starts: Sequence[Floats], steps: _Transitions) -> list[int | None]:
    """The paragraph of every spoken sentence on the best way forward, or none."""
    path, gains = _trace(likelihood, starts, steps)
    bound = _bound((gains - SENTENCE_WORTH * likelihood.words).tolist())
    return [int(paragraph) if kept else None for paragraph, kept in zip(likelihood.owners[path], bound, strict=True)]


def _runs_in_paragraphs(places: Sequence[int | None]) -> tuple[list[int | None], list[int]]:
    """For every spoken sentence which visit to a paragraph it is in, from 0, or none; and the paragraph of each visit.

    Visits are in the order of speech even where paragraphs are not.
    """
    visits: list[int | None] = []
    visited: list[int] = []
    for place in places:
        if place is not None and visited[-1:] != [place]:
            visited.append(place)
        visits.append(None if place is None else len(visited) - 1)
    return visits, visited


def _unordered(likelihood: Likelihood) -> list[int | None]:
    """The same in any order, where there are words that tell very much."""
    firsts = np.unique(likelihood.owners, return_index=True)[1]
    odds = np.empty((len(likelihood), len(firsts)), dtype=np.float32)
    for begin in range(0, len(likelihood), DECODED_AT_ONCE):
        numbers = range(len(likelihood))[begin : begin + DECODED_AT_ONCE]
        needed = UNORDERED_WORTH * likelihood.words[begin : begin + DECODED_AT_ONCE, None]
        odds[begin : begin + DECODED_AT_ONCE] = np.maximum.reduceat(likelihood.rows(numbers), firsts, axis=1) - needed
    return best_path(UNORDERED_SHARE * odds + np.float32(UNORDERED_COST))


def _shares(
    count: int, owners: Sequence[int], places: Sequence[int | None], words: Sequence[int]
) -> list[dict[int, float]]:
    """What share of every segment's words each paragraph has, in the order of speech.

    Empty where most have none, and where nothing was said.
    """
    shares: list[dict[int | None, float]] = [{} for _ in range(count)]
    for owner, place, length in zip(owners, places, words, strict=True):
        if length:
            shares[owner][place] = shares[owner].get(place, 0.0) + length
    found = []
    for own in shares:
        total, none = sum(own.values()), own.get(None, 0.0)
        bound = 2 * none <= total
        found.append({place: own[place] / total for place in own if place is not None} if bound else {})
    return found


@dataclass(frozen=True, slots=True)
class _Transitions:
    """What it costs to go on in the report.

    passed: to come to each sentence from the first, in paragraphs passed over
    onwards: to each sentence from any earlier one, but for the paragraphs between
    jump: to any sentence from anywhere
    """

    passed: Floats
    onwards: Floats
    jump: np.float32

    @classmethod
    def of(cls, owners: npt.NDArray[np.intp], jump: float) -> _Transitions:
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


def _starts(likelihood: Likelihood, order: Sequence[int], steps: _Transitions) -> list[Floats]:
    """The best score of every state before each block, and after the last."""
    scores = [np.zeros(len(likelihood.owners), dtype=np.float32)]
    for begin in range(0, len(order), DECODED_AT_ONCE):
        scores.append(_forward(likelihood.rows(order[begin : begin + DECODED_AT_ONCE]), scores[-1], steps)[0])
    return scores


def _forward(rows: Floats, score: Floats, steps: _Transitions) -> tuple[Floats, Indices]:
    """Viterbi over some spoken sentences: the scores after them, and where each state came from."""
    states = np.arange(len(score), dtype=np.int32)
    origins = np.empty(rows.shape, dtype=np.int32)
    for number, row in enumerate(rows):
        moved, where = steps.best(score)
        origins[number] = np.where(score >= moved, states, where)
        score = np.maximum(score, moved) + row
    return score, origins


def _trace(likelihood: Likelihood, starts: Sequence[Floats], steps: _Transitions) -> tuple[Indices, Floats]:
    """The best path, from its end, block by block; and what each spoken sentence gains on it."""
    path = np.empty(len(likelihood), dtype=np.int32)
    gains = np.empty(len(likelihood), dtype=np.float32)
    state = int(starts[-1].argmax())
    for block in reversed(range(len(starts) - 1)):
        numbers = range(len(likelihood))[block * DECODED_AT_ONCE : (block + 1) * DECODED_AT_ONCE]
        rows = likelihood.rows(numbers)
        _, origins = _forward(rows, starts[block], steps)
        for place, number in reversed(list(enumerate(numbers))):
            path[number], gains[number] = state, rows[place, state]
            state = int(origins[place, state])
    return path, gains


def _bound(odds: Sequence[float]) -> list[bool]:
    """Which spoken sentences belong to the report: all but long runs that gain nothing from it."""
    inside, outside = 0.0, -ASIDE_COST / 2
    stayed: list[tuple[bool, bool]] = []
    for own in odds:
        stayed.append((inside >= outside - ASIDE_COST / 2, outside >= inside - ASIDE_COST / 2))
        inside, outside = max(inside, outside - ASIDE_COST / 2) + own, max(outside, inside - ASIDE_COST / 2)
    bound, state = [], inside >= outside - ASIDE_COST / 2
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
        options = {rank[p]: share + FIRST_PIECE_SHARE * (p == next(iter(own))) for p, share in own.items()}
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
    return max((gained - LEFT_OUT_SHARE * max(0, to - at - 1), at) for at, gained in worth.items() if at <= to)


def split(text: str, language: str) -> list[str]:
    """The sentences of a text that have words; the text itself where none has."""
    return [part for part in sentences_of(text, language) if has_words(part)] or [text]
