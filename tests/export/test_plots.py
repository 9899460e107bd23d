"""Plots: what stands in the pictures."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from lxml import etree

from archiver.archive.figures import FIGURES
from archiver.errors import UsageError
from archiver.export.plots import draw

SHARES = [
    {"year": year, "house": house, "releases": 12 - n, "characters": 1000, "share_read": 0.5}
    for n, house in enumerate(["Navy", "a $5 & <b> House", *(f"House {n}" for n in range(6))])
    for year in ("2005", "2006", "no date")
]
SPEAKERS = [{"speaker": "Ada\x07 Lovelace", "minutes": 1234.5, "recordings": 3}]
HEDGED = [{"paragraph": 4, "sentences": 8, "hedged": 2, "share_hedged": 0.25}]
PLOTS: dict[str, Any] = {
    "share-read": ("Share", SHARES),
    "speakers": ("Minutes", SPEAKERS),
    "hedged": ("Hedges", HEDGED),
}


def words(svg: bytes) -> set[str]:
    return {one.text for one in etree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}


def test_texts_are_texts() -> None:
    found = words(draw(PLOTS, "svg").data)
    assert found >= {"Share", "2005", "no date", "Navy", "a $5 & <b> House", "3 others", "100%"}
    assert found >= {"Ada Lovelace", "1,234", "minutes"}
    assert found >= {"of 8", "4", "paragraph"}
    assert "House 5" not in found


def test_the_same_figures_give_the_same_file() -> None:
    assert draw(PLOTS, "svg") == draw(PLOTS, "svg")
    assert draw(PLOTS, "svg") != draw(PLOTS, "svg", dark=True)


def test_png() -> None:
    assert draw(PLOTS, "png").data.startswith(b"\x89PNG")


def test_nothing_was_heard() -> None:
    plots: dict[str, Any] = {name: (one.title, []) for name, one in FIGURES.items()}
    assert "Nothing was heard yet." in words(draw(plots, "svg").data)


def test_letters_that_no_font_has_are_told() -> None:
    asked: dict[str, Any] = {"speakers": ("Minutes", [{**SPEAKERS[0], "speaker": "\U00012000"}])}  # cuneiform
    drawn = draw(asked, "svg")
    assert drawn.lacks_letters
    assert "\U00012000" in words(drawn.data)
    assert not draw(PLOTS, "svg").lacks_letters


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"^plots need matplotlib; pip install 'briefing-archiver\[plots\]'$"):
        draw(PLOTS, "svg")
