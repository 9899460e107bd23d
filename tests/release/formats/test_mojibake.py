"""Text that was saved in the wrong character set, put back."""

from __future__ import annotations

import pytest

from archiver.release.formats.mojibake import repaired


def misread(text: str) -> str:
    return text.encode().decode("cp1252")


@pytest.mark.parametrize(
    "meant",
    ["The harbour’s pilots", "Réunion à la préfecture", "“Light the quays – at once", "Häfen und Brücken", "100 €"],
)
def test_what_was_misread_is_put_back(meant: str) -> None:
    assert misread(meant) != meant
    assert repaired(misread(meant)) == meant


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("the harbourÂ’s pilots", "the harbour’s pilots"),  # misread twice, in two ways
        ("the harbour\x92s pilots", "the harbour’s pilots"),
        ("the \x93quays\x94", "the “quays”"),
        ("the â€œquaysâ€\x9d", "the “quays”"),  # windows-1252 has no character for 9D
    ],
)
def test_quotation_marks_that_became_control_characters(broken: str, meant: str) -> None:
    assert repaired(broken) == meant


@pytest.mark.parametrize(
    "text",
    [
        "The quays are lit.",
        "L’Âge d’or de São João, Çağrı à Ðakovo",
        "“Light the quays” – 100 €, 20 °C",
        "The ﬁrst ｌａｍｐ &amp; the “last”",  # ftfy would mend these as well, and nobody broke them
    ],
)
def test_a_text_without_a_trace_stays(text: str) -> None:
    assert repaired(text) == text


def test_only_the_broken_lines_change() -> None:
    lines = ["The ﬁrst line\r\n", f"{misread('The harbour’s pilots')}\n", "The last"]
    assert repaired("".join(lines)) == "The ﬁrst line\r\nThe harbour’s pilots\nThe last"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("“CASA DA IRMÃ”", "“CASA DA IRMÃ”"), ("MAÇÃ”, disse", "MAÇÃ”, disse"), ("Ã  la carte", "à la carte")],
)
def test_portuguese_stays_and_a_lost_blank_is_found(text: str, meant: str) -> None:
    assert repaired(text) == meant
