"""What is taken out of a page before it is parsed, and what is not."""

from __future__ import annotations

import pytest

from archiver.release import read_release
from archiver.release.formats.html_elements import flattened

QUAY = "The northern quay will be repaired before the winter, and ferries leave from the southern quay until then."
FRENCH = "Le quai nord sera réparé avant l'hiver, et les bacs partiront du quai sud jusqu'à la fin des travaux."


def texts(page: str) -> list[str]:
    return [paragraph.text for paragraph in read_release(page.encode()).paragraphs]


@pytest.mark.parametrize(
    "icons",
    [
        "<svg><use href='#boat'/></svg>",
        "<svg viewBox='0 0 1 1'><title>Boat</title><path d='M0 0'><g><path d='M1 1'></g></svg>",
        "<script>write('<div><section><em>');</script>",
        "<!-- <div> <section> -->",
    ],
    ids=["use", "paths", "script", "comment"],
)
def test_icons_and_scripts_are_no_nesting(icons: str) -> None:
    page = f"<html><body>{icons * 300}<nav><p>{FRENCH}</p></nav><main><h1>Quay</h1><p>{QUAY}</p></main></body></html>"
    assert texts(page) == [QUAY]


def test_what_is_nested_too_deep_still_divides_paragraphs() -> None:
    depth = 300
    page = f"<html><body>{'<div>' * depth}<div>{QUAY}</div><div>{FRENCH}</div>{'</div>' * depth}</body></html>"
    assert texts(page) == [QUAY, FRENCH]


def test_an_icon_that_nobody_closed_takes_no_text_with_it() -> None:
    assert texts(f"<html><body><svg><path d=''><p>{QUAY}</p><svg><path></svg><p>{FRENCH}</p></body></html>") == [
        QUAY,
        FRENCH,
    ]


def test_a_script_keeps_its_text_as_written() -> None:
    script = '<script type="application/ld+json">{"articleBody": "<b>Quay</b>"}</script>'
    assert flattened(f"<b>Quay</b>{script}") == f"<x-bold>Quay</x-bold>{script}"


def test_scripts_below_the_deepest_nesting_end() -> None:
    page = f"<html><body>{'<div>' * 300}<script>light()</script><p>{FRENCH}</p></body></html>"
    assert texts(page) == [FRENCH]
