"""What belongs to the page and not to its text."""

from __future__ import annotations

import pytest

from archiver.release.blocks import Address, Block
from archiver.release.surroundings import is_only_links, is_surroundings


@pytest.mark.parametrize(
    "line",
    [
        "+32 (0)2 707 50 41",
        "Tel: +32 2 707 50 41",
        "B-1110 Brussels/Bruxelles",
        "Go to Homepage Go to Index",
        "Back to NATO homepage{",
        "Retour à la page d'accueil",
        "© 2006 NATO. All rights reserved.",
        "E-mail: press@example.org",
        "# # #",
        "ENDS",
    ],
)
def test_surroundings(line: str) -> None:
    assert is_surroundings(line)


@pytest.mark.parametrize(
    "line",
    ["Back to the negotiating table", "1110 soldiers left Brussels.", "The end is near", "Contact was lost.", "2006"],
)
def test_a_text_of_its_own(line: str) -> None:
    assert not is_surroundings(line)


def test_a_line_of_links_is_no_text() -> None:
    line = Block("Homepage | Index", addresses=(Address("/", 0, 8), Address("/index.htm", 11, 16)))
    assert is_only_links(line)
    assert not is_only_links(Block("Homepage of the Council", addresses=(Address("/", 0, 8),)))
    assert not is_only_links(Block("Homepage", addresses=(Address("#top", 0, 8),)))
