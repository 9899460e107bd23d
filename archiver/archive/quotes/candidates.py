"""Candidates for a quote: the sentences that may have its words, as the full-text index tells."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from archiver.archive.numbers.number_forms import SPOKEN, number_forms
from archiver.archive.search import fts_query
from archiver.archive.store import Archive, Row
from archiver.tokens import fold, info

ASKED_WORDS = 12  # that the index is asked for: the rarest of as many parts of the quote
COUNTED_ROWS = 2_000  # sentences; a word that stands in more of them tells little about where
ENOUGH = 3  # words, or words in a row, by which a place is told from others
PAIRS = 6  # words next to each other that are asked for, where single ones stand in too many sentences
CANDIDATES = 60  # sentences around which is looked
WINDOWS = 12  # places that are compared word by word
SPARE_SENTENCES = 4  # on both sides of a sentence
WORDS_A_SENTENCE = 8  # few, so that all sentences of a long quote are looked at

WITH_WORDS = "select rowid from segments_fts where segments_fts match :query order by rowid desc limit :limit"
PLACES = """
    select segments.id, segments.transcript, segments.position
    from segments join transcripts on transcripts.id = segments.transcript and transcripts.current = 1
    where segments.id in ({marks})
"""
AROUND = """
    select id, transcript, position, start, "end", text, heard, speaker, language, flags from segments
    where transcript = :transcript and position between :first and :last order by position
"""


def stretches(archive: Archive, words: Sequence[str]) -> list[list[Row]]:
    """Sentences in a row in which the words may have been said, of newest transcripts, the likeliest first."""
    scores = _scores(archive.db.conn, words)
    likely = dict(sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:CANDIDATES])
    spare = SPARE_SENTENCES + len(words) // WORDS_A_SENTENCE
    joined: list[tuple[float, int, int, int]] = []  # score, transcript, first and last position
    found = archive.rows(PLACES.format(marks=", ".join("?" * len(likely))), list(likely))
    for row in sorted(found, key=lambda row: (row["transcript"], row["position"])):
        score, first, last = likely[row["id"]], row["position"] - spare, row["position"] + spare
        if joined and joined[-1][1] == row["transcript"] and first <= joined[-1][3]:
            before, _, first, _ = joined.pop()
            score = max(before, score)
        joined.append((score, row["transcript"], first, last))
    best = sorted(joined, key=lambda one: -one[0])[:WINDOWS]
    return [sentences(archive, transcript, first, last) for _, transcript, first, last in best]


def sentences(archive: Archive, transcript: int, first: int, last: int) -> list[Row]:
    """The sentences of a transcript from one position to another."""
    return archive.rows(AROUND, {"transcript": transcript, "first": first, "last": last})


def _scores(connection: sqlite3.Connection, words: Sequence[str]) -> dict[int, float]:
    """What sentences have of the rarer words; where these are too few, of words in a row, and at last of all."""
    scores: dict[int, float] = defaultdict(float)
    told = 0
    for asked in (_rarest(words), _pairs(words), [" ".join(words[:ASKED_WORDS])]):
        for one in asked:
            values = {"query": _query(one), "limit": COUNTED_ROWS + 1}
            rows = connection.execute(WITH_WORDS, values).fetchall()
            if len(rows) > COUNTED_ROWS and len(words) > 1 and " " not in one:
                continue
            told += bool(rows)
            for (row,) in rows:
                scores[row] += math.log(2 * COUNTED_ROWS / len(rows))
        if told >= ENOUGH:
            break
    return scores


def _query(words: str) -> str:
    """Words in a row for the index; a number in figures, which an engine may have spelled out, however it is said."""
    if any(map(str.isdigit, words)):
        return fts_query(words, numbers=lambda text: number_forms(text, SPOKEN))
    return fts_query(f'"{words}"')


def _rarest(words: Sequence[str]) -> list[str]:
    """The rarest word of each of as many parts as are asked for."""
    size = math.ceil(len(words) / ASKED_WORDS)
    parts = [words[first : first + size] for first in range(0, len(words), size)]
    return list(dict.fromkeys(max(part, key=_rareness) for part in parts))


def _pairs(words: Sequence[str]) -> list[str]:
    """The words next to each other that tell most."""
    pairs = sorted(pairwise(words), key=lambda pair: -sum(map(_rareness, pair)))
    return list(dict.fromkeys(map(" ".join, pairs)))[:PAIRS]


def _rareness(word: str) -> float:
    return info(fold(word), "en")
