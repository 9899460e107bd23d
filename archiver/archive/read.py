"""Reading an archive: releases by name, what is tied to them, and the lists that people ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from archiver.archive.store import Archive
from archiver.archive.versions import FACTS, KnownLink, Reading
from archiver.archive.write import canonical
from archiver.errors import AmbiguousRelease, NoSuchRelease, UsageError
from archiver.models import MediaLink, Paragraph, Segment, Word

Row = dict[str, Any]


def rows(archive: Archive, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
    """The rows of a query, each by its column names."""
    return list(archive.db.query(sql, values))  # type: ignore[arg-type]


def _first(archive: Archive, sql: str, values: Sequence[object]) -> Row | None:
    found = rows(archive, sql, values)
    return found[0] if found else None


def find_release(archive: Archive, name: str) -> int:
    """The release that goes by an id, an address, or a part of its title; the newest version, unless an id says which.

    Raises ``NoSuchRelease`` or ``AmbiguousRelease``.
    """
    if name.isdecimal():
        found = rows(archive, "select id, title from releases where id = ?", [name])
    else:
        current = rows(archive, "select id, title, url, number from current_releases order by id")
        found = [row for row in current if row["url"] == name]
        found = found or [r for r in current if name.casefold() in r["title"].casefold() or r["number"] == name]
    if not found:
        raise NoSuchRelease(f"no release goes by {name!r}", hint="`archiver list` shows what there is")
    if len(found) > 1:
        some = "; ".join(f"{row['id']}: {row['title']}" for row in found[:5])
        raise AmbiguousRelease(f"{len(found)} releases go by {name!r}: {some}", hint="give the id")
    return int(found[0]["id"])


def find_recording(archive: Archive, name: str) -> Row:
    """A recording by its id or the beginning of its SHA-256. Raises ``UsageError``."""
    found = rows(
        archive,
        "select * from recordings where id = :name "
        "or (length(:name) >= 6 and substr(sha256, 1, length(:name)) = lower(:name))",
        {"name": name},
    )
    if len(found) != 1:
        raise UsageError(f"no recording goes by {name!r}", hint="give its id, or six or more letters of its SHA-256")
    return found[0]


def releases_of(archive: Archive, recording: int) -> list[int]:
    """The newest versions of the releases that a recording stands on."""
    found = rows(
        archive,
        "select distinct release from release_recordings "
        "where recording = ? and release in (select id from current_releases) order by release",
        [recording],
    )
    return [row["release"] for row in found]


def release_of_page(archive: Archive, url: str | None, sha256: str) -> int | None:
    """The newest release of an address, if these are the bytes it was read from; without one, any read from them."""
    if url is not None:
        newest = newest_capture(archive, url)
        return newest["release"] if newest and newest["sha256"] == sha256 else None
    found = rows(
        archive,
        "select max(releases.id) as id from releases join captures on captures.id = releases.capture "
        "where captures.url is null and captures.sha256 = ?",
        [sha256],
    )[0]["id"]
    return None if found is None else int(found)


def newest_capture(archive: Archive, url: str) -> Row | None:
    """The capture that the newest release of an address was read from, with that ``release`` and its ``title``."""
    return _first(
        archive,
        "select captures.*, releases.id as release, releases.title from releases "
        "join captures on captures.id = releases.capture where releases.url = ? order by releases.id desc limit 1",
        [url],
    )


def newest_download(archive: Archive, url: str) -> Row | None:
    """The newest answer of an address that brought a recording, with the recording's ``sha256``, ``path`` and size."""
    return _first(
        archive,
        "select downloads.*, sha256, path, size, heard_duration from downloads "
        "join recordings on recordings.id = downloads.recording where url = ? order by downloads.id desc limit 1",
        [url],
    )


def reading_of(archive: Archive, release: int) -> Reading:
    """All that a release tells, as it was read, with what came of its media links."""
    (facts,) = rows(archive, f"select {', '.join(FACTS)} from releases where id = ?", [release])
    paragraphs = rows(
        archive, "select position, text, label, heading from paragraphs where release = ? order by position", [release]
    )
    links = rows(archive, "select * from release_recordings where release = ? order by position", [release])
    return Reading(facts, tuple(Paragraph(**row) for row in paragraphs), tuple(_known(row) for row in links))


def _known(row: Row) -> KnownLink:
    printed = (row[name] for name in ("label", "url", "format", "announced_kb", "announced_seconds"))
    return KnownLink(MediaLink(*printed), row["recording"], row["reason"], bool(row["by_hand"]))


def is_rereading(archive: Archive, release: int) -> bool:
    """Whether a release replaces another reading of the same bytes."""
    found = rows(
        archive,
        "select 1 from releases join releases older on older.id = releases.replaces "
        "where releases.id = ? and older.capture = releases.capture",
        [release],
    )
    return bool(found)


def media_links(archive: Archive, release: int) -> list[Row]:
    """The media links of a release, with the recording's figures where it was obtained; those first."""
    return rows(
        archive,
        "select release_recordings.*, recordings.sha256, recordings.path, recordings.size, "
        "recordings.format as container, coalesce(recordings.heard_duration, recordings.duration) as duration "
        "from release_recordings left join recordings on recordings.id = release_recordings.recording "
        "where release = ? order by recording is null, position",
        [release],
    )


def transcripts_of(archive: Archive, recording: int) -> list[Row]:
    """The transcripts of a recording, oldest first."""
    return rows(archive, "select * from transcripts where recording = ? order by id", [recording])


def same_transcript(
    archive: Archive, recording: int, *, engine: str, model_sha256: str | None, parameters: Mapping[str, object]
) -> int | None:
    """The transcript that the same engine made with the same weights and parameters, if it did."""
    found = rows(
        archive,
        "select max(id) as id from transcripts "
        "where recording = ? and engine = ? and model_sha256 is ? and parameters = ?",
        [recording, engine, model_sha256, canonical(parameters)],
    )
    return found[0]["id"]  # type: ignore[no-any-return]


def segments_of(archive: Archive, transcript: int) -> list[Segment]:
    """The sentences of a transcript with their words, as they were heard."""
    words: dict[int, list[Word]] = {}
    for row in rows(
        archive,
        "select words.* from words join segments on segments.id = words.segment "
        "where transcript = ? order by words.segment, words.position",
        [transcript],
    ):
        words.setdefault(row["segment"], []).append(Word(row["heard"], row["start"], row["end"], row["probability"]))
    return [
        Segment(
            row["start"],
            row["end"],
            row["heard"],
            tuple(words.get(row["id"], ())),
            speaker=row["speaker"],
            turn=row["turn"],
            confidence=row["confidence"],
            flags=tuple(json.loads(row["flags"])),
        )
        for row in rows(archive, "select * from segments where transcript = ? order by position", [transcript])
    ]


def language_of(archive: Archive, release: int | None, transcript: int | None = None) -> str | None:
    """The language that was spoken, as the transcript says, else that of the release."""
    found = rows(
        archive,
        "select coalesce((select language from transcripts where id = ?), "
        "(select language from releases where id = ?)) as language",
        [transcript, release],
    )
    return found[0]["language"]  # type: ignore[no-any-return]


def newest_alignment(archive: Archive, release: int, transcript: int) -> Row | None:
    """The newest alignment of a release with a transcript, if there is one."""
    return _first(
        archive,
        "select * from alignments where release = ? and transcript = ? order by id desc limit 1",
        [release, transcript],
    )


def tied(archive: Archive, alignment: int) -> tuple[int, int, int]:
    """How many sentences an alignment ties to how many paragraphs, and how many of the sentences a person tied."""
    (row,) = rows(
        archive,
        "select count(distinct segment) as sentences, count(distinct paragraph) as paragraphs, "
        "count(distinct iif(human is null, null, segment)) as by_hand "
        "from links where alignment = ? and overruled_by is null",
        [alignment],
    )
    return row["sentences"], row["paragraphs"], row["by_hand"]


def newer_version(archive: Archive, release: int) -> int | None:
    """The newest version of a release's page, if that is another one."""
    found = rows(
        archive,
        "with recursive later(id) as (select ? union select releases.id from releases join later "
        "on releases.replaces = later.id) select max(id) as id from later",
        [release],
    )[0]["id"]
    return int(found) if found != release else None


def list_releases(archive: Archive) -> list[Row]:
    """The newest version of every release, by date, with what is known about its recordings."""
    return rows(
        archive,
        "select id, title, number, issuer, date, url, language, "
        "(select count(*) from paragraphs where release = r.id) as paragraphs, "
        "(select count(*) from release_recordings where release = r.id) as recordings, "
        "(select count(sha256) from release_recordings rr join recordings on recordings.id = rr.recording "
        "where release = r.id) as obtained, "
        "(select count(*) from coverage where release = r.id and moments > 0) as talked_about "
        "from current_releases r order by date is null, date, id",
    )


def lacking(archive: Archive) -> list[int]:
    """The newest versions of the releases of which a recording could not be obtained."""
    found = rows(
        archive,
        "select distinct release from release_recordings left join recordings on recordings.id = recording "
        "where sha256 is null and release in (select id from current_releases) order by release",
    )
    return [row["release"] for row in found]


def stats(archive: Archive) -> Row:
    """The archive in figures."""
    return rows(
        archive,
        "select (select count(*) from current_releases) as releases, "
        "(select count(*) from paragraphs where release in (select id from current_releases)) as paragraphs, "
        "(select count(*) from release_recordings where recording is null "
        " and release in (select id from current_releases)) as recordings_missing, "
        "(select count(*) from recordings where sha256 is not null) as recordings, "
        "(select coalesce(sum(size), 0) from recordings) as bytes, "
        "(select round(coalesce(sum(heard_duration), 0), 1) from recordings) as seconds, "
        "(select count(*) from transcripts) as transcripts, "
        "(select count(distinct id) from sentences) as sentences, "
        "(select count(distinct id) from sentences where paragraph is not null) as sentences_linked, "
        "(select count(*) from moments where relation = 'verbatim') as links_verbatim, "
        "(select count(*) from moments where relation = 'paraphrase') as links_paraphrase, "
        "(select count(*) from coverage where moments = 0) as paragraphs_never_mentioned, "
        "(select count(*) from events where outcome = 'failed') as failures",
    )[0]


def history(archive: Archive, release: int) -> list[Row]:
    """What was done about a release, its other versions and its recordings, oldest first."""
    return rows(
        archive,
        "with recursive line(id) as (select ? "
        "union select replaces from releases join line on releases.id = line.id where replaces is not null "
        "union select releases.id from releases join line on releases.replaces = line.id) "
        "select id, at, action, outcome, message, release, recording, transcript, seconds, version from events "
        "where release in (select id from line) or (release is null and recording in "
        "(select recording from release_recordings where release in (select id from line))) order by id",
        [release],
    )


def warnings_of(archive: Archive, release: int) -> list[str]:
    """The warnings about a release and its recordings, without those about the text of its other versions."""
    told = (row for row in history(archive, release) if row["outcome"] == "warning")
    return [row["message"] for row in told if row["action"] not in ("page", "link") or row["release"] == release]
