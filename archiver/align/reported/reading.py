"""Readings held against their paragraph: what was left out, put in or changed when it was read out.

Fillers, words said twice and what an engine or an ear took for another word are no differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from archiver.align.corrections.guards import DATES
from archiver.align.reported.compared_words import ComparedWord
from archiver.align.reported.comparison import is_repeated
from archiver.align.reported.differences import LONG_OMISSION, Changed, numbers_in, shown, sound_alike, what_changed
from archiver.align.verbatim.local_alignment import local_alignments
from archiver.models import Span
from archiver.tokens import Stream, fold

Deviation = Literal["left out", "put in", "changed"]
Matter = Literal["number", "date", "name", "negation"]

LEAST_POINTS = 150  # of a passage: two telling words; that the sentences read the paragraph is known already
SHORT_EDGE = 6  # words at the edge of a passage that stand for each other; more were left out, or put in
DATE_WORDS = frozenset(map(fold, DATES.split()))
SMALL_WORD = 0.25  # what words tell that may come and go without another sense: `the`, `of`, `will`
BY_CHANCE = frozenset({"one", "first", "un", "une"})  # `one of them`: numbers that nobody counts
NEAR_DATE = 2  # words around a number within which a month makes it a day

Words = Sequence[ComparedWord]


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """Words that a paragraph and its reading do not share.

    written, said: as they stand there; empty where they were put in, or left out
    matters: what makes it another statement; None where that is left to the reader
    at, until: the words of the paragraph, from the first to past the last; both the same where words were put in
    reading, first, last: which reading, and between which of its words, both included, it can be heard
    """

    kind: Deviation
    written: str
    said: str
    matters: Matter | None
    at: int
    until: int
    reading: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words of the paragraph that were read in a row: (word of the paragraph, word of the reading), ascending."""

    reading: int
    pairs: tuple[tuple[int, int], ...]


def differences_in(
    paragraph: Words, readings: Sequence[Words], elsewhere: Sequence[Set[int]], language: str
) -> list[ReadingDifference]:
    """What differs between a paragraph and the sentences that read it, in the order of the paragraph.

    readings: the words of sentences in a row, as often as it was read
    elsewhere: for each reading the sentences (owners) that belong to another paragraph as well, or to none
    """
    passages = [one for number, words in enumerate(readings) for one in _passages(paragraph, number, words)]
    if not passages:
        return []
    read = frozenset(written for one in passages for written, _ in one.pairs)
    texts = _Texts(paragraph, readings, elsewhere, language)
    found = [one for passage in passages for one in _gaps(texts, passage, read)]
    between = {n for one in passages for a, b in pairwise(one.pairs) for n in range(a[0] + 1, b[0])}
    found += _at_edges(texts, passages, [n for n in range(len(paragraph)) if n not in read | between])
    found.sort(key=lambda one: (one.at, one.reading, one.first))
    # Of a number, which is several words, any may differ, and all are shown.
    return [next(same) for _, same in groupby(found, lambda one: (one.kind, one.written, one.said, one.reading))]


def _passages(paragraph: Words, number: int, words: Words, begin: int = 0) -> Iterator[_Passage]:
    """Where a reading has the paragraph's words; beside what is found first, which hides what follows a long aside."""
    stream = Stream([word.token for word in words], [word.owner for word in words])
    found = local_alignments([[word.token for word in paragraph]], stream, LEAST_POINTS)
    for one in found:
        yield _Passage(number, tuple((written, said + begin) for written, said in one.pairs))
    inside = {place for one in found for place in range(one.pairs[0][1], one.pairs[-1][1] + 1)}
    for first, end in _runs([place for place in range(len(words)) if place not in inside] if found else ()):
        yield from _passages(paragraph, number, words[first:end], begin + first)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What is compared; ``elsewhere`` as for ``differences_in``."""

    paragraph: Words
    readings: Sequence[Words]
    elsewhere: Sequence[Set[int]]
    language: str

    def own(self, reading: int, said: Span) -> Span:
        """Words of a reading without those at either end that belong to another paragraph."""
        own = [n for n in range(*said) if self.readings[reading][n].owner not in self.elsewhere[reading]]
        return (own[0], own[-1] + 1) if own else (said[0], said[0])

    def difference(self, written: Span, said: Span, reading: int) -> Iterator[ReadingDifference]:
        """The difference between words of the paragraph and words of a reading, if there is one to be told."""
        words = self.readings[reading]
        ours, theirs = self.paragraph[slice(*written)], words[slice(*said)]
        if [word.form for word in ours] == [word.form for word in theirs]:
            return
        around = self.paragraph[max(0, written[0] - NEAR_DATE) : written[1] + NEAR_DATE]
        matters = _matter(ours, theirs, around, self.language)
        if matters is None and (_is_small(ours, theirs) or sound_alike(ours, theirs, self.language)):
            return
        kind: Deviation = "changed" if ours and theirs else "left out" if ours else "put in"
        first, last = (said[0], said[1] - 1) if theirs else (max(0, said[0] - 1), min(said[0], len(words) - 1))
        yield ReadingDifference(kind, shown(ours), shown(theirs), matters, *written, reading, first, last)


def _gaps(texts: _Texts, passage: _Passage, read: frozenset[int]) -> Iterator[ReadingDifference]:
    """What differs between the first and the last word of a passage.

    read: the words of the paragraph that any reading has
    """
    words = texts.readings[passage.reading]
    for written, said in passage.pairs:
        yield from texts.difference((written, written + 1), (said, said + 1), passage.reading)
    for (written, said), (following, then) in pairwise(passage.pairs):
        lacking = written + 1 < following and not read.issuperset(range(written + 1, following))
        if lacking or not is_repeated(words, said, then):
            own = (written + 1, following if lacking else written + 1)
            yield from texts.difference(own, texts.own(passage.reading, (said + 1, then)), passage.reading)


def _is_small(written: Words, said: Words) -> bool:
    return all(word.token.info <= SMALL_WORD for word in (*written, *said))


def _matter(written: Words, said: Words, around: Words, language: str) -> Matter | None:
    """What makes it another statement. That a whole clause was left out or put in is none, but for its numbers."""
    forms = [word.form for word in (*written, *said)]
    changed: Changed | None = what_changed(written, said, language) or what_changed(said, written, language)
    if not (written and said) and len(forms) > LONG_OMISSION:
        changed = "number" if set(numbers_in(forms, language)) - BY_CHANCE else None
    dated = DATE_WORDS.intersection(forms) or (changed == "number" and DATE_WORDS & {word.form for word in around})
    return "date" if dated and changed in ("number", "name") else changed


def _at_edges(texts: _Texts, passages: Sequence[_Passage], unread: Sequence[int]) -> Iterator[ReadingDifference]:
    """What no reading has of the paragraph, and what readings have besides it; few words of both stand for each other.

    unread: words of the paragraph outside of all passages
    """
    left = list(_runs(unread))
    for reading, words in enumerate(texts.readings):
        own = [one for one in passages if one.reading == reading]
        inside = {n for one in own for n in range(one.pairs[0][1], one.pairs[-1][1] + 1)}
        besides = [n for n, word in enumerate(words) if n not in inside and word.owner not in texts.elsewhere[reading]]
        for said in _runs(besides):
            place = _place(own, said)
            meets = [one for one in left if place in one and max(said[1] - said[0], one[1] - one[0]) <= SHORT_EDGE]
            yield from texts.difference(meets[0] if meets else (place, place), said, reading)
            left = [one for one in left if one not in meets[:1]]
    for written in left:
        reading, heard = _heard_beside(passages, written[0])
        yield from texts.difference(written, (heard, heard), reading)


def _place(passages: Sequence[_Passage], said: Span) -> int:
    """The word of the paragraph before which words of a reading stand, beside a passage of it."""
    for one in passages:
        if one.pairs[-1][1] + 1 == said[0]:
            return one.pairs[-1][0] + 1
    return next((one.pairs[0][0] for one in passages if one.pairs[0][1] == said[1]), 0)


def _heard_beside(passages: Sequence[_Passage], written: int) -> tuple[int, int]:
    """The reading, and its word, before which what was left out would have been said."""
    pairs = [(*pair, one.reading) for one in passages for pair in one.pairs]
    before = [pair for pair in pairs if pair[0] < written]
    _, said, reading = max(before) if before else min(pairs)
    return reading, said + bool(before)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers in a row as (first, past the last)."""
    for _, group in groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        run = [number for _, number in group]
        yield run[0], run[-1] + 1
