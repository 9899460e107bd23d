"""Line breaks that fill a line, and line breaks that were meant."""

from __future__ import annotations

import pytest

from archiver.release.hardbreaks import join, paragraphs_in


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["statement on", "NATO-Belarus relations"], "statement on NATO-Belarus relations"),
        (["relations of NATO-", "Belarus"], "relations of NATO-Belarus"),
        (["a well-", "known man"], "a well-known man"),
        (["a demo-", "cratic vote"], "a democratic vote"),  # the page has the word elsewhere
        (["it came -", "late"], "it came - late"),
    ],
)
def test_lines_are_joined(lines: list[str], text: str) -> None:
    assert join(lines, frozenset(["democratic"])) == text


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph() -> None:
    lines = ["The ministers met in the old", "customs house.", "They agreed at noon and left", "for lunch."]
    assert paragraphs_in(lines) == [lines[:2], lines[2:]]


def test_a_short_line_above_a_paragraph_heads_it_unless_it_is_numbered() -> None:
    lines = ["Harbours", "The ministers met in the old", "customs house."]
    assert paragraphs_in(lines) == [lines[:1], lines[1:]]
    assert paragraphs_in(lines, numbered=True) == [lines]


def test_lines_that_nobody_filled_are_paragraphs() -> None:
    long = "The ministers met in the old customs house, " * 4
    assert paragraphs_in(["A title", f"{long}and left.", f"{long}and came."]) == [
        ["A title"],
        [f"{long}and left."],
        [f"{long}and came."],
    ]
