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


@pytest.mark.parametrize(
    "beside",
    [
        "<form><p>Write to the ministers whenever you like, and they will answer.</p><input name=q></form>",
        "<figure><img src=a.jpg><figcaption>Les ministres sur le quai de Portville, lundi.</figcaption></figure>",
        "<div class='c-related-articles'><p>Les quais, un an après la réunion des ministres.</p></div>",
        "<div class='tags'><p>Quays, ministers and the light of the harbours.</p></div>",
        "<div class='donation-box'><p>Votre don aide les ports à éclairer leurs quais.</p></div>",
        "<div class='user-bio'><p>Ada Stone writes about the quays and the boats.</p></div>",
    ],
)
def test_what_surrounds_a_text_is_none(beside: str) -> None:
    assert texts(f"<main><h1>Light</h1><p>{QUAY}</p>{beside}<p>{QUAY}</p></main>") == [QUAY, QUAY]


@pytest.mark.parametrize(
    "around",
    [
        "<figure><audio src=a.mp3></audio><figcaption>Listen</figcaption></figure>{}",
        "<section class='js-truncate-related-to-my-size'>{}</section>",
        "<div class='product-bio-coffee'>{}</div>",
        "<div class='layout with-right-sidebar'>{}</div>",
    ],
)
def test_a_name_that_says_nothing_of_what_it_holds_takes_no_text_away(around: str) -> None:
    page = f"<body><div><p>The harbours</p></div>{around.format(f'<h1>Light</h1><p>{QUAY}</p>')}<p>{QUAY}</p></body>"
    assert texts(page) == [QUAY, QUAY]


def test_a_form_around_the_whole_page_takes_no_text_away() -> None:
    assert texts(f"<body><form id=aspnetForm><h1>Light</h1><p>{QUAY}</p><p>{QUAY}</p></form></body>") == [QUAY, QUAY]
