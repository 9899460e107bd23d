"""The best text of a transcript: the engine's words, with what releases and people corrected in them.

What people say goes first. Of the releases that a transcript is linked to, each counts with its newest alignment, the
latest made before the others where they disagree; an older version of a page counts until the newer one is linked.
"""

from __future__ import annotations

from collections import defaultdict

from archiver.archive.people.decisions import time_of, timed_sentences
from archiver.archive.people.text_matching import Applied, BestText, Change, HumanText, applied, choose_text
from archiver.archive.store import Archive, Event
from archiver.display import clock

# The corrections by releases that count, those that go first in front.
RELEASE_CORRECTIONS = """
    select corrections.*, alignments.release, alignments.created, first.segment, first.position as first,
        last.position as last
    from corrections
    join alignments on alignments.id = corrections.alignment
    join words first on first.id = first_word
    join words last on last.id = last_word
    where transcript = :transcript
    and not exists (
        select 1 from alignments newer left join releases on releases.id = newer.release
        where newer.transcript = :transcript
        and (
            (newer.release = alignments.release
                and (newer.created, newer.id) > (alignments.created, alignments.id))
            or replaces = alignments.release
        )
    )
    order by alignments.created desc, alignments.id desc, corrections.id
"""


def best_texts(archive: Archive, transcript_id: int) -> dict[int, BestText]:
    """The best text of every sentence of a transcript in which anything is corrected, by the sentence's id."""
    by_release, by_people = _by_releases(archive, transcript_id), defaultdict(list)
    edits = human_texts_of(archive, transcript_id)  # whose sentences are found by their times, among all
    sentences = timed_sentences(archive, transcript_id, None if edits else by_release)
    for edit in reversed(edits):
        for key, one in applied(edit, sentences).items():
            by_people[key].append(one)
    touched = [one for one in sentences if one.id in by_release or one.id in by_people]
    return {one.id: choose_text(one, by_release.get(one.id, ()), by_people.get(one.id, ())) for one in touched}


def _by_releases(archive: Archive, transcript_id: int) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = defaultdict(list)
    for row in archive.rows(RELEASE_CORRECTIONS, {"transcript": transcript_id}):
        told = {name: row[name] for name in ("first", "last", "text", "reason", "created")}
        change = Change(**told, by="release", release_id=row["release"])
        found[row["segment"]].append(change)
    return found


def human_texts_of(archive: Archive, transcript_id: int) -> list[HumanText]:
    """What people corrected in the recording of a transcript and neither they nor others took back, oldest first."""
    found = archive.rows(
        "select human_texts.* from human_texts join transcripts on transcripts.recording = human_texts.recording "
        "where transcripts.id = ? and superseded_by is null and withdrawn is null order by human_texts.id",
        [transcript_id],
    )
    told = ("heard", "text", "who", "created")
    return [HumanText(row["id"], time_of(row), *(row[name] for name in told)) for row in found]


def applied_to(archive: Archive, transcript_id: int, segment_id: int) -> list[Applied]:
    """The edits that count for a sentence, oldest first."""
    sentences = timed_sentences(archive, transcript_id)
    found = [applied(edit, sentences) for edit in human_texts_of(archive, transcript_id)]
    return [one[segment_id] for one in found if segment_id in one]


def refresh(archive: Archive, transcript_id: int) -> list[str]:
    """Write the best text of a transcript into its sentences, where full-text search finds it.

    Belongs into the step that changes what counts. Returns warnings about edits of people that do not fit its words,
    which are kept as events.
    """
    found = best_texts(archive, transcript_id)
    for row in archive.rows("select id, heard, text from segments where transcript = ?", [transcript_id]):
        text = found[row["id"]].text if row["id"] in found else row["heard"]
        if text != row["text"]:
            archive.table("segments").update(row["id"], {"text": text})
    return _unfit(archive, transcript_id)


def unfit_texts(archive: Archive, transcript_id: int) -> list[HumanText]:
    """What people put right and a transcript has no place for, since it has other words there."""
    sentences = timed_sentences(archive, transcript_id)
    return [edit for edit in human_texts_of(archive, transcript_id) if not applied(edit, sentences)]


def _unfit(archive: Archive, transcript_id: int) -> list[str]:
    """Warn of edits that a newest transcript has no place for."""
    (row,) = archive.rows("select recording, current as newest from transcripts where id = ?", [transcript_id])
    told = []
    for edit in unfit_texts(archive, transcript_id) if row["newest"] else ():
        start, end = (clock(second) for second in edit.time)
        told.append(
            f"what {edit.who} put right at {start}–{end} was not applied to transcript {transcript_id}, "
            f"which has other words there: “{edit.text}”"
        )
        archive.warn(Event("edit", told[-1], recording_id=row["recording"], transcript_id=transcript_id))
    return told
