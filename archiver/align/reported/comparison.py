"""Comparison of a report with speech: the passages that have its words, in the report's order, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archiver.align.reported.compared_words import ComparedWord, Report
from archiver.align.reported.differences import Changed, Difference, difference, negated_before
from archiver.align.verbatim.local_alignment import MIN_POINTS, WORD_POINTS, local_alignments
from archiver.tokens import Stream

LONGEST_OMISSION = 50  # words that an ellipsis may stand for, three sentences; what stands further apart was joined
LEAST_OF_SHORT = 0.5  # share of its own points by which a report of a few words is found
PART_WORDS = 5  # words of a report that may come from another place; fewer are found everywhere
PART_SHARE = 0.8  # of the words of such a part that must be said there, or it would be found everywhere, too
# Share of what a report tells that must be said in these words and this order. What has less tells it in other words.
SAID_SHARE = 0.7
CLOSE_SHARE = 0.5  # from which it is worth telling what was said instead


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences in a row.

    key: what they are taken from; windows of one recording have the same
    offset: where they begin in it, in sentences
    """

    key: int
    offset: int
    words: tuple[ComparedWord, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report that were said in a row, or nearly.

    pairs: (word of the report, word of the window), ascending in both
    """

    window: Window
    pairs: tuple[tuple[int, int], ...]
    points: int

    @property
    def reported(self) -> tuple[int, int]:
        """First and last word of the report."""
        return self.pairs[0][0], self.pairs[-1][0]

    @property
    def said(self) -> tuple[int, int]:
        """First and last word of the window."""
        return self.pairs[0][1], self.pairs[-1][1]

    @property
    def sentences(self) -> tuple[int, int]:
        """First and last sentence, in what the window is taken from."""
        first, last = (self.window.words[word].owner for word in self.said)
        return self.window.offset + first, self.window.offset + last


@dataclass(frozen=True, slots=True)
class Comparison:
    """A report beside what was said.

    passages: in the order of the report, none where nothing like it was said
    differences: in the order of the report
    shortened: whether what an ellipsis stands for was said between two passages of one place
    joined: whether passages stand apart, or in another order
    share: of what the report tells, how much was said in these words, 0 to 1
    """

    passages: tuple[Passage, ...]
    differences: tuple[Difference, ...]
    shortened: bool
    joined: bool
    share: float

    @property
    def changed(self) -> tuple[Changed, ...]:
        """What makes the report another statement, each once."""
        return tuple(dict.fromkeys(one.changed for one in self.differences if one.changed))

    @property
    def is_said(self) -> bool:
        """Whether so much of it was said in these words that it is, right or wrong, about these words."""
        return self.share >= SAID_SHARE

    @property
    def is_close(self) -> bool:
        """Whether something was said that, but for a negation, a number or a name, may be what is meant."""
        return self.share >= CLOSE_SHARE and bool(self.changed)


Find = Callable[[int, int], Sequence[Window]]
"""Gives the windows in which the words of a report, from one to before another, may have been said."""


def compare(report: Report, find: Find, language: str) -> Comparison:
    """Find the words of a report, and what differs."""
    passages = tuple(_cover(report, find, 0, len(report.words), ()))
    if not passages:
        return Comparison((), (), shortened=False, joined=False, share=0.0)
    joins = [_join(report, one, other) for one, other in pairwise(passages)]
    found = tuple(sorted(_differences(report, passages, language), key=lambda one: one.at))
    share = sum(_telling(report, [pair[0] for pair in one.pairs]) for one in passages)
    return Comparison(
        passages,
        found,
        shortened="shortened" in joins or any(True for one in passages for _ in _cuts_inside(report, one)),
        joined="joined" in joins,
        share=share / max(1, _telling(report, range(len(report.words)))),
    )


def said_again(report: Report, windows: Sequence[Window], comparison: Comparison) -> list[Passage]:
    """Where all the words of a report were said again in a row; nowhere if they never were."""
    if comparison.share < 1:
        return []
    known = {(one.window.key, one.sentences) for one in comparison.passages}
    every = _passages(report, windows, 0, len(report.words))
    return [
        one for one in every if len(one.pairs) == len(report.words) and (one.window.key, one.sentences) not in known
    ]


def _cover(report: Report, find: Find, first: int, last: int, near: Sequence[Window]) -> Iterator[Passage]:
    """The passages with the words of a part of a report: the best, and those with what it leaves at either side."""
    windows = [*near, *(find(first, last) if last - first >= PART_WORDS or not near else ())]
    found = _passages(report, windows, first, last)
    if not found or (near and len(found[0].pairs) < PART_SHARE * (last - first)):
        return
    best = found[0]
    begin, end = best.reported[0], best.reported[1] + 1
    if begin - first >= PART_WORDS or begin in report.cuts:
        yield from _cover(report, find, first, begin, [best.window])
    yield best
    if last - end >= PART_WORDS or end in report.cuts:
        yield from _cover(report, find, end, last, [best.window])


def _passages(report: Report, windows: Sequence[Window], first: int, last: int) -> list[Passage]:
    """The passages with words of a part of a report, the best first; of equals the first."""
    own = [word.token for word in report.words[first:last]]
    least = min(MIN_POINTS, int(LEAST_OF_SHORT * _telling(report, range(first, last))))
    found = []
    for window in windows:
        stream = Stream([word.token for word in window.words], [word.owner for word in window.words])
        for one in local_alignments([own], stream, least):
            pairs = tuple((first + written, said) for written, said in one.pairs)
            found.append(Passage(window, pairs, one.points))
    return sorted(found, key=lambda one: -one.points)


def _telling(report: Report, words: Sequence[int] | range) -> int:
    """How much some words of a report tell, in the points of local alignment."""
    return sum(WORD_POINTS + round(100 * report.words[number].token.info) for number in words)


def _join(report: Report, one: Passage, other: Passage) -> str:
    """How two passages follow each other: ``whole``, ``shortened`` by an ellipsis, or ``joined``."""
    if one.window.key != other.window.key or other.sentences < one.sentences:
        return "joined"
    marked = bool(report.cuts & set(range(one.reported[1] + 1, other.reported[0] + 1)))
    if one.window is other.window and other.said[0] == one.said[1] + 1:
        return "whole"
    near = one.window is other.window and one.said[1] < other.said[0] <= one.said[1] + LONGEST_OMISSION
    return "shortened" if marked and near else "joined"


def _differences(report: Report, passages: Sequence[Passage], language: str) -> Iterator[Difference]:
    for number, passage in enumerate(passages):
        yield from _inside(report, passage, language)
        said = passage.window.words
        begin = passages[number - 1].reported[1] + 1 if number else 0
        end = passages[number + 1].reported[0] if number + 1 < len(passages) else len(report.words)
        yield from _at_edges(report, passage, (begin, end if number + 1 == len(passages) else None), language)
        follows = number > 0 and _join(report, passages[number - 1], passage) != "joined"
        if follows:
            yield from _between(report, passages[number - 1], passage, language)
        before = () if follows else negated_before(said, passage.said[0], language)
        if before and begin == passage.reported[0]:
            shown = " ".join(word.shown for word in before)
            yield Difference("cut off", "", shown, begin, "negation")


def _between(report: Report, one: Passage, other: Passage, language: str) -> Iterator[Difference]:
    """What an ellipsis between two passages of one place must not stand for."""
    left_out = one.window.words[one.said[1] + 1 : other.said[0]]
    around = report.words[one.reported[1] : other.reported[0] + 1]
    found = difference((), left_out, other.reported[0], around, language, marked=True)
    if found.changed:
        yield found


def _at_edges(report: Report, passage: Passage, bounds: tuple[int, int | None], language: str) -> Iterator[Difference]:
    """Words of the report before a passage, and behind the last, beside as many that were said there.

    bounds: first word of the report that is this passage's, and the end of the report if it is the last
    """
    (begin, end), (first, last), said = bounds, passage.said, passage.window.words
    if begin < passage.reported[0]:
        missing = report.words[begin : passage.reported[0]]
        beside = said[max(0, first - len(missing)) : first]
        yield difference(missing, beside, begin, missing, language, marked=False)
    if end is not None and passage.reported[1] + 1 < end:
        missing = report.words[passage.reported[1] + 1 : end]
        beside = said[last + 1 : last + 1 + len(missing)]
        yield difference(missing, beside, passage.reported[1] + 1, missing, language, marked=False)


def _inside(report: Report, passage: Passage, language: str) -> Iterator[Difference]:
    """What differs between the first and the last word of a passage."""
    said = passage.window.words
    for written, heard in passage.pairs:
        if report.words[written].form != said[heard].form:
            one, other = report.words[written : written + 1], said[heard : heard + 1]
            yield difference(one, other, written, one, language, marked=False)
    for (written, heard), (following, then) in pairwise(passage.pairs):
        mine, theirs = report.words[written + 1 : following], said[heard + 1 : then]
        if not mine and not theirs:
            continue
        marked = bool(report.cuts & set(range(written + 1, following + 1)))
        if not mine and is_repeated(said, heard, then):
            yield Difference("repeated", "", " ".join(word.shown for word in theirs), following)
            continue
        around = report.words[written : following + 1]
        found = difference(mine, theirs, written + 1, around, language, marked=marked)
        if not (marked and found.kind == "left out" and not found.changed):
            yield found


def _cuts_inside(report: Report, passage: Passage) -> Iterator[int]:
    """The ellipses of a report that stand for words within a passage."""
    for (written, heard), (following, then) in pairwise(passage.pairs):
        if then > heard + 1 and report.cuts & set(range(written + 1, following + 1)):
            yield following


def is_repeated(said: Sequence[ComparedWord], heard: int, then: int) -> bool:
    """Whether the words in a gap are said again at once, as when somebody begins anew."""
    forms = [word.form for word in said]
    gap = forms[heard + 1 : then]
    return gap in (forms[then : then + len(gap)], forms[heard + 1 - len(gap) : heard + 1])
