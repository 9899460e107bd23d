"""The sentences between a title and its text."""

from __future__ import annotations

import pytest

from archiver.release import read_release
from archiver.release.blocks import Block
from archiver.release.layout.leads import lead_places

LEAD = Block("The quays of all eleven harbours will be lit from dusk to dawn.")
TITLE = Block("Light on the quays", level=1)


@pytest.mark.parametrize(
    ("above", "places"),
    [
        ([TITLE, LEAD], {1}),
        ([TITLE, Block("Ada Stone, 4 May 2021"), LEAD], {2}),
        ([TITLE, Block("In short", level=2), LEAD], {2}),  # below the largest heading
        ([Block("La lumière", level=2), LEAD], {1}),
        ([LEAD, TITLE], set()),
        ([LEAD], set()),
        ([TITLE, Block("This website uses cookies to count its visitors.")], set()),
    ],
)
def test_a_lead_stands_below_the_title(above: list[Block], places: set[int]) -> None:
    assert lead_places([*above, Block("The ministers met at noon.")], len(above)) == places


@pytest.mark.parametrize(
    ("title", "lead", "text"),
    [
        (
            "Light on the quays",
            "The quays of all eleven harbours will be lit from dusk to dawn.",
            "The ministers met at noon, and agreed on the rest in the evening.",
        ),
        (
            "La lumière sur les quais",
            "Les quais des onze ports seront éclairés du soir au matin.",
            "Les ministres se sont réunis à midi et se sont accordés le soir.",
        ),
    ],
)
def test_a_lead_outside_the_article_is_text(title: str, lead: str, text: str) -> None:
    page = f"<header><h1>{title}</h1><p>{lead}</p></header><article><p>{text}</p><p>{text}</p></article>"
    assert [paragraph.text for paragraph in read_release(page.encode()).paragraphs] == [lead, text, text]
