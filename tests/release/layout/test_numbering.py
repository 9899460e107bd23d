"""Labels in front of a text, and which label is the next."""

from __future__ import annotations

import pytest

from archiver.release.layout.numbering import begins, is_bulleted, is_next, label_in, starts_item, without_bullet


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("4. The quays are lit.", "4.", "The quays are lit."),
        ("4.The quays are lit.", "4.", "The quays are lit."),
        ("12) The quays are lit.", "12)", "The quays are lit."),
        ("(c) the pilots;", "(c)", "the pilots;"),
        ("(iv) the pilots;", "(iv)", "the pilots;"),
        ("b) the pilots;", "b)", "the pilots;"),
        ("2.3 Light on the quays", "2.3", "Light on the quays"),
        ("2.3.1. Lamps", "2.3.1.", "Lamps"),
        ("7.", "7.", ""),  # a number in a cell of its own
    ],
)
def test_a_text_begins_with_its_label(text: str, label: str, rest: str) -> None:
    assert label_in(text) == (label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "12 boats left the harbour.",
        "3.5% of the boats left.",
        "2006. was a dry year",  # no page has as many paragraphs
        "(see the map)",
        "U.N. pilots came.",  # nobody counts in capitals
        "The quays are lit.",
    ],
)
def test_a_text_without_a_label(text: str) -> None:
    assert label_in(text) == (None, text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("• the pilots", "the pilots"),
        ("- the pilots", "the pilots"),
        ("–  The pilots", "The pilots"),
        ("*the pilots", "the pilots"),
        ("-5 degrees", "-5 degrees"),
        ("the pilots - and others", "the pilots - and others"),
    ],
)
def test_a_bullet_is_taken_off(text: str, rest: str) -> None:
    assert without_bullet(text) == rest
    assert is_bulleted(text) is (rest != text)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("- The pilots", True),
        ("- the pilots, that is -", False),  # the dash may be that of a sentence which a line break cut
        ("• the pilots", True),
        ("The pilots", False),
    ],
)
def test_a_line_that_can_only_begin_an_item(text: str, starts: bool) -> None:
    assert starts_item(text) is starts


@pytest.mark.parametrize(("text", "starts"), [("- the pilots", True), ("– les pilotes", True), ("the pilots", False)])
def test_below_a_colon_a_dash_begins_an_item(text: str, starts: bool) -> None:
    assert starts_item(text, in_list=True) is starts


@pytest.mark.parametrize(
    ("above", "label"), [("4.", "5."), ("9)", "10)"), ("2.2", "2.3"), ("2.9.", "2.10."), ("(b)", "(c)"), ("h.", "i.")]
)
def test_the_next_label(above: str, label: str) -> None:
    assert is_next(above, label)


@pytest.mark.parametrize(
    ("above", "label"),
    [("4.", "6."), ("4.", "4."), ("5.", "4."), ("2.9", "3.1"), ("2.2", "3"), ("(b)", "3."), ("4.", None), (None, "1.")],
)
def test_a_label_that_is_not_the_next(above: str | None, label: str | None) -> None:
    assert not is_next(above, label)


@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("1.", True),
        ("(a)", True),
        ("i)", True),
        ("2.1", True),
        ("2.", False),
        ("1.2", False),
        ("(b)", False),
        (None, False),
    ],
)
def test_the_first_label_of_a_list(label: str | None, first: bool) -> None:
    assert begins(label) is first


@pytest.mark.parametrize(
    "text", ["i.e. lamps", "e.g. a lamp", "c. 1900 the quay was built", "2.3 million lamps", "12.30 boats"]
)
def test_abbreviations_and_decimals_are_no_labels(text: str) -> None:
    assert label_in(text) == (None, text)


@pytest.mark.parametrize(
    ("above", "label"), [("(i)", "(ii)"), ("iii.", "iv."), ("(h)", "(i)"), ("A.", "B."), ("I.", "II.")]
)
def test_letters_and_roman_numbers_count_on(above: str, label: str) -> None:
    assert is_next(above, label)
