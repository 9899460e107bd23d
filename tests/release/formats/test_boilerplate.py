"""The text of a page whose layout nobody knows."""

from __future__ import annotations

import pytest

from archiver.release.blocks import PageLines
from archiver.release.formats.boilerplate import with_body_found
from archiver.release.formats.html import read_html

FOUND = "no known layout; trafilatura found the text"
SENTENCES = [
    f"In the {count} year of the union the ministers met at the old customs house, and {count} quays were lit at night."
    for count in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
TEASERS = "".join(f"<li><a href='/{name}'>{name} asks</a></li>" for name in ("Pilot", "Rower", "Diver", "Cook"))


def page(body: str, above: str = "") -> str:
    return f"<html><body><div class='top'>{above}<ul>{TEASERS}</ul></div><div class='story'>{body}</div></body></html>"


def found(text: str) -> PageLines:
    return with_body_found(read_html(text), text)


def test_what_surrounds_the_text_is_marked_and_told() -> None:
    marked = found(page(BODY))
    assert [block.text for block in marked.blocks if not block.beside] == SENTENCES
    assert [block.text for block in marked.blocks if block.beside] == [
        "Pilot asks",
        "Rower asks",
        "Diver asks",
        "Cook asks",
    ]
    assert marked.doubts == (FOUND,)


@pytest.mark.parametrize(
    "text",
    [
        page(BODY, above="<p>Press Release (2006)150</p>"),
        page(BODY, above="<p>Updated: 4 May 2021</p>"),
        page(BODY, above="<p>Ministry of Harbours</p>"),
        f"<div>{TEASERS}<p>The quays are lit.</p></div>",  # too little to choose from
    ],
    ids=["number", "update", "issuer", "short"],
)
def test_a_page_of_a_known_layout_stays_as_it_is(text: str) -> None:
    assert found(text) == read_html(text)


def test_a_page_that_marks_its_text_keeps_its_mark_and_needs_no_doubt() -> None:
    marked = found(f"<main>{BODY}</main><p>Related.</p>")
    assert [block.text for block in marked.blocks if not block.beside] == SENTENCES
    assert marked.doubts == ()


def test_a_page_that_is_all_text_leaves_no_doubt() -> None:
    assert found(f"<div>{BODY}</div>").doubts == ()


def test_a_page_too_long_to_look_through_is_taken_whole() -> None:
    text = page(BODY * 500)
    marked = found(text)
    assert marked.blocks == read_html(text).blocks
    assert marked.doubts == ("no known layout, and too long to look for its text; all was taken",)


def test_scripts_do_not_make_a_page_long() -> None:
    assert found(page(BODY + f"<script>{'light();' * 60_000}</script>")).doubts == (FOUND,)


@pytest.mark.parametrize("cell", ["<td>{}</td>", "<td><font size=2>{}</font></td>", "<td><div>{}</div></td>"])
def test_all_paragraphs_of_a_french_cell_stay(cell: str) -> None:
    counts = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze")
    sentences = [
        f"Les ministres se sont réunis à l'ancienne douane, et {count} quais ont été éclairés dès le soir."
        for count in counts
    ]
    body = cell.format("".join(f"<p>{sentence}</p>" for sentence in sentences))
    menu = "".join(f"<a href='/{name}'>{name}</a><br>" for name in ("Accueil", "Actualités", "Agenda", "Archives"))
    marked = found(f"<html><body><table><tr><td>{menu}</td>{body}</tr></table></body></html>")
    assert [block.text for block in marked.blocks if not block.beside and len(block.text) > 40] == sentences
