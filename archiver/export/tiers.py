"""Tiers: what each speaker said, as programs for annotating speech want it, with no two intervals over each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archiver.display import one_line
from archiver.export.cues import Cue, cues_of
from archiver.export.document import Document, display_names

NOBODY = "speech"  # the tier of sentences whose speaker is not known


@dataclass(frozen=True, slots=True)
class Interval:
    """A part of the recording and its label.

    start, end: ms, the end later than the start
    """

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a tier.

    words: within its interval; those alone that were timed
    links: the paragraphs that it is on, as in ``4 verbatim 0.97``; empty for none
    """

    interval: Interval
    words: tuple[Interval, ...]
    links: str


@dataclass(frozen=True, slots=True)
class Tier:
    """What one speaker said, in order."""

    speaker: str
    sentences: tuple[Sentence, ...]


def tiers_of(transcript: Document) -> list[Tier]:
    """A tier for every speaker, in the order in which they first speak.

    Where one speaker's sentences lie over each other, the earlier one ends where the later one starts.
    """
    names = display_names(transcript)
    spoken: dict[str, list[Cue]] = {}
    for cue in cues_of(transcript):
        spoken.setdefault(names.get(cue.segment["speaker"], NOBODY), []).append(cue)
    return [_tier(speaker, cues) for speaker, cues in spoken.items()]


def _tier(speaker: str, cues: list[Cue]) -> Tier:
    placed = apart(Interval(cue.start, cue.end, cue.text) for cue in cues)
    found = zip(cues, placed, strict=True)
    return Tier(speaker, tuple(Sentence(place, tuple(_words(cue, place)), _links(cue)) for cue, place in found))


def apart(intervals: Iterable[Interval]) -> list[Interval]:
    """Intervals in order of their start, none over the next, each at least a millisecond long."""
    found: list[Interval] = []
    for one in intervals:
        start = max(one.start, found[-1].start + 1) if found else one.start
        if found and found[-1].end > start:
            found[-1] = replace(found[-1], end=start)
        found.append(replace(one, start=start, end=max(one.end, start + 1)))
    return found


def _words(cue: Cue, within: Interval) -> Iterator[Interval]:
    timed = (word for word in cue.segment["words"] if word["start"] is not None and word["end"] is not None)
    found = apart(
        Interval(round(word["start"] * 1000), round(word["end"] * 1000), one_line(word["word"])) for word in timed
    )
    for word in found:
        start, end = max(word.start, within.start), min(word.end, within.end)
        if word.label and start < end:
            yield Interval(start, end, word.label)


def _links(cue: Cue) -> str:
    return "; ".join(
        " ".join(filter(None, [str(link["paragraph"]), link["relation"], f"{link['score'] or 0:.2f}"]))
        for link in cue.segment["links"]
    )
