"""Migrations: the schema made in a new database, and the rows of an older archive taken over into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Literal

from sqlite_utils import Database, Migrations
from sqlite_utils.db import ForeignKey

from archiver.archive.event_chain import seal_events
from archiver.archive.kept_figures import COUNTED, CURRENT, HEARD, MARKED, count_all, create_triggers
from archiver.archive.tables import TABLES, Table
from archiver.archive.views import VIEWS, View

SCHEMA: Mapping[str, Table | View] = {**TABLES, **VIEWS}

# What lies in the same database and is nothing that a reader of the archive asks for.
INTERNAL: Mapping[str, str] = {
    "_sqlite_migrations": "Which changes of the schema were applied, and when.",
    "releases_fts": "Full-text index of the releases' titles, numbers and issuers.",
    "paragraphs_fts": "Full-text index of the paragraphs and their headings.",
    "segments_fts": "Full-text index of the spoken sentences, as transcribed and as corrected.",
}

# Porter's stems find `reforms` for `reform`; without diacritics `Noel` finds `Noël`.
TOKENIZER = "porter unicode61 remove_diacritics 2"

migrations = Migrations("briefing_archiver")


def is_internal(table: str) -> bool:
    """Whether a table of the database is machinery, shadow tables of a full-text index included."""
    return table.startswith(tuple(INTERNAL))


@migrations()
def first_schema(db: Database) -> None:
    """The schema of 0.1.0, for a new archive and for one that was made before, in whichever state it is."""
    before = _set_aside(db)
    for name in _parents_first():
        _create(db, name, TABLES[name])
    _take_over(db, before)
    # Only now: rows of the log cannot be dropped once it has its triggers, and an index is made faster at once.
    for name, table in TABLES.items():
        if table.searched:
            db.table(name).enable_fts(table.searched, fts_version="FTS5", create_triggers=True, tokenize=TOKENIZER)
    for action in ("update", "delete"):
        _forbid(db, action)
    _keep_figures(db)
    _make_views(db)


@migrations()
def sounds(db: Database) -> None:
    """A table of what transcripts name beside words, which archives made before have not."""
    if not db.table("sounds").exists():
        _create(db, "sounds", TABLES["sounds"])


@migrations()
def doubts_of_releases(db: Database) -> None:
    """What the reader doubted stands with the release; of older readings only the log tells it."""
    releases = db.table("releases")
    for name in ("doubts", "lost"):
        if name not in releases.columns_dict:
            column = TABLES["releases"].columns[name]
            releases.add_column(name, column.type, not_null_default=column.default)


@migrations()
def languages_of_sentences(db: Database) -> None:
    """Each sentence has its language; until now a transcript was taken to be in one."""
    if "language" not in db.table("segments").columns_dict:
        db.table("segments").add_column("language", str)
        _make_views(db)
    # The index has nothing of the language, and its trigger would write every sentence into it again.
    name, sql = db.execute("select name, sql from sqlite_master where name = 'segments_au'").fetchone()
    db.execute(f"drop trigger {name}")
    db.execute("update segments set language = (select language from transcripts where id = transcript)")
    db.execute(sql)


@migrations()
def doubts_of_captures(db: Database) -> None:
    """What fetching doubted stands with the capture, so that every reading of it tells it."""
    captures = db.table("captures")
    if "doubts" not in captures.columns_dict:
        column = TABLES["captures"].columns["doubts"]
        captures.add_column("doubts", column.type, not_null_default=column.default)


@migrations()
def queue(db: Database) -> None:
    """What is to be done another day."""
    if not db.table("queue").exists():
        _create(db, "queue", TABLES["queue"])


def _make_views(db: Database) -> None:
    for name, view in VIEWS.items():
        db.create_view(name, view.sql, replace=True)


@migrations()
def chain_of_events(db: Database) -> None:
    """Every event has a hash, from this day on also those that were kept without."""
    if "sha256" not in db.table("events").columns_dict:
        db.table("events").add_column("sha256", str)
    db.execute("drop trigger events_no_update")
    seal_events(db)
    _forbid(db, "update")


@migrations()
def checks_of_files(db: Database) -> None:
    """A table of when files were verified."""
    if not db.table("file_checks").exists():
        _create(db, "file_checks", TABLES["file_checks"])


@migrations()
def origins_of_events(db: Database) -> None:
    """An event may come from another archive."""
    if "origin" not in db.table("events").columns_dict:
        db.table("events").add_column("origin", str)


def _forbid(db: Database, action: Literal["update", "delete"]) -> None:
    """Let SQLite refuse whatever else than adding is tried with the log."""
    db.execute(
        f"create trigger events_no_{action} before {action} on events "
        "begin select raise(abort, 'events are only ever added'); end"
    )


@migrations()
def newest_is_a_fact(db: Database) -> None:
    """What is current and how much was talked about is kept; before, every question found it out anew."""
    if "current" in db.table("releases").columns_dict:
        return
    for name in CURRENT:
        db.table(name).add_column("current", int, not_null_default=1)
    for name in (*COUNTED, *MARKED.values()):
        _create(db, name, TABLES[name])
    db.execute("drop index idx_links_segment")
    for name in (*CURRENT, "links", "events", "segments"):
        _create_indexes(db, name)
    _keep_figures(db)
    _make_views(db)


@migrations()
def translations_of_releases(db: Database) -> None:
    """A release may be another one in another language; before, nobody could say so."""
    if "translations" in db.table("releases").columns_dict:
        return
    column = TABLES["releases"].columns["translations"]
    db.table("releases").add_column("translations", column.type, not_null_default=column.default)
    db.execute(
        'alter table releases add column "translation_of" INTEGER REFERENCES "releases"("id") ON DELETE SET NULL'
    )
    _create_indexes(db, "releases")
    _make_views(db)


@migrations()
def words_of_the_index(db: Database) -> None:
    """The words of the full-text index can be listed, and indexes end with what nearly all rows have in common."""
    for name in ("paragraphs", "segments"):
        db.execute(f"create virtual table if not exists {name}_fts_vocab using fts5vocab({name}_fts, row)")
    for table, columns in (
        ("releases", "current_date"),
        ("transcripts", "current_recording"),
        ("transcripts", "recording"),
        ("alignments", "current_release"),
        ("alignments", "current_transcript"),
        ("alignments", "transcript"),
    ):
        db.execute(f"drop index if exists idx_{table}_{columns}")
    for name in (*CURRENT, "speakers"):
        _create_indexes(db, name)


@migrations()
def speaking_time(db: Database) -> None:
    """How long each speaker speaks is kept, and sentences are found by their confidence.

    The newest transcript or alignment is from now on the one made last; before, it was the one that came last.
    """
    if not db.table("speaking_time").exists():
        for name in ("speaking_time", "stale_speaking_time"):
            _create(db, name, TABLES[name])
        _create_indexes(db, "segments")
        _keep_figures(db)


@migrations()
def what_was_not_heard(db: Database) -> None:
    """Where nothing was heard, nobody can say what was never talked about; until now it counted as none."""
    db.execute(f"delete from paragraph_coverage where not {HEARD.format('paragraph_coverage.release')}")
    _make_views(db)


@migrations()
def meanings(db: Database) -> None:
    """Vectors for searching by meaning, which go when their transcript or release is no longer the newest."""
    if not db.table("meanings").exists():
        _create(db, "meanings", TABLES["meanings"])
    for owner in ("transcript", "release"):
        db.execute(
            f"create trigger if not exists meanings_of_old_{owner}s after update of current on {owner}s "
            f"when new.current = 0 begin delete from meanings where {owner} = new.id; end"
        )


def _keep_figures(db: Database) -> None:
    """Count what is kept once, and have it kept from now on."""
    count_all(db)
    create_triggers(db)


def _create(db: Database, name: str, table: Table) -> None:
    columns = table.columns.items()
    db.table(name).create(
        {column: declared.type for column, declared in columns},
        pk="id",
        not_null={column for column, declared in columns if declared.required or declared.default is not None},
        defaults={column: declared.default for column, declared in columns if declared.default is not None},
        foreign_keys=[
            ForeignKey(name, column, declared.to, "id", on_delete=declared.on_delete)
            for column, declared in columns
            if declared.to
        ],
    )
    for unique in table.unique:
        words = re.findall(r"[a-z]\w+", " ".join(unique))
        db.execute(f"create unique index unique_{name}_{'_'.join(words)} on {name} ({', '.join(unique)})")
    _create_indexes(db, name)


def _create_indexes(db: Database, name: str) -> None:
    known = db.table(name).columns_dict.keys()
    for index in TABLES[name].indexes:
        if known >= set(index):  # later migrations add columns with indexes of their own
            db.table(name).create_index(index, if_not_exists=True)


def _set_aside(db: Database) -> list[str]:
    """Rename the tables of an older archive, without their indexes, triggers and views; returns the old names."""
    for kind in ("view", "trigger", "index"):
        own = "select name, tbl_name from sqlite_master where type = ? and sql is not null"
        for name, table in db.execute(own, [kind]).fetchall():
            if kind == "view" or table in TABLES:
                db.execute(f"drop {kind} [{name}]")
    before = [name for name in _parents_first() if db.table(name).exists()]
    for name in before:
        db.execute(f"drop table if exists [{name}_fts]")
        db.rename_table(name, f"old_{name}")
    return before


def _parents_first() -> Iterable[str]:
    """The tables, each after those whose rows it names."""
    named = {
        name: [column.to for column in table.columns.values() if column.to and column.to != name]
        for name, table in TABLES.items()
    }
    return TopologicalSorter(named).static_order()


def _take_over(db: Database, before: Sequence[str]) -> None:
    """Put the rows of an older archive into the tables as they are now."""
    known = {name: {column.name for column in db.table(f"old_{name}").columns} for name in before}
    db.execute("pragma defer_foreign_keys = on")  # rows may name later rows of their own table
    for name in before:
        columns = ", ".join(f"[{column}]" for column in TABLES[name].columns if column in known[name])
        db.execute(f"insert into [{name}] ({columns}) select {columns} from [old_{name}]")
    for name in reversed(before):
        db.execute(f"drop table [old_{name}]")
    if before and "edited" not in known["releases"]:
        _recall_hands(db)


def _recall_hands(db: Database) -> None:
    """Fill in what people did before there were columns for it, from the log, which has told it all along."""
    for fact in ("title", "number", "issuer", "date", "updated", "language"):
        db.execute(
            "update releases set edited = json_insert(edited, '$[#]', :fact) where id in (select release from events "
            "where action = 'edit' and outcome = 'done' and ('; ' || message) like '%; ' || :fact || ': %')",
            {"fact": fact},
        )
    db.execute("""
        update release_recordings set by_hand = 1 where exists (
            select 1 from events where action = 'recording' and events.release = release_recordings.release
            and message = '“' || label || '” was added by hand'
        )
    """)
