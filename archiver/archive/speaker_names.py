"""Speakers: who speaks in a release's recordings, and the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archiver.archive.store import Archive, Event, Row
from archiver.archive.transcripts import newest_transcripts
from archiver.archive.write import add_speaker_labels
from archiver.errors import UsageError
from archiver.models import Segment

SAME_SPEAKER_SHARE = 0.5  # of the time of a named speaker, that one of a newer transcript speaks too, to be the same

SPEAKERS_IN_TRANSCRIPT = """
    select recording, speakers.transcript, label, name, count(nullif(spoken.text, '')) as sentences,
        round(sum(spoken."end" - spoken.start), 1) as seconds, min(spoken.start) as start,
        (select text from segments first where first.transcript = speakers.transcript and first.speaker = label
            and text <> '' order by position limit 1) as words
    from speakers join transcripts on transcripts.id = speakers.transcript
    join segments spoken on spoken.transcript = speakers.transcript and spoken.speaker = label
    where speakers.transcript = ? group by speakers.id order by min(spoken.start)
"""
NAMED = """
    select name, count(distinct transcripts.recording) as recordings, sum(sentences) as sentences,
        round(sum(seconds), 1) as seconds
    from speakers join transcripts on transcripts.id = speakers.transcript and transcripts.current = 1
    join speaking_time on speaking_time.transcript = speakers.transcript and speaking_time.speaker = label
    where name is not null group by name order by seconds desc, name
"""
# For how long each named speaker of an earlier transcript speaks while a later one has a speaker of some label.
SHARED_TIME = """
    select speakers.name, later.speaker as label,
        sum(min(earlier."end", later."end") - max(earlier.start, later.start)) as seconds,
        (select sum("end" - start) from segments own
            where own.transcript = :earlier and own.speaker = speakers.label) as spoken
    from speakers join segments earlier on earlier.transcript = speakers.transcript and earlier.speaker = speakers.label
    join segments later on later.transcript = :later and later.start < earlier."end" and later."end" > earlier.start
    where speakers.transcript = :earlier and speakers.name is not null and later.speaker is not null
    group by speakers.id, later.speaker order by seconds
"""


def speakers_of(archive: Archive, release_id: int) -> list[Row]:
    """The speakers in the newest transcript of each recording of a release, in the order in which they begin.

    Each with its ``recording``, ``transcript``, ``label``, ``name``, number of ``sentences``, ``seconds``, when they
    begin (``start``), and the words of their first sentence (``words``).
    """
    made = newest_transcripts(archive, release_id)
    return [row for transcript_id in made for row in archive.rows(SPEAKERS_IN_TRANSCRIPT, [transcript_id])]


def named_speakers(archive: Archive) -> list[Row]:
    """The speakers that have names, over all recordings, who spoke longest first.

    Each with its ``name``, and the number of ``recordings`` and ``sentences`` and the ``seconds`` in them.
    """
    return archive.rows(NAMED)


def name_speakers(
    archive: Archive, release_id: int, names: Mapping[str, str | None], recording_id: int | None = None
) -> str:
    """Give speakers names, by their labels; None takes a name away. Returns what was done.

    recording_id: which one, where several have speakers

    Raises ``UsageError`` for a speaker that is not there.
    """
    known = [row for row in speakers_of(archive, release_id) if recording_id in (None, row["recording"])]
    if len({row["recording"] for row in known}) > 1:
        raise UsageError("several recordings of this release have speakers", hint="say which with --recording ID")
    labels = {row["label"]: row for row in known}
    missing = [label for label in names if label not in labels]
    if missing:
        there = ", ".join(labels) or "none"
        raise UsageError(f"there is no speaker {missing[0]}", hint=f"the speakers: {there}")
    transcript = known[0]
    with archive.step(Event("speakers", "", release_id, transcript["recording"], transcript["transcript"])) as event:
        _name(archive, transcript["transcript"], names)
        event.message = "; ".join(f"{label} is {name or 'nobody by name'}" for label, name in names.items())
    return event.message


def has_speakers(archive: Archive, transcript_id: int) -> bool:
    """Whether a transcript says of any sentence who speaks."""
    return bool(
        archive.rows("select 1 from segments where transcript = ? and speaker is not null limit 1", [transcript_id])
    )


def add_speakers(archive: Archive, transcript_id: int, segments: Sequence[Segment]) -> None:
    """Keep who speaks in a transcript that did not say so; nothing else of its sentences changes.

    segments: all of its sentences, in their order. Belongs into a step, and is followed by ``carry_names``.
    """
    for position, one in enumerate(segments, 1):
        archive.db.execute(
            "update segments set speaker = ?, turn = ? where transcript = ? and position = ? and speaker is null",
            [one.speaker, one.turn, transcript_id, position],
        )
    add_speaker_labels(archive, transcript_id, segments)


def carry_names(archive: Archive, transcript_id: int) -> None:
    """Give the speakers of a new transcript the names that they had in older ones of the recording.

    Belongs into the step that writes the transcript. A speaker is the same who speaks in most of the same time.
    """
    (earlier,) = archive.rows(
        "select max(transcript) as id from speakers join transcripts on transcripts.id = speakers.transcript "
        "where transcript < :new and recording = (select recording from transcripts where id = :new)",
        {"new": transcript_id},
    )
    shared = archive.rows(SHARED_TIME, {"earlier": earlier["id"], "later": transcript_id})
    same = {row["label"]: row["name"] for row in shared if row["seconds"] >= SAME_SPEAKER_SHARE * row["spoken"]}
    _name(archive, transcript_id, same)


def _name(archive: Archive, transcript_id: int, names: Mapping[str, str | None]) -> None:
    for label, name in names.items():
        archive.db.execute(
            "update speakers set name = ? where transcript = ? and label = ?", [name, transcript_id, label]
        )
