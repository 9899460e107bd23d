"""Where rows lead: the page of the release, the second or the paragraph."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from archiver.archive.kept_figures import MARKED
from archiver.archive.tables import TABLES
from archiver.web.row_links import LEADING, PLACES, page_address

Ask = Callable[..., httpx.Response]


@pytest.mark.parametrize(
    ("row", "page"),
    [
        ("captures/2", "2"),
        ("releases/1", "1"),  # an older version has its own page
        ("paragraphs/4", "2#p3"),
        ("recordings/1", "2?recording=1"),
        ("release_recordings/2", "2?recording=2"),
        ("release_recordings/3", "2"),  # not obtained
        ("transcripts/1", "2?recording=1&transcript=1"),
        ("segments/5", "2?recording=1#t=125"),
        ("segments/7", "3?recording=3#t=1"),
        ("words/1", "2?recording=1#t=0"),
        ("speakers/2", "2?recording=1#t=70"),  # the first thing that this voice says
        ("alignments/2", "2?recording=2"),
        ("links/2", "2?recording=1#t=66.4"),
    ],
)
def test_a_row_leads_to_its_page(datasette: Any, row: str, page: str) -> None:
    answer = asyncio.run(datasette.client.get(f"/-/archive/rows/{row}"))
    assert (answer.status_code, answer.headers["location"]) == (302, f"/-/archive/releases/{page}")


@pytest.mark.parametrize("row", ["segments/99", "nothing/1", "sqlite_master/1", "events/1", "segments/x", "words/-1"])
def test_a_row_that_leads_nowhere(ask: Ask, row: str) -> None:
    assert ask(f"/-/archive/rows/{row}").status_code == 404


@pytest.mark.parametrize("table", PLACES)
def test_every_question_about_a_row_can_be_asked(ask: Ask, table: str) -> None:
    assert ask(f"/-/archive/rows/{table}/123456").status_code == 404


def test_every_table_but_those_about_the_archive_itself_leads_on_from_a_column_that_is_never_empty() -> None:
    about_the_archive = {"events", "meanings", "queue", "file_checks", "doomed_files", *MARKED.values()}
    assert set(PLACES) == set(LEADING) == set(TABLES) - about_the_archive
    assert [table for table, column in LEADING.items() if "empty" in str(TABLES[table].columns[column])] == []


@pytest.mark.parametrize("table", ["releases", "paragraphs", "segments", "words", "links", "recordings", "speakers"])
def test_table_pages_have_the_links(ask: Ask, table: str) -> None:
    assert f'<a href="/-/archive/rows/{table}/1">' in ask(f"/archive/{table}").text


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ({"release": 7}, "/a/releases/7"),
        ({"release": 7, "position": 4}, "/a/releases/7#p4"),
        ({"release": 7, "recording": 2, "start": 92.5}, "/a/releases/7?recording=2#t=92.5"),
        ({"release": 7, "recording": 2, "transcript": None, "start": 0.0}, "/a/releases/7?recording=2#t=0"),
        ({"release": 7, "recording": 2, "position": 4, "start": 61.204}, "/a/releases/7?recording=2#t=61.2"),
    ],
)
def test_addresses(place: dict[str, Any], path: str) -> None:
    assert page_address("/a", place) == path
