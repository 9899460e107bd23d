"""Decisions: what people say about a stretch of a recording, applied by time and text to any transcript and version.

A person links a sentence of one transcript to a paragraph of one version. Another engine cuts the sentences elsewhere,
and a page that changed numbers its paragraphs anew; what was decided holds for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archiver.models import Paragraph

# Paragraphs of one release that tell different things are 0.35 to 0.47 alike (in the built-in one), since letters are
# letters; up to every fifth letter another, a paragraph was edited and not replaced.
LIKE = 0.8
# Two engines that hear the same are rarely less than 0.7 alike, other sentences rarely more than 0.5.
SAME_WORDS = 0.6


class TimeRange(NamedTuple):
    """A part of a recording, in seconds."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class HumanLink:
    """What a person says about a stretch of a recording, and how it can be found again.

    said: what was heard there then; None where nobody wrote it down
    paragraph: its position then; None: the stretch belongs to no paragraph
    text, label: the paragraph's
    others: texts of the other paragraphs of that version
    also: whether it adds to what else is known of the stretch, by machine or by hand
    """

    id: int
    time: TimeRange
    said: str | None = None
    paragraph: int | None = None
    text: str = ""
    label: str | None = None
    others: frozenset[str] = frozenset()
    also: bool = False


@dataclass(frozen=True, slots=True)
class TimedSentence:
    """A sentence of a transcript, by its id, with its words as transcribed (where they are needed)."""

    id: int
    time: TimeRange
    heard: str
    words: tuple[str, ...] = ()


def links_that_count(decisions: Iterable[HumanLink], sentences: Sequence[TimedSentence]) -> dict[int, list[HumanLink]]:
    """The decisions that count for each sentence (by its id), oldest first; a later one hides what it says anew."""
    meant: dict[int, list[HumanLink]] = {}
    for decision in sorted(decisions, key=lambda one: one.id):
        for sentence in sentences_about(decision, sentences):
            meant.setdefault(sentence.id, []).append(decision)
    known = {sentence.id: sentence.time for sentence in sentences}
    return {
        key: [one for place, one in enumerate(found, 1) if not _is_hidden(one, known[key], found[place:])]
        for key, found in meant.items()
    }


def _is_hidden(decision: HumanLink, sentence: TimeRange, later: Iterable[HumanLink]) -> bool:
    """Whether a later decision says otherwise about most of what this one says about a sentence."""
    own = TimeRange(max(decision.time.start, sentence.start), min(decision.time.end, sentence.end))
    return any(not other.also and lies_in(own, other.time) for other in later)


def sentences_about(decision: HumanLink, sentences: Sequence[TimedSentence]) -> list[TimedSentence]:
    """The sentences that a decision is about.

    The sentence it was made on has its very stretch. In another transcript a sentence is meant if more than half of it
    lies in the stretch (one was split in two), or more than half of the stretch in it (two became one). Where these are
    several, those count whose words were heard there, since captions give all sentences of a cue the same times.
    """
    stretch = decision.time
    found = [one for one in sentences if one.time == stretch]
    found = found or [one for one in sentences if lies_in(one.time, stretch) or lies_in(stretch, one.time)]
    if len(found) < 2 or decision.said is None:
        return found
    return [one for one in found if one.heard == decision.said] or _with_words(found, decision.said) or found


def _with_words(sentences: Iterable[TimedSentence], said: str) -> list[TimedSentence]:
    from rapidfuzz import fuzz

    words = said.casefold()
    return [one for one in sentences if fuzz.partial_ratio(one.heard.casefold(), words) >= SAME_WORDS * 100]


def lies_in(part: TimeRange, whole: TimeRange) -> bool:
    """Whether more than half of a stretch lies in another; one without length lies in it or does not."""
    if part.start == part.end:
        return whole.start <= part.start < whole.end or part == whole
    shared = min(part.end, whole.end) - max(part.start, whole.start)
    return shared > (part.end - part.start) / 2


def overrules(decision: HumanLink, sentence: TimeRange, link: TimeRange) -> bool:
    """Whether a link that the machine found for a sentence does not count because of a decision about the sentence.

    In a sentence that is longer than what was decided on, this goes for what the machine found in that part; and that
    a part belongs to no paragraph says nothing about the whole.
    """
    if decision.also:
        return False
    if decision.time == sentence or lies_in(link, decision.time):
        return True
    return decision.paragraph is not None and lies_in(decision.time, link)


def same_paragraph(decision: HumanLink, paragraphs: Iterable[Paragraph]) -> int | None:
    """The position of the paragraph that a decision names, in another version; None if it is gone.

    It is the one with the same text, else the likest; never one that stood beside it and is still there. The same
    label, then the nearest place, decide between equals.
    """
    from rapidfuzz import fuzz

    def likeness(paragraph: Paragraph) -> tuple[float, bool, int]:
        alike = fuzz.ratio(paragraph.text, decision.text) / 100
        return alike, paragraph.label == decision.label, -abs(paragraph.position - (decision.paragraph or 0))

    left = [one for one in paragraphs if one.text == decision.text or one.text not in decision.others]
    best = max(left, key=likeness, default=None)
    return best.position if best and likeness(best)[0] >= LIKE else None
