"""Word times: moved to where the voice really begins and ends, so that clips can be cut by them.

An engine's times are up to half a second off beside a pause, where only it could tell. They are moved there and nowhere
else: between two words without a pause the voice's energy says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archiver.models import Segment, Word
from archiver.recording.silence import Pause, Side, VoiceActivity

SHORTEST_WORD_PAUSE = 0.12  # seconds; from here on a pause tells words apart
FARTHEST_MOVE = 0.5  # seconds of voice that an edge may move across; across silence it may move any way
FARTHEST_TRIM = 0.2  # the same where no other word would have that voice
# Seconds between the times of two words; beyond, there may be several pauses, or words that nobody wrote down.
SAME_PAUSE = 0.2
SHORTEST_WORD = 0.03  # seconds
PUNCTUATION = (".", "!", "?", ":", ";", ",", "…")
PUNCTUATION_DISCOUNT = 0.5  # where a sentence or a clause stops, a pause is likelier: its distance counts half

Edge = tuple[int, Side]
"""A side of a word, by its number."""


@dataclass(slots=True)
class _Timed:
    """A word and its times while they are moved."""

    word: Word
    start: float
    end: float

    @classmethod
    def of(cls, word: Word) -> _Timed:
        assert word.start is not None
        assert word.end is not None
        return cls(word, word.start, word.end)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A pause that may be the one at some edges: the end of the word before it, the start of the one after it, or both.

    cost: seconds of voice that lie between
    """

    cost: float
    pause: int
    edges: tuple[Edge, ...]


def snap_to_pauses(segments: Sequence[Segment], found: Sequence[Pause]) -> list[Segment]:
    """Move the edges of words, and of the sentences that they begin and end, to where the voice begins and ends.

    found: pauses in order, as ``pauses`` gives them

    Only edges beside a pause are moved, across half a second of voice at the most, and never past another word's. Words
    without times, and sentences without timed words, stay as they are.
    """
    timed = [_Timed.of(word) for segment in segments for word in segment.words if word.is_timed]
    _move(timed, [pause for pause in found if pause.seconds >= SHORTEST_WORD_PAUSE])
    moved = (replace(one.word, start=one.start, end=one.end) for one in timed)
    return [
        _with_words(segment, tuple(next(moved) if word.is_timed else word for word in segment.words))
        for segment in segments
    ]


def _with_words(segment: Segment, words: tuple[Word, ...]) -> Segment:
    """A sentence whose times follow those of its first and last word, where they were the same."""
    old, changed = segment.words, replace(segment, words=words)
    if old and old[0].start == segment.start and words[0].start is not None:
        changed = replace(changed, start=words[0].start)
    if old and old[-1].end == segment.end and words[-1].end is not None:
        changed = replace(changed, end=words[-1].end)
    return changed


def _move(timed: Sequence[_Timed], found: Sequence[Pause]) -> None:
    """Give every pause to the edges nearest to it, the nearest first."""
    taken: set[tuple[int, Side]] = set()  # sides of pauses
    settled: set[Edge] = set()
    for claim in sorted(_claims(timed, VoiceActivity(found)), key=lambda claim: claim.cost):
        sides = {(claim.pause, side) for _, side in claim.edges}
        if taken & sides or settled & set(claim.edges) or not _fits(claim.edges, timed, found[claim.pause]):
            continue
        for number, side in claim.edges:
            setattr(timed[number], side, found[claim.pause].edge(side))
        taken |= sides
        settled |= set(claim.edges)


def _claims(timed: Sequence[_Timed], voice: VoiceActivity) -> Iterator[_Claim]:
    """Every pause near the edges between two words, and before the first and behind the last."""
    for number in range(len(timed) + 1):
        end: tuple[Edge, ...] = ((number - 1, "end"),) if number else ()
        start: tuple[Edge, ...] = ((number, "start"),) if number < len(timed) else ()
        likely = PUNCTUATION_DISCOUNT if not number or timed[number - 1].word.heard.endswith(PUNCTUATION) else 1.0
        if end and start and timed[number].start - timed[number - 1].end <= SAME_PAUSE:
            groups = [end + start]
        else:
            groups = [edges for edges in (end, start) if edges]
        for edges in groups:
            times = [(getattr(timed[place], side), side) for place, side in edges]
            for pause in voice.pauses_near(times[0][0], FARTHEST_MOVE):
                cost = _cost(times, voice, voice.pauses[pause])
                if cost is not None:
                    yield _Claim(cost * likely, pause, edges)


def _cost(times: Sequence[tuple[float, Side]], voice: VoiceActivity, pause: Pause) -> float | None:
    """The seconds of voice that edges would move across to a pause; None where that is too much."""
    across = max(voice.between(time, pause.edge(side)) for time, side in times)
    (time, side), edge = times[0], pause.edge(times[0][1])
    shrinks = len(times) == 1 and (edge < time if side == "end" else edge > time)
    return across if across <= (FARTHEST_TRIM if shrinks else FARTHEST_MOVE) else None


def _fits(edges: Sequence[Edge], timed: Sequence[_Timed], pause: Pause) -> bool:
    """Whether something of the words is left, and nothing of their neighbours taken."""
    for number, side in edges:
        word = timed[number]
        if side == "end":
            beside = number + 1 < len(timed) and (number + 1, "start") not in edges and timed[number + 1].start
            if pause.start - word.start < SHORTEST_WORD or (beside and pause.start > beside):
                return False
        else:
            beside = number > 0 and (number - 1, "end") not in edges and timed[number - 1].end
            if word.end - pause.end < SHORTEST_WORD or (beside and pause.end < beside):
                return False
    return True
