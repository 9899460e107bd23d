"""What says the same is found whatever its words, and what is kept for that stays right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import meaning_examples
import pytest
from archive_examples import HEARD, STATEMENT, add_everything, add_heard, add_page, later_version

from archiver.archive.meaning import kept
from archiver.archive.meaning.closest import encoders_in_use, find_closest, read_question, search_by_meaning
from archiver.archive.meaning.kept import Owner, index, outdated, owners, renew
from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.remove import remove_release
from archiver.archive.search import Search
from archiver.archive.store import Archive, open_archive
from archiver.archive.verify.rows import check_meanings
from archiver.arrays import Floats
from archiver.errors import UsageError
from archiver.models import Paragraph
from archiver.weights import MINILM, UNIVERSAL_ENCODER, PackagedModel


@pytest.fixture
def archive(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """Read by meaning, with a stand-in for the encoders unless the test is slow."""
    if not request.node.get_closest_marker("slow"):
        for module in ("kept", "closest"):
            monkeypatch.setattr(f"archiver.archive.meaning.{module}.read_texts", meaning_examples.read_texts)
    with open_archive(tmp_path, create=True) as opened:
        add_everything(opened)
        index(opened, owners(opened))
        yield opened


def found(archive: Archive, words: str, **filters: Any) -> list[tuple[str, int]]:
    question = read_question(words, encoders_in_use(archive.db.conn))
    return [(one.kind, one.id) for one in find_closest(archive.db.conn, Search(words, **filters), question).best]


@pytest.mark.slow
def test_other_words_for_the_same(archive: Archive) -> None:
    """By the real encoder: no word of the question stands in what is found."""
    assert found(archive, "piers were under water")[0] == ("written", 1)
    assert ("said", 3) in found(archive, "it was going to be illuminated")
    assert found(archive, "a recipe for pizza with pineapple") == []


@pytest.mark.slow
def test_other_languages_have_the_other_encoder(archive: Archive) -> None:
    written = Paragraph(1, "Les ministres déplorent l'inondation des vieux quais.")
    french = add_page(archive, replace(STATEMENT, url=None, language="fr", paragraphs=(written,)))
    index(archive, [Owner("release", french)])
    assert encoders_in_use(archive.db.conn).keys() == {MINILM.sha256, UNIVERSAL_ENCODER.sha256}
    assert {"written"} == {kind for kind, _ in found(archive, "the flooding of the old quays", language="fr")}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [("written", 1), ("said", 2)]),
        ({"kind": "said"}, [("said", 2)]),
        ({"kind": "written"}, [("written", 1)]),
        ({"speaker": "S1"}, [("said", 2)]),
        ({"speaker": "S2"}, []),
        ({"relation": "verbatim"}, [("said", 2)]),
        ({"issuer": "Harbour Union", "since": "2006"}, [("written", 1), ("said", 2)]),
        ({"until": "2005"}, []),
        ({"release": 2}, []),
        ({"language": "fr"}, []),
    ],
)
def test_filters(archive: Archive, filters: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    assert sorted(found(archive, "inundation", **filters)) == sorted(expected)


def test_it_is_read_once(archive: Archive) -> None:
    assert index(archive, owners(archive)) == 0
    assert archive.table("meanings").count == 2
    assert {row["encoder"] for row in archive.rows("select encoder from meanings")} == {MINILM.name}


def test_only_what_was_corrected_is_read_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def read_texts(encoder: PackagedModel, texts: Sequence[str]) -> Floats:
        read.extend(texts)
        return meaning_examples.read_texts(encoder, texts)

    monkeypatch.setattr(kept, "read_texts", read_texts)
    assert found(archive, "inundation", kind="said") == [("said", 2)]
    correct_sentence(archive, 1, 4, "And the water?", "Ines")
    assert outdated(archive) == [Owner("transcript", 1)]
    (problem,) = check_meanings(archive, None)
    assert problem.what == "transcript 1 is searched by meaning as if it had other words"
    renew(archive, 1)
    assert read == ["And the water?"]
    assert sorted(found(archive, "inundation", kind="said")) == [("said", 2), ("said", 4)]
    assert list(check_meanings(archive, None)) == []


def test_long_transcripts_are_kept_in_parts(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "TOGETHER", 3)
    index(archive, owners(archive))
    archive.db.execute("update segments set text = 'The lights are new.' where id = 4")
    index(archive, owners(archive))
    assert sorted(found(archive, "lamps", kind="said")) == [("said", 3), ("said", 4)]


def test_what_is_no_longer_the_newest_goes(archive: Archive) -> None:
    newest = later_version(archive)
    assert {row["release"] for row in archive.rows("select release from meanings")} == {None}
    add_heard(archive, 1, replace(HEARD, model="base"))
    assert archive.table("meanings").count == 0
    index(archive, owners(archive))
    assert {row["release"] for row in archive.rows("select release from meanings")} == {None, newest}


def test_what_is_taken_down_takes_its_vectors_along(archive: Archive) -> None:
    remove_release(archive, 1)
    assert archive.table("meanings").count == 0


def test_rows_for_the_command_line(archive: Archive) -> None:
    row = next(row for row in search_by_meaning(archive, Search("lights"))[0] if row["kind"] == "said")
    assert (row["release"], row["start"], row["paragraph"], row["snippet"]) == (1, 7.0, 2, "There will be lamps.")


def test_an_archive_that_was_not_read_says_what_to_do(archive: Archive) -> None:
    archive.db.execute("delete from meanings")
    with pytest.raises(UsageError, match="nothing here was read by meaning") as error:
        search_by_meaning(archive, Search("lights"))
    assert "archiver index" in str(error.value.hint)
