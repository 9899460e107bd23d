"""Local alignment: what was said against every paragraph, word by word, to find what was read out.

Smith and Waterman's recursion (1981) with linear gaps, a whole row of speech at a time. A release of a thousand words
against an hour of speech is ten million cells, well under a second, and needs no seeds. Meetings of hours and their
reports have a hundred times that: there only the speech around runs of words in common is aligned, as passim does for
newspapers (Smith, Cordell and Mullen 2015). Passages may come out of order, twice, broken off, or in the middle of a
sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.tokens import Stream, Token

Points = npt.NDArray[np.int32]

# Hundredths of a point, since whole numbers add up exactly. A word that both have earns BASE plus what it tells (0 to
# 100); one that differs, or that only one has, costs. So `of the` is carried by its neighbours, and makes no passage.
WORD_POINTS = 30
MISMATCH_POINTS = -80
GAP_POINTS = -60
MIN_POINTS = 400  # four telling words, or a dozen plain ones
MISHEARD = (
    0.74  # likeness from which two words may be one word misheard: `travelling` and `traveling`, `OSCE` and `Osce`
)
SHORTEST_MISHEARD = 4  # letters; shorter words are alike by chance

# Seeds, where all against all would be more cells than this: some seconds' work.
MANY_CELLS = 50_000_000
SEED_WORDS = 4  # in a row: three are too often plain ones, five are too often broken by one that was misheard
FORMULA_PLACES = 20  # places in the speech; what is said more often is a formula
WINDOW_WORDS = 200  # words of speech on either side of a seed; longer passages have more than one


@dataclass(frozen=True, slots=True)
class LocalAlignment:
    """A stretch of a paragraph that was read out.

    pairs: (word of the paragraph, word of the stream), ascending in both
    """

    paragraph: int
    pairs: tuple[tuple[int, int], ...]
    points: int


def local_alignments(
    paragraphs: Sequence[Sequence[Token]], stream: Stream, least: int = MIN_POINTS
) -> list[LocalAlignment]:
    """All passages of all paragraphs; where several claim the same words, the best keeps them.

    least: points that a passage must earn
    """
    if not stream.tokens:
        return []
    spoken = [token.form for token in stream.tokens]
    everything = [(0, len(spoken))]
    seeds = _seeds(spoken) if sum(map(len, paragraphs)) * len(spoken) > MANY_CELLS else None
    return _without_overlap(
        [
            passage
            for number, paragraph in enumerate(paragraphs)
            if paragraph
            for begin, end in (everything if seeds is None else _windows(paragraph, seeds, len(spoken)))
            for passage in _in_window(number, paragraph, spoken[begin:end], begin, least)
        ],
        least,
    )


def _seeds(spoken: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """Where every run of words stands in the speech, but for those that stand everywhere."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, run in enumerate(_runs(spoken)):
        places[run].append(place)
    return {run: own for run, own in places.items() if len(own) <= FORMULA_PLACES}


def _runs(forms: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(forms[shift:] for shift in range(SEED_WORDS)), strict=False)


def _windows(
    paragraph: Sequence[Token], seeds: Mapping[tuple[str, ...], Sequence[int]], length: int
) -> list[tuple[int, int]]:
    """The parts of the speech around the seeds of a paragraph, none twice."""
    runs = set(_runs([token.form for token in paragraph]))
    windows: list[tuple[int, int]] = []
    for place in sorted(place for run in runs for place in seeds.get(run, ())):
        begin, end = max(0, place - WINDOW_WORDS), min(length, place + SEED_WORDS + WINDOW_WORDS)
        if windows and begin <= windows[-1][1]:
            begin = windows.pop()[0]
        windows.append((begin, end))
    return windows


def _in_window(
    number: int, paragraph: Sequence[Token], spoken: Sequence[str], begin: int, least: int
) -> list[LocalAlignment]:
    """The passages of a paragraph in a part of the speech."""
    forms, said = np.unique(spoken, return_inverse=True)
    found = _in_paragraph(number, _points(paragraph, forms.tolist())[:, said], least)
    return [
        LocalAlignment(number, tuple((written, place + begin) for written, place in passage.pairs), passage.points)
        for passage in found
    ]


def _points(paragraph: Sequence[Token], forms: Sequence[str]) -> Points:
    """What each word of the paragraph earns with each form; shape (words, forms)."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    own = [token.form for token in paragraph]
    alike = cdist(own, forms, scorer=Indel.normalized_similarity, score_cutoff=MISHEARD, dtype=np.float32)
    short = np.array([len(form) < SHORTEST_MISHEARD for form in own])
    alike[short] = np.where(alike[short] == 1, 1, 0)
    gain = np.array([WORD_POINTS + 100 * token.info for token in paragraph], dtype=np.float32)
    return np.where(alike > 0, gain[:, None] * alike**2, MISMATCH_POINTS).astype(np.int32)


def _in_paragraph(number: int, points: Points, least: int) -> list[LocalAlignment]:
    """The best local alignments of one paragraph, each word of the stream in one of them."""
    table = _fill(points)
    paired = (points > 0) & (table[1:, 1:] == table[:-1, :-1] + points)
    ends = np.where(paired, table[1:, 1:], 0)  # a passage ends with a word that both have
    rows, best = ends.argmax(axis=0), ends.max(axis=0)
    free = np.ones(len(best), dtype=bool)
    found = []
    while best[column := int(best.argmax())] >= least:
        pairs, earned = _trace(table, points, free, int(rows[column]), column)
        if earned >= least:
            found.append(LocalAlignment(number, pairs, earned))
            free[pairs[0][1] : column + 1] = False
        best[pairs[0][1] : column + 1] = 0
    return found


def _fill(points: Points) -> Points:
    """Smith-Waterman's table; row and column 0 are the empty beginning."""
    rows, columns = points.shape
    table = np.zeros((rows + 1, columns + 1), dtype=np.int32)
    slope = np.arange(columns + 1, dtype=np.int32) * -GAP_POINTS
    for row in range(1, rows + 1):
        above = table[row - 1]
        here = np.maximum(above + GAP_POINTS, 0)
        here[1:] = np.maximum(here[1:], above[:-1] + points[row - 1])
        table[row] = np.maximum.accumulate(here + slope) - slope  # a gap of any length to the left, at one go
    return table


def _trace(
    table: Points, points: Points, free: npt.NDArray[np.bool_], written: int, said: int
) -> tuple[tuple[tuple[int, int], ...], int]:
    """Walk back from the last pair of a passage to its first, or to words of the stream that are taken.

    Returns the pairs of matching words, and the points earned on the way.
    """
    top, pairs = int(table[written + 1, said + 1]), []
    while table[written + 1, said + 1] > 0 and free[said]:
        value, gained = table[written + 1, said + 1], points[written, said]
        if value == table[written, said] + gained:
            if gained > 0:
                pairs.append((written, said))
            written, said = written - 1, said - 1
        elif value == table[written, said + 1] + GAP_POINTS:
            written -= 1
        else:
            said -= 1
    return tuple(reversed(pairs)), top - int(table[written + 1, said + 1])


def _without_overlap(found: Sequence[LocalAlignment], least: int) -> list[LocalAlignment]:
    """Give every word of the stream to the passage with the most points; what is left of another must still be one."""
    taken: set[int] = set()
    kept = []
    for passage in sorted(found, key=lambda passage: -passage.points):
        own = tuple(pair for pair in passage.pairs if pair[1] not in taken)
        points = passage.points * len(own) // len(passage.pairs)
        if points >= least:
            kept.append(LocalAlignment(passage.paragraph, own, points))
            taken.update(said for _, said in own)
    return sorted(kept, key=lambda passage: passage.pairs[0][1])
