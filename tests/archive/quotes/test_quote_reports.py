"""Words as somebody reports them: was it said, where, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from quote_examples import REPORTS, make_quoted_archive

from archiver.archive.quotes.candidates import stretches
from archiver.archive.quotes.check import MOST_WORDS, Verdict, check_quote
from archiver.archive.store import Archive, open_archive
from archiver.errors import UsageError


@pytest.fixture(scope="session")
def quoted_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder."""
    folder = tmp_path_factory.mktemp("quotes")
    make_quoted_archive(folder)
    return folder


@pytest.fixture
def quoted(quoted_archive: Path) -> Iterator[Archive]:
    """The archive, opened."""
    with open_archive(quoted_archive) as archive:
        yield archive


@pytest.mark.parametrize("row", REPORTS, ids=[f"{row['kind']}: {row['report']}" for row in REPORTS])
def test_verdicts(quoted: Archive, row: dict[str, str]) -> None:
    answer = check_quote(quoted, row["report"], row.get("speaker"))
    assert answer.verdict == row["verdict"]
    if answer.verdict != "not said":
        assert answer.joined == (row["kind"] == "joined")
    if "because" in row:
        assert row["because"] in answer.because


def test_where(quoted: Archive) -> None:
    (place,) = check_quote(quoted, "It will not deal with those that have been involved in the repression").places
    assert (place.recording, place.start, place.end) == (1, 98.654, 105.269)
    assert (place.speakers, place.release, place.paragraph, place.read) == (("S1",), 1, 4, True)


def test_joined_from_two_recordings(quoted: Archive) -> None:
    answer = check_quote(
        quoted,
        "The insurance will pay for about ninety percent of the damage to private houses. You will find the full text "
        "on the table by the door.",
    )
    assert (answer.verdict, answer.joined, [place.recording for place in answer.places]) == ("said", True, [2, 1])


def test_two_sentences_that_follow_each_other_are_not_joined(quoted: Archive) -> None:
    answer = check_quote(
        quoted, "in April and again in June, and nobody listened. So will you resign? I will not resign"
    )
    assert (answer.verdict, answer.joined, answer.differences) == ("said", False, ())
    assert answer.places[0].speakers == ("Halvorsen", "S2")


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("The ministers deplore the flooding of the old quays", ("sounds alike", "quays", "keys")),
        ("three of the seven pumps broke in the first hour", ("other words", "broke", "failed")),
        ("You will find the text on the table by the door", ("left out", "", "full")),
        ("You will surely find the full text on the table by the door", ("put in", "surely", "")),
        ("an apology, and they will have it in writing", ("repeated", "", "they will")),
    ],
)
def test_differences_word_by_word(quoted: Archive, report: str, told: tuple[str, str, str]) -> None:
    differences = check_quote(quoted, report).differences
    assert told in [(one.kind, one.reported, one.said) for one in differences]


def test_what_is_archived_is_told(quoted: Archive) -> None:
    archived = check_quote(quoted, "The moon is made of cheese").archived
    assert (archived.recordings, archived.since, archived.until) == (2, "2006-03-31", "2008-11-20")
    assert archived.without_transcript == 2  # of the statement whose recordings were not obtained


def test_three_words_prove_little(quoted: Archive) -> None:
    answer = check_quote(quoted, "I am told")
    assert (answer.verdict, answer.short) == ("said", True)


def test_five_hundred_words(quoted: Archive) -> None:
    """All that was said, one sentence after the other, and once more with another number in the middle."""
    said = " ".join(text for (text,) in quoted.db.execute("select text from segments where transcript = 1"))
    answer = check_quote(quoted, said)
    assert len(said.split()) > 400
    assert (answer.verdict, answer.share, answer.joined, answer.differences) == ("said", 1, False, ())
    changed = check_quote(quoted, said.replace("nine hundred", "eight hundred"))
    assert (changed.verdict, changed.because) == ("not said", ("number",))


@pytest.mark.parametrize(
    ("report", "told"), [("", "no word"), ("?! …", "no word"), ("word " * (MOST_WORDS + 1), "paragraph by paragraph")]
)
def test_what_is_no_quote(quoted: Archive, report: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        check_quote(quoted, report)


def test_a_number_in_figures_is_found_where_it_was_spelled_out(quoted: Archive) -> None:
    found = stretches(quoted, ["3", "zeppelins"])
    assert any("three of the seven pumps" in row["text"] for rows in found for row in rows)


def test_signs_of_the_index_mean_nothing(quoted: Archive) -> None:
    assert check_quote(quoted, 'nobody "is* cutting" (the) ^telephone: line').verdict == "said"


def test_the_table_has_every_kind() -> None:
    assert len(REPORTS) >= 60
    assert {row["verdict"] for row in REPORTS} == set(get_args(Verdict))
