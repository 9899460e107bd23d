"""A page as the reader understood it, in a terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from archiver.models import MediaLink, Paragraph, Release
from archiver.terminal.preview import render_preview

RELEASE = Release(
    "Statement on harbour safety",
    (
        Paragraph(1, "The quays are lit [all of them].", "1."),
        Paragraph(2, "The ferry waits.", None, "What changes"),
    ),
    (MediaLink("Press briefing", "https://harbours.example/a.mp3", "mp3", 20_036, 758.0), MediaLink("Audio file")),
    number="(2006)043",
    date="2006-03-31",
    doubts=("several lines could be the title; the first was taken",),
)


def shown(release: Release) -> list[str]:
    console = Console(file=StringIO(), width=90, highlight=False)
    for part in render_preview(release):
        console.print(part)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "line",
    [
        "number   (2006)043",
        "issuer   not found",
        "date     2006-03-31",
        "¶1 1. The quays are lit [all of them].",
        "What changes",
        "¶2  The ferry waits.",
        "sound Press briefing mp3, 20,036 kB, 12:38 https://harbours.example/a.mp3",
        "sound Audio file                           no address",
        "doubt: several lines could be the title; the first was taken",
    ],
)
def test_it_tells_all_that_was_read(line: str) -> None:
    assert line in shown(RELEASE)


def test_the_heading_stands_above_its_paragraph() -> None:
    lines = shown(RELEASE)
    assert lines.index("What changes") == lines.index("¶2  The ferry waits.") - 1


def test_a_page_without_sound() -> None:
    assert "sound none is linked or named" in shown(Release("Statement", RELEASE.paragraphs))
