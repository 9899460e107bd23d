"""Names and abbreviations that no dictionary has can be said all the same."""

from __future__ import annotations

import pytest

from archiver.align.timing.g2p import pronunciations


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("odihr", ["OW D IH HH R", "OW D IY AY EY CH AA R"]),
        ("osce", ["OW S S", "OW EH S S IY IY"]),  # as it is written, and letter by letter
        ("kfor", ["K F AO R", "K EY EH F OW AA R"]),
        ("npt", ["EH N P IY T IY"]),  # nobody can say it otherwise
        ("noordwijk", ["N UW R D W AY K"]),
        ("schwarzenstein", ["SH W AA R Z EH N S T AY N"]),
        ("shutterbridge", ["SH UW T ER B R IH D JH"]),
    ],
)
def test_words_are_read_and_abbreviations_spelled_too(word: str, ways: list[str]) -> None:
    assert pronunciations(word) == ways


@pytest.mark.parametrize("word", ["", "1994", "größe", "минск"])
def test_what_has_other_letters_cannot_be_said(word: str) -> None:
    assert pronunciations(word) == []
