"""Reading an archive: releases and recordings by name, what belongs to them, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.archive.files import is_there
from archiver.archive.store import Archive, Row
from archiver.archive.versions import FACTS, KnownLink, Reading
from archiver.errors import AmbiguousRelease, NoSuchRelease, UsageError
from archiver.models import MediaLink, Paragraph

# All versions of a release's page: those it replaces, and those that replace it.
LINE = """
    select :release
    union select replaces from releases join line on releases.id = line.id where replaces is not null
    union select releases.id from releases join line on releases.replaces = line.id
"""
VERSIONS = f"with recursive line(id) as ({LINE})"


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
    return only_one(found, name)


def only_one(found: Sequence[Row], name: str) -> int:
    """The id of the one release that was found by a name. Raises ``AmbiguousRelease`` for several."""
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
