"""The canned queries, each on the small archive of ``conftest.py``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from archive_examples import HEARD, STATEMENT, add_everything, add_heard, add_links, add_page, add_sound

from archiver.archive.migrations import SCHEMA
from archiver.archive.store import open_archive
from archiver.web.queries import QUERIES

Ask = Callable[..., httpx.Response]


def rows(ask: Ask, query: str, **params: str) -> list[dict[str, Any]]:
    answer = ask(f"/archive/{query}.json", _shape="objects", **params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def some(ask: Ask, columns: str, query: str, **params: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns.split()) for row in rows(ask, query, **params)]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_opens_with_nothing_filled_in(ask: Ask, query: Any) -> None:
    page = ask(f"/archive/{query.name}")
    assert page.status_code == 200
    assert "message-error" not in page.text
    assert f"<title>{html.escape(query.title)}</title>".replace("&#x27;", "&#39;") in page.text
    assert [name for name in query.params if f'name="{name}"' not in page.text] == []


def test_no_query_takes_the_address_of_a_table() -> None:
    assert {query.name for query in QUERIES}.isdisjoint(SCHEMA)


def test_all_releases(ask: Ask) -> None:
    assert some(ask, "release date media_links obtained paragraphs talked_about talked_about_for", "all_releases") == [
        (2, "2006-03-31", 3, 2, 3, 2, "0:20"),
        (3, None, 1, 1, 1, 0, "0:00"),
    ]


def test_a_release_with_its_passages(ask: Ask) -> None:
    found = some(ask, "position from to relation recording", "release_with_passages", release="2")
    assert found == [
        (1, "1:01", "1:08", "verbatim", 1),  # two sentences, 0.4 s apart
        (1, "2:05", "2:11", "paraphrase", 1),
        (2, None, None, None, None),
        (3, "0:05", "0:12", "paraphrase", 2),
    ]


def test_a_passage_is_said_in_the_order_of_speech(ask: Ask) -> None:
    ((said,), *_) = some(ask, "said", "release_with_passages", release="2")
    assert said == "NATO condemns the use of force by the Belarusian authorities against peaceful demonstrators."


@pytest.mark.parametrize(
    ("asked", "release"),
    [
        ("2", 2),
        ("1", 2),  # an older version leads to the newest
        ("(2006)042", 2),
        ("https://www.nato.int/docu/pr/2006/p06-042e.htm", 2),
        ("nato-belarus", 2),
        ("", 3),
        ("no such release", None),
        ("' or 1=1 --", None),
    ],
)
def test_a_release_goes_by_many_names(ask: Ask, asked: str, release: int | None) -> None:
    assert {row["release"] for row in rows(ask, "release_with_passages", release=asked)} == {release} - {None}


def test_a_paragraphs_moments(ask: Ask) -> None:
    found = some(ask, "from relation score speaker", "paragraph_moments", release="2", position="1")
    assert found == [
        ("1:01", "verbatim", 0.97, "James Appathurai"),
        ("1:06", "verbatim", 0.97, "James Appathurai"),
        ("2:05", "paraphrase", 0.71, "James Appathurai"),
    ]


def test_moments_of_every_paragraph(ask: Ask) -> None:
    assert some(ask, "position", "paragraph_moments", release="2") == [(1,), (1,), (1,), (3,)]


def test_what_was_never_talked_about(ask: Ask) -> None:
    assert some(ask, "release position", "never_talked_about") == [(3, 1), (2, 2)]
    assert some(ask, "release position", "never_talked_about", release="2") == [(2, 2)]


def test_why_a_release_was_not_heard(tmp_path: Path) -> None:
    unheard = {
        "the page names no recording": replace(STATEMENT, media=(), url="https://example.org/1"),
        "no recording was obtained": replace(STATEMENT, url="https://example.org/2"),
        "no recording was transcribed": replace(STATEMENT, url="https://example.org/3"),
        "nobody speaks": replace(STATEMENT, url="https://example.org/4"),
    }
    with open_archive(tmp_path, create=True) as archive:
        add_everything(archive)
        ids = {why: add_page(archive, page, why.encode()) for why, page in unheard.items()}
        add_sound(archive, ids["no recording was transcribed"], data=b"one sound")
        silent = add_heard(
            archive, add_sound(archive, ids["nobody speaks"], data=b"another"), replace(HEARD, segments=())
        )
        add_links(archive, ids["nobody speaks"], silent, ())
        (sql,) = (query.sql for query in QUERIES if query.name == "not_heard")
        assert {row["why"]: row["release"] for row in archive.rows(sql)} == ids


def test_read_word_for_word(ask: Ask) -> None:
    found = some(ask, "release position percent_read sentences_reading_it talked_about_for", "read_word_for_word")
    assert found == [(2, 1, 98.9, 2, "0:13")]


def test_said_but_tied_to_nothing(ask: Ask) -> None:
    assert some(ask, "from said", "tied_to_nothing", release="2") == [
        ("0:00", "Good afternoon, everybody."),
        ("1:10", "Will there be consequences for the partnership?"),
    ]


def test_who_spoke_longest(ask: Ask) -> None:
    found = some(ask, "speaker spoke_for percent_of_speech sentences recording", "longest_speakers", release="2")
    assert found == [
        ("James Appathurai", "0:15", 79.8, 4, 1),
        ("S1", "0:07", 100.0, 1, 2),  # a label means nothing beyond its transcript
        ("S2", "0:04", 20.2, 1, 1),
    ]


def test_voices_that_were_not_told_apart(ask: Ask) -> None:
    assert some(ask, "speaker spoke_for", "longest_speakers", release="3") == [(None, "0:03")]


@pytest.mark.parametrize(("lost", "releases"), [("", [2, 2]), ("0.2", [2, 2]), ("0.5", [])])
def test_releases_that_the_reader_doubts(ask: Ask, lost: str, releases: list[int]) -> None:
    found = rows(ask, "doubtful_releases", lost=lost)
    assert [row["release"] for row in found] == releases
    assert [row["doubt"] for row in found[:1]] == ["not in the text: 'Plus tard,' (812 characters)"][: len(found)]


@pytest.mark.parametrize(("below", "found"), [("", [0.31, 0.6, 0.77]), ("0.7", [0.31, 0.6]), ("0", [])])
def test_sentences_of_low_confidence(ask: Ask, below: str, found: list[float]) -> None:
    assert [row["confidence"] for row in rows(ask, "low_confidence", below=below)] == found


def test_who_said_the_sentences_of_low_confidence(ask: Ask) -> None:
    found = some(ask, "confidence speaker", "low_confidence", below="0.86")
    assert found == [(0.31, "S2"), (0.6, None), (0.77, "James Appathurai"), (0.84, "S1")]


def test_search_in_what_was_said_and_written(ask: Ask) -> None:
    found = some(ask, "kind text at position release", "search_everything", words="reform")
    assert sorted(found) == [
        ("said", "The Alliance will help with [reforming] the defence sector.", "0:05", 3, 2),
        ("written", "NATO will enhance its efforts to foster defence [reform].", None, 3, 2),
    ]


@pytest.mark.parametrize("words", ["OSCE/ODIHR", "odihr/osce", "ODIHR OSCÉ"])
@pytest.mark.parametrize("query", ["search_everything?words=", "paragraphs?_search="])
def test_joined_words_and_accents_as_on_the_search_page(ask: Ask, query: str, words: str) -> None:
    assert ask(f"/archive/{query.replace('?', '.json?')}{quote(words)}&_shape=array").json(), words


def test_search_in_titles(ask: Ask) -> None:
    assert ("title", 2) in some(ask, "kind release", "search_everything", words="relations")


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "\"'(*-",
        '"',
        '""',
        '"a',
        "NEAR(",
        "text:reform",
        "a AND",
        "^",
        "*",
        "{",
        "\\",
        "—",
        "'; drop",
    ],
)
def test_search_takes_any_punctuation(ask: Ask, words: str) -> None:
    assert ask("/archive/search_everything", words=words).status_code == 200


def test_recordings_that_could_not_be_had(ask: Ask) -> None:
    assert some(ask, "release label reason", "not_obtained") == [(2, "Video", "the server said 404 Not Found")]


def test_numbers_that_differ_from_the_release(ask: Ask) -> None:
    found = some(ask, "numbers_said numbers_written position at speaker page", "numbers_that_differ")
    assert found == [("two hundred", None, 1, "2:05", "James Appathurai", "/-/archive/releases/2?recording=1#t=125")]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_row_has_its_page_and_where_it_has_one_its_second(ask: Ask, query: Any) -> None:
    asked = {name: {"words": "reform", "release": "2"}.get(name, "") for name in query.params}
    found = rows(ask, query.name, **asked)
    assert found or query.name == "not_heard"  # all of these were
    for row in found:
        assert re.fullmatch(r"/-/archive/releases/\d(\?recording=\d)?(#t=\d+(\.\d+)?|#p\d)?", row["page"]), row
        assert ("#t=" in row["page"]) == (row.get("start") is not None)
        assert f"/releases/{row['release']}" in row["page"]
    page = ask(f"/archive/{query.name}", **asked).text
    assert all(f'<a href="{row["page"]}">' in page for row in found)


def test_results_lead_on(ask: Ask) -> None:
    page = ask("/archive/release_with_passages", release="2").text
    assert '<a href="/-/archive/releases/2">Statement on NATO-Belarus relations</a>' in page
    assert '<a href="/-/archive/releases/2?recording=1#t=61.2">1:01</a>' in page
    assert '<a href="/-/archive/releases/2#p3">3</a>' in page
    assert '<a href="/archive/recordings/1">1</a>' in page


@pytest.mark.parametrize(
    ("view", "link"),
    [
        ("moments", '<a href="/-/archive/releases/2?recording=1#t=61.2">61.2</a>'),
        ("sentences", '<a href="/-/archive/releases/2?recording=1#t=70">70.0</a>'),
        ("coverage", '<a href="/-/archive/releases/2#p2">2</a>'),
        ("current_releases", '<a href="/-/archive/rows/releases/2">'),
    ],
)
def test_views_lead_on_too(ask: Ask, view: str, link: str) -> None:
    assert link in ask(f"/archive/{view}").text
