"""Words that only say what kind of page they stand on."""

from __future__ import annotations

import pytest

from archiver.release.facts.kinds import without_kind


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Weekly press release", ""),
        ("COMMUNIQUÉ DE PRESSE", ""),
        ("Notas de prensa", ""),
        ("For immediate release", ""),
        ("Speeches, 2021", ", 2021"),
        ("Opinion", "Opinion"),  # a text may be called so
        ("Suppress releases", "Suppress releases"),
    ],
)
def test_a_kind_of_page_is_taken_off(line: str, rest: str) -> None:
    assert without_kind(line, in_section=False).strip() == rest


def test_in_a_section_of_a_site_its_name_is_taken_off_as_well() -> None:
    assert without_kind("Opinion", in_section=True).strip() == ""
