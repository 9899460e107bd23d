"""The monotone path: where in its report each sentence of a long meeting is, by words, and most of all by order.

A report keeps the order of what was said, but for some business taken earlier or later, or whole blocks in another
order. So the likeliest way through its sentences is sought for all that was said, forward but for rare jumps. Whether
this report belongs to this speech at all is told by the speech itself, run backwards: that has the same words and no
order. A report that follows the meeting explains it far better forwards; another meeting's, no better. Minutes say it
in few words of their own: those explain little, but each of their sentences some more forwards.
Nor does a release follow that was read out first and asked about then: its paragraphs are all at the beginning.
Where the report does not follow, only words that tell very much make a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from archiver.align.paraphrase.viterbi import best_path
from archiver.align.reports.likelihood import Likelihood
from archiver.align.reports.path import DECODED_AT_ONCE, Way, likeliest_way, trace
from archiver.align.verbatim.quotes import sentences_of
from archiver.arrays import Floats
from archiver.tokens import has_words

FEWEST_SENTENCES = 40  # spoken sentences; of fewer nobody can say whether they follow the report or do so by chance
FEWEST_PARAGRAPHS = 7  # of a report; the way through fewer has an order by chance, or people come back to them

# Reports in many words: how much better they explain the meeting forwards than backwards, and how much of what the
# likeliest sentences anywhere explain. Own reports have 1.7 to 6 and 0.6 to 0.98, other meetings' 1.0 to 1.4 and up to
# 0.7.
FORWARD_RATIO = 1.4
EXPLAINED_SHARE = 0.55

# Minutes: the same ratio, and what each of their sentences explains more forwards, as a log-likelihood ratio. Of 60
# English meetings 9 in 10 have 1.1 to 1.6 and 4 to 39; other meetings' minutes, and their own shuffled, 0.9 to 1.1 and
# hardly ever more than 4. Reports of other meetings in many words have 2 for a sentence.
MINUTES_RATIO = 1.08
MINUTES_TOLD = 4.0

# The share of the paragraphs that come first in the later half of the speech: most meetings have 0.25 to 0.9, releases
# that are read or retold first, with questions after, 0 to 0.1.
LATER_SHARE = 0.15

# What a word must be worth to count for the report: a share of what a word is worth on the way, but not more than the
# limit. Words on the way are worth 2 to 4 in all; but a debate that the report sums up in its own words, for an hour,
# is worth 0.4 and was lost at 0.45. Of another meeting's hour put into one, half is let go at 0.35, and a sixth at 0.3.
# With minutes all words are worth 0.2 to 0.5.
SENTENCE_WORTH = 0.35
WORTH_SHARE = 0.4
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

# How often a link is right, measured on 3,060 segments of French meetings: 0.96 and 0.89; and on 79 English
# meetings with minutes, 0.46, whose words are worth less on the way than those of a report.
ORDERED_SCORE = 0.95
MINUTES_SCORE = 0.45
REPORT_WORTH = 0.8
UNORDERED_SCORE = 0.85

# Words. Engines drop full stops, and the next paragraph begins in the middle of what then looks like one sentence:
# without any, 95 of 100 segments are right whole, and 96 in pieces of 20; in pieces of 30 hardly more than whole.
PIECE_WORDS = 20


@dataclass(frozen=True, slots=True)
class FollowedReport:
    """For each segment its paragraph, from 0, or none; and how often such an answer is right.

    gained: what each word of a segment is worth for its paragraph, as a log-likelihood ratio; 0 where there is none
    needed: what it had to be worth
    ordered: whether the order of the report told, or words alone
    """

    paragraphs: list[int | None]
    right: float
    gained: list[float]
    needed: float
    ordered: bool


def follow(
    paragraphs: Sequence[Sequence[str]],
    segments: Sequence[Sequence[str]],
    language: str,
    fewest: int = FEWEST_PARAGRAPHS,
) -> FollowedReport | None:
    """Where in the report each segment of a long speech is; None where speech or report are too short to tell.

    paragraphs, segments: each as its sentences
    fewest: paragraphs that a report must have to be followed
    """
    pieces = [[piece for sentence in segment for piece in _pieces(sentence)] for segment in segments]
    spoken = [piece for segment in pieces for piece in segment]
    if len(spoken) < FEWEST_SENTENCES or len(paragraphs) < fewest:
        return None
    likelihood = Likelihood(paragraphs, spoken, language)
    owners = [number for number, segment in enumerate(pieces) for _ in segment]
    explained = _explained(likelihood)
    way = likeliest_way(likelihood, explained)
    path, gains = trace(likelihood, way)
    places = likelihood.owners[path].tolist()
    if _order_tells(way, explained, len(likelihood.owners)) and _later_share(places) >= LATER_SHARE:
        return _ordered(likelihood, owners, places, gains)
    shares = _shares(owners, _unordered(likelihood), likelihood.words.tolist())
    found = [max(own, key=lambda p: own[p]) if own else None for own in shares]
    return FollowedReport(found, UNORDERED_SCORE, _gained(likelihood, owners, found), UNORDERED_WORTH, ordered=False)


def _ordered(likelihood: Likelihood, owners: Sequence[int], places: Sequence[int], gains: Floats) -> FollowedReport:
    """The answers of the way through a report.

    owners, places, gains: for each spoken piece its segment, its paragraph and what it gains there
    """
    worth = float(gains.sum() / likelihood.words.sum())
    needed = min(SENTENCE_WORTH, WORTH_SHARE * worth)
    bound = _bound((gains - needed * likelihood.words).tolist())
    kept = [place if inside else None for place, inside in zip(places, bound, strict=True)]
    runs, visited = _runs_in_paragraphs(kept)
    answers = _answers(_shares(owners, runs, likelihood.words.tolist()))
    found = [None if answer is None else visited[answer] for answer in answers]
    right = ORDERED_SCORE if worth >= REPORT_WORTH else MINUTES_SCORE
    return FollowedReport(found, right, _gained(likelihood, owners, found), needed, ordered=True)


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


def _order_tells(way: Way, explained: float, sentences: int) -> bool:
    """Whether the way forwards is better than backwards by more than chance, in a report or in minutes.

    sentences: of the report
    """
    report = way.forwards >= max(FORWARD_RATIO * way.backwards, EXPLAINED_SHARE * explained, 1.0)
    minutes = way.forwards >= MINUTES_RATIO * way.backwards and way.told >= MINUTES_TOLD * sentences
    return report or minutes


def _later_share(places: Sequence[int]) -> float:
    """Of the paragraphs that speech comes to, how many it first comes to in its later half."""
    firsts = {place: number for number, place in reversed(list(enumerate(places)))}
    return sum(2 * number >= len(places) for number in firsts.values()) / len(firsts)


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


def _shares(owners: Sequence[int], places: Sequence[int | None], words: Sequence[int]) -> list[dict[int, float]]:
    """What share of every segment's words each paragraph has, in the order of speech.

    Empty where most have none, and where nothing was said.
    """
    shares: list[dict[int | None, float]] = [{} for _ in range(owners[-1] + 1)]
    for owner, place, length in zip(owners, places, words, strict=True):
        if length:
            shares[owner][place] = shares[owner].get(place, 0.0) + length
    found = []
    for own in shares:
        total, none = sum(own.values()), own.get(None, 0.0)
        bound = 2 * none <= total
        found.append({place: own[place] / total for place in own if place is not None} if bound else {})
    return found


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
