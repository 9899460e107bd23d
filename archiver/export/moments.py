"""Moments: when a paragraph was talked about, from the links of a transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the recording on one paragraph.

    start, end: seconds
    by_hand: whether a person said so
    """

    paragraph: int
    relation: str
    start: float
    end: float
    span: tuple[int, int]
    by_hand: bool = False


def moments(transcript: Mapping[str, Any]) -> list[Moment]:
    """The links of a transcript as stretches of time; what was not timed takes its sentence's time."""
    return [
        Moment(
            link["paragraph"],
            link["relation"],
            segment["start"] if link["start"] is None else link["start"],
            segment["end"] if link["end"] is None else link["end"],
            (link["span"][0], link["span"][1]),
            link["by"] == "human",
        )
        for segment in transcript["segments"]
        for link in segment["links"]
    ]


def share_read(found: Sequence[Moment], length: int) -> float:
    """How much of a paragraph's text was read out, 0 to 1: the union of the spans."""
    covered, reached = 0, 0
    for start, end in sorted(moment.span for moment in found if moment.relation == "verbatim"):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered / length if length else 0.0
