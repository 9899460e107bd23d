"""Who issued a release."""

from __future__ import annotations

import pytest

from archiver.release.facts.issuers import (
    holder_in,
    initials_of,
    institution_in,
    is_institution,
    is_site_name,
    issuer_in,
    named_in,
    pieces_of,
)


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Harbour Union Press Releases", "Harbour Union"),
        ("Harbour Union: Media advisory", "Harbour Union"),
        ("Harbour Union – Speeches", "Harbour Union"),
        ("Harbour Union: | • Statements and Releases", "Harbour Union"),  # the day stood between
        ("Ministère des Ports : | • Discours et déclarations", "Ministère des Ports"),
        ("Date: | Press release", None),
        ("Ministère des Ports - Discours", "Ministère des Ports"),
        ("OTAN Textes officiels", "NATO"),
        ("All Press Releases", None),
        ("Our speeches", None),
        ("View Press Releases", None),
        ("Browse speeches", None),
        ("Related press releases", None),
        ("Tous les communiqués de presse", None),
        ("Voir les discours", None),
        ("Alle Pressemitteilungen", None),
        ("Harbour Union", None),
    ],
)
def test_who_issues_the_releases_of_a_section(line: str, issuer: str | None) -> None:
    assert issuer_in(line) == issuer


@pytest.mark.parametrize(
    "line",
    [
        "Ministry of Harbours",
        "MINISTRY OF HARBOURS AND QUAYS",
        "Harbour Union",
        "Kingsport City Council",
        "Ministère des ports, des quais et de la lumière",
        "Bundesministerium für Hafen",
    ],
)
def test_an_institution(line: str) -> None:
    assert is_institution(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ministry",
        "The Council",
        "Our Union",
        "Council statement on light",
        "Light on the quays",
        "Council of all pilots",
    ],
)
def test_no_institution(line: str) -> None:
    assert not is_institution(line)


@pytest.mark.parametrize(
    ("window", "institution"),
    [
        ("Light on the quays | Ministry of Harbours", "Ministry of Harbours"),
        ("Harbour Union: light on the quays", "Harbour Union"),
        ("Ministry of Harbours - News - Harbour Union", "Ministry of Harbours"),
        ("Light on the quays of the Harbour Union", None),
    ],
)
def test_the_window_names_an_institution(window: str, institution: str | None) -> None:
    assert institution_in(window) == institution


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("From: Harbour Service", "Harbour Service"),
        ("DE : Service des ports", "Service des ports"),
        ("From: everything we heard", None),
    ],
)
def test_a_line_that_says_from_whom(line: str, issuer: str | None) -> None:
    assert named_in(line) == issuer


@pytest.mark.parametrize("name", ["Harbour Union", "City of Kingsport", "Ville de Portville", "HU"])
def test_a_site_has_a_name(name: str) -> None:
    assert is_site_name(name)


@pytest.mark.parametrize(
    "name", ["www.harbour.example", "Harbour.example", "{{ site.title }}", "[site:name]", "Accueil", "WordPress", "…"]
)
def test_what_any_site_is_called_is_no_name(name: str) -> None:
    assert not is_site_name(name)


def test_initials_are_those_of_the_address() -> None:
    pieces = pieces_of("MDP - Le quai rénové")
    assert initials_of(pieces, [None, "www.mdp.example"]) == "MDP"
    assert initials_of(pieces, ["https://presse.portville.example/1"]) is None


@pytest.mark.parametrize(
    ("foot", "holder"),
    [
        ("Contact\n© 2021 Ministry of Harbours. All rights reserved.", "Ministry of Harbours"),
        ("Copyright © 2003-2021 Harbour Union - Site map", "Harbour Union"),
        ("© Ministère des Ports, 2021", "Ministère des Ports"),
        ("Mentions légales | © 2021 Conseil des ports | Plan du site", "Conseil des ports"),
        ("Impressum\nHerausgeber: Bundesministerium für Hafen\nHafenstraße 3", "Bundesministerium für Hafen"),
        ("Mentions légales\nÉditeur du site : Ministère des Ports, 3 quai Long", "Ministère des Ports"),
        ("Published by the Ministry of Harbours", "Ministry of Harbours"),
        ("Impressum\nDatenschutz", None),
        ("© 2021 Web design by Ada", None),
        ("The Ministry of Harbours", None),
    ],
)
def test_who_has_the_rights_in_a_page(foot: str, holder: str | None) -> None:
    assert holder_in(foot) == holder
