"""Nothing in the schema goes without a description, and nothing is described that is not there."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from archiver.archive.migrations import INTERNAL, SCHEMA, is_internal, migrations
from archiver.archive.tables import TABLES, Column
from archiver.archive.views import VIEWS


@pytest.fixture(scope="module")
def schema() -> Database:
    db = Database(memory=True)
    migrations.apply(db)
    return db


def test_every_table_is_described(schema: Database) -> None:
    assert set(TABLES) == {name for name in schema.table_names() if not is_internal(name)}


def test_every_view_is_described(schema: Database) -> None:
    assert set(VIEWS) == set(schema.view_names())


def test_internal_tables_are_there(schema: Database) -> None:
    assert set(INTERNAL) <= set(schema.table_names())


@pytest.mark.parametrize("name", SCHEMA)
def test_every_column_is_described_in_order(schema: Database, name: str) -> None:
    assert list(SCHEMA[name].columns) == [row[1] for row in schema.execute(f"pragma table_info([{name}])")]


@pytest.mark.parametrize(
    ("table", "column", "unit"),
    [
        ("recordings", "duration", "seconds"),
        ("recordings", "size", "bytes"),
        ("recordings", "bit_rate", "bit/s"),
        ("recordings", "sample_rate", "Hz"),
        ("release_recordings", "announced_kb", "kB of 1000 bytes"),
        ("links", "span_start", "code points"),
        ("coverage", "seconds", "seconds"),
        ("moments", "score", None),
    ],
)
def test_what_is_counted_has_a_unit(table: str, column: str, unit: str | None) -> None:
    assert SCHEMA[table].columns[column].unit == unit


def test_a_unit_is_read_with_the_meaning() -> None:
    assert str(Column("Where it begins", unit="seconds")) == "Where it begins [seconds]"
    assert str(Column("Title as printed")) == "Title as printed"


def test_what_belongs_to_a_row_goes_with_it() -> None:
    """A release takes its paragraphs, links and alignments along, a recording its transcripts with all they have."""
    goes_with = {
        name: {column.to for column in table.columns.values() if column.on_delete == "CASCADE"}
        for name, table in TABLES.items()
    }
    assert {name for name, owners in goes_with.items() if "releases" in owners} == {
        "paragraphs",
        "release_recordings",
        "alignments",
        "human_links",
        "paragraph_coverage",
        "stale_coverage",
        "queue",
        "meanings",
    }
    assert goes_with["words"] == {"segments"}
    assert goes_with["meanings"] == {"releases", "transcripts"}
    assert goes_with["speaking_time"] == {"segments", "transcripts"}
    assert goes_with["segments"] == goes_with["speakers"] == {"transcripts"}
    assert goes_with["transcripts"] == goes_with["downloads"] == {"recordings"}
    assert not goes_with["events"]  # the log outlives what it speaks of


@pytest.mark.parametrize("name", TABLES)
def test_foreign_keys_are_those_declared(schema: Database, name: str) -> None:
    declared = {
        (column, declared.to, declared.on_delete) for column, declared in TABLES[name].columns.items() if declared.to
    }
    assert {(key.column, key.other_table, key.on_delete) for key in schema.table(name).foreign_keys} == declared
