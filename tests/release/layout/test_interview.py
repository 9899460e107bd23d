"""Who speaks in a transcript."""

from __future__ import annotations

import pytest

from archiver.release.layout.interview import is_interview, is_turn, turns_in


@pytest.mark.parametrize(
    "text",
    [
        "Q: Are the quays lit?",
        "Q - Are the quays lit?",
        "Q Are the quays lit?",
        "Question (Harbour Gazette): Are the quays lit?",
        "Réponse : Oui.",
        "Mr Miller: They are.",
        "Mr. van Houten: They are.",
        "Ambassador O’Neill (Harbour Union): They are.",
        "JANE ROE (Spokesman): They are.",
        "MODERATOR: The next, please.",
    ],
)
def test_a_text_begins_with_its_speaker(text: str) -> None:
    assert is_turn(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pilots want one thing: light.",
        "A lamp is lit.",
        "Quays are lit: all of them",
        "Mr Miller:",  # and says nothing
        "Jane Roe: They are.",  # may be anything, on a page that is no transcript
    ],
)
def test_a_text_without_a_speaker(text: str) -> None:
    assert not is_turn(text)


def test_in_a_transcript_any_name_before_a_colon_speaks() -> None:
    assert is_turn("Jane Roe: They are.", interview=True)
    assert is_turn("Jane Roe (Harbour Union): They are.", interview=True)
    assert not is_turn("they said one thing: light.", interview=True)
    assert not is_turn("The pilots, who met at noon on the quay, want one thing: light.", interview=True)


@pytest.mark.parametrize(
    ("texts", "interview"),
    [
        (["Q: Are the quays lit?", "They are.", "Question: All of them?"], True),
        (["Q Are they?", "Q - All of them?"], True),
        (["Q: Are the quays lit?", "They are."], False),
        (["Questions: none", "Quays: lit", "Mr Miller: They are."], False),
    ],
)
def test_several_questions_make_an_interview(texts: list[str], interview: bool) -> None:
    assert is_interview(texts) is interview


def test_turns_that_run_together_are_divided() -> None:
    turns = ["Q: Are the quays lit?", "Mr Miller: They are. All of them.", "JANE ROE: “Nearly.”", "Q - Thank you."]
    assert turns_in(" ".join(turns)) == turns


@pytest.mark.parametrize(
    "text",
    [
        "The quays are lit. Mr Miller: I saw it.",  # a single colon may be anybody's
        "The quays are lit. The pilots: glad.",
        "The quays are lit.",
    ],
)
def test_a_text_of_one_stays_whole(text: str) -> None:
    assert turns_in(text) == [text]


@pytest.mark.parametrize(
    "turn",
    [
        "MR. ROE: Yes.",
        "MR. McROE: Yes.",
        "GEN. JEAN-PAUL ROE: Yes.",
        "MARY O'NEILL: Yes.",
        "J. ROE (Pilot): Yes.",
        "Mme de la Rue: Oui.",
    ],
)
def test_names_with_more_than_letters(turn: str) -> None:
    assert is_turn(turn)


@pytest.mark.parametrize(
    "text", ["Mr Miller said: they are.", "General agreement was reached: light.", "President Roe said: “Light.”"]
)
def test_what_somebody_said_is_no_turn(text: str) -> None:
    assert not is_turn(text)
