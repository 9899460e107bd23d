"""What people decided about one sentence, and took back: texts, links and names, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archiver.archive.people.best_text import applied_to
from archiver.archive.people.decisions import known_sentence
from archiver.archive.people.human_links import decided_about
from archiver.archive.store import Archive, Row
from archiver.models import UNTIMED

# What people said about the same time of a recording, whether or not it counts.
TEXTS = """
    select created as at, who, heard as before, text as after, superseded_by, withdrawn from human_texts
    where recording = :recording and start < :end and "end" > :start order by id desc
"""
LINKS = """
    select created as at, paragraph, superseded_by, withdrawn from human_links
    where release = :release and recording = :recording and start < :end and "end" > :start order by id desc
"""
PARAGRAPHS = """
    select paragraphs.position, links.relation, links.human from links
    join alignments on alignments.id = links.alignment and alignments.current = 1
    join paragraphs on paragraphs.id = links.paragraph
    where links.segment = :segment and alignments.release = :release and +links.overruled_by is null
    order by paragraphs.position
"""
NEIGHBOURS = """
    select id, text from segments where transcript = ? and position between ? - 1 and ? + 1 order by position
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said about a sentence.

    at: when, ISO 8601; who: None where it was not asked
    told: in words
    counts: whether it does still; else it was superseded or taken back
    """

    kind: Literal["text", "link"]
    at: str
    who: str | None
    told: str
    counts: bool


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A sentence with everything that people may put right in it.

    row: of the database, with its ``recording``
    name: of its speaker, if people gave one
    paragraphs: positions of the paragraphs that it is on
    before, after: the texts of its neighbours
    corrected, decided: whether a person's text, or link, counts for it
    timed: whether it is known when it was said
    """

    row: Row
    name: str | None
    paragraphs: tuple[int, ...]
    before: str | None
    after: str | None
    corrected: bool
    decided: bool
    timed: bool
    history: tuple[Decision, ...]


def sentence_record(archive: Archive, release_id: int, segment_id: int) -> SentenceRecord:
    """What is known of a sentence of a release's recordings. Raises ``UsageError`` for one that is not there."""
    row = known_sentence(archive, release_id, segment_id)
    names = archive.rows(
        "select name from speakers where transcript = ? and label = ?", [row["transcript"], row["speaker"]]
    )
    near = {one["id"]: one["text"] for one in archive.rows(NEIGHBOURS, [row["transcript"], *[row["position"]] * 2])}
    ids = list(near)
    place = ids.index(segment_id)
    asked = {"release": release_id, "segment": segment_id, **{n: row[n] for n in ("recording", "start", "end")}}
    history = [_text(one) for one in archive.rows(TEXTS, asked)] + [_link(one) for one in archive.rows(LINKS, asked)]
    return SentenceRecord(
        row=row,
        name=names[0]["name"] if names else None,
        paragraphs=tuple(one["position"] for one in archive.rows(PARAGRAPHS, asked)),
        before=near[ids[place - 1]] if place else None,
        after=near[ids[place + 1]] if place + 1 < len(ids) else None,
        corrected=bool(applied_to(archive, row["transcript"], segment_id)),
        decided=bool(decided_about(archive, release_id, row)),
        timed=UNTIMED not in row["flags"],
        history=tuple(sorted(history, key=lambda one: one.at, reverse=True)),
    )


def _text(row: Row) -> Decision:
    return Decision("text", row["at"], row["who"], f"“{row['before']}” to “{row['after']}”", _counts(row))


def _link(row: Row) -> Decision:
    told = f"on paragraph {row['paragraph']}" if row["paragraph"] else "on no paragraph"
    return Decision("link", row["at"], None, told, _counts(row))


def _counts(row: Row) -> bool:
    return row["superseded_by"] is None and row["withdrawn"] is None
