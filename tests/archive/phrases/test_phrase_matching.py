"""Where a phrase stands in a text: word for word, with a word changed, and not at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archiver.archive.phrases.matching import find_phrase
from archiver.models import Span
from archiver.tokens import Token, tokens


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("promotion of democracy", "The promotion of democracy is our aim", ["promotion of democracy"]),
        (
            "promotion of democracy",
            "Promotion of Democracy; promotion of democracy",
            ["promotion of democracy"] * 2,
        ),
        ("promotion of democracy", "the promotion of democratic reform goes on", ["+democratic reform"]),
        ("promotion of democracy", "the promotion of trade and of peace", ["+trade"]),
        ("promotion of democracy", "the defence of democracy", ["+defence"]),
        ("promotion of democracy", "the promotion and spread of democracy", ["+and spread"]),
        ("the full promotion of democracy", "the promotion of democracy", ["-full"]),
        ("promotion of democracy", "promotion of. Democracy was not named", ["promotion of democracy"]),
        ("promotion of democracy", "he spoke of democracy", ["+spoke"]),
        ("in this respect", "in this house", []),  # what stays tells nothing
        ("promotion of democracy", "a promotion for the democrat", []),
        ("42 million", "forty-two million people", ["42 million"]),
        ("democracy", "Democracy and democracies", ["democracy"]),
        ("promotion of democracy", "", []),
    ],
)
def test_found(phrase: str, text: str, found: list[str]) -> None:
    def shown(tokens: Sequence[Token], span: Span) -> str:
        return " ".join(token.form for token in tokens[slice(*span)])

    words, asked = tokens(text), tokens(phrase)
    told = []
    for match in find_phrase(asked, words, frozenset()):
        if match.is_exact:
            told.append(phrase)
        elif match.instead[0] < match.instead[1]:
            told.append(f"+{shown(words, match.instead)}")
        else:
            told.append(f"-{shown(asked, match.missing)}")
    assert told == found


def test_a_sign_ends_what_stands_in_place_of_the_last_word() -> None:
    (match,) = find_phrase(tokens("promotion of democracy"), tokens("promotion of democratic, reform"), frozenset({3}))
    assert match.instead == (2, 3)
