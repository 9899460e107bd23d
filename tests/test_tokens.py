"""Words as they are compared."""

from __future__ import annotations

import pytest

from archiver.tokens import Stream, base_language, info, tokens


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
        ("1,000.50", "en", ["one", "thousand", "point", "five"]),
        ("1099", "en", ["one", "thousand", "ninety", "nine"]),  # too early for a year
        ("the 1990s", "en", ["the", "1990s"]),  # digits with letters are one word
        ("36kb", "en", ["36kb"]),
        ("le 19e siècle", "fr", ["le", "dix", "neuvieme", "siecle"]),
        ("l'OTAN et d’abord aujourd'hui", "fr", ["l", "otan", "et", "d", "abord", "aujourdhui"]),
        ("qu'il s'est dit presqu'île", "fr", ["qu", "il", "s", "est", "dit", "presquile"]),
        ("10 000 soldats", "fr", ["dix", "mille", "soldats"]),  # thousands are parted by a blank
        ("en 2006 150 soldats", "fr", ["en", "deux", "mille", "six", "cent", "cinquante", "soldats"]),
        ("75 %", "fr", ["soixante", "quinze", "pour", "cent"]),
        ("soixante-quinze pour cent", "fr", ["soixante", "quinze", "pour", "cent"]),
        ("le 1er mars", "fr", ["le", "premier", "mars"]),
        ("d'Arc", "en", ["darc"]),
        ("3,5", "de", ["drei", "komma", "funf"]),
        ("12 in it", "xx", ["12", "in", "it"]),  # a language that nobody taught us
        ("1994", "vi", ["1994"]),  # num2words has no years in it
        ("0.000000000001", "ru", ["0.000000000001"]),  # nor such numbers in some others
        ("1" * 15, "am", ["1" * 15]),  # where it would never come to an end
        ("— … !", "en", []),
    ],
)
def test_words_as_they_are_said(text: str, language: str, forms: list[str]) -> None:
    assert [token.form for token in tokens(text, language)] == forms


def test_every_word_knows_its_place() -> None:
    text = "The Council, in 1994, agreed."
    assert {text[token.start : token.end] for token in tokens(text)} == {"The", "Council", "in", "1994", "agreed"}


@pytest.mark.parametrize("language", ["en", "fr", "uk", "zh", "ja", "", "xx"])
@pytest.mark.parametrize(
    "text", ["Le 19e siècle, ½ — 3,5 % 😀 déjà", "你好。1994年", "x² A.B. c_d ٣٤ 1.2.3.4", "a" * 5000]
)
def test_any_text_in_any_language_has_words_inside_it(text: str, language: str) -> None:
    found = tokens(text, language)
    assert found
    assert [(token.start, token.end) for token in found] == sorted((token.start, token.end) for token in found)
    for token in found:
        assert 0 <= token.start < token.end <= len(text)
        assert 0 <= token.info <= 1
        assert token.form


def test_rare_words_tell_more() -> None:
    assert info("the", "en") == 0 < info("reform", "en") < info("belarusian", "en") == 1
    assert info("the", "xx") == 1  # where the language's use is not known, every word may matter
    assert {token.info for token in tokens("1994")} == {1.0}


def test_stream_remembers_whose_words_they_are() -> None:
    assert Stream.of(["Good morning.", "", "Thank you."], "en").owners == [0, 0, 2, 2]


@pytest.mark.parametrize(("code", "base"), [("en-GB", "en"), ("EN", "en"), ("zh_TW", "zh"), ("fr", "fr")])
def test_a_language_without_its_region(code: str, base: str) -> None:
    assert base_language(code) == base
