"""Which titles, paragraphs and sentences match what is looked for: the newest of each kind, ranked and counted.

They are ranked by BM25. It weighs how rare words are, for which SQLite goes through all texts that have them, and for a
phrase compares where its words stand in each. A phrase that stands in very many texts is therefore ranked by the rest
of BM25, how often it stands in a text and how short that is; and so is what stands in few of many releases.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

RANKED = 2_000  # hits of a kind; with so many the page is there in a twentieth of a second
MANY = 10_000  # sentences in which words stand; nobody waits for a number that is larger
FEW = 300  # releases; to look into one takes a fifteenth of a millisecond

# Whether a release is one of those that are asked about.
ASKED = """
    releases.current = 1 and (:release is null or releases.id = :release)
    and (:issuer is null or releases.issuer = :issuer)
    and (:since is null or substr(releases.date, 1, length(:since)) >= :since)
    and (:until is null or substr(releases.date, 1, length(:until)) <= :until)
"""
# All of them. By the bounds one that is asked about by its number is found without going through the others.
_ASKED_ABOUT = f"select id from releases where {ASKED} and id between coalesce(:release, 0) and coalesce(:release, id)"

# The newest release that a recording stands on, of those that are asked about.
BESIDE = f"""
    select releases.id from release_recordings media join releases on releases.id = media.release
    where media.recording = transcripts.recording and {ASKED} order by releases.date desc, releases.id desc limit 1
"""

RELATION = """
    coalesce((
        select max(relation) from links join alignments on alignments.id = links.alignment and alignments.current = 1
        where links.segment = segments.id and +links.overruled_by is null
    ), 'none')
"""
_SPEAKER = """
    coalesce((
        select name from speakers where speakers.transcript = segments.transcript and speakers.label = segments.speaker
    ), segments.speaker)
"""
_OF_NOBODY = ":speaker is null and :relation is null and (:language is null or releases.language = :language)"


class Kind(NamedTuple):
    """Texts of one kind, and the SQL that looks through them.

    table: has them, and gave its name to their index
    column, text: number in the index, and name, of the column that is ranked
    usual: how long one is, in code points; the mean of seven real briefings
    beside: the tables in which it stands what a hit is, and whether it counts
    told: by whom a hit is said, and what it has to do with its release
    where: the other conditions
    owners: the numbers of those who have the texts of the releases that are asked about
    owner: column that names the owner, whose texts have numbers that follow each other
    """

    table: str
    column: int
    text: str
    usual: int
    beside: str
    told: str
    where: str
    owners: str
    owner: str


KINDS: Mapping[str, Kind] = {
    "said": Kind(
        "segments",
        0,
        "text",
        110,
        f"""
            cross join transcripts on transcripts.id = segments.transcript and transcripts.current = 1
            cross join releases on releases.id = ({BESIDE})
        """,
        f"{_SPEAKER}, {RELATION}",
        f"""
            (:language is null or segments.language = :language) and (:speaker is null or {_SPEAKER} = :speaker)
            and (:relation is null or {RELATION} = :relation)
        """,
        f"""
            select id from transcripts where current = 1
            and recording in (select recording from release_recordings where release in ({_ASKED_ABOUT}))
        """,
        "transcript",
    ),
    "title": Kind("releases", 0, "title", 80, "", "null, null", f"{ASKED} and {_OF_NOBODY}", _ASKED_ABOUT, "id"),
    "written": Kind(
        "paragraphs",
        1,
        "text",
        480,
        f"cross join releases on releases.id = paragraphs.release and {ASKED}",
        "null, null",
        _OF_NOBODY,
        _ASKED_ABOUT,
        "release",
    ),
}


# What matches; the joins are in this order because the index gives its newest rows first, and is left when there are
# enough.
_MATCHING = """
    cross join {0.table} on {0.table}.id = {0.table}_fts.rowid {0.beside}
    where {0.table}_fts match :query and {0.where}
"""
_NEWEST_FIRST = f"from {{0.table}}_fts {_MATCHING} order by {{0.table}}_fts.rowid desc"
# Quicker than to ask of each of half a million where it stands.
_OF_THESE = f"""
    from {{0.table}}_fts {_MATCHING} and {{0.table}}.{{0.owner}} in ({{0.owners}}) order by {{0.table}}_fts.rowid desc
"""
# Of few releases the index has the texts of each looked up, the newest first.
_OF_EACH = f"""
    from ({{0.owners}} order by id desc) owners
    cross join {{0.table}}_fts on {{0.table}}_fts.rowid between
        (select min(id) from {{0.table}} where {{0.owner}} = owners.id)
        and (select max(id) from {{0.table}} where {{0.owner}} = owners.id)
    {_MATCHING}
"""
_RANKED = """
    select {rank}, {kind.table}.id, releases.id, substr(releases.date, 1, 4), releases.issuer, {kind.told}
    {matching} limit :ranked
"""

# BM25 with its usual constants (1.2 and 0.75), and with 1 for how rare the words are.
_PLAIN_RANK = """
    -2.2 / (1 + 1.2 * (0.25 + 0.75 * length({0.table}.{0.text}) / {0.usual}) / max(1, length(
        highlight({0.table}_fts, {0.column}, char(2), '')) - length({0.table}.{0.text})
    ))
"""

_STANDS_IN = "select count(*) from (select 1 from segments_fts where segments_fts match :query limit :many)"
_OF_RELEASES = ("since", "until", "issuer", "release")  # conditions that some releases hold
_OF_SENTENCES = ("speaker", "language", "relation")
_PHRASE = re.compile(r"\w \w")  # to find one takes fifty times as long as a word
_HOW_FEW = f"select count(*) from ({_ASKED_ABOUT})"


class Found(NamedTuple):
    """One row that matches; the smaller its rank, the better.

    kind: ``title``, ``written`` (a paragraph) or ``said``
    id: of the release, paragraph or sentence
    release: that it stands in, or beside
    """

    kind: str
    rank: float
    id: int
    release: int
    year: str | None
    issuer: str | None
    speaker: str | None
    relation: str | None


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, the best first.

    query: what the index was asked
    count: how many there are, ranked or not; sentences of older transcripts are counted where not all are ranked
    more: whether that is the least, and nobody counted further
    """

    query: str
    best: Sequence[Found]
    count: int
    more: bool

    @property
    def said(self) -> int:
        """How many are spoken sentences."""
        return sum(one.kind == "said" for one in self.best)

    def facet(self, name: Literal["year", "issuer", "speaker", "relation"]) -> list[tuple[str, int]]:
        """How many hits have each value of a column, the most frequent first."""
        counted = Counter(map(attrgetter(name), self.best))
        return [(value, count) for value, count in counted.most_common() if value is not None]


def find_matching(
    connection: sqlite3.Connection, query: str, kinds: Sequence[str], asked: Mapping[str, object]
) -> Hits:
    """What matches an expression of FTS5.

    kinds: those of ``KINDS`` that are looked through
    asked: the values of the conditions, by their names
    """
    cursor = connection.cursor()
    cursor.row_factory = None  # Datasette's rows take three times as long to be made and taken apart
    values = {**asked, "query": query, "ranked": RANKED + 1, "many": MANY + 1}
    stands_in, matching = _number(cursor, _STANDS_IN, values), _NEWEST_FIRST
    if stands_in > MANY and any(asked[name] is not None for name in _OF_RELEASES):
        # What begins in some way is many words, and all of them would be looked for in each release anew.
        matching = _OF_EACH if "*" not in query and _number(cursor, _HOW_FEW, values) <= FEW else _OF_THESE
    slow = matching == _OF_EACH or (stands_in > MANY and _PHRASE.search(query))
    rank = _PLAIN_RANK if slow else "{0.table}_fts.rank"
    best: list[Found] = []
    cut = set()
    for name in kinds:
        found = [Found(name, *row) for row in cursor.execute(_ranked(KINDS[name], rank, matching), values)]
        best += found[:RANKED]
        cut |= {name} if len(found) > RANKED else set()
    best.sort(key=attrgetter("rank"))  # of equals the newest first
    if "said" in cut and all(asked[name] is None for name in (*_OF_RELEASES, *_OF_SENTENCES)):
        counted = stands_in + sum(one.kind != "said" for one in best)
        return Hits(query, best, min(MANY, counted), counted > MANY or len(cut) > 1)
    return Hits(query, best, len(best), bool(cut))


def _ranked(kind: Kind, rank: str, matching: str) -> str:
    return _RANKED.format(rank=rank.format(kind), kind=kind, matching=matching.format(kind))


def _number(cursor: sqlite3.Cursor, sql: str, values: Mapping[str, object]) -> int:
    return int(cursor.execute(sql, values).fetchone()[0])
