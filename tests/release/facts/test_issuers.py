"""Who issued a release."""

from __future__ import annotations

import pytest

from archiver.release.facts.issuers import institution_in, is_institution, issuer_in, named_in


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("Harbour Union Press Releases", "Harbour Union"),
        ("Harbour Union: Media advisory", "Harbour Union"),
        ("Harbour Union – Speeches", "Harbour Union"),
        ("Ministère des Ports - Discours", "Ministère des Ports"),
        ("OTAN Textes officiels", "NATO"),
        ("All Press Releases", None),
        ("Our speeches", None),
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
