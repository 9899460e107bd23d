"""Taking a release down, with all that only it needs; the log stays.

Rows go in one step, which marks the files that go with them. Then the files are deleted, the database is written anew
without the room of what it had, and the marks go, too; where a run is killed before that, the next one that writes does
what is left.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from archiver.archive.people.best_text import refresh
from archiver.archive.read import VERSIONS
from archiver.archive.store import Archive, Event, Row, now
from archiver.archive.translations import leave_translations
from archiver.errors import ArchiveError

# What nothing else points to. What was linked stays with its release, though the page's link may lead to another
# recording by now. Recordings go first: their transcripts may be all that needs a capture.
UNNEEDED = {
    "recordings": """
        id not in (select recording from release_recordings where recording not null)
        and id not in (select recording from transcripts join alignments on alignments.transcript = transcripts.id)
        and id not in (select recording from human_links)
    """,
    "captures": """
        id not in (select capture from releases)
        and id not in (select capture from transcripts where capture not null)
    """,
}
# Also those that stay for another release: a mark says, too, that the database is still to be written anew.
MARK_PAGES = """
    insert into doomed_files (path, doomed) select distinct path, :now from captures
    where id in (select capture from releases where id in (select id from line))
"""


def remove_release(archive: Archive, release_id: int) -> list[str]:
    """Take a release down in all its versions, with recordings and captures that nothing else needs; events stay.

    Returns the files that were deleted, relative to the archive's folder. Raises ``ArchiveError`` for files that cannot
    be deleted; the release is taken down all the same.
    """
    release = archive.table("releases").get(release_id)
    with archive.step(Event("remove", _taken_down(release), release_id)):
        named = {"release": release_id}
        leave_translations(archive, release_id)
        versions = archive.rows(f"{VERSIONS} select * from releases where id in (select id from line)", named)
        linked = archive.rows(
            f"{VERSIONS} select distinct transcript from alignments where release in (select id from line)", named
        )
        archive.db.execute(f"{VERSIONS} {MARK_PAGES}", {**named, "now": now()})
        archive.db.execute(f"{VERSIONS} delete from releases where id in (select id from line)", named)
        for table, unneeded in UNNEEDED.items():
            files = f"select distinct path, ? from {table} where path not in (select path from doomed_files)"
            archive.db.execute(f"insert into doomed_files (path, doomed) {files} and {unneeded}", [now()])
            archive.db.execute(f"delete from {table} where {unneeded}")
        for row in linked:  # other releases share some, and this one corrects nothing any more
            if archive.table("transcripts").count_where("id = ?", [row["transcript"]]):
                refresh(archive, row["transcript"])
        for version in versions:
            if version["id"] != release_id:
                archive.done(Event("remove", _taken_down(version), version["id"]))
        for table in ("releases", "paragraphs", "segments"):  # the index forgets a word only when it is made anew
            archive.db.execute(f"insert into {table}_fts ({table}_fts) values ('optimize')")
    return finish_removals(archive)


def _taken_down(release: Row) -> str:
    """What the log tells, by which the history of a release can still be asked for."""
    return f"taken down: {release['title']}" + (f" ({release['url']})" if release["url"] else "")


def finish_removals(archive: Archive) -> list[str]:
    """Delete the files of releases that were taken down, as far as nothing has come to need them again.

    Then the database gives back the room of their rows, in which no byte of theirs is left. Returns the files that were
    deleted. Raises ``ArchiveError`` for those that cannot be, which stay marked.
    """
    deleted, done, left = [], [], []
    with archive.locked():  # nobody takes the same bytes in again just now
        needed = {row["path"] for row in archive.rows("select path from captures union select path from recordings")}
        for row in archive.rows("select * from doomed_files order by path"):
            path = archive.folder / row["path"]
            try:
                if row["path"] not in needed:
                    path.unlink(missing_ok=True)
                    deleted.append(row["path"])
            except OSError as error:
                left.append(f"{row['path']} cannot be deleted: {error.strerror}")
                continue
            done.append(row["id"])
            archive.table("file_checks").delete_where("path = ?", [row["path"]])
            with suppress(OSError):  # other files lie in it, or it is gone
                path.parent.rmdir()
    try:
        archive.db.vacuum()
    except sqlite3.OperationalError as error:  # the disk is full, or somebody writes
        left.append(f"db/archive.db keeps the room of what was taken down: {error}")
        done.clear()
    with archive.locked():
        for key in done:
            archive.table("doomed_files").delete(key)
    if left:
        raise ArchiveError(
            "; ".join(left),
            kept="the release is taken down all the same",
            hint="see to permissions and room on the disk; the next `archiver ingest` or `archiver remove` tries again",
        )
    return deleted
