"""Whether a sentence asks something, by how it is said."""

from __future__ import annotations

import pytest

from archiver.questions import asks


@pytest.mark.parametrize(
    ("said", "language", "asked"),
    [
        ("Is there any concern about the helicopters?", "en", True),
        ("What is the plan for the summer.", "en", True),  # engines lose question marks
        ("Thank you, can you say when it will begin.", "en", True),
        ("A follow-up, if I may, one more question on Kosovo.", "en", True),
        ("There is no plan to change the level of troops.", "en", False),
        ("When.", "en", False),  # a word alone is the beginning of anything
        ("Avez-vous un commentaire ?", "fr", True),
        ("What is the plan.", "de", False),
        ("Τι σχέδιο έχετε;", "el", True),
    ],
)
def test_asking(said: str, language: str, asked: bool) -> None:
    assert asks(said, language) is asked
