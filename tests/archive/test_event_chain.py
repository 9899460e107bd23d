"""The log proves itself: what was changed, added or taken out behind the archive's back is found."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest
from archive_examples import add_everything, add_page, archive_with, later_version
from sqlite_utils import Database

from archiver.archive.backup import back_up
from archiver.archive.bags.read_bag import unpack_bag
from archiver.archive.bags.write_bag import write_bag
from archiver.archive.event_chain import check_chain, event_hash, read_chain, require_chain, require_events
from archiver.archive.merge import merge
from archiver.archive.premis import EVENT_TYPES, OUTCOMES, with_premis
from archiver.archive.store import Action, Archive, Event, Outcome, open_archive, read_archive
from archiver.archive.tables import TABLES
from archiver.errors import DamagedLog, UsageError
from archiver.reporting import Silent

archive = archive_with(add_everything, later_version)


def behind_its_back(archive: Archive, sql: str) -> None:
    """Change the log as somebody would who knows how to."""
    archive.db.conn.executescript(f"drop trigger events_no_update; drop trigger events_no_delete; {sql}")


def test_a_log_that_nobody_touched(archive: Archive) -> None:
    chain = read_chain(archive.db)
    last = archive.rows("select * from events order by id")[-1]
    assert (chain.events, chain.first is not None, chain.last, chain.breaks) == (5, True, last["sha256"], {})


def test_a_hash_can_be_made_again_without_the_archiver(archive: Archive) -> None:
    """With nothing but the JSON that ``history`` prints: sorted names, nothing empty, no blanks."""
    one, two, *_ = archive.rows("select * from events order by id")
    assert event_hash({"id": 1, "at": "then", "release": None}, None) == (
        "c7e7a4557ccefc9814a9a44416996ec923acdc0da228f5b2adb5aeb87eb1046e"  # of {"at":"then","id":1}
    )
    assert two["sha256"] == event_hash(two, one["sha256"]) != event_hash(two, None)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        ("update events set message = 'nothing happened' where id = 2", [2]),
        ("update events set outcome = 'failed' where id = 5", [5]),
        ("delete from events where id = 3", [4]),
        ("delete from events where id = 1", [2]),
        ("update events set sha256 = 'ab' where id = 2", [2, 3]),
        ("update events set id = 9 where id = 2", [3, 9]),
    ],
)
def test_what_was_changed_or_taken_out_is_found(archive: Archive, sql: str, broken: list[int]) -> None:
    behind_its_back(archive, sql)
    assert sorted(read_chain(archive.db).breaks) == broken
    with pytest.raises(DamagedLog, match=f"damaged: event {broken[0]}: it was changed, or an event before it"):
        require_chain(read_chain(archive.db))


@pytest.mark.parametrize("column", [name for name in TABLES["events"].columns if name != "id"])
def test_no_column_is_changed_unseen(archive: Archive, column: str) -> None:
    behind_its_back(archive, f"update events set {column} = 7 where id = 3")
    assert 3 in read_chain(archive.db).breaks


@pytest.mark.parametrize("kept", ["backup", "bag", "hash"])
def test_an_end_that_was_cut_off_is_told_by_what_was_kept_elsewhere(
    archive: Archive, tmp_path: Path, kept: str
) -> None:
    if kept == "backup":
        back_up(archive, tmp_path / "backup", Silent())
    write_bag(archive, tmp_path / "bag")
    copy = str(read_chain(archive.db).last) if kept == "hash" else str(tmp_path / kept)
    assert require_events(archive.db, copy) == {"backup": 5, "bag": 5, "hash": 1}[kept]
    behind_its_back(archive, "delete from events where id >= 5")
    assert read_chain(archive.db).breaks == {}
    with pytest.raises(DamagedLog, match="gone from the log"):
        require_events(archive.db, copy)


@pytest.mark.parametrize("nothing", ["nowhere", "text"])
def test_what_keeps_no_log_is_told(archive: Archive, tmp_path: Path, nothing: str) -> None:
    (tmp_path / "text").write_text("no database")
    with pytest.raises(UsageError, match="keeps no log"):
        require_events(archive.db, str(tmp_path / nothing))


def test_a_merged_log_is_one_chain_that_knows_where_its_events_are_from(archive: Archive, tmp_path: Path) -> None:
    write_bag(archive, tmp_path / "bag")
    unpack_bag(tmp_path / "bag", tmp_path / "unpacked")
    with open_archive(tmp_path / "other", create=True) as other:
        add_page(other)
        with read_archive(tmp_path / "unpacked") as theirs:
            merge(other, theirs)
        assert read_chain(other.db).breaks == {}
        assert require_events(other.db, str(tmp_path / "bag")) == 5
        back_up(other, tmp_path / "backup", Silent())
    with closing(sqlite3.connect(tmp_path / "backup")) as db:
        assert read_chain(Database(db)).breaks == {}


def test_what_another_tool_added_is_found_and_what_follows_holds(archive: Archive) -> None:
    behind_its_back(
        archive, "insert into events (at, version, action, outcome, message) values ('2026', '0', 'page', 'done', '')"
    )
    add_page(archive, data=b"another")
    assert read_chain(archive.db).breaks == {6: "it has no hash: an older program or another tool added it"}


def test_many_breaks_are_told_shortly() -> None:
    rows = [{"id": number, "at": "2026", "sha256": "ab"} for number in range(1, 101)]
    with pytest.raises(DamagedLog, match=r"event 5: [^;]+; and 95 more; compare it with the log of a backup"):
        require_chain(check_chain(rows))


def test_an_empty_log() -> None:
    chain = check_chain([])
    assert (chain.events, chain.first, chain.last, chain.breaks) == (0, None, None, {})


def test_several_programs_make_one_chain(tmp_path: Path) -> None:
    def busy(number: int) -> None:
        with open_archive(tmp_path, create=True) as archive:
            for turn in range(5):
                archive.warn(Event("page", f"{number}, {turn}"))
                archive.failed(Event("page", f"{number}, {turn}"))

    with ThreadPoolExecutor(4) as programs:
        list(programs.map(busy, range(4)))
    with open_archive(tmp_path) as archive:
        chain = read_chain(archive.db)
    assert (chain.events, chain.breaks) == (40, {})


def test_a_log_that_was_kept_without_hashes_gets_them(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as archive:
        add_everything(archive)
    with closing(sqlite3.connect(tmp_path / "db" / "archive.db")) as before, before:
        before.execute("delete from _sqlite_migrations where name = 'chain_of_events'")
        before.execute("alter table events drop column sha256")
    with open_archive(tmp_path) as archive:
        assert (read_chain(archive.db).events, read_chain(archive.db).breaks) == (4, {})
        with pytest.raises(sqlite3.IntegrityError):
            archive.db.execute("update events set message = ''")


def test_everything_that_is_done_has_its_word_in_premis() -> None:
    assert set(EVENT_TYPES) == set(get_args(Action))
    assert set(OUTCOMES) == set(get_args(Outcome))
    event = with_premis({"id": 1, "action": "remove", "outcome": "failed"})
    assert event == {
        "id": 1,
        "action": "remove",
        "outcome": "failed",
        "event_type": "deaccession",
        "event_outcome": "fail",
    }
    assert with_premis({"action": "of a program to come", "outcome": "done"})["event_type"] is None
