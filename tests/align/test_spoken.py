"""The same words, the same spelling; no punctuation decides anything."""

from __future__ import annotations

import pytest

from archiver.align.spoken import asks, spoken, without_fillers
from archiver.tokens import Stream, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It's up 25%, um, in May.", "it is up twenty five percent in may"),
        ("The U.S. position, you know, has not changed.", "THE US POSITION HASN'T CHANGED"),
        ("Growth was 4.35 per cent.", "growth was four point three five percent"),
        ("A well-known problem", "a well known problem"),
        ("Uh, hmm.", ""),
    ],
)
def test_what_engines_write_differently_is_spelled_alike(one: str, other: str) -> None:
    assert spoken(one) == spoken(other)


def test_as_you_know_says_something() -> None:
    assert spoken("As you know, we can't.") == "as you know we can not"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("do you expect rates to fall", True),
        ("And how is that going to work", True),
        ("I was wondering whether that is enough.", True),
        ("We do expect rates to fall?", False),
        ("What we see is a recovery.", False),
    ],
)
def test_words_tell_a_question(said: str, asked: bool) -> None:
    assert asks(said) is asked


def test_fillers_stand_between_no_words_that_were_read() -> None:
    stream = without_fillers(Stream.of(["the um count was you know slow"], "en"), [tokens("The count was slow.")], "en")
    assert [token.form for token in stream.tokens] == ["the", "count", "was", "slow"]
