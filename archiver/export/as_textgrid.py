"""TextGrid: sentences, words and paragraphs as tiers, for Praat and what reads its files.

Written by hand, in Praat's long text format: a quotation mark is doubled, and nothing else is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archiver.export.document import Document, first_transcribed
from archiver.export.tiers import Interval, tiers_of


def render_textgrid(document: Document) -> str:
    """Write three tiers for every speaker: sentences, words, and the paragraphs that they are on.

    Raises ``UsageError`` if there is no transcript.
    """
    recording, transcript = first_transcribed(document)
    tiers: list[tuple[str, Sequence[Interval]]] = []
    for tier in tiers_of(transcript):
        linked = [Interval(one.interval.start, one.interval.end, one.links) for one in tier.sentences if one.links]
        tiers.append((tier.speaker, [one.interval for one in tier.sentences]))
        tiers.append((f"{tier.speaker} words", [word for one in tier.sentences for word in one.words]))
        tiers.append((f"{tier.speaker} paragraphs", linked))
    ends = [interval.end for _, intervals in tiers for interval in intervals]
    end = max([round((recording["duration"] or 0) * 1000), *ends, 1])
    head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {_seconds(end)}"]
    head += ["tiers? <exists>", f"size = {len(tiers)}", "item []:"]
    lines = [line for number, tier in enumerate(tiers, 1) for line in _tier(number, *tier, end)]
    return "\n".join([*head, *lines]) + "\n"


def _tier(number: int, name: str, intervals: Sequence[Interval], end: int) -> Iterator[str]:
    filled = list(_filled(intervals, end))
    yield f"    item [{number}]:"
    yield '        class = "IntervalTier"'
    yield f"        name = {_quoted(name)}"
    yield "        xmin = 0"
    yield f"        xmax = {_seconds(end)}"
    yield f"        intervals: size = {len(filled)}"
    for place, one in enumerate(filled, 1):
        yield f"        intervals [{place}]:"
        yield f"            xmin = {_seconds(one.start)}"
        yield f"            xmax = {_seconds(one.end)}"
        yield f"            text = {_quoted(one.label)}"


def _filled(intervals: Iterable[Interval], end: int) -> Iterator[Interval]:
    """Intervals with empty ones between them: a tier covers the recording from its beginning to its end."""
    reached = 0
    for one in intervals:
        if one.start > reached:
            yield Interval(reached, one.start, "")
        yield one
        reached = one.end
    if reached < end:
        yield Interval(reached, end, "")


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
