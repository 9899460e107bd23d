"""How words sound, by their letters."""

from __future__ import annotations

import pytest

from archiver.align.corrections.phonetics import are_homophones, phonetic_likeness, same_stem


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("condamner", "condamnee", True),
        ("champs", "chants", True),
        ("autant", "otan", True),
        ("et", "est", True),
        ("a", "et", False),  # neither of which the rules give a sound
        ("le", "les", False),
        ("condamne", "condamnait", False),
    ],
)
def test_french_homophones(one: str, other: str, alike: bool) -> None:
    assert are_homophones(one, other, "fr") is alike


def test_english_has_no_homophones_for_sure() -> None:
    assert not are_homophones("these", "this", "en")  # one key, since it has no vowels


def test_sounds_count_where_they_are_known() -> None:
    assert phonetic_likeness("autant", "otan", "fr") > 0.85 > phonetic_likeness("autant", "otan", "pl")


@pytest.mark.parametrize(
    ("one", "other", "language", "same"),
    [
        ("cause", "caused", "en", True),
        ("condamne", "condamnait", "fr", True),
        ("condamne", "condamnait", "en", False),
        ("port", "porte", "fr", True),
        ("quai", "quartier", "fr", False),
    ],
)
def test_words_that_differ_by_an_ending(one: str, other: str, language: str, same: bool) -> None:
    assert same_stem(one, other, language) is same
