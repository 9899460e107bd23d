"""What is known of words and numbers, and what is not known is told by None, whatever the library's way to fail."""

from __future__ import annotations

import pytest

from archiver.vocabulary import NumberKind, frequency, number_said


@pytest.mark.parametrize(
    ("word", "language", "often"),
    [
        ("the", "en", 7.73),
        ("quay", "en", 3.26),
        ("qwrtzpf", "en", 0.0),
        ("the", "xx", None),  # no such language
    ],
)
def test_how_often_a_word_is_used(word: str, language: str, often: float | None) -> None:
    assert frequency(word, language) == often


@pytest.mark.parametrize(
    ("number", "language", "kind", "said"),
    [
        (21, "en", "cardinal", "twenty-one"),
        (1994, "en", "year", "nineteen ninety-four"),
        (1, "fr", "ordinal", "premier"),
        (1994, "vi", "year", None),  # no years in it
        (3, "xx", "cardinal", None),
    ],
)
def test_how_a_number_is_said(number: int, language: str, kind: NumberKind, said: str | None) -> None:
    assert number_said(number, language, kind) == said
