"""Words as they are compared."""

from __future__ import annotations

import pytest

from archiver.align.words import Stream, info, tokens


@pytest.mark.parametrize(
    ("text", "language", "forms"),
    [
        ("in 1994", "en", ["in", "nineteen", "ninety", "four"]),  # a year is said as one
        ("nineteen ninety-four", "en", ["nineteen", "ninety", "four"]),
        ("20,036 kB", "en", ["twenty", "thousand", "thirty", "six", "kb"]),
        ("the 19th March", "en", ["the", "nineteenth", "march"]),
        ("40 %", "en", ["forty"]),
        ("40%", "en", ["forty", "percent"]),
        ("3.5 million", "en", ["three", "point", "five", "million"]),
        ("U.S. taxpayers", "en", ["us", "taxpayers"]),
        ("OSCE/ODIHR-coordinated", "en", ["osce", "odihr", "coordinated"]),
        ("today’s", "en", ["todays"]),
        ("80 élèves", "fr", ["quatre", "vingts", "eleves"]),
        ("12 in a language that nobody taught us", "xx", ["12", "in", "a"]),
    ],
)
def test_words_as_they_are_said(text: str, language: str, forms: list[str]) -> None:
    assert [token.form for token in tokens(text, language)][: len(forms)] == forms


def test_every_word_knows_its_place() -> None:
    text = "The Council, in 1994, agreed."
    assert {text[token.start : token.end] for token in tokens(text)} == {"The", "Council", "in", "1994", "agreed"}


def test_rare_words_tell_more() -> None:
    assert info("the", "en") == 0 < info("reform", "en") < info("belarusian", "en") == 1


def test_stream_remembers_whose_words_they_are() -> None:
    assert Stream.of(["Good morning.", "", "Thank you."], "en").owners == [0, 0, 2, 2]
