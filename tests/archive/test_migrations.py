"""An archive of an older version is brought up to date, and nothing that was in it is lost on the way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from archiver.archive import read
from archiver.archive.edit import edit_release
from archiver.archive.people.human_links import decide
from archiver.archive.remove import remove_release
from archiver.archive.schema import VIEWS, migrations
from archiver.archive.search import search
from archiver.archive.store import open_archive

URL = "https://example.org/p.htm"
ROWS = f"""
    insert into captures (id, url, source, captured, sha256, size, path)
    values (1, '{URL}', 'p.htm', '2026-03-01T10:00:00Z', 'ab', 7, 'media/ab/ab.html'),
        (2, null, 'q.htm', '2026-03-01T10:00:00Z', 'cd', 7, 'media/cd/cd.html');
    insert into releases (id, url, title, date, capture) values (1, '{URL}', 'Statement on quays', '2006-03-31', 1),
        (2, null, 'Statement on lamps', null, 2);
    insert into paragraphs (release, position, text) values (1, 1, 'The ministers deplore the flooding.');
    insert into recordings (id, added) values (1, '2026-03-01T10:00:00Z');
    insert into release_recordings (release, position, label, recording, reason)
    values (1, 1, 'Press briefing', 1, null), (1, 2, 'Questions', null, 'the server said 404'),
        (2, 1, 'Questions', null, 'not fetched yet');
    insert into transcripts (id, recording, engine, model, parameters, created)
    values (1, 1, 'file', 'vtt', '{{}}', '2026-03-01T10:00:00Z');
    insert into segments (id, transcript, position, start, "end", heard, text, flags)
    values (1, 1, 1, 0.0, 2.0, 'They deplore the flooding.', 'They deplore the flooding.', '[]');
    insert into alignments (id, release, transcript, method, version, parameters, created)
    values (1, 1, 1, 'verbatim + meaning', '1', '{{}}', '2026-03-01T10:00:00Z');
    insert into links (alignment, segment, paragraph, relation, score, span_start, span_end)
    values (1, 1, 1, 'verbatim', 0.9, 0, 10);
    insert into events (at, version, action, outcome, message, release) values
        ('2026-03-01T10:00:00Z', '0.1.0', 'edit', 'done', 'title: ''Quays'' to ''Statement; number: 7''', 1),
        ('2026-03-01T10:00:00Z', '0.1.0', 'edit', 'done', 'updated: None to ''7''; language: ''fr'' to ''en''', 1),
        ('2026-03-01T10:00:00Z', '0.1.0', 'edit', 'failed', 'issuer: None to ''Union''', 1),
        ('2026-03-01T10:00:00Z', '0.1.0', 'recording', 'done', '“Questions” was added by hand', 1);
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive as it was before pages could be read again."""
    (tmp_path / "db").mkdir()
    with closing(sqlite3.connect(tmp_path / "db" / "archive.db")) as connection:
        connection.execute("pragma foreign_keys = on")
        migrations.apply(Database(connection), stop_before="rereading")
        connection.executescript(ROWS)
        assert [row[1] for row in connection.execute("pragma table_info(releases)")][-1] == "replaces"
    return tmp_path


def test_what_an_old_archive_lacked_is_filled_in(old: Path) -> None:
    with open_archive(old) as archive:
        assert read.rows(archive, "select base from captures") == [{"base": None}] * 2
        assert [row["reader"] for row in read.rows(archive, "select reader from current_releases")] == [1, 1]


def test_what_people_did_is_recalled_from_the_log(old: Path) -> None:
    with open_archive(old) as archive:
        edited = [row["edited"] for row in read.rows(archive, "select edited from releases order by id")]
        assert edited == ['["title","number","updated","language"]', "[]"]  # a number in a title: kept rather than lost
        links = read.rows(archive, "select release, label, by_hand from release_recordings order by id")
    assert [(row["release"], row["label"]) for row in links if row["by_hand"]] == [(1, "Questions")]


def test_views_and_references_are_as_they_were(old: Path) -> None:
    views = ("current_releases", "current_transcripts", "current_alignments", "moments", "sentences", "coverage")
    with closing(sqlite3.connect(old / "db" / "archive.db")) as before:
        told = {view: len(before.execute(f"select * from {view}").fetchall()) for view in views}
        assert told == dict(zip(views, (2, 1, 1, 1, 1, 1), strict=True))
    with open_archive(old) as archive:
        assert {view: len(read.rows(archive, f"select * from {view}")) for view in VIEWS} == told
        assert read.rows(archive, "pragma foreign_key_check") == []
        assert read.rows(archive, "pragma integrity_check") == [{"integrity_check": "ok"}]
        assert {key.other_table for key in archive.table("releases").foreign_keys} == {"captures", "releases"}
        assert {key.other_table for key in archive.table("release_recordings").foreign_keys} == {
            "releases",
            "recordings",
        }


def test_an_old_archive_ends_with_the_schema_of_a_new_one(old: Path, tmp_path: Path) -> None:
    schema = "select type, name, sql from sqlite_master order by type, name"
    with open_archive(old) as archive, open_archive(tmp_path / "new", create=True) as new:
        assert read.rows(archive, schema) == read.rows(new, schema)
        assert {key.column for key in new.table("links").foreign_keys} >= {"human", "overruled_by"}


def test_what_was_linked_before_people_could_decide_can_be_decided(old: Path) -> None:
    with open_archive(old) as archive:
        decide(archive, 1, 1, None)
        assert read.rows(archive, "select position, human from sentences") == [{"position": None, "human": None}]
        assert read.rows(archive, "select moments from coverage") == [{"moments": 0}]


def test_full_text_search_follows_the_releases_on(old: Path) -> None:
    with open_archive(old) as archive:
        assert [row["kind"] for row in search(archive, "quays")] == ["title"]
        assert {row["kind"] for row in search(archive, "flooding")} == {"written", "said"}
        edit_release(archive, 1, {"title": "Statement on harbours"})
        assert (len(search(archive, "quays")), len(search(archive, "harbours"))) == (0, 1)
        archive.db.execute("insert into releases_fts (releases_fts, rank) values ('integrity-check', 1)")
        remove_release(archive, 1)
        assert search(archive, "flooding") == []


@pytest.mark.parametrize(("url", "capture"), [(f"'{URL}'", 1), ("null", 2)])
def test_another_reading_of_a_capture_replaces_one(old: Path, url: str, capture: int) -> None:
    with open_archive(old) as archive:
        again = f"insert into releases (url, title, capture, replaces) values ({url}, 'Again', {capture}, ?)"
        (first,) = archive.db.execute("select id from releases where capture = ?", [capture]).fetchone()
        with pytest.raises(sqlite3.IntegrityError):
            archive.db.execute(again, [None])
        archive.db.execute(again, [first])
        with pytest.raises(sqlite3.IntegrityError):
            archive.db.execute(again, [first])


def test_it_is_done_once(old: Path) -> None:
    with open_archive(old) as archive:
        assert not migrations.pending(archive.db)
    before = (old / "db" / "archive.db").read_bytes()
    with open_archive(old):
        pass
    assert (old / "db" / "archive.db").read_bytes() == before
