"""Taking a release down, with all that only it needs; the event stays."""

from __future__ import annotations

from pathlib import Path

from archiver.archive.edit import VERSIONS
from archiver.archive.people.best_text import refresh
from archiver.archive.store import Archive, Event

HEARD_BESIDE = "select distinct transcript as id from alignments where release in (select id from line)"
# In the order in which nothing is left that points to what is gone.
REMOVALS = (
    "delete from links where alignment in (select id from alignments where release in (select id from line))",
    "delete from corrections where alignment in (select id from alignments where release in (select id from line))",
    "delete from alignments where release in (select id from line)",
    "update human_links set superseded_by = null where release in (select id from line)",
    "delete from human_links where release in (select id from line)",
    "delete from paragraphs where release in (select id from line)",
    "delete from release_recordings where release in (select id from line)",
)
# What was linked stays with its release, though the page's link may lead to another recording by now.
UNHEARD = """(
    select id from recordings
    where id not in (select recording from release_recordings where recording not null)
    and id not in (select recording from transcripts join alignments on alignments.transcript = transcripts.id)
    and id not in (select recording from human_links)
)"""
ORPHANS = (
    f"delete from downloads where recording in {UNHEARD}",
    f"delete from words where segment in (select segments.id from segments join transcripts t "
    f"on t.id = segments.transcript where t.recording in {UNHEARD})",
    f"delete from segments where transcript in (select id from transcripts where recording in {UNHEARD})",
    f"delete from human_texts where recording in {UNHEARD}",
    f"delete from speakers where transcript in (select id from transcripts where recording in {UNHEARD})",
    f"delete from transcripts where recording in {UNHEARD}",
)


def remove_release(archive: Archive, release_id: int) -> list[str]:
    """Take a release down in all its versions, with recordings and captures that nothing else needs; events stay.

    Returns the files that were deleted, relative to the archive's folder.
    """
    (row,) = archive.rows("select * from releases where id = ?", [release_id])
    with archive.step(Event("remove", f"taken down: {row['title']}", release_id)):
        line = [found["id"] for found in archive.rows(f"{VERSIONS} select id from line", {"release": release_id})]
        told = archive.rows(f"{VERSIONS} {HEARD_BESIDE}", {"release": release_id})
        for sql in REMOVALS:
            archive.db.execute(f"{VERSIONS} {sql}", {"release": release_id})
        for version in sorted(line, reverse=True):
            archive.table("releases").delete(version)
        for sql in ORPHANS:
            archive.db.execute(sql)
        for transcript in told:
            if archive.table("transcripts").count_where("id = ?", [transcript["id"]]):
                refresh(archive, transcript["id"])  # other releases share it, and this one puts nothing right any more
        gone = _delete_unneeded(archive)
    for path in gone:
        (archive.folder / path).unlink(missing_ok=True)
        _remove_if_empty((archive.folder / path).parent)
    _forget(archive)
    return gone


def _delete_unneeded(archive: Archive) -> list[str]:
    """Delete the rows of recordings and captures that nothing points to; returns the paths of their files."""
    paths = archive.rows(f"select path from recordings where id in {UNHEARD} and path not null")
    archive.db.execute(f"delete from recordings where id in {UNHEARD}")
    unused = (
        "id not in (select capture from releases) "
        "and id not in (select capture from transcripts where capture not null)"
    )
    paths += archive.rows(f"select path from captures where {unused}")
    archive.db.execute(f"delete from captures where {unused}")
    kept = {row["path"] for row in archive.rows("select path from captures union select path from recordings")}
    return sorted({row["path"] for row in paths} - kept)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _forget(archive: Archive) -> None:
    """Leave no trace of the words in the full-text indexes and the free pages of the file."""
    for table in ("releases", "paragraphs", "segments"):
        archive.db.execute(f"insert into {table}_fts ({table}_fts) values ('optimize')")
    archive.db.conn.commit()
    archive.db.vacuum()
