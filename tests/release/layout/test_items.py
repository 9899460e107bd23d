"""What belongs to a numbered paragraph, and which numbered lines are headings."""

from __future__ import annotations

import pytest

from archiver.release.layout.items import with_headings_before_colons, with_numbered_headings, with_what_belongs
from archiver.release.layout.parts import Part


def prose(text: str, label: str | None = None, item: int = 0, bullet: bool = False) -> Part:
    return Part("prose", text, label, bullet=bullet, item=item)


def heads(parts: list[Part]) -> list[str]:
    return [part.text for part in with_numbered_headings(parts) if part.kind == "heading"]


LIT, GLAD = prose("The quays are lit."), prose("The pilots are glad.")


def test_a_numbered_line_above_a_text_is_a_heading_as_printed() -> None:
    parts = [prose("Light", "1.", item=1), LIT, prose("Pilots", "2.", item=2), GLAD]
    assert with_numbered_headings(parts) == [Part("heading", "1. Light"), LIT, Part("heading", "2. Pilots"), GLAD]


@pytest.mark.parametrize(
    ("parts", "headings"),
    [
        # each has a numbering of its own below it
        ([prose("Light", "1."), prose("All quays.", "(a)"), prose("Pilots", "2."), GLAD], ["1. Light", "2. Pilots"]),
        ([prose("Light", "1."), prose("All quays.", "1.1"), prose("Pilots", "2."), GLAD], ["1. Light", "2. Pilots"]),
        # what counts on from a heading is one, whatever comes below
        ([prose("Light", "1."), LIT, prose("Pilots", "2."), Part("media")], ["1. Light", "2. Pilots"]),
        ([prose("Light", "1."), prose("All quays.", "1.4")], ["1. Light"]),
        # what does not count on is none, and neither is what counts on from a mere item
        ([prose("Light", "1."), LIT, prose("Pilots", "3."), Part("media")], ["1. Light"]),
        ([prose("Lamps", "(a)"), prose("Boats", "(b)"), Part("line", "Old"), prose("Light", "1."), LIT], ["1. Light"]),
        # nor a line above another heading, above half a sentence or beside the text
        ([prose("Light", "1."), Part("heading", "The quays are lit.")], ["The quays are lit."]),
        ([prose("Light", "1."), prose("The quays are lit, and the pilots")], []),
        ([Part("prose", "Light", "1.", beside=True), LIT], []),
        # a list of short items
        ([prose("Lamps", "1."), prose("Boats", "2."), prose("Pilots", "3.")], []),
        # a paragraph ends its sentence
        ([prose("The quays are lit.", "1."), GLAD], []),
        # the text below stands inside the item
        ([prose("Light", "1.", item=1), prose("The quays are lit.", item=1)], []),
        # a list whose beginning stands elsewhere
        ([prose("Light", "3."), LIT], []),
        # a sentence that a colon or a break cut goes on in small letters
        ([prose("light", "1."), LIT], []),
        ([prose("Light " * 20, "1."), LIT], []),
        ([prose("Light", "1."), prose("the quays are lit.", bullet=True)], []),
    ],
)
def test_numbered_headings(parts: list[Part], headings: list[str]) -> None:
    assert heads(parts) == headings


def test_lines_before_a_colon_are_headings_where_there_are_several() -> None:
    photo, desk = prose("Photo Opportunity:"), prose("Notes for the Press:")
    found = with_headings_before_colons([photo, LIT, desk, GLAD])
    assert [part.kind for part in found] == ["heading", "prose", "heading", "prose"]
    assert with_headings_before_colons([photo, LIT]) == [photo, LIT]


@pytest.mark.parametrize(
    "line",
    [
        prose("Ladies and Gentlemen:"),
        prose("Dear Pilots:"),
        prose("The ministers agreed:"),
        prose("Photo Opportunity For All Of The Pilots Here:"),
        prose("Photo Opportunity."),
        prose("Photo Opportunity:", label="1."),
        prose("Photo Opportunity:", bullet=True),
        Part("line", "Photo Opportunity:"),
        Part("prose", "Photo Opportunity:", beside=True),
    ],
)
def test_a_colon_that_makes_no_heading(line: Part) -> None:
    parts = [line, LIT, line, GLAD]
    assert with_headings_before_colons(parts) == parts


@pytest.mark.parametrize(
    "below", [prose("All quays.", bullet=True), prose("All quays.", label="1."), Part("line", "All quays")]
)
def test_a_colon_above_something_else_makes_no_heading(below: Part) -> None:
    parts = [prose("Photo Opportunity:"), below, prose("Notes:"), below]
    assert with_headings_before_colons(parts) == parts


def texts(parts: list[Part]) -> list[str]:
    return [part.text for part in with_what_belongs(parts)]


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        # the bullets inside an item, and the rest below them
        (
            [prose("We want", "4.", item=1), prose("light,", item=1, bullet=True), prose("at once.", item=1), LIT],
            ["We want light, at once.", LIT.text],
        ),
        # no number tells where a bulleted list of the page ends
        ([prose("We want", item=1), prose("light.", item=1)], ["We want", "light."]),
        # a sub-item has its own label
        ([prose("We want", "4.", item=1), prose("light.", "(a)", item=1)], ["We want", "light."]),
        # what stands between 4. and 5. belongs to 4.
        ([prose("We want", "4."), prose("light."), prose("We thank.", "5.")], ["We want light.", "We thank."]),
        ([prose("We want", "4."), prose("light."), prose("We thank.", "6.")], ["We want", "light.", "We thank."]),
        (
            [prose("We want", "4."), Part("heading", "Thanks"), GLAD, prose("We thank.", "5.")],
            ["We want", "Thanks", GLAD.text, "We thank."],
        ),
        # nothing below the last one tells that it goes on
        ([prose("We want.", "4."), LIT], ["We want.", LIT.text]),
        # each item has its own rest
        (
            [prose("We want", "4.", item=1), prose("We thank", "5.", item=2), prose("light.", item=1)],
            ["We want", "We thank", "light."],
        ),
        (
            [
                prose("We want", "4.", item=1),
                prose("light", item=1),
                prose("at once."),
                prose("We thank.", "5.", item=2),
            ],
            ["We want light at once.", "We thank."],
        ),
        # between two numbers a bulleted line belongs to the first, and one that has a name or stands beside does not
        ([prose("We want", "4."), Part("line", "light", bullet=True), prose("Or.", "5.")], ["We want light", "Or."]),
        ([prose("We want", "4."), Part("line", "Light"), prose("Or.", "5.")], ["We want", "Light", "Or."]),
        ([prose("We want", "4."), LIT, Part("heading", "Or"), prose("Or.", "5.")], ["We want", LIT.text, "Or", "Or."]),
        ([prose("We want", "4."), prose("all:", "(a)"), LIT, prose("Or.", "5.")], ["We want", "all:", LIT.text, "Or."]),
        ([prose("We want", "4."), Part("prose", "Ad.", beside=True), prose("Or.", "5.")], ["We want", "Ad.", "Or."]),
        # a recording inside an item is no text of it
        ([prose("We want", "4.", item=1), Part("media", "Listen", item=1)], ["We want", "Listen"]),
        # a whole speech that was only set in
        ([prose("A. " * 2_000, "1.", item=1), prose("light.", item=1)], ["A. " * 2_000, "light."]),
    ],
)
def test_what_belongs_to_a_numbered_paragraph(parts: list[Part], joined: list[str]) -> None:
    assert texts(parts) == joined
