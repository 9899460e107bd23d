"""Line breaks that fill a line, and line breaks that were meant."""

from __future__ import annotations

import pytest

from archiver.release.layout.line_breaks import is_wrapped, join, paragraphs_in


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["statement on", "NATO-Belarus relations"], "statement on NATO-Belarus relations"),
        (["relations of NATO-", "Belarus"], "relations of NATO-Belarus"),
        (["a well-", "known man"], "a well-known man"),
        (["a demo-", "cratic vote"], "a democratic vote"),  # the page has the word elsewhere
        (["it came -", "late"], "it came - late"),
        (["the pi-", "lotage"], "the pilotage"),  # the page has the word elsewhere
        (["the harb-", "our"], "the harbour"),  # any English text has
        (["la lumi-", "ère"], "la lumière"),
        (["a long-", "term plan"], "a long-term plan"),
        (["One", "two", "three"], "One two three"),
    ],
)
def test_lines_are_joined(lines: list[str], text: str) -> None:
    assert join(lines, frozenset(["pilotage"])) == text


LONG = "The ministers met in the old customs house of the harbour and"


@pytest.mark.parametrize(
    ("lines", "wrapped"),
    [
        ([LONG, LONG, LONG], True),
        ([f"{LONG} left.", f"{LONG} came.", f"{LONG} slept."], False),
        ([f"{LONG} left.", LONG, f"{LONG}:", f"{LONG} slept."], False),  # two in three
        ([f"{LONG} left.", LONG, LONG, f"{LONG} slept."], True),  # one in three ends a sentence by chance
        ([f"{LONG} left.", f"{LONG} came."], True),  # one long line with another below it tells nothing
        (["They left.", "They came.", "They slept."], True),  # nor do short ones
    ],
)
def test_few_full_lines_end_a_sentence(lines: list[str], wrapped: bool) -> None:
    assert is_wrapped([(line, number > 0) for number, line in enumerate(lines)]) is wrapped


def test_lines_divided_by_a_gap_tell_nothing_of_the_width() -> None:
    assert is_wrapped([(f"{LONG} left.", False)] * 3)


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["They left.", "They came."], 2),
        ([LONG, "Pilots"], 2),
        (["Harbours", f"{LONG} left."], 2),  # a heading
        (["They left.", "and came."], 1),  # a sentence goes on in small letters
        (["They left for the har-", "Bour"], 1),
        (["Harbours", "Pilots"], 1),  # too short to tell
    ],
)
def test_where_no_line_was_full_every_line_is_one_of_its_own(lines: list[str], count: int) -> None:
    assert len(paragraphs_in(lines, wrapped=False)) == count


def test_a_full_line_that_ends_a_sentence_goes_on_only_where_lines_were_wrapped() -> None:
    lines = ["The ministers met at noon.", "Nevertheless, they left early."]
    assert paragraphs_in(lines) == [lines]
    assert paragraphs_in(lines, wrapped=False) == [lines[:1], lines[1:]]


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


def test_a_hyphen_between_numbers_stays() -> None:
    assert join(["They met on 6-", "7 December 2007."], frozenset()) == "They met on 6-7 December 2007."


@pytest.mark.parametrize(
    "lines",
    [
        [
            "The Harbour Council Of Halden And The Port",
            "Authority decided today that the northern quay will be",
            "repaired before the winter.",
        ],
        [
            "Le Conseil Du Port De Halden Et La Direction",
            "Des Bacs ont décidé que le quai nord sera réparé avant",
            "l'hiver, et que les bacs partiront du quai sud.",
        ],
    ],
)
def test_a_first_line_in_capitals_that_nearly_fills_the_width_is_no_heading(lines: list[str]) -> None:
    assert paragraphs_in(lines) == [lines]
