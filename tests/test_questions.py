"""Whether a sentence asks something, by how it is said."""

from __future__ import annotations

import pytest

from archiver.questions import asks


@pytest.mark.parametrize(
    ("said", "language", "asked"),
    [
        ("Is there any concern about the helicopters?", "en", True),
        ("What is the plan for the summer.", "en", True),  # engines lose question marks
        ("Thank you, can you say when it will begin.", "en", True),
        ("A follow-up, if I may, one more question on Kosovo.", "en", True),
        ("There is no plan to change the level of troops.", "en", False),
        ("When.", "en", False),  # a word alone is the beginning of anything
        ("Avez-vous un commentaire ?", "fr", True),
        ("Est-ce que l'ambassadeur a répondu.", "fr", True),
        ("Merci, pourquoi avoir attendu jusqu'en mai.", "fr", True),
        ("Monsieur le porte-parole, le Conseil a-t-il pris une décision.", "fr", True),
        ("J'ai une autre question sur le Kosovo, si vous permettez.", "fr", True),
        ("Je voudrais vous demander ce que vous attendez du sommet.", "fr", True),
        ("De quels moyens disposera la mission.", "fr", True),
        ("Le Conseil n'a pris aucune décision ce matin.", "fr", False),
        ("Rendez-vous lundi à la même heure.", "fr", False),
        ("Sans doute faudra-t-il attendre le mois de mai.", "fr", False),
        ("Quel que soit le résultat du scrutin, notre position est connue.", "fr", False),
        ("Pourquoi.", "fr", False),
        ("What is the plan.", "de", False),
        ("Τι σχέδιο έχετε;", "el", True),
    ],
)
def test_asking(said: str, language: str, asked: bool) -> None:
    assert asks(said, language) is asked
