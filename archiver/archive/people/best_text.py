"""The best reading of a transcript: what was heard, with what releases and people put right of it.

What people say goes first. Of the releases that a transcript is linked to, each counts with its newest alignment, the
latest made before the others where they disagree; an older version of a page counts until the newer one is linked.
"""

from __future__ import annotations

from collections import defaultdict

from archiver.archive.people.matching import Stretch
from archiver.archive.people.rewording import Applied, Change, Edit, Sentence, Wording, applied, best
from archiver.archive.read import rows
from archiver.archive.store import Archive, Event
from archiver.export.times import clock

COUNTING = """
    select corrections.*, alignments.release, first.segment, first.position as first, last.position as last
    from corrections
    join alignments on alignments.id = corrections.alignment
    join words first on first.id = first_word
    join words last on last.id = last_word
    where transcript = :transcript
    and not exists (
        select 1 from alignments newer left join releases on releases.id = newer.release
        where newer.transcript = :transcript
        and ((newer.release = alignments.release and newer.id > alignments.id) or replaces = alignments.release)
    )
    order by alignments.id desc, corrections.id
"""


def wordings(archive: Archive, transcript: int) -> dict[int, Wording]:
    """The best reading of every sentence of a transcript of which anything is put right, by the sentence's number."""
    sentences = sentences_of(archive, transcript)
    by_release, by_people = _by_releases(archive, transcript), defaultdict(list)
    for edit in reversed(edits_of(archive, transcript)):
        for key, one in applied(edit, sentences).items():
            by_people[key].append(one)
    touched = [one for one in sentences if one.id in by_release or one.id in by_people]
    return {one.id: best(one, by_release.get(one.id, ()), by_people.get(one.id, ())) for one in touched}


def sentences_of(archive: Archive, transcript: int) -> list[Sentence]:
    """The sentences of a transcript with their words, in their order."""
    words: dict[int, list[str]] = defaultdict(list)
    for row in rows(
        archive,
        "select segment, words.heard from words join segments on segments.id = segment where transcript = ? "
        "order by segment, words.position",
        [transcript],
    ):
        words[row["segment"]].append(row["heard"])
    found = rows(archive, "select * from segments where transcript = ? order by position", [transcript])
    return [Sentence(r["id"], Stretch(r["start"], r["end"]), r["heard"], tuple(words[r["id"]])) for r in found]


def _by_releases(archive: Archive, transcript: int) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = defaultdict(list)
    for row in rows(archive, COUNTING, {"transcript": transcript}):
        change = Change(row["first"], row["last"], row["text"], row["reason"], "release", release=row["release"])
        found[row["segment"]].append(change)
    return found


def edits_of(archive: Archive, transcript: int) -> list[Edit]:
    """What people put right in the recording of a transcript and neither they nor others took back, oldest first."""
    found = rows(
        archive,
        "select human_texts.* from human_texts join transcripts on transcripts.recording = human_texts.recording "
        "where transcripts.id = ? and superseded_by is null and withdrawn is null order by human_texts.id",
        [transcript],
    )
    told = ("heard", "text", "who", "created")
    return [Edit(row["id"], Stretch(row["start"], row["end"]), *(row[name] for name in told)) for row in found]


def applied_to(archive: Archive, transcript: int, segment: int) -> list[Applied]:
    """The edits that count for a sentence, oldest first."""
    sentences = sentences_of(archive, transcript)
    found = [applied(edit, sentences) for edit in edits_of(archive, transcript)]
    return [one[segment] for one in found if segment in one]


def refresh(archive: Archive, transcript: int) -> list[str]:
    """Write the best reading of a transcript into its sentences, where full-text search finds it.

    Belongs into the step that changes what counts. Returns warnings about edits of people that do not fit what was
    heard, which are kept as events.
    """
    found = wordings(archive, transcript)
    for row in rows(archive, "select id, heard, text from segments where transcript = ?", [transcript]):
        text = found[row["id"]].text if row["id"] in found else row["heard"]
        if text != row["text"]:
            archive.table("segments").update(row["id"], {"text": text})
    return _unfit(archive, transcript)


def _unfit(archive: Archive, transcript: int) -> list[str]:
    """Warn of edits that a newest transcript has no place for."""
    (row,) = rows(
        archive,
        "select recording, id = (select max(id) from transcripts newer where newer.recording = t.recording) as newest "
        "from transcripts t where id = ?",
        [transcript],
    )
    sentences, told = sentences_of(archive, transcript), []
    for edit in edits_of(archive, transcript) if row["newest"] else ():
        if not applied(edit, sentences):
            start, end = (clock(second) for second in edit.stretch)
            told.append(
                f"what {edit.who} put right at {start}–{end} was not applied to transcript {transcript}, "
                f"which heard other words there: “{edit.text}”"
            )
            archive.warn(Event("edit", told[-1], recording=row["recording"], transcript=transcript))
    return told
