"""The life of a formula: written, read out, said, changed by a word, and what a release repeats of earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from phrase_examples import FORMULA, add_statement, make_phrases

from archiver.archive.phrases import life, repeated
from archiver.archive.phrases.life import life_of
from archiver.archive.phrases.repeated import Before, repetition_of
from archiver.archive.store import Archive, open_archive
from archiver.cli.phrase import _repeated
from archiver.errors import UsageError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phrases")
    make_phrases(folder)
    return folder


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with open_archive(folder) as opened:
        yield opened


def test_every_use_in_the_order_of_days(archive: Archive) -> None:
    found = life_of(archive, "promotion of democracy")
    assert [(use.date, use.kind, use.paragraph) for use in found.uses] == [
        ("2004-03-01", "not heard", 1),
        ("2005-06-01", "read out", 1),
        ("2005-06-01", "said", None),
        ("2007-01-15", "not heard", 2),
        ("2009-09-30", "written only", 1),
    ]
    assert found.days == ("2004-03-01", "2009-09-30")
    assert found.counts("kind") == {"not heard": 2, "read out": 1, "said": 1, "written only": 1}
    assert found.counts("speaker") == {"S1": 1, "S2": 1}
    assert found.by_year()["2005"] == {"read out": 1, "said": 1}
    assert found.by_year()["2006"] == {}
    written = life_of(archive, "the promotion of").uses
    assert [use.paragraph for use in written if use.date == "2007-01-15"] == [1, 2]


def test_where_it_was_read(archive: Archive) -> None:
    (read,) = (use for use in life_of(archive, "promotion of democracy").uses if use.kind == "read out")
    assert (read.recording, read.start, read.speaker, read.words) == (1, 10.0, "S1", "promotion of democracy")


def test_where_it_was_changed(archive: Archive) -> None:
    (changed,) = life_of(archive, "the promotion of democracy").variants[:1]
    assert (changed.missing, changed.instead) == ("democracy", "democratic reform")
    assert [(use.date, use.words) for use in changed.uses] == [("2007-01-15", "the promotion of democratic reform")]


def test_capitals_and_stems(archive: Archive) -> None:
    assert len(life_of(archive, "PROMOTION of Democracy").uses) == 5
    assert life_of(archive, "promotions of democracies").uses == []


def test_what_is_said_otherwise_than_it_is_written_is_told(tmp_path: Path) -> None:
    """The paragraph is read out but for one word, and that word makes it the phrase."""
    written = "The ministers reaffirm their strong commitment to the spread of democracy in the region."
    with open_archive(tmp_path, create=True) as archive:
        add_statement(archive, "2010-01-01", [written], [written.replace("spread", "promotion")])
        found = life_of(archive, "promotion of democracy")
    assert [(use.kind, use.words) for use in found.uses] == [("said", "promotion of democracy")]
    assert [(one.instead, [use.kind for use in one.uses]) for one in found.variants] == [("spread", ["read out"])]


def test_changes_beyond_the_most_frequent_are_counted(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    many = life_of(archive, "the promotion of democracy")
    monkeypatch.setattr(life, "VARIANTS_TOLD", 0)
    few = life_of(archive, "the promotion of democracy")
    assert (few.variants, few.rarer) == ([], len(many.variants))


def test_nowhere(archive: Archive) -> None:
    found = life_of(archive, "the moon is made of cheese")
    assert (found.uses, found.variants, found.days, found.by_year()) == ([], [], None, {})


@pytest.mark.parametrize(("phrase", "told"), [("?!", "no word"), ("word " * 41, "41 words")])
def test_no_phrase(archive: Archive, phrase: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        life_of(archive, phrase)


def test_more_places_than_are_looked_at(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(life, "MOST_ROWS", 2)
    found = life_of(archive, "promotion of democracy")
    assert found.more
    assert found.uses[-1].date == "2009-09-30"


def test_what_stood_in_an_earlier_release(archive: Archive) -> None:
    found = repetition_of(archive, 4)
    (stretch,) = found.stretches
    assert (stretch.paragraph, stretch.words, stretch.count) == (1, FORMULA.lower(), 13)
    assert stretch.first == Before(1, "Statement of 2004", "2004-03-01", 1)
    assert (stretch.last.release, stretch.releases) == (2, 2)
    assert found.share == round(13 / 21, 3)


def test_what_stands_twice_is_told_once(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as archive:
        add_statement(archive, "2004-03-01", [f"{FORMULA}."], ())
        add_statement(archive, "2011-02-01", [f"Again: {FORMULA}.", f"{FORMULA}, and once more: {FORMULA}."], ())
        found = repetition_of(archive, 2)
    (stretch,) = found.stretches
    assert (stretch.paragraph, [place.paragraph for place in stretch.also]) == (1, [2, 2])
    assert found.share == round(3 * 13 / 43, 3)
    assert "  paragraphs 1 and 2, 3 times: “The ministers reaffirm" in "\n".join(_repeated(found))


def test_few_words_in_a_row_are_no_repetition(archive: Archive) -> None:
    """`commitment to the promotion of` are seven; the first release has none before it."""
    assert [(one.paragraph, one.count) for one in repetition_of(archive, 3).stretches] == []
    assert repetition_of(archive, 1).stretches == []


def test_a_probe_of_many_hits_still_finds_what_is_earlier(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "MOST_HITS", 1)
    (stretch,) = repetition_of(archive, 4).stretches
    assert stretch.count == 13
