"""The running application, asked as a browser asks it."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from archiver.archive.migrations import INTERNAL, SCHEMA
from archiver.web.datasette_metadata import ARCHIVE_TITLE
from archiver.web.queries import QUERIES

Ask = Callable[..., httpx.Response]
Rows = list[dict[str, Any]]

STATEMENT = "https://www.nato.int/docu/pr/2006/p06-042e.htm"


def rows(ask: Ask, path: str, **params: str) -> Rows:
    answer = ask(f"/archive/{path}.json", _shape="objects", **params)
    assert answer.status_code == 200
    found: Rows = answer.json()["rows"]
    return found


def column(ask: Ask, name: str, path: str, **params: str) -> list[Any]:
    return [row[name] for row in rows(ask, path, **params)]


@pytest.mark.parametrize("path", ["/", "/archive"])
def test_first_pages_have_titles(ask: Ask, path: str) -> None:
    page = ask(path)
    assert page.status_code == 200
    assert f"<h1>{ARCHIVE_TITLE}</h1>" in page.text


def test_home_leads_to_every_question_and_to_the_search(ask: Ask) -> None:
    page = ask("/").text
    for query in QUERIES:
        assert f'<a href="archive/{query.name}">{html.escape(query.title)}</a>' in page
    assert '<form class="sql" action="-/archive/search">' in page


@pytest.mark.parametrize("name", SCHEMA)
def test_tables_and_views_say_what_they_are(ask: Ask, name: str) -> None:
    page = ask(f"/archive/{name}")
    assert page.status_code == 200
    assert str(html.escape(SCHEMA[name].row)) in page.text
    for described in SCHEMA[name].columns.values():
        assert html.escape(str(described)).replace("&#x27;", "&#39;") in page.text


def test_the_machinery_is_hidden(ask: Ask) -> None:
    tables = ask("/archive.json").json()["tables"]
    assert {table["name"] for table in tables if not table["hidden"]}.isdisjoint(INTERNAL)
    assert all(table["hidden"] for table in tables if table["name"] not in SCHEMA)


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("paragraphs", "Statement on NATO-Belarus relations"),
        ("segments", "tiny.en"),
        ("words", "Good afternoon, everybody."),
        ("links", "NATO will enhance its efforts to foster defence reform."),
        ("releases", "Statement on Belarus"),  # the version that was replaced
        ("captures/1", STATEMENT),
    ],
)
def test_rows_are_known_by_their_labels(ask: Ask, path: str, label: str) -> None:
    assert f">{label}</a>" in ask(f"/archive/{path}").text


def test_a_recording_is_known_by_its_number(ask: Ask) -> None:
    assert '<a href="/archive/recordings/1">1</a>' in ask("/archive/release_recordings").text


def test_a_waveform_does_not_fill_the_page(ask: Ask) -> None:
    assert ask("/archive/recordings").text.count("42, 42, 42, 42") < 30


@pytest.mark.parametrize("path", ["/archive.db", "/archive/archive.db", "/db/archive.db"])
def test_the_database_cannot_be_downloaded(ask: Ask, path: str) -> None:
    assert ask(path).status_code in (403, 404)
    assert ".db</a>" not in ask("/archive").text


def test_nothing_can_be_written(ask: Ask) -> None:
    assert ask("/archive", sql="delete from releases").status_code == 400


@pytest.mark.parametrize("path", ["/nothing", "/archive/nothing", "/a/b/c/d/e", "/-/archive/nothing"])
def test_what_is_not_there_is_not_found(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("releases", "paragraphs", "segments", "moments", "sentences", "coverage", "words", "all_releases"),
        *("release_with_passages?release=3", "never_talked_about", "tied_to_nothing?release=3"),
        *("search_everything?words=alert", "longest_speakers"),
    ],
)
def test_hostile_text_is_only_text(ask: Ask, path: str) -> None:
    assert "<script>alert(" not in ask(f"/archive/{path}").text


@pytest.mark.parametrize(
    ("table", "words", "found"),
    [
        ("releases", "statements", [1, 2]),  # stems
        ("releases", "2006 042", [1, 2]),
        ("paragraphs", "reforms", [4]),
        ("paragraphs", "osce/odihr", [3]),
        ("segments", "reform", [6]),
        ("moments", "reform", [4]),
        ("sentences", "reform", [6]),
        ("coverage", "reforms", [4]),
        ("current_releases", "statements", [2]),
    ],
)
def test_full_text_search_in_tables_and_views(ask: Ask, table: str, words: str, found: list[int]) -> None:
    assert sorted(column(ask, "id", table, _search=words)) == found
