"""Times and texts as they are written for people and players, whatever they are shown in."""

from __future__ import annotations

import unicodedata


def clock(seconds: float) -> str:
    """Write a time to the second for people: ``01:01``, with hours only where there are any."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute:02d}:{second:02d}"


def timestamp(milliseconds: int, point: str) -> str:
    """Write a time to the millisecond for players: ``00:01:01.200``, with ``point`` before the fraction."""
    seconds, fraction = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}{point}{fraction:03d}"


def one_line(text: str | None) -> str:
    """Put text on one line: single blanks, no line breaks, and nothing that steers a terminal.

    Marks that set the direction of writing are part of the text and stay.
    """
    spaced = " ".join((text or "").split())
    return "".join(sign for sign in spaced if unicodedata.category(sign) != "Cc")
