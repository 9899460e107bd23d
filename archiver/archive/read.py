"""Reading an archive: releases by name, what belongs to them, and the lists that people ask for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from archiver.archive.files import is_there
from archiver.archive.kept_figures import HEARD
from archiver.archive.store import Archive, Row
from archiver.archive.versions import FACTS, KnownLink, Reading
from archiver.archive.write import canonical
from archiver.errors import AmbiguousRelease, NoSuchRelease, UsageError
from archiver.models import MediaLink, Paragraph, Segment, Word

# All versions of a release's page: those it replaces, and those that replace it.
LINE = """
    select :release
    union select replaces from releases join line on releases.id = line.id where replaces is not null
    union select releases.id from releases join line on releases.replaces = line.id
"""
VERSIONS = f"with recursive line(id) as ({LINE})"
# The releases that were taken down, and in which step: of the versions of one page, the last line of the log has the
# time that it took.
REMOVED = """
    removed(id, message, step) as (
        select release, message, (
            select last.id from events last where last.action = 'remove' and last.outcome = 'done'
            and last.seconds is not null and last.id >= events.id order by last.id limit 1
        ) from events where action = 'remove' and outcome = 'done'
    )
"""
# When all of the archive was last found whole.
LAST_WHOLE = "select max(at) from events where action = 'verify' and outcome = 'done'"


def find_release(archive: Archive, name: str) -> int:
    """The release that goes by an id, an address, or a part of its title; the newest version, unless an id says which.

    Raises ``NoSuchRelease`` or ``AmbiguousRelease``.
    """
    if not name.strip():
        raise NoSuchRelease("an empty name names no release", hint="`archiver list` shows what there is")
    if name.isdecimal():
        found = archive.rows("select id, title from releases where id = ?", [name])
    else:
        current = archive.rows("select id, title, url, number from current_releases order by id")
        found = [row for row in current if row["url"] == name]
        found = found or [r for r in current if name.casefold() in r["title"].casefold() or r["number"] == name]
    if not found:
        raise NoSuchRelease(f"no release goes by {name!r}", hint="`archiver list` shows what there is")
    return _only(found, name)


def _only(found: Sequence[Row], name: str) -> int:
    if len(found) > 1:
        some = "; ".join(f"{row['id']}: {row['title']}" for row in found[:5])
        raise AmbiguousRelease(f"{len(found)} releases go by {name!r}: {some}", hint="give the id")
    return int(found[0]["id"])


def find_recording(archive: Archive, name: str) -> Row:
    """A recording by its id or the beginning of its SHA-256. Raises ``UsageError``."""
    found = archive.rows(
        "select * from recordings where id = :name "
        "or (length(:name) >= 6 and substr(sha256, 1, length(:name)) = lower(:name))",
        {"name": name},
    )
    if len(found) != 1:
        raise UsageError(f"no recording goes by {name!r}", hint="give its id, or six or more letters of its SHA-256")
    return found[0]


def recording_with_hash(archive: Archive, sha256: str) -> Row | None:
    """The recording that has these bytes, if it is in the archive."""
    return archive.first("select * from recordings where sha256 = ?", [sha256])


def size_of(archive: Archive, recording_id: int) -> int:
    """How large a recording's file is, in bytes; 0 where only a transcript is known."""
    return archive.table("recordings").get(recording_id)["size"] or 0


def recording_of(archive: Archive, transcript_id: int) -> Row:
    """The recording of a transcript."""
    (row,) = archive.rows(
        "select * from recordings where id = (select recording from transcripts where id = ?)", [transcript_id]
    )
    return row


def track_of(archive: Archive, transcript_id: int) -> int:
    """Which sound track of its recording was transcribed, from 1."""
    return int(json.loads(archive.table("transcripts").get(transcript_id)["parameters"]).get("track", 1))


def releases_of(archive: Archive, recording_id: int) -> list[int]:
    """The newest versions of the releases that a recording stands on."""
    found = archive.rows(
        "select distinct release from release_recordings "
        "join current_releases on current_releases.id = release where recording = ? order by release",
        [recording_id],
    )
    return [row["release"] for row in found]


def release_of_page(archive: Archive, url: str | None, sha256: str) -> int | None:
    """The newest release of an address, if these are the bytes it was read from; without one, any read from them."""
    if url is not None:
        newest = newest_capture(archive, url)
        return newest["release"] if newest and newest["sha256"] == sha256 else None
    found = archive.rows(
        "select max(releases.id) as id from releases join captures on captures.id = releases.capture "
        "where captures.url is null and captures.sha256 = ?",
        [sha256],
    )[0]["id"]
    return None if found is None else int(found)


def newest_capture(archive: Archive, url: str) -> Row | None:
    """The capture that the newest release of an address was read from, with that ``release`` and its ``title``."""
    return archive.first(
        "select captures.*, releases.id as release, releases.title from releases "
        "join captures on captures.id = releases.capture where releases.url = ? order by releases.id desc limit 1",
        [url],
    )


def newest_download(archive: Archive, url: str) -> Row | None:
    """The newest answer of an address that brought a recording, with the recording's ``sha256``, ``path`` and size."""
    return archive.first(
        "select downloads.*, sha256, path, size, added, heard_duration from downloads "
        "join recordings on recordings.id = downloads.recording where url = ? order by downloads.id desc limit 1",
        [url],
    )


def day_of(archive: Archive, release_id: int) -> str:
    """The day of a release, else that on which its page was captured (ISO 8601)."""
    (row,) = archive.rows(
        "select coalesce(releases.date, substr(memento, 1, 10), substr(captured, 1, 10)) as day "
        "from releases join captures on captures.id = releases.capture where releases.id = ?",
        [release_id],
    )
    return str(row["day"])


def current_releases(archive: Archive) -> list[Row]:
    """The newest version of every release."""
    return archive.rows("select * from current_releases order by id")


def paragraphs_of(archive: Archive, release_id: int) -> list[Paragraph]:
    """The paragraphs of a release, in their order."""
    sql = "select position, text, label, heading from paragraphs where release = ? order by position"
    return [Paragraph(**row) for row in archive.rows(sql, [release_id])]


def reading_of(archive: Archive, release_id: int) -> Reading:
    """All that a release tells, as it was read, with what came of its media links."""
    (facts,) = archive.rows(f"select {', '.join(FACTS)} from releases where id = ?", [release_id])
    links = archive.rows("select * from release_recordings where release = ? order by position", [release_id])
    return Reading(facts, tuple(paragraphs_of(archive, release_id)), tuple(_known(row) for row in links))


def _known(row: Row) -> KnownLink:
    printed = (row[name] for name in ("label", "url", "format", "announced_kb", "announced_seconds"))
    return KnownLink(MediaLink(*printed), row["recording"], row["reason"], bool(row["by_hand"]))


def is_rereading(archive: Archive, release_id: int) -> bool:
    """Whether a release replaces another reading of the same bytes."""
    found = archive.rows(
        "select 1 from releases join releases older on older.id = releases.replaces "
        "where releases.id = ? and older.capture = releases.capture",
        [release_id],
    )
    return bool(found)


def media_links_of(archive: Archive, release_id: int) -> list[Row]:
    """The media links of a release, with the recording's figures where it was obtained; those first."""
    return archive.rows(
        "select release_recordings.*, sha256, path, size, added, recordings.format as container, "
        "coalesce(heard_duration, duration) as duration "
        "from release_recordings left join recordings on recordings.id = release_recordings.recording "
        "where release = ? order by recording is null, position",
        [release_id],
    )


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
    found = archive.rows(
        "select max(id) as id from transcripts "
        "where recording = ? and engine = ? and model_sha256 is ? and parameters = ?",
        [recording_id, engine, model_sha256, canonical(parameters)],
    )
    return found[0]["id"]  # type: ignore[no-any-return]


def segment_rows(archive: Archive, transcript_id: int, only: Collection[int] | None = None) -> list[Row]:
    """The sentences of a transcript, in their order.

    only: the ids of those that are wanted, if not all
    """
    sql, values = _of_sentences(transcript_id, only)
    return archive.rows(f"select * from segments where {sql} order by position", values)


def words_of(archive: Archive, transcript_id: int, only: Collection[int] | None = None) -> dict[int, list[Row]]:
    """The words of every sentence of a transcript, by the sentence's id; an empty list for one without words.

    only: the ids of the sentences that are wanted, if not all
    """
    found: dict[int, list[Row]] = defaultdict(list)
    sql, values = _of_sentences(transcript_id, only)
    for row in archive.rows(
        "select words.* from words join segments on segments.id = words.segment "
        f"where {sql} order by words.segment, words.position",
        values,
    ):
        found[row["segment"]].append(row)
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


def moments_with_sound(archive: Archive, release_id: int, position: int) -> list[Row]:
    """When a paragraph is talked about (``start``, ``end``), in which file (``path``) and sound track, and how sure.

    ``relation``, ``score`` and ``by`` are those of a link as exported.
    """
    return archive.rows(
        'select moments.start, moments."end", moments.recording, path, sha256, size, added, relation, score, '
        "(select coalesce(json_extract(parameters, '$.track'), 1) from transcripts where id = "
        "(select transcript from segments where segments.id = segment)) as track, "
        "iif(human is null, 'machine', 'human') as by "
        "from moments join recordings on recordings.id = moments.recording "
        "where release = ? and position = ? and path is not null order by recordings.id, moments.start",
        [release_id, position],
    )


def newer_version(archive: Archive, release_id: int) -> int | None:
    """The newest version of a release's page, if that is another one."""
    (row,) = archive.rows(f"{VERSIONS} select max(id) as id from line", {"release": release_id})
    return int(row["id"]) if row["id"] != release_id else None


LISTED = (
    *("id", "title", "number", "issuer", "date", "url", "language", "translation_of"),
    *("paragraphs", "recordings", "obtained", "talked_about"),
)
"""What a row of ``list_releases`` has."""


def list_releases(archive: Archive) -> list[Row]:
    """The newest version of every release, by date, with what is known about its recordings.

    ``talked_about`` counts paragraphs; None where nothing was heard.
    """
    return archive.rows(
        "select id, title, number, issuer, date, url, language, translation_of, "
        "(select count(*) from paragraphs where release = r.id) as paragraphs, "
        "(select count(*) from release_recordings where release = r.id) as recordings, "
        "(select count(sha256) from release_recordings rr join recordings on recordings.id = rr.recording "
        "where release = r.id) as obtained, "
        "(select sum(moments > 0) from paragraph_coverage where release = r.id) as talked_about "
        "from current_releases r order by date is null, date, id",
    )


def lacking(archive: Archive) -> list[int]:
    """The newest versions of the releases of which a recording could not be obtained, or was lost since."""
    found = archive.rows(
        "select release, path, sha256, size, added from release_recordings "
        "left join recordings on recordings.id = recording "
        "where release in (select id from current_releases) order by release",
    )
    return list(dict.fromkeys(row["release"] for row in found if not (row["sha256"] and is_there(archive.folder, row))))


WORD_BYTES = 59  # of a timed word in the database, with its index: measured on a hundred thousand


def stats(archive: Archive) -> Row:
    """The archive in figures; the size of the database by spoken hour, as far as that is known also without words.

    Under an hour of sound nobody can say: an empty database has a size, too.
    """
    counted = _counts(archive)
    (size,) = archive.db.execute("select page_count * page_size from pragma_page_count, pragma_page_size").fetchone()
    (words,) = archive.db.execute("select count(*) from words").fetchone()
    sizes = {"kb_an_hour": size, "kb_an_hour_without_words": size - words * WORD_BYTES}
    hours = counted["seconds"] / 3600
    return {**counted, **{name: round(one / 1000 / hours) if hours >= 1 else None for name, one in sizes.items()}}


def _counts(archive: Archive) -> Row:
    return archive.rows(
        "select (select count(*) from current_releases) as releases, "
        "(select count(*) from paragraphs where release in (select id from current_releases)) as paragraphs, "
        "(select count(*) from release_recordings where recording is null "
        " and release in (select id from current_releases)) as recordings_missing, "
        "(select count(*) from recordings where sha256 is not null) as recordings, "
        "(select coalesce(sum(size), 0) from recordings) as bytes, "
        "(select round(coalesce(sum(heard_duration), 0), 1) from recordings) as seconds, "
        "(select count(*) from transcripts) as transcripts, "
        "(select count(*) from current_transcripts transcripts "
        " join segments on segments.transcript = transcripts.id "
        " where exists (select 1 from current_alignments where transcript = transcripts.id)) as sentences, "
        "(select count(distinct links.segment) from links join alignments on alignments.id = links.alignment "
        " where +alignments.current = 1 and +overruled_by is null) as sentences_linked, "
        "talked.read_out as links_verbatim, talked.moments - talked.read_out as links_paraphrase, "
        "talked.heard - talked.paragraphs as paragraphs_never_mentioned, "
        "(select count(*) from paragraphs where release in (select id from current_releases)) - talked.heard "
        " as paragraphs_not_heard, "
        "(select count(*) from current_releases "
        f" where not {HEARD.format('current_releases.id')}) as releases_not_heard, "
        "(select count(*) from events where outcome = 'failed') as failures, "
        f"({LAST_WHOLE}) as last_whole "
        "from (select coalesce(sum(moments), 0) as moments, coalesce(sum(read_out), 0) as read_out, "
        "count(*) as heard, count(*) filter (where moments > 0) as paragraphs from paragraph_coverage) as talked",
    )[0]


def find_in_log(archive: Archive, name: str) -> int:
    """The release that goes by an id, an address, or a part of its title, even if it was taken down.

    Raises ``NoSuchRelease`` or ``AmbiguousRelease``.
    """
    try:
        return find_release(archive, name)
    except NoSuchRelease:
        gone = archive.rows(f"with {REMOVED} select id, message as title, step from removed order by id")
        if name.isdecimal():
            found = [row for row in gone if str(row["id"]) == name]
        else:
            words = name.casefold()
            found = [row for row in gone if words in row["title"].removeprefix("taken down: ").casefold()]
        if not found:
            raise
        last = {row["step"]: row for row in found}  # the versions of one page were taken down together
        return _only(list(last.values()), name)


def history(archive: Archive, release_id: int) -> list[Row]:
    """What was done about a release, its other versions and its recordings, oldest first; also after its removal."""
    return archive.rows(
        f"""
        with recursive {REMOVED},
        line(id) as ({LINE} union select other.id from removed other join removed one on one.step = other.step
            join line on one.id = line.id),
        sounds(id) as (
            select recording from release_recordings where release in (select id from line)
            union select recording from events where release in (select id from line)
            and release in (select id from removed)
        )
        select id, at, action, outcome, message, release, recording, transcript, seconds, version, sha256 from events
        where release in (select id from line) or (release is null and recording in (select id from sounds))
        order by id
        """,
        {"release": release_id},
    )


def warnings_of(archive: Archive, release_id: int) -> list[str]:
    """The warnings about a release and its recordings, without those about the text of its other versions."""
    told = (row for row in history(archive, release_id) if row["outcome"] == "warning")
    return [row["message"] for row in told if row["action"] not in ("page", "link") or row["release"] == release_id]
