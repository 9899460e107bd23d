"""Times of a recording as people and players write them."""

from __future__ import annotations


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
