"""The figures behind plots, counted in a small archive."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from archive_examples import METHOD, STATEMENT, add_heard, add_page, add_sound, archive_with

from archiver.archive import write
from archiver.archive.figures import FIGURES, find_figures
from archiver.archive.hedges import HEDGES, hedges_query
from archiver.archive.store import Archive, Event
from archiver.models import Link, Paragraph, Segment, Transcript

WRITTEN = ("The quays will be lit.", "Fees rise in May.")
SAID = (
    ("S1", "en", "The quays will be lit.", 1),
    ("S2", "en", "Perhaps the harbour fees will go up, I think.", 2),
    ("S1", "en", "They rise in May.", 2),
    ("S1", "fr", "Peut-être, sans doute.", 2),
    ("S1", "fr", "Perhaps.", 2),  # no hedge in French
    ("S1", "de", "Vielleicht.", 2),  # nobody knows the hedges of this language
)


archive = archive_with()


@pytest.fixture
def filled(archive: Archive) -> Archive:
    paragraphs = tuple(Paragraph(number, text) for number, text in enumerate(WRITTEN, 1))
    release = add_page(archive, replace(STATEMENT, paragraphs=paragraphs, date="2006-03-31", issuer="Harbour board"))
    said = tuple(
        Segment(60.0 * n, 60.0 * n + 30, text, speaker=who, language=language)
        for n, (who, language, text, _) in enumerate(SAID)
    )
    transcript = add_heard(archive, add_sound(archive, release), Transcript("made", "up", said, language="en"))
    links = [
        Link(n, paragraph, "verbatim" if n == 1 else "paraphrase", 0.9, span=(0, len(WRITTEN[0])))
        for n, (*_, paragraph) in enumerate(SAID, 1)
    ]
    with archive.step(Event("alignment", "linked", release, transcript_id=transcript)):
        write.add_alignment(archive, release, transcript, links, METHOD)
    return archive


def rows(archive: Archive, name: str, release: int | None = None) -> list[tuple[object, ...]]:
    found = find_figures(archive.db.conn, name, release)
    assert all(tuple(row) == tuple(FIGURES[name].columns) for row in found)
    return [tuple(row.values()) for row in found]


def test_share_read_counts_letters(filled: Archive) -> None:
    letters = len("".join(WRITTEN))
    share = round(len(WRITTEN[0]) / letters, 4)
    assert rows(filled, "share-read") == [("2006", "Harbour board", 1, letters, share)]


def test_minutes_by_name_and_by_voice(filled: Archive) -> None:
    assert rows(filled, "speakers") == [("S1 of recording 1", 2.5, 1), ("S2 of recording 1", 0.5, 1)]
    filled.db.execute("update speakers set name = 'Ada' where label = 'S2'")
    assert ("Ada", 0.5, 1) in rows(filled, "speakers")


def test_hedges_in_the_language_of_the_sentence(filled: Archive) -> None:
    assert rows(filled, "hedged") == [(1, 1, 0, 0.0), (2, 4, 2, 0.5)]


@pytest.mark.parametrize("name", FIGURES)
def test_of_one_release(filled: Archive, name: str) -> None:
    assert rows(filled, name, 1) == rows(filled, name)
    assert rows(filled, name, 2) == []


@pytest.mark.parametrize("language", HEDGES)
def test_each_hedge_is_one_for_the_index(language: str) -> None:
    asked = "select count(*) from said where said match ?", [hedges_query(language)]
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table said using fts5(text, tokenize='porter unicode61 remove_diacritics 2')")
    connection.executemany("insert into said values (?)", [(words,) for words in HEDGES[language]])
    assert connection.execute(*asked).fetchone() == (len(HEDGES[language]),)
    connection.execute("delete from said")
    connection.execute("insert into said values ('As soon as possible in May, like the environment of the general')")
    assert connection.execute(*asked).fetchone() == (0,)
    connection.close()
