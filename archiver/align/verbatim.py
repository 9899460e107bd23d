"""What was read out: local alignment of what was said with every paragraph, word by word.

Smith and Waterman's recursion (1981) with linear gaps, a whole row of speech at a time. It needs no seeds: a release of
a thousand words against an hour of speech is ten million cells, well under a second. Passages may come out of order, twice,
broken off, or in the middle of a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.align.words import Stream, Token

Floats = npt.NDArray[np.float32]

# Points of the alignment. A word that both have earns BASE plus what it tells (0 to 1); a word that only one has, or that
# differs, costs. So `of the` is carried by its neighbours, and makes no passage of its own.
BASE = 0.3
DIFFERENT = -0.8
GAP = -0.6
MISHEARD = 0.74  # likeness from which two words may be one word misheard: `travelling` and `traveling`, `OSCE` and `Osce`
SHORTEST_MISHEARD = 4  # letters; shorter words are alike by chance
MIN_POINTS = 4.0  # four telling words, or a dozen plain ones


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a paragraph that was read out.

    pairs: (word of the paragraph, word of the stream), ascending in both
    """

    paragraph: int
    pairs: tuple[tuple[int, int], ...]
    points: float


def passages(paragraphs: Sequence[Sequence[Token]], stream: Stream) -> list[Passage]:
    """All passages of all paragraphs; where several claim the same words, the best keeps them."""
    if not stream.tokens:
        return []
    forms = sorted({token.form for token in stream.tokens})
    index = {form: number for number, form in enumerate(forms)}
    said = np.array([index[token.form] for token in stream.tokens])
    found = [
        passage
        for number, paragraph in enumerate(paragraphs)
        if paragraph
        for passage in _of_paragraph(number, _points(paragraph, forms)[:, said])
    ]
    return _without_overlap(found)


def _points(paragraph: Sequence[Token], forms: Sequence[str]) -> Floats:
    """What each word of the paragraph earns with each form; shape (words, forms)."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    own = [token.form for token in paragraph]
    alike = cdist(own, forms, scorer=Indel.normalized_similarity, score_cutoff=MISHEARD, dtype=np.float32)
    short = np.array([len(form) < SHORTEST_MISHEARD for form in own])
    alike[short] = np.where(alike[short] == 1, 1, 0)
    gain = np.array([BASE + token.info for token in paragraph], dtype=np.float32)
    return np.where(alike > 0, gain[:, None] * alike**2, np.float32(DIFFERENT)).astype(np.float32)


def _of_paragraph(number: int, points: Floats) -> list[Passage]:
    """The best local alignments of one paragraph, each word of the stream in one of them."""
    table = _fill(points)
    best = table.max(axis=0)
    free = np.ones(points.shape[1] + 1, dtype=bool)
    found = []
    while best[column := int(best.argmax())] >= MIN_POINTS:
        pairs, earned, first = _trace(table, points, free, column)
        if earned >= MIN_POINTS and pairs:
            found.append(Passage(number, pairs, earned))
            free[pairs[0][1] + 1 : column + 1] = False
        best[first : column + 1] = 0
    return found


def _fill(points: Floats) -> Floats:
    """Smith-Waterman's table; row and column 0 are the empty beginning."""
    rows, columns = points.shape
    table = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    slope = np.arange(columns + 1, dtype=np.float32) * np.float32(-GAP)
    for row in range(1, rows + 1):
        above = table[row - 1]
        here = np.maximum(above + np.float32(GAP), 0)
        here[1:] = np.maximum(here[1:], above[:-1] + points[row - 1])
        table[row] = np.maximum.accumulate(here + slope) - slope  # a gap of any length to the left, at one go
    return table


def _trace(
    table: Floats, points: Floats, free: npt.NDArray[np.bool_], column: int
) -> tuple[tuple[tuple[int, int], ...], float, int]:
    """Walk back from the best cell of a column to where its passage begins, or to words that are taken.

    Returns the pairs of matching words, the points earned on the way, and the first column passed.
    """
    row = int(table[:, column].argmax())
    top, pairs = float(table[row, column]), []
    while table[row, column] > 1e-3 and free[column]:
        value = table[row, column]
        if np.isclose(value, table[row - 1, column - 1] + points[row - 1, column - 1], atol=1e-3):
            if points[row - 1, column - 1] > 0:
                pairs.append((row - 1, column - 1))
            row, column = row - 1, column - 1
        elif np.isclose(value, table[row - 1, column] + GAP, atol=1e-3):
            row -= 1
        else:
            column -= 1
    return tuple(reversed(pairs)), top - float(table[row, column]), column


def _without_overlap(found: Sequence[Passage]) -> list[Passage]:
    """Give every word of the stream to the passage with the most points; what is left of another must still be one."""
    taken: set[int] = set()
    kept = []
    for passage in sorted(found, key=lambda passage: -passage.points):
        own = tuple(pair for pair in passage.pairs if pair[1] not in taken)
        share = len(own) / len(passage.pairs)
        if passage.points * share >= MIN_POINTS:
            kept.append(Passage(passage.paragraph, own, passage.points * share))
            taken.update(said for _, said in own)
    return sorted(kept, key=lambda passage: passage.pairs[0][1])
