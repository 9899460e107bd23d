"""Times and texts as they are written for people and players, whatever they are shown in."""

from __future__ import annotations

import re

# Signs that a terminal obeys (ESC and its 8-bit relatives, a return to the line's beginning, DEL), that turn the
# direction of what follows (UAX #9's embeddings, overrides and isolates), or that are half a sign (a lone surrogate).
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # all signs of Unicode's category Cc


def visible(text: str) -> str:
    r"""Show the signs that would steer a terminal, turn text around or not be written at all: ESC as ``\u001b``.

    Line breaks and tabs stay. JSON stays the same JSON, since strings have these escapes there.
    """
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def clock(seconds: float) -> str:
    """Write a time to the second for people: ``01:01``, with hours only where there are any."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute:02d}:{second:02d}"


def duration_words(seconds: float) -> str:
    """A length of time as people say it: ``2 h 05 min``, ``12 min``, ``40 s``."""
    if seconds < 60:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours:,} h {minutes:02d} min" if hours else f"{minutes} min"


def counted(count: int, noun: str) -> str:
    """A number of things as people write it: ``1 sentence``, ``1,250 sentences``."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


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
    return _CONTROL.sub("", " ".join((text or "").split()))
