"""A text in which no word begins as one for a number is spared the whole vocabulary, and no number is lost by it."""

from __future__ import annotations

import pytest

from archiver.archive.numbers.number_forms import may_have_numbers
from archiver.archive.numbers.number_vocabulary import vocabulary_of


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_number_word_begins_so(language: str) -> None:
    known = vocabulary_of(language).meanings.items()
    exact = [phrase for phrase, meaning in known if meaning.kind == "words" and not meaning.is_vague]
    assert [phrase for phrase in exact if not may_have_numbers(" ".join(phrase), language)] == []


@pytest.mark.parametrize(
    ("text", "may"), [("42 million", True), ("the nineties", True), ("a dozen", True), ("harbour", False), ("", False)]
)
def test_texts(text: str, may: bool) -> None:
    assert may_have_numbers(text, "en") == may
