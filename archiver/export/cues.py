"""Cues: the sentences of a transcript that a player can show, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.display import timestamp
from archiver.export.document import Document, said_in


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence with its time.

    start, end: ms
    text: on one line, never empty
    segment: the sentence as it stands in the export document
    """

    start: int
    end: int
    text: str
    segment: Document

    def time_line(self, point: str) -> str:
        """Write the line that players look for, with ``point`` before the milliseconds."""
        return f"{timestamp(self.start, point)} --> {timestamp(self.end, point)}"


def cues_of(transcript: Document) -> Iterator[Cue]:
    """Give the sentences in order of their start, without those of which nothing was heard or nobody knows when.

    Players want cues sorted, and each to end after its start: a sentence of no length is shown for a millisecond.
    """
    timed = [s for s in transcript["segments"] if s["start"] is not None and s["end"] is not None]
    for segment in sorted(timed, key=lambda s: float(s["start"])):
        start, end = round(segment["start"] * 1000), round(segment["end"] * 1000)
        if text := said_in(segment):
            yield Cue(start, max(end, start + 1), text, segment)
