"""Whether a line stands in a text."""

from __future__ import annotations

import pytest

from archiver.release.layout.word_rows import WordRows

TEXT = WordRows(["The ministers met at the old customs house, and all the quays were lit.", "Le port est ouvert"])


@pytest.mark.parametrize(
    ("line", "stands"),
    [
        ("the old customs house, and all the quays", True),  # in the middle
        ("The ministers met at the old customs house, as the chair said.", True),  # the end is another
        ("house, and all the quays were lit. Le port est", True),  # over the end of a piece
        ("Le port est ouvert", True),  # shorter than a row, and a piece
        ("The ministers met", False),  # shorter than a row, and none
        ("Le port restera fermé jusqu'à la fin des travaux.", False),
        ("", False),
    ],
)
def test_a_line_stands_in_a_text(line: str, stands: bool) -> None:
    assert (line in TEXT) == stands
