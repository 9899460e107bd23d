"""Sentences in clauses."""

from __future__ import annotations

import pytest

from archiver.align.paraphrase.clauses import clauses


@pytest.mark.parametrize(
    ("sentence", "language", "parts"),
    [
        (
            "So prices aren't rising as fast as they were and the jobs market has lost some of its heat.",
            "en",
            ["So prices aren't rising as fast as they were", "and the jobs market has lost some of its heat."],
        ),
        ("The cows, the sheep and the goats have to come out.", "en", None),  # a list
        ("The vote is over: nineteen were in favour; six said no.", "en", None),  # too short alone
        (
            "Les travaux commencent au mois de juin et la piscine ne rouvre pas avant Noël.",
            "fr",
            ["Les travaux commencent au mois de juin", "et la piscine ne rouvre pas avant Noël."],
        ),
        (
            "Die Arbeiten fangen endlich im Juni an, und das Bad bleibt bis Weihnachten zu.",
            "de",  # whose joining words we have not been told
            ["Die Arbeiten fangen endlich im Juni an", "und das Bad bleibt bis Weihnachten zu."],
        ),
        ("", "en", None),
    ],
)
def test_clauses(sentence: str, language: str, parts: list[str] | None) -> None:
    found = [sentence[start:end] for start, end in clauses(sentence, language)]
    assert found == (parts or [sentence])
