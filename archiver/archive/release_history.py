"""The log of a release: what was done about it and its recordings, also after it was taken down."""

from __future__ import annotations

from archiver.archive.read import LINE, find_release, only_one
from archiver.archive.store import Archive, Row
from archiver.errors import NoSuchRelease

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
        return only_one(list(last.values()), name)


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
