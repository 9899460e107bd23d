"""Typed text to lines."""

from __future__ import annotations

import pytest

from archiver.release.blocks import Address, Block
from archiver.release.formats.plain import read_typed


def blocks(text: str) -> tuple[Block, ...]:
    return read_typed(text).blocks


def test_a_blank_line_divides() -> None:
    assert [(block.text, block.follows) for block in blocks("The quays\n  are   lit.\n \nThe pilots\r\nare glad.")] == [
        ("The quays", False),
        ("are lit.", True),
        ("The pilots", False),
        ("are glad.", True),
    ]


def test_cells_are_lines_of_their_own() -> None:
    assert [(block.text, block.follows) for block in blocks("1. | The quays\nare lit. |\nThe | pilots |")] == [
        ("1.", False),
        ("The quays", False),
        ("are lit.", True),  # the last cell goes on
        ("The", False),  # below a row that ends in an empty one nothing does
        ("pilots", False),
    ]
    assert [block.text for block in blocks("The quays (a|b) are lit.")] == ["The quays (a|b) are lit."]


def test_pictures_and_lines_without_words_are_left_out() -> None:
    assert [block.text for block in blocks("![spacer](/dot.gif)\n| --- | --- |\n* * *\n![](/x.gif) Light")] == ["Light"]


@pytest.mark.parametrize(
    ("row", "menu"),
    [
        ("Home | News | Pilots", True),
        ("Home | News", False),
        ("Home | News | 4 May 2021", False),  # a fact
        ("Home | News | 12 boats", False),
        ("Home | News | Harbour Union Press Releases", False),
        ("Home | News | The quays are lit at night, and all of the pilots are glad", False),
    ],
)
def test_a_row_that_only_names_other_pages_stands_beside_the_text(row: str, menu: bool) -> None:
    assert {block.beside for block in blocks(row)} == {menu}


@pytest.mark.parametrize(
    ("line", "role", "level"),
    [
        ("# Light", "title", 1),
        ("### Light ###", "heading", 3),
        ("**Light**", "heading", 2),
    ],
)
def test_a_marked_heading(line: str, role: str, level: int) -> None:
    [block] = blocks(line)
    assert (block.text, block.role, block.level) == ("Light", role, level)


@pytest.mark.parametrize("line", ["#harbour is what pilots write", "The **quays** are lit", "Lamp # 4 is out"])
def test_marks_that_make_no_heading(line: str) -> None:
    assert blocks(line) == (Block(line),)


def test_a_printed_address_is_a_link() -> None:
    [block] = blocks("Listen at https://harbour.example/a.mp3, or ask.")
    assert block.addresses == (Address("https://harbour.example/a.mp3", 10, 39),)


def test_a_named_address_leaves_its_words() -> None:
    [block] = blocks("The [press briefing](/a.mp3) and [more](/b.mp3)")
    assert block == Block(
        "The press briefing and more", addresses=(Address("/a.mp3", 4, 18), Address("/b.mp3", 23, 27))
    )


def test_what_is_set_in_below_a_number_stands_in_its_item() -> None:
    text = "1. We want\n   - light,\n   - lamps\n\n   at once.\n\n2. We thank\nthe pilots.\n\nThe quays are lit."
    assert [(block.text, block.item, block.bullet) for block in blocks(text)] == [
        ("1. We want", 1, False),
        ("- light,", 1, True),
        ("- lamps", 1, True),
        ("at once.", 1, False),
        ("2. We thank", 2, False),
        ("the pilots.", 2, False),  # a line of the same text
        ("The quays are lit.", 0, False),
    ]


@pytest.mark.parametrize(
    ("item", "follows"),
    [
        ("   - light on every quay, every bridge and every stair of all.", False),  # it ends
        ("   - light", False),  # it was not full
        ("   - light on every quay, every bridge and every stair of the", True),
        ("- light", True),  # the next line stands no further left
    ],
)
def test_a_line_further_left_leaves_the_list(item: str, follows: bool) -> None:
    assert [block.follows for block in blocks(f"{item}\nHarbour of the union")] == [False, follows]


@pytest.mark.parametrize(
    "text",
    [
        "1. Access\n 1. The hall opens at noon.\n 2. Passes are given out.\n2. Interviews\n 1. They are held ashore.",
        "1. Accès\n\t1. La halle ouvre à midi.\n\t2. Les badges y sont remis.\n2. Entretiens\n\t1. Au hangar.",
    ],
)
def test_a_numbering_set_in_below_a_short_numbered_line_begins_anew(text: str) -> None:
    assert [block.follows for block in blocks(text)] == [False, False, True, False, False]


def test_a_number_that_a_full_line_broke_off_begins_nothing() -> None:
    text = "4. The harbour council meets once in every month, as article\n   1. of the agreement has it."
    assert [block.follows for block in blocks(text)] == [False, True]
