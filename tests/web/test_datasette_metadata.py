"""What Datasette is told, and the files that tell it where nobody runs ``archiver serve``."""

from __future__ import annotations

import asyncio
import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from archiver.archive.migrations import SCHEMA
from archiver.archive.views import VIEWS
from archiver.web.datasette_metadata import DATABASE, Rights, instance_metadata, plain_metadata

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    told: dict[str, Any] = plain_metadata()["databases"][DATABASE]["tables"]
    return told


@pytest.mark.parametrize("table", SCHEMA)
def test_labels_orders_and_facets_are_columns(tables: dict[str, Any], table: str) -> None:
    told = tables[table]
    named = {told[key] for key in ("label_column", "sort", "sort_desc", "fts_pk") if key in told}
    assert named | set(told.get("facets", [])) <= set(SCHEMA[table].columns)


def test_what_other_tables_point_to_has_a_label(tables: dict[str, Any]) -> None:
    pointed_to = {"captures", "releases", "paragraphs", "recordings", "transcripts", "segments", "words", "alignments"}
    assert [table for table in sorted(pointed_to) if "label_column" not in tables[table]] == []


def test_units_are_said_with_the_column(tables: dict[str, Any]) -> None:
    assert tables["recordings"]["columns"]["bit_rate"] == "Bit rate as the file says [bit/s]"


def test_every_call_gives_its_own_dict() -> None:
    plain_metadata()["databases"].clear()
    assert DATABASE in plain_metadata()["databases"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("db")
    runpy.run_path(str(CHECKOUT / "scripts" / "describe_schema.py"))["write"](folder)
    return folder


@pytest.mark.parametrize("name", ["README.md", "metadata.json"])
def test_generated_files_are_up_to_date(written: Path, name: str) -> None:
    kept = (CHECKOUT / "db" / name).read_text(encoding="utf-8")
    assert kept == (written / name).read_text(encoding="utf-8"), "run scripts/describe_schema.py"


def test_the_example_of_every_view_runs(archive: Path) -> None:
    from sqlite_utils import Database

    examples = runpy.run_path(str(CHECKOUT / "scripts" / "describe_schema.py"))["EXAMPLES"]
    assert set(examples) == set(VIEWS)
    db = Database(archive / "db" / "archive.db")
    assert [view for view, sql in examples.items() if not db.execute(sql).fetchall()] == []
    db.close()


def test_plain_datasette_takes_the_metadata(tmp_path: Path) -> None:
    """Like ``datasette db/archive.db -m db/metadata.json``, on an archive that is still empty."""
    from datasette.app import Datasette
    from sqlite_utils import Database

    from archiver.archive.migrations import migrations
    from archiver.web.compat import close

    db = Database(tmp_path / "archive.db")
    migrations.apply(db)
    db.close()
    told = json.loads((CHECKOUT / "db" / "metadata.json").read_text(encoding="utf-8"))
    plain = Datasette([str(tmp_path / "archive.db")], metadata=told)
    try:
        for path in ("/", "/archive", "/archive/coverage", "/archive/release_with_passages"):
            assert asyncio.run(plain.client.get(path)).status_code == 200
    finally:
        close(plain)


def test_licence_and_source_are_told_with_where_they_lead() -> None:
    given = instance_metadata(Rights("CC BY 4.0 https://creativecommons.org/licenses/by/4.0/", "The harbour board"))
    told = {
        "license": "CC BY 4.0",
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
        "source": "The harbour board",
    }
    assert given.items() >= told.items()
    assert given["databases"][DATABASE] == told
    assert {"license", "source"} <= set(plain_metadata()["databases"][DATABASE])
