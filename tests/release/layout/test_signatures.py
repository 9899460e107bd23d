"""How letters and decrees close."""

from __future__ import annotations

import pytest

from archiver.release import read_release
from archiver.release.blocks import Block
from archiver.release.layout.signatures import signature_lines

TEXT = "The quays are lit from dusk to dawn, and all of the pilots are glad."


@pytest.mark.parametrize(
    "lines",
    [
        ["Yours sincerely,", "Ada Stone", "Harbour Master of Northport"],
        ["Signed:", "Ada Stone", "For the Harbour Union"],
        ["Bien cordialement,", "Ada Pierre", "Maire de Portville"],
        ["Fait à Portville, le 4 mai 2021.", "La ministre des ports,", "Ada PIERRE"],
        ["Signé : Ada Pierre"],
        ["(signed) Ada Stone"],
        ["Mit freundlichen Grüßen", "Ada Stein"],
        ["Atentamente,", "Ada Piedra"],
        ["Met vriendelijke groet,", "Ada van der Steen"],
        ["ADA Q. STONE"],  # below the last sentence
    ],
)
def test_who_signed_is_no_text(lines: list[str]) -> None:
    blocks = [Block(text) for text in (TEXT, *lines)]
    assert signature_lines(blocks) == frozenset(range(1, len(blocks)))


@pytest.mark.parametrize(
    "lines",
    [
        ["Yours sincerely are words that close a letter."],
        ["ADA Q. STONE", TEXT],  # a heading
        ["Fait à la main, le filet tient dix ans."],
        ["Signed copies of the plan were handed to the mayors of all ports."],
    ],
)
def test_what_only_begins_like_one_is_text(lines: list[str]) -> None:
    assert not signature_lines([Block(text) for text in (TEXT, *lines)])


def test_below_a_name_the_text_may_go_on() -> None:
    lines = ["Yours sincerely,", "Ada Stone", "The office is open.", "1. Light", "Ada Stone"]
    assert signature_lines([Block(text) for text in lines]) == {0, 1}


def test_the_last_sentence_of_a_french_letter_is_text_and_who_signed_is_told() -> None:
    page = """<h1>Lettre aux maires des ports</h1><p>Madame la Maire,</p><p>Les quais sont éclairés toute la nuit.</p>
        <p>Je vous prie d'agréer, Madame la Maire, l'expression de mes sentiments distingués.</p>
        <p>Ada Pierre<br>Ministre des ports</p>"""
    release = read_release(page.encode())
    assert [paragraph.text[:8] for paragraph in release.paragraphs] == ["Madame l", "Les quai", "Je vous "]
    assert "left out, as it seems no part of the text: 'Ada Pierre / Ministre des ports'" in release.doubts
