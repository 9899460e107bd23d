"""Words as reports and transcripts are compared: what stands for the same is the same."""

from __future__ import annotations

import pytest

from archiver.align.reported.compared_words import compared_words


@pytest.mark.parametrize(
    ("language", "reported", "said"),
    [
        ("fr", "7 ou 8 % des quais", "sept ou huit pourcents des quais"),
        ("fr", "12,5 % des quais", "douze virgule cinq pourcent des quais"),
        ("en", "$240m for locks", "two hundred and forty million dollars for locks"),
        ("en", "a hundred quays can't wait", "one hundred quays cannot wait"),
    ],
)
def test_spellings_of_the_same(language: str, reported: str, said: str) -> None:
    ours, theirs = ([word.form for word in compared_words([text], language)] for text in (reported, said))
    assert ours == theirs
