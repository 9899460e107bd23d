"""The language of a text."""

from __future__ import annotations

import pytest

from archiver.release.facts.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Council met in the morning and agreed on a plan for the harbours of the region.", "en"),
        ("Le Conseil s’est réuni dans la matinée et a adopté un plan pour les ports de la région.", "fr"),
        ("El Consejo se reunió por la mañana y aprobó un plan para los puertos de la región.", "es"),
        ("Der Rat tagte am Morgen und beschloss einen Plan für die Häfen in der Region.", "de"),
        ("Il Consiglio si è riunito in mattinata e ha approvato un piano per i porti della regione.", "it"),
        ("Совет собрался утром и согласился с планом для портов региона.", "ru"),
        ("Rada zebrała się rano i uzgodniła plan dla portów w tym regionie.", "pl"),
        ("NATO, OSCE", None),
        ("The harbour minister", None),  # too short to be sure
        ("12 000 14 500 16 300 18 900", None),
        ("", None),
    ],
)
def test_language_of_a_text(text: str, language: str | None) -> None:
    assert language_of(text) == language
