"""The plugin under plain Datasette: archives known by their schema, beside other databases, and who may see them."""

from __future__ import annotations

import asyncio
import inspect
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette
from datasette.plugins import pm

from archiver import web
from archiver.archive.migrations import migrations
from archiver.web.compat import close
from archiver.web.pages import PAGE_TABLES

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def files(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the archive's database under other names, a database that is none, and an archive of long ago."""
    folder = tmp_path_factory.mktemp("files")
    for name in ("press", "other"):
        shutil.copy(archive / "db" / "archive.db", folder / f"{name}.db")
    for name, statements in {
        "cats": "create table releases (id integer primary key, title text); insert into releases values (1, 'Tom')",
        "old": "create table _sqlite_migrations (id integer primary key, migration_set text, name text, applied_at);"
        f"insert into _sqlite_migrations values (1, '{migrations.name}', 'pages', '2025')",
    }.items():
        connection = sqlite3.connect(folder / f"{name}.db")
        connection.executescript(statements)
        connection.close()
    return folder


@contextmanager
def opened(files: Path, *names: str, allow: dict[str, Any] | None = None) -> Iterator[Callable[..., httpx.Response]]:
    """Ask a plain Datasette that has these databases open.

    allow: rules about who may see what, by database
    """
    if not pm.is_registered(web):
        pm.register(web)
    rules: dict[str, Any] = {"databases": allow or {}}
    told = {"config" if "config" in inspect.signature(Datasette).parameters else "metadata": rules}
    datasette = Datasette([str(files / f"{name}.db") for name in names], **told)

    def ask(path: str, **params: str) -> httpx.Response:
        answer: httpx.Response = asyncio.run(datasette.client.get(path, params=params or None, follow_redirects=True))
        return answer

    try:
        yield ask
    finally:
        close(datasette)


def test_an_archive_is_known_by_its_schema_whatever_its_name(files: Path) -> None:
    with opened(files, "press", "cats") as ask:
        assert "Statement on NATO-Belarus relations" in ask("/-/archive").text
        assert ask("/-/archive/search", q="reform").status_code == 200


def test_descriptions_units_labels_and_questions_come_along(files: Path) -> None:
    with opened(files, "press", "cats") as ask:
        assert "Bit rate as the file says [bit/s]" in ask("/press/recordings").text
        assert ">Statement on NATO-Belarus relations</a>" in ask("/press/paragraphs").text
        assert "Who spoke longest" in ask("/press/longest_speakers").text
        found = ask("/press/numbers_that_differ.json", _shape="array").json()
        assert found[0]["numbers_said"] == "two hundred"
        assert '<a href="/-/archive/rows/segments/1">' in ask("/press/segments").text


def test_the_first_page_leads_to_ours(files: Path) -> None:
    with opened(files, "press", "cats") as ask:
        assert '<a href="/-/archive">Read and listen to the briefings</a>' in ask("/").text


def test_other_databases_are_left_alone(files: Path) -> None:
    with opened(files, "press", "cats") as ask:
        page = ask("/cats/releases").text
        assert "Tom" in page
        assert "/-/archive/" not in page
        assert "One reading of one capture" not in page
        assert ask("/cats/all_releases").status_code == 404
        assert ask("/cats.json", sql="select numbers_in('12', 'en')", _shape="array").status_code == 400


def test_without_an_archive_datasette_is_as_it_was(files: Path) -> None:
    with opened(files, "cats") as ask:
        answer = ask("/-/archive")
        assert (answer.status_code, "There is no archive here" in answer.text) == (404, True)
        assert "Read and listen" not in ask("/").text


def test_two_archives_are_one_too_many(files: Path) -> None:
    with opened(files, "press", "other") as ask:
        answer = ask("/-/archive")
        assert answer.status_code == 409
        assert "There are 2 archives here" in answer.text
        assert "press, other" in answer.text
        assert "Who spoke longest" in ask("/other/longest_speakers").text  # as tables, both are there


def test_an_archive_of_an_earlier_version_says_what_to_do(files: Path) -> None:
    with opened(files, "old") as ask:
        answer = ask("/-/archive")
        assert (answer.status_code, "brings it up to date" in answer.text) == (409, True)


PATHS = ["/-/archive", "/-/archive/search?q=reform", f"/-/archive/recordings/{1:064x}.mp3", "/-/archive/rows/words/1"]
NOBODY = {"allow": {"id": "nobody"}}


@pytest.mark.parametrize("path", PATHS)
def test_who_may_not_see_the_database_sees_nothing(files: Path, path: str) -> None:
    with opened(files, "press", allow={"press": NOBODY}) as ask:
        answer = ask(path)
        assert answer.status_code == 403
        assert "Belarus" not in answer.text


@pytest.mark.parametrize("table", PAGE_TABLES)
def test_who_may_not_see_a_table_sees_no_page_made_of_it(files: Path, table: str) -> None:
    with opened(files, "press", allow={"press": {"tables": {table: NOBODY}}}) as ask:
        assert ask("/-/archive").status_code == 403
        sound = ask(f"/-/archive/recordings/{1:064x}.mp3").status_code
        assert sound == 403


@pytest.mark.slow
def test_the_installed_package_is_found_by_the_datasette_command(files: Path) -> None:
    asked = [sys.executable, "-m", "datasette", str(files / "press.db"), "--get", "/-/archive"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert "Statement on NATO-Belarus relations" in answer.stdout
    assert "/-/static-plugins/briefing-archiver/archive.css" in answer.stdout
