"""Transcripts as the archive keeps them: the newest of a recording, its sentences and words, and its alignments."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping

from archiver.archive.read import media_links_of
from archiver.archive.store import Archive, Row
from archiver.archive.write import canonical
from archiver.models import Segment, Word


def track_of(archive: Archive, transcript_id: int) -> int:
    """Which sound track of its recording was transcribed, from 1."""
    return int(json.loads(archive.table("transcripts").get(transcript_id)["parameters"]).get("track", 1))


def newest_transcript(archive: Archive, recording_id: int) -> int | None:
    """The newest transcript of a recording, if it has one."""
    known = transcripts_of(archive, recording_id)
    return int(known[-1]["id"]) if known else None


def newest_heard(archive: Archive, recording_id: int) -> int | None:
    """The newest transcript of a recording that an engine made, if there is one."""
    known = [row for row in transcripts_of(archive, recording_id) if row["engine"] != "file"]
    return int(known[-1]["id"]) if known else None


def newest_transcripts(archive: Archive, release_id: int) -> list[int]:
    """The newest transcript of each recording of a release that has one."""
    recordings = dict.fromkeys(link["recording"] for link in media_links_of(archive, release_id) if link["recording"])
    return [found for recording_id in recordings if (found := newest_transcript(archive, recording_id)) is not None]


def transcripts_of(archive: Archive, recording_id: int) -> list[Row]:
    """The transcripts of a recording, oldest first."""
    return archive.rows("select * from transcripts where recording = ? order by created, id", [recording_id])


def same_transcript(
    archive: Archive, recording_id: int, *, engine: str, model_sha256: str | None, parameters: Mapping[str, object]
) -> int | None:
    """The transcript that the same engine made with the same weights and parameters, if it did."""
    found = archive.first(
        "select id from transcripts where recording = ? and engine = ? and model_sha256 is ? and parameters = ? "
        "order by id desc",
        [recording_id, engine, model_sha256, canonical(parameters)],
    )
    return int(found["id"]) if found else None


def segment_rows(archive: Archive, transcript_id: int, only: Collection[int] | None = None) -> list[Row]:
    """The sentences of a transcript, in their order.

    only: the ids of those that are wanted, if not all
    """
    sql, values = _of_sentences(transcript_id, only)
    return archive.rows(f"select * from segments where {sql} order by position", values)


def words_of(archive: Archive, transcript_id: int, only: Collection[int] | None = None) -> dict[int, list[Row]]:
    """The words of every sentence of a transcript, by the sentence's id; an empty list for one without words.

    Each is as it is exported while nobody corrected it: ``word`` says what was ``heard``.

    only: the ids of the sentences that are wanted, if not all
    """
    found: dict[int, list[Row]] = defaultdict(list)
    sql, values = _of_sentences(transcript_id, only)
    # Three hours have thirty thousand words, and a row made from its columns' names takes twice as long.
    for segment, start, end, heard, probability in archive.db.execute(
        "select segment, words.start, words.end, words.heard, probability "
        "from words join segments on segments.id = words.segment "
        f"where {sql} order by segments.position, words.position",
        values,
    ):
        found[segment].append({"start": start, "end": end, "word": heard, "heard": heard, "probability": probability})
    return found


def _of_sentences(transcript_id: int, only: Collection[int] | None) -> tuple[str, dict[str, object]]:
    """The condition for the sentences of a transcript, and its values."""
    if only is None:
        return "transcript = :transcript", {"transcript": transcript_id}
    chosen = "transcript = :transcript and segments.id in (select value from json_each(:only))"
    return chosen, {"transcript": transcript_id, "only": json.dumps(list(only))}


def segments_of(archive: Archive, transcript_id: int) -> list[Segment]:
    """The sentences of a transcript with their words, as the engine has them."""
    words = words_of(archive, transcript_id)
    return [
        Segment(
            row["start"],
            row["end"],
            row["heard"],
            tuple(Word(word["heard"], word["start"], word["end"], word["probability"]) for word in words[row["id"]]),
            speaker=row["speaker"],
            turn=row["turn"],
            language=row["language"],
            confidence=row["confidence"],
            flags=tuple(json.loads(row["flags"])),
        )
        for row in segment_rows(archive, transcript_id)
    ]


def language_of(archive: Archive, release_id: int | None, transcript_id: int | None = None) -> str | None:
    """The language that was spoken, as the transcript says, else that of the release."""
    found = archive.rows(
        "select coalesce((select language from transcripts where id = ?), "
        "(select language from releases where id = ?)) as language",
        [transcript_id, release_id],
    )
    return found[0]["language"]  # type: ignore[no-any-return]


def newest_alignment(archive: Archive, release_id: int, transcript_id: int) -> Row | None:
    """The newest alignment of a release with a transcript, if there is one."""
    return archive.first(
        "select * from alignments where release = ? and transcript = ? order by created desc, id desc limit 1",
        [release_id, transcript_id],
    )


def count_linked(archive: Archive, alignment_id: int) -> tuple[int, int, int]:
    """How many sentences an alignment links to how many paragraphs, and how many of them a person linked."""
    (row,) = archive.rows(
        "select count(distinct segment) as sentences, count(distinct paragraph) as paragraphs, "
        "count(distinct iif(human is null, null, segment)) as by_hand "
        "from links where alignment = ? and +overruled_by is null",
        [alignment_id],
    )
    return row["sentences"], row["paragraphs"], row["by_hand"]
