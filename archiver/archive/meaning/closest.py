"""What lies closest to a question in meaning: every vector is compared with it, a million in a fifth of a second."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter

import numpy as np

from archiver.archive.hits import ASKED, BESIDE, RELATION, Found, Hits
from archiver.archive.meaning.encoders import SCALE, read_texts
from archiver.archive.search import WHOLE, Search
from archiver.archive.store import Archive, Row
from archiver.arrays import Floats
from archiver.errors import ModelMissing, UsageError
from archiver.weights import MINILM, UNIVERSAL_ENCODER, PackagedModel

MOST_CLOSE = 100  # that are found; further ones rarely say what was asked
MOST_LOOKED_AT = 5_000  # of the closest, where filters leave few of them

# Mean and standard deviation of the cosines of ten questions with the 2,286 sentences of seven real briefings, by which
# what two encoders found can be put in one order. At two deviations about one sentence in thirty is left; of
# questions about something else (pizza, Mars) none.
USUAL = {MINILM.name: (0.074, 0.101), UNIVERSAL_ENCODER.name: (0.016, 0.073)}
LEAST_UNUSUAL = 2.0

INSTALL = "pip install 'briefing-archiver[embedded]'"

IN_USE = "select distinct encoder, encoder_sha256 from meanings"
ROWS = f"""
    select meanings.transcript, meanings.release, first, vectors from meanings
    left join transcripts on transcripts.id = meanings.transcript
    where encoder_sha256 = :encoder and case when meanings.transcript is null
        then :kind is not 'said' and :speaker is null and :relation is null
            and exists (select 1 from releases where releases.id = meanings.release and {ASKED})
        else :kind is not 'written' and exists ({BESIDE}) end
"""
SENTENCE = f"""
    select segments.id, releases.id, substr(releases.date, 1, 4), releases.issuer,
        coalesce(speakers.name, segments.speaker), {RELATION}
    from transcripts join segments on segments.transcript = transcripts.id
    join releases on releases.id = ({BESIDE})
    left join speakers on speakers.transcript = transcripts.id and speakers.label = segments.speaker
    where segments.id = (
        select id from segments where transcript = :transcript order by position limit 1 offset :number
    )
    and (:language is null or segments.language = :language)
    and (:speaker is null or coalesce(speakers.name, segments.speaker) = :speaker)
    and (:relation is null or {RELATION} = :relation)
"""
PARAGRAPH = """
    select paragraphs.id, releases.id, substr(releases.date, 1, 4), releases.issuer, null, null
    from paragraphs join releases on releases.id = paragraphs.release
    where paragraphs.id = (select id from paragraphs where release = :of order by position limit 1 offset :number)
    and (:language is null or releases.language = :language)
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as each encoder in use understands it.

    vectors: by the SHA-256 of the encoder's weights
    lacking: the encoders that vectors in the archive were made with and that are not installed here
    """

    vectors: Mapping[str, tuple[PackagedModel, Floats]]
    lacking: Sequence[str] = ()


def search_by_meaning(archive: Archive, asked: Search, limit: int = MOST_CLOSE) -> tuple[list[Row], Sequence[str]]:
    """Sentences and paragraphs that mean about what is asked, the closest first, as the command line shows them.

    Also returns the encoders that are not installed here: what was read with them is not among it.

    Raises ``ModelMissing`` where none of the encoders that the archive's vectors were made with is installed, and
    ``UsageError`` where there are no vectors.
    """
    in_use = encoders_in_use(archive.db.conn)
    if not in_use:
        raise UsageError("nothing here was read by meaning yet", hint="`archiver index` does it")
    question = read_question(asked.words, in_use)
    if not question.vectors:
        raise ModelMissing(f"this was read with {', '.join(question.lacking)}, which is not here", hint=INSTALL)
    best = find_closest(archive.db.conn, asked, question).best[:limit]
    rows = [{"kind": one.kind, **row} for one in best for row in archive.rows(WHOLE[one.kind], {"id": one.id})]
    return rows, question.lacking


def encoders_in_use(connection: sqlite3.Connection) -> dict[str, str]:
    """The names of the encoders with which an archive's vectors were made, by the SHA-256 of their weights."""
    return {sha256: name for name, sha256 in connection.execute(IN_USE)}


def read_question(words: str, in_use: Mapping[str, str]) -> Question:
    """Read what is asked. The first time in a process an encoder is loaded, which takes two seconds.

    in_use: as ``encoders_in_use`` tells
    """
    installed = {one.sha256: one for one in (MINILM, UNIVERSAL_ENCODER) if one.sha256 in in_use and one.folder()}
    vectors = {sha256: (one, read_texts(one, [words])[0]) for sha256, one in installed.items()}
    return Question(vectors, sorted(name for sha256, name in in_use.items() if sha256 not in installed))


def find_closest(connection: sqlite3.Connection, asked: Search, question: Question) -> Hits:
    """Sentences and paragraphs that mean about what is asked, the closest first."""
    close = [one for encoder, vector in question.vectors.values() for one in _close(connection, asked, encoder, vector)]
    best: list[Found] = []
    for likeness, place in sorted(close, key=itemgetter(0), reverse=True)[:MOST_LOOKED_AT]:
        kind, sql = ("written", PARAGRAPH) if place["transcript"] is None else ("said", SENTENCE)
        best += (Found(kind, -likeness, *row) for row in connection.execute(sql, {**asdict(asked), **place}))
        if len(best) == MOST_CLOSE:
            break
    return Hits("", best, len(best), more=False)


def _close(
    connection: sqlite3.Connection, asked: Search, encoder: PackagedModel, question: Floats
) -> Iterator[tuple[float, dict[str, int | None]]]:
    """The texts that one encoder takes for close: how unusually close, and where each stands."""
    rows, found = [], []
    for *row, vectors in connection.execute(ROWS, {**asdict(asked), "encoder": encoder.sha256}):
        rows.append(row)
        found.append(np.frombuffer(vectors, np.int8).reshape(-1, len(question)).astype(np.float32) @ question)
    if not rows:
        return
    mean, deviation = USUAL[encoder.name]
    unusual = (np.concatenate(found) / SCALE - mean) / deviation
    ends = np.cumsum([len(one) for one in found])
    close = np.flatnonzero(unusual >= LEAST_UNUSUAL)
    for number in close[np.argsort(-unusual[close])][:MOST_LOOKED_AT]:
        at = int(np.searchsorted(ends, number, side="right"))
        transcript, release, first = rows[at]
        inside = first - 1 + int(number - ends[at]) + len(found[at])
        yield float(unusual[number]), {"transcript": transcript, "of": release, "number": inside}
