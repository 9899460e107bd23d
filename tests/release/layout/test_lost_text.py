"""Text that a page shows and its release lacks is told; furniture is not."""

from __future__ import annotations

import pytest

from archiver.models import Release
from archiver.release import read_release

QUAY = "The northern quay will be repaired before the winter, and ferries leave from the southern quay until then."
COST = "The work costs four million, which the port pays from its reserve, as the chair of the council told the press."
FRENCH = "Le quai nord sera réparé avant l'hiver, et les bacs partiront du quai sud jusqu'à la fin de ces travaux."
SUITE = "Les travaux coûteront quatre millions, que le port prendra sur sa réserve, a dit la présidente du conseil."


def read(inside: str, outside: str) -> Release:
    return read_release(f"<html><body><main><h1>Quay</h1>{inside}</main>{outside}</body></html>".encode())


def told(release: Release) -> list[str]:
    return [doubt for doubt in release.doubts if doubt.startswith("not in the text")]


@pytest.mark.parametrize(
    ("inside", "outside", "excerpt"),
    [
        (f"<p>{QUAY}</p>", f"<div><p>{COST}</p></div>", COST[:60]),
        (f"<p>{FRENCH}</p>", f"<div class='suite'><p>{SUITE}</p></div>", SUITE[:60]),
        (f"<p>{QUAY}</p>", f"<aside>{f'<p>{COST}</p>' * 5}</aside>", COST[:60]),  # long for an aside
    ],
    ids=["beside main", "French", "long aside"],
)
def test_text_that_is_lost_is_told_with_its_first_words_and_its_length(inside: str, outside: str, excerpt: str) -> None:
    release = read(inside, outside)
    (doubt,) = told(release)
    assert doubt.startswith(f"not in the text: {excerpt!r} (")
    assert release.lost > 0.1


@pytest.mark.parametrize(
    "outside",
    [
        f"<nav><p>{COST}</p></nav>",
        f"<footer><p>{COST}</p></footer>",
        f"<div id='cookie-consent'><p>{COST}</p></div>",
        f"<aside class='teasers'><p>{COST}</p></aside>",
        f"<ol class='comment-list'>{f'<li>{COST}' * 9}</ol>",
        f"<p style='display:none'>{COST}</p>",
        f"<p><a href='/cost'>{COST}</a></p>",
        "<p>Nous utilisons des cookies pour vous offrir la meilleure expérience sur notre site et pour la mesurer.</p>",
        f"<p>{QUAY}</p>",  # said again
    ],
    ids=["menu", "foot", "consent", "teaser", "comments", "hidden", "link", "French cookies", "again"],
)
def test_furniture_is_not_told(outside: str) -> None:
    release = read(f"<p>{QUAY}</p>", outside)
    assert [paragraph.text for paragraph in release.paragraphs] == [QUAY]
    assert (told(release), release.lost) == ([], 0)


def test_lines_that_follow_each_other_are_one_passage() -> None:
    (doubt,) = told(read(f"<p>{QUAY}</p>", f"<div><p>{COST}</p><p>{SUITE}</p></div>"))
    assert doubt.endswith(f"({len(COST) + 1 + len(SUITE)} characters)")


@pytest.mark.parametrize(
    "line",
    [
        "Ferries leave at noon from the southern quay.",
        "Les bacs partent à midi du quai sud.",
        "Ferry lines, nets, masts, lamps and boats of the coast " * 2,
    ],
)
def test_a_single_line_beside_the_text_is_told_but_is_no_share_of_it(line: str) -> None:
    release = read(f"<p>{QUAY}</p>", f"<div><p>{line}</p></div>")
    (doubt,) = [doubt for doubt in release.doubts if "beside the text" in doubt]
    assert doubt.startswith(f"a line beside the text and not in it: '{line[:25]}")
    assert release.lost == 0


@pytest.mark.parametrize("line", ["Jane Roe", "Boats, nets and masts", "Lire la suite", "Press releases"])
def test_names_and_facts_beside_the_text_are_not_told(line: str) -> None:
    assert read(f"<p>{QUAY}</p>", f"<div><p>{line}</p></div>").doubts in ((), ("no date found",))


def test_several_lines_are_one_doubt() -> None:
    lines = "".join(f"<div><p>Ferry number {number} leaves from the quay.</p></div>" for number in range(5))
    told = [doubt for doubt in read(f"<p>{QUAY}</p>", lines).doubts if "beside the text" in doubt]
    assert len(told) == 1
    assert told[0].startswith("5 lines beside the text")
    assert "…" in told[0]
