"""Doubtful words in what is exported."""

from __future__ import annotations

from typing import Any

import pytest

from archiver.export.doubtful import runs


def segment(text: str, *words: tuple[str, str, float | None]) -> dict[str, Any]:
    told = [{"word": word, "heard": heard, "probability": probability} for word, heard, probability in words]
    return {"text": text, "heard": text, "flags": [], "words": told}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            [("The", "The", 0.9), ("keys", "keys", 0.3), ("close.", "close.", 0.4)],
            [("The", False), ("keys close.", True)],
        ),
        ([("The", "The", 0.9), ("keys", "quays", 0.3), ("close.", "close.", None)], [("The keys close.", False)]),
        ([("Other", "Other", 0.1)], [("The keys close.", False)]),  # not the words of the text
    ],
)
def test_doubtful_words_are_runs(words: list[tuple[str, str, float | None]], told: list[tuple[str, bool]]) -> None:
    assert list(runs(segment("The keys close.", *words))) == told
