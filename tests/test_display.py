"""Times and texts as they are written for people and players."""

from __future__ import annotations

import json

import pytest

from archiver.display import clock, counted, one_line, timestamp, visible


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "00:00"),
        (61.2, "01:01"),
        (59.999, "00:59"),  # a second has begun only when it is there
        (3599, "59:59"),
        (3600, "1:00:00"),
        (36_061, "10:01:01"),
    ],
)
def test_clock_has_hours_only_when_needed(seconds: float, written: str) -> None:
    assert clock(seconds) == written


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 sentences"), (1, "1 sentence"), (2, "2 sentences"), (1250, "1,250 sentences")]
)
def test_one_is_not_many(count: int, written: str) -> None:
    assert counted(count, "sentence") == written


@pytest.mark.parametrize(
    ("milliseconds", "point", "written"),
    [
        (0, ".", "00:00:00.000"),
        (61_200, ".", "00:01:01.200"),
        (61_200, ",", "00:01:01,200"),
        (3_599_999, ".", "00:59:59.999"),
        (360_000_001, ".", "100:00:00.001"),
    ],
)
def test_timestamp_always_has_hours(milliseconds: int, point: str, written: str) -> None:
    assert timestamp(milliseconds, point) == written


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two\nlines", "two lines"),
        ("a\r\n\r\n  paragraph\u2028break\x85here", "a paragraph break here"),
        ("\x1b[31mred\x00", "[31mred"),  # nothing that a terminal would obey
        ("\u202eright to left\u202c \u200fmarks", "\u202eright to left\u202c \u200fmarks"),
        (" \n ", ""),
        (None, ""),
    ],
)
def test_one_line(text: str | None, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x07", r"\u001b[31mred\u0007"),
        ("\x9b2J\x90q\x7f", r"\u009b2J\u0090q\u007f"),  # a single sign may begin a command, too
        ("over\rwritten", r"over\u000dwritten"),
        ("\u202egnp.exe \u2067x\u2069", "\\u202egnp.exe \\u2067x\\u2069"),
        ("half \ud800 a sign", r"half \ud800 a sign"),  # cannot be written at all
        ("two\n\tlines, שלום\u200f, Noël, 🙂", "two\n\tlines, שלום\u200f, Noël, 🙂"),
    ],
)
def test_visible_shows_what_would_steer_a_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown
    if "\n" not in text:
        assert json.loads(visible(json.dumps(text, ensure_ascii=False))) == text
