"""An archive of any earlier state opens, has the schema of a new one, and nothing that was in it is lost on the way.

``landed/`` has an archive of every state that the schema had, made by the program of that day: a statement with a
transcript; its issuer corrected; linked and corrected by hand as far as that went; then a second version of its page.
"""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from archiver.archive.edit import edit_release
from archiver.archive.kept_figures import TRIGGERS
from archiver.archive.migrations import migrations
from archiver.archive.people.human_links import decide
from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.read import list_releases
from archiver.archive.release_document import build_document
from archiver.archive.release_history import history
from archiver.archive.remove import remove_release
from archiver.archive.search import search_archive
from archiver.archive.store import Archive, Row, open_archive
from archiver.archive.tables import TABLES
from archiver.archive.views import VIEWS
from archiver.errors import ArchiveError
from archiver.reporting import Advance, Silent

LANDED = sorted((Path(__file__).parent / "landed").glob("*.db.gz"))
URL = "https://example.org/statement.htm"
Contents = Mapping[str, Sequence[Mapping[str, object]]]


@pytest.fixture(params=LANDED, ids=lambda path: path.name.partition(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of an archive of an earlier state."""
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "archive.db").write_bytes(gzip.decompress(request.param.read_bytes()))
    return tmp_path


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    """The folder of an archive as it was before pages could be read again."""
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "archive.db").write_bytes(gzip.decompress(LANDED[0].read_bytes()))
    return tmp_path


def contents(folder: Path) -> Contents:
    """All rows of the tables and views that are there, by their column names."""
    with closing(sqlite3.connect(folder / "db" / "archive.db")) as connection:
        connection.row_factory = sqlite3.Row
        known = {row["name"] for row in connection.execute("select name from sqlite_master")}
        return {
            name: [dict(row) for row in connection.execute(f"select * from {name} order by id")]
            for name in (*TABLES, *VIEWS)
            if name in known
        }


def spoken(archive: Archive, words: str) -> list[int]:
    """The sentences in which the index finds words."""
    return [row["rowid"] for row in archive.rows("select rowid from segments_fts where segments_fts match ?", [words])]


def without_blanks(row: Row) -> Row:
    """A line of the schema, which SQLite breaks otherwise where a column was added."""
    return {**row, "sql": "".join((row["sql"] or "").split())}


def test_there_is_one_of_every_state() -> None:
    assert len(LANDED) == 9


def test_nothing_is_lost(old: Path) -> None:
    before = contents(old)
    with open_archive(old):
        pass
    after = dict(contents(old))
    assert set(after) == {*TABLES, *VIEWS}
    figures = ("moments", "read_out", "seconds", "share_read")  # empty now, and no longer 0, where nothing was heard
    after["coverage"] = [{**row, **{name: row[name] or 0 for name in figures}} for row in after["coverage"]]
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]] if rows else after[name]
        assert kept == rows, name
    assert all(before[name] for name in ("links", "segments", "words", "events", "coverage"))


def test_it_has_the_schema_of_a_new_one(old: Path, tmp_path: Path) -> None:
    schema = "select type, name, tbl_name, sql from sqlite_master order by type, name"
    with open_archive(old) as archive, open_archive(tmp_path / "new", create=True) as new:
        assert [without_blanks(row) for row in archive.rows(schema)] == [
            without_blanks(row) for row in new.rows(schema)
        ]
        assert archive.rows("pragma foreign_key_check") == []
        assert archive.rows("pragma integrity_check") == [{"integrity_check": "ok"}]


def test_it_can_be_searched_and_shown(old: Path) -> None:
    with open_archive(old) as archive:
        assert {row["kind"] for row in search_archive(archive, "flooding")} >= {"title", "written"}
        assert [row["kind"] for row in search_archive(archive, "noel reform")] == ["written"]
        assert spoken(archive, "xylophonist") == [4]
        for table in ("releases", "paragraphs", "segments"):
            archive.db.execute(f"insert into {table}_fts ({table}_fts, rank) values ('integrity-check', 1)")
        shown = build_document(archive, 1)
        assert shown["release"]["issuer"] == "Harbour_Union"
        (sentences,) = [transcript["segments"] for transcript in shown["recordings"][0]["transcripts"]]
        assert [one["links"][0]["paragraph"] for one in sentences[1:3]] == [1, 2]
        assert [row["id"] for row in list_releases(archive)] == [2]
        assert "edit" in {row["action"] for row in history(archive, 2)}


def test_it_can_be_gone_on_with(old: Path) -> None:
    with open_archive(old) as archive:
        decide(archive, 1, 3, None)
        correct_sentence(archive, 1, 4, "And what about the saxophonists?", "Ines")
        assert spoken(archive, "saxophonist") == [4]
        edit_release(archive, 2, {"title": "Statement on lamps"})
        assert [row["kind"] for row in search_archive(archive, "lamp")] == ["title"]
        remove_release(archive, 1)
        assert all(rows == [] for name, rows in contents(old).items() if name not in ("events", "doomed_files"))


def test_it_is_done_once(old: Path) -> None:
    with open_archive(old) as archive:
        assert not migrations.pending(archive.db)
    before = (old / "db" / "archive.db").read_bytes()
    with open_archive(old):
        pass
    assert (old / "db" / "archive.db").read_bytes() == before


def test_it_is_done_whole_or_not_at_all(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(old)
    triggers = {**TRIGGERS, "delete on nothing": "that is there"}
    monkeypatch.setattr("archiver.archive.kept_figures.TRIGGERS", triggers)
    with pytest.raises(ArchiveError), open_archive(old):
        pass
    assert contents(old) == before


def test_several_programs_at_once(oldest: Path) -> None:
    def opened(_: int) -> int:
        with open_archive(oldest) as archive:
            return len(archive.rows("select id from segments"))

    with ThreadPoolExecutor(4) as programs:
        assert list(programs.map(opened, range(4))) == [4] * 4


def test_what_the_oldest_archives_lacked_is_filled_in(oldest: Path) -> None:
    with open_archive(oldest) as archive:
        assert [row["base"] for row in archive.rows("select base from captures")] == [None] * 3
        assert [row["reader"] for row in archive.rows("select reader from current_releases")] == [1]


@pytest.mark.parametrize("old", LANDED[:8], indirect=True)  # later ones know it
def test_sentences_are_in_the_language_of_their_transcript(old: Path) -> None:
    with closing(sqlite3.connect(old / "db" / "archive.db")) as connection, connection:
        connection.execute("update transcripts set language = 'fr'")
    with open_archive(old) as archive:
        assert {row["language"] for row in archive.rows("select language from segments")} == {"fr"}


def test_what_people_did_is_recalled_from_the_log(oldest: Path) -> None:
    with closing(sqlite3.connect(oldest / "db" / "archive.db")) as connection, connection:
        connection.executescript("""
            insert into events (at, version, action, outcome, message, release) values
            ('2026-03-01T10:00:00Z', '0.1.0', 'edit', 'done', 'title: ''Quays'' to ''Statement; number: 7''', 2),
            ('2026-03-01T10:00:00Z', '0.1.0', 'edit', 'done', 'updated: None to ''7''; language: ''fr'' to ''en''', 2),
            ('2026-03-01T10:00:00Z', '0.1.0', 'edit', 'failed', 'issuer: None to ''Union''', 2),
            ('2026-03-01T10:00:00Z', '0.1.0', 'recording', 'done', '“Press briefing” was added by hand', 1);
        """)
    with open_archive(oldest) as archive:
        edited = [row["edited"] for row in archive.rows("select edited from releases order by id")]
        # a number in a title: kept rather than lost
        assert edited == ['["issuer"]', '["title","number","updated","language"]']
        links = archive.rows("select release, label, by_hand from release_recordings order by id")
    assert [(row["release"], row["label"]) for row in links if row["by_hand"]] == [(1, "Press briefing")]


@pytest.mark.parametrize("url", [f"'{URL}'", "null"])
def test_another_reading_of_a_capture_replaces_one(oldest: Path, url: str) -> None:
    with open_archive(oldest) as archive:
        archive.db.execute(f"update releases set url = {url}")
        again = f"insert into releases (url, title, capture, replaces) values ({url}, 'Again', 1, ?)"
        with pytest.raises(sqlite3.IntegrityError):
            archive.db.execute(again, [None])
        archive.db.execute(again, [1])
        with pytest.raises(sqlite3.IntegrityError):
            archive.db.execute(again, [1])


class KilledAt(Silent):
    """A reporter that ends its process with ``kill -9`` when so many changes are done."""

    def __init__(self, change: int) -> None:
        self.change = change

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        yield lambda done: os.kill(os.getpid(), signal.SIGKILL) if done == self.change else None


@pytest.mark.parametrize("change", [1, 8, len(migrations.pending(Database(memory=True))) - 1])
def test_killed_in_the_middle_it_is_the_old_archive(oldest: Path, change: int) -> None:
    with closing(sqlite3.connect(oldest / "db" / "archive.db")) as connection, connection:
        connection.execute("""
            with recursive counted (n) as (select 10 union all select n + 1 from counted where n < 60000)
            insert into words (segment, position, heard) select 4, n, 'harbour' from counted
        """)  # more than SQLite keeps in memory until it is written
    before = contents(oldest)
    child = os.fork()
    if child == 0:
        with open_archive(oldest, reporter=KilledAt(change)):
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert (oldest / "db" / "archive.db-wal").stat().st_size > 1_000_000
    shutil.copytree(oldest / "db", oldest / "alone" / "db", ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    assert contents(oldest / "alone") == contents(oldest) == before
    with open_archive(oldest) as archive:
        assert archive.rows("select count(*) as words from words") == [{"words": len(before["words"])}]
        assert archive.rows("pragma integrity_check") == [{"integrity_check": "ok"}]


def test_it_is_told_how_far_it_is(oldest: Path) -> None:
    class Bars(Silent):
        def __init__(self) -> None:
            self.told: list[float] = []

        @contextmanager
        def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
            self.told.append(total or 0)
            yield self.told.append

    bars = Bars()
    with open_archive(oldest, reporter=bars):
        pass
    assert bars.told == [bars.told[0], *range(int(bars.told[0]))]
