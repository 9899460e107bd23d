"""Transcripts that are plain text: with a time here and there, as people's programs write them, or without any."""

from __future__ import annotations

import re

from archiver.transcript.captions.cue import Cue, Line, Reading, clock_seconds, plain_lines

_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d\d(?:[.,]\d{1,3})?"

# `Mary Okafor  0:01`, `[00:01:02] Mary:`, `00:01`: a line that says when, and perhaps who, and nothing else; or
# `[00:01:02] words`.
HEADING = re.compile(
    rf"\s*(?:[\[(]?(?P<before>{_CLOCK})[\])]?\s*[-–—|]?\s*(?P<after_name>[^\W\d_][^:]{{0,58}})?:?"
    rf"|(?P<name>[^\W\d_][^:]{{0,58}}?),?\s*(?:\s{{2,}}|[-–—|]|\t|(?=[\[(]))\s*[\[(]?(?P<after>{_CLOCK})[\])]?:?)\s*"
)
LEADING = re.compile(rf"\s*[\[(](?P<time>{_CLOCK})[\])]\s*(?P<text>\S.*)")
CREDIT = re.compile(r"\s*Transcribed by https?://\S+\s*", re.IGNORECASE)
LONGEST_NAME_WORDS = 6
NAME_PARTICLES = frozenset({"de", "du", "des", "la", "le", "von", "van", "der", "den", "del", "of", "the", "y", "et"})

PLAIN_TEXT = "plain text"  # the format in which nothing has a time


def read_plain_text(text: str) -> Reading:
    """Read typed text; where it says when somebody begins, that lasts until the next one does."""
    cues: list[Cue] = []
    start: float | None = None
    speaker: str | None = None
    lines: list[Line] = []
    timed = False

    def closed() -> None:
        if lines:
            cues.append(Cue(start, None, tuple(lines)))
            lines.clear()

    for line in text.splitlines():
        if CREDIT.fullmatch(line):
            continue
        if found := _heading(line):
            closed()
            start, speaker, timed = clock_seconds(found[0]), found[1], True
        elif led := LEADING.fullmatch(line):
            closed()
            start, speaker, timed = clock_seconds(led["time"]), None, True
            lines += plain_lines(led["text"])
        else:
            lines += plain_lines(line, speaker)
    closed()
    return Reading("timed text" if timed else PLAIN_TEXT, cues)


def _is_name(words: str) -> bool:
    """Whether each word begins as those of names do; a person's or a voice's: ``Zoé de La Tour``, ``Speaker 2``."""
    given = words.split()
    begins = [word[0].isupper() or word[0].isdigit() or word in NAME_PARTICLES for word in given]
    return len(given) <= LONGEST_NAME_WORDS and all(begins) and words[-1] not in ".?!"


def _heading(line: str) -> tuple[str, str | None] | None:
    """When, and who, for a line that says nothing else."""
    found = HEADING.fullmatch(line)
    if not found:
        return None
    name = (found["after_name"] or found["name"] or "").strip(" -–—|,") or None
    if name and not _is_name(name):
        return None
    return found["before"] or found["after"], name
