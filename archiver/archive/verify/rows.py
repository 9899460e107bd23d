"""The database checked in itself: its pages, its indexes, rows that contradict each other, and texts that are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from archiver.archive.event_chain import read_chain
from archiver.archive.kept_figures import differences
from archiver.archive.people.best_text import best_texts
from archiver.archive.store import Archive
from archiver.archive.tables import TABLES
from archiver.archive.verify.problems import Problem
from archiver.reporting import Reporter

MOST_ROWS_TOLD = 5  # of one kind of contradiction
BEYOND_END_SECONDS = 1.0  # decoders differ by less about where a recording ends
RESTORE_DATABASE = "restore db/archive.db from a backup, or report it if no program but the archiver wrote to it"
REPAIR = "`archiver verify --repair` makes it anew"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Rows that cannot be.

    what: what is wrong with them, after their number
    sql: gives their ids
    long: whether it reads so many rows that a quick check leaves it out
    """

    what: str
    sql: str
    long: bool = False


def _gaps(table: str, owner: str) -> str:
    """Owners whose rows are not numbered from 1 without gaps."""
    return f"select {owner} from {table} group by 1 having min(position) != 1 or max(position) != count(*)"


CONTRADICTIONS = (
    Contradiction(
        "releases have a date that is none", "select id from releases where date not glob '[0-9][0-9][0-9][0-9]*'"
    ),
    Contradiction("releases have a gap between their paragraphs", _gaps("paragraphs", "release")),
    Contradiction("releases have a gap between their media links", _gaps("release_recordings", "release")),
    Contradiction("transcripts have a gap between their sentences", _gaps("segments", "transcript")),
    Contradiction("sentences have a gap between their words", _gaps("words", "segment"), long=True),
    Contradiction("sentences end before they begin", 'select id from segments where start < 0 or "end" < start'),
    Contradiction(
        "sentences begin before the sentence before them",
        "select id from (select segments.id, start, lag(start) over (partition by transcript order by position) as last"
        " from segments join transcripts on transcripts.id = transcript where engine != 'file') where start < last",
        long=True,
    ),
    Contradiction(
        "sentences end after their recording",
        "select segments.id from recordings join transcripts on transcripts.recording = recordings.id "
        "join segments on segments.transcript = transcripts.id "
        f"where engine != 'file' and segments.\"end\" > coalesce(heard_duration, duration) + {BEYOND_END_SECONDS}",
    ),
    Contradiction(
        "sentences have an impossible confidence", "select id from segments where confidence not between 0 and 1"
    ),
    Contradiction("words end before they begin", 'select id from words where start < 0 or "end" < start', long=True),
    Contradiction(
        "words have an impossible probability", "select id from words where probability not between 0 and 1", long=True
    ),
    Contradiction("links have an impossible score", "select id from links where score not between 0 and 1"),
    Contradiction(
        "links lie outside of their paragraph",
        "select links.id from links join paragraphs on paragraphs.id = paragraph "
        "where span_start < 0 or span_end < span_start or span_end > length(text)",
    ),
    Contradiction(
        "links tie what does not belong together",
        "select links.id from links join alignments on alignments.id = alignment "
        "join segments on segments.id = segment join paragraphs on paragraphs.id = paragraph "
        "where segments.transcript != alignments.transcript or paragraphs.release != alignments.release",
    ),
    Contradiction(
        "recordings have another hash than their file's name",
        "select id from recordings where path is not null and instr(path, sha256) = 0",
    ),
)


def check_database(path: Path, since: str | None, *, quick: bool) -> list[Problem]:
    """SQLite's own checks: its pages, and keys that name nothing.

    path: the database; it is opened once more, so that this may run in a thread beside other checks
    """
    with closing(sqlite3.connect(path)) as own:
        pages = own.execute(f"pragma {'quick_check' if quick else 'integrity_check'}").fetchall()
        keys = own.execute("pragma foreign_key_check").fetchall()
    return [
        *(_damage(found, since) for (found,) in pages if found != "ok"),
        *(
            Problem("rows", f"row {row} of {table} names a row of {named} that is not there", since, RESTORE_DATABASE)
            for table, row, named, _ in keys
        ),
    ]


def _damage(found: str, since: str | None) -> Problem:
    if " index " in found:
        return Problem("index", f"db/archive.db: {found}", since, REPAIR)
    return Problem("database", f"db/archive.db: {found}", since, RESTORE_DATABASE)


def check_indexes(archive: Archive, since: str | None, *, quick: bool) -> Iterator[Problem]:
    """Full-text indexes that do not fit what they index."""
    with nullcontext(archive) if quick or archive.keeps_log else _in_a_copy(archive) as asked:
        for name, table in TABLES.items():
            if table.searched and not _is_indexed(asked, name, quick=quick):
                yield Problem("index", f"the full-text index of {name} does not fit its rows", since, REPAIR)


@contextmanager
def _in_a_copy(archive: Archive) -> Iterator[Archive]:
    """A write-protected archive with a copy of its database, which SQLite deletes at the end."""
    with closing(sqlite3.connect("")) as copy:
        archive.db.conn.backup(copy)
        yield replace(archive, db=Database(copy))


def _is_indexed(archive: Archive, table: str, *, quick: bool) -> bool:
    if quick:
        counts = f"select (select count(*) from {table}) = (select count(*) from {table}_fts_docsize)"
        return bool(archive.db.execute(counts).fetchone()[0])
    try:
        with archive.locked():  # the check is asked for by a statement that writes, though it changes nothing
            archive.db.execute(f"insert into {table}_fts ({table}_fts, rank) values ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname != "SQLITE_CORRUPT_VTAB":
            raise
        return False
    return True


def check_rows(archive: Archive, since: str | None, *, quick: bool) -> Iterator[Problem]:
    """Rows that contradict each other."""
    for one in CONTRADICTIONS:
        found = [] if quick and one.long else [row[0] for row in archive.db.execute(one.sql)]
        if found:
            some = ", ".join(map(str, found[:MOST_ROWS_TOLD])) + (", …" if len(found) > MOST_ROWS_TOLD else "")
            yield Problem("rows", f"{len(found):,} {one.what}: {some}", since, RESTORE_DATABASE)


def check_log(archive: Archive, since: str | None) -> Iterator[Problem]:
    """Events that were changed, or taken out of the log."""
    chain = read_chain(archive.db)
    todo = "compare the log with that of a backup, which tells what it said before"
    for key, what in list(chain.breaks.items())[:MOST_ROWS_TOLD]:
        yield Problem("log", f"event {key}: {what}", since, todo)
    if len(chain.breaks) > MOST_ROWS_TOLD:
        yield Problem("log", f"{len(chain.breaks):,} events in all do not fit their hashes", since, todo)


def check_kept_texts(archive: Archive, since: str | None, reporter: Reporter) -> Iterator[Problem]:
    """Best texts, which full-text search finds, against the engine's words and the corrections that count."""
    transcripts = [row["id"] for row in archive.rows("select id from transcripts order by id")]
    with reporter.bar("transcripts", len(transcripts), "read") as advance:
        for done, transcript_id in enumerate(transcripts, 1):
            if not _texts_are_best(archive, transcript_id):
                what = f"transcript {transcript_id} has other texts than its words and their corrections give"
                yield Problem("kept figure", what, since, REPAIR, transcript_id=transcript_id)
            advance(done)


def check_kept_figures(archive: Archive, since: str | None) -> Iterator[Problem]:
    """What is current, and how much was talked about and by whom, as it is kept against what is counted now."""
    found = differences(archive.db)
    if found:
        some = "; ".join(found[:MOST_ROWS_TOLD]) + ("; …" if len(found) > MOST_ROWS_TOLD else "")
        yield Problem("kept figure", f"{len(found):,} kept figures are not what is counted now: {some}", since, REPAIR)


def check_meanings(archive: Archive, since: str | None) -> Iterator[Problem]:
    """Vectors against the texts that they were made of."""
    from archiver.archive.meaning.kept import outdated  # it imports numpy, which a quick look does without

    for owner in outdated(archive):
        what = f"{owner.kind} {owner.id} is searched by meaning as if it had other words"
        yield Problem("meaning", what, since, "`archiver index` reads it anew")


def _texts_are_best(archive: Archive, transcript_id: int) -> bool:
    corrected = archive.first(
        "select 1 from transcripts where id = :id and (id in (select transcript from alignments join corrections "
        "on corrections.alignment = alignments.id) or recording in (select recording from human_texts))",
        {"id": transcript_id},
    )
    best = best_texts(archive, transcript_id) if corrected else {}
    rows = archive.db.execute("select id, heard, text from segments where transcript = ?", [transcript_id])
    return all(text == (best[key].text if key in best else heard) for key, heard, text in rows)
