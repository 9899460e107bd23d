"""Recordings that came without a page: each is a release without text, until a page takes its place.

The capture of such a release is the recording itself, by which it is told from others.
"""

from __future__ import annotations

from archiver.archive.store import Archive, Event

ALONE = """
    select releases.id from releases join captures on captures.id = releases.capture
    where captures.sha256 in (select sha256 from recordings where sha256 is not null)
"""
FIRST_VERSION = """
    with recursive line(id, replaces) as (
        select id, replaces from releases where id = :release
        union select older.id, older.replaces from releases older join line on older.id = line.replaces
    )
    select id from line where replaces is null
"""


def take_place(archive: Archive, release_id: int, recording_id: int) -> int | None:
    """Let a release take the place of the one that a recording was alone; its number leads to the release then.

    Returns the number of the one that was alone, None where there was none.
    """
    alone = archive.first(
        f"{ALONE} and releases.current = 1 and releases.id <> :release "
        "and captures.sha256 = (select sha256 from recordings where id = :recording)",
        {"release": release_id, "recording": recording_id},
    )
    if alone is None:
        return None
    message = f"release {release_id} takes the place of release {alone['id']}, which was its recording alone"
    with archive.step(Event("recording", message, release_id, recording_id)):
        first = archive.rows(FIRST_VERSION, {"release": release_id})[0]["id"]
        archive.table("releases").update(first, {"replaces": alone["id"]})
        archive.table("releases").update(alone["id"], {"current": 0})
    return int(alone["id"])
