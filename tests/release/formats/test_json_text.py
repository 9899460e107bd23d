"""JSON of pages: halves of signs become replacements, whole signs stay."""

from __future__ import annotations

import pytest

from archiver.release.formats.json_text import loaded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r'"half \ud800 a sign"', "half \ufffd a sign"),
        (r'"the other half \uDC00"', "the other half \ufffd"),
        (r'"\ud83d\ude42"', "🙂"),
        (r'"\ud83d\ud83d\ude42"', "\ufffd🙂"),
        (r'"é A"', "é A"),
    ],
)
def test_halves_of_signs_are_replaced(text: str, found: str) -> None:
    assert loaded(text) == found
