"""What both kinds of decisions by people have in common: they are about a sentence, and count for its time and words.

A decision is made on a sentence of one transcript and kept with the sentence's time and words, so that it can be found
again in any other transcript. A later one takes its place, or a person withdraws it; its row stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Literal

from archiver.archive.people.link_matching import TimedSentence, TimeRange
from archiver.archive.store import Archive, Event, Row, now
from archiver.archive.transcripts import segment_rows, transcripts_of, words_of
from archiver.display import clock
from archiver.errors import UsageError

DecisionTable = Literal["human_links", "human_texts"]


def known_sentence(archive: Archive, release_id: int, segment_id: int) -> Row:
    """A sentence of a recording of a release, with that ``recording``. Raises ``UsageError``."""
    found = archive.first(
        "select segments.*, recording from segments join transcripts on transcripts.id = transcript "
        "where segments.id = ?",
        [segment_id],
    )
    if not found:
        raise UsageError(f"there is no sentence {segment_id}", hint="`archiver export RELEASE` tells the id of each")
    own = archive.rows("select recording from release_recordings where release = ?", [release_id])
    if found["recording"] not in [row["recording"] for row in own]:
        recording = found["recording"]
        raise UsageError(f"sentence {segment_id} is of recording {recording}, which is not one of release {release_id}")
    return found


def name_sentence(sentence: Row) -> str:
    """How people are told which sentence is meant."""
    return f"sentence {sentence['id']} ({clock(sentence['start'])}–{clock(sentence['end'])})"


def timed_sentences(archive: Archive, transcript_id: int, only: Collection[int] | None = None) -> list[TimedSentence]:
    """The sentences of a transcript with their words, in their order.

    only: the ids of those that are wanted, if not all
    """
    words = words_of(archive, transcript_id, only)
    return [
        TimedSentence(row["id"], time_of(row), row["heard"], tuple(word["heard"] for word in words[row["id"]]))
        for row in segment_rows(archive, transcript_id, only)
    ]


def time_of(row: Row) -> TimeRange:
    """When a sentence, or what a decision is about, is spoken."""
    return TimeRange(row["start"], row["end"])


def keep(archive: Archive, table: DecisionTable, decision: Row, replaced: Iterable[int]) -> None:
    """Keep a decision, in the place of others of its kind (by their ids)."""
    new = archive.table(table).insert({**decision, "created": now()}).last_pk
    for decision_id in replaced:
        archive.table(table).update(decision_id, {"superseded_by": new})


def withdraw(archive: Archive, table: DecisionTable, decision_ids: Iterable[int]) -> None:
    """Say that decisions do not count any more, since a person took them back."""
    for decision_id in decision_ids:
        archive.table(table).update(decision_id, {"withdrawn": now()})


def conclude(
    archive: Archive, event: Event, sentence: Row, message: str, apply: Callable[[int], Iterable[str]]
) -> list[str]:
    """Apply what counts now to all transcripts of the recording, and log what was done.

    apply: does so for the transcript with an id, and returns warnings

    Returns what was done, and what could not be applied.
    """
    event.message, event.recording_id, event.transcript_id = message, sentence["recording"], sentence["transcript"]
    made = transcripts_of(archive, sentence["recording"])
    warnings = dict.fromkeys(warning for transcript in made for warning in apply(transcript["id"]))
    return [message, *warnings]
