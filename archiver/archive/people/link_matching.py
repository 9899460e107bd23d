"""Where links by people belong: what they said of a part of a recording, in any transcript and version of the page.

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
SAME_PARAGRAPH_LIKENESS = 0.8
# Two engines' versions of one sentence are rarely less than 0.7 alike, other sentences rarely more than 0.5.
SAME_WORDS_LIKENESS = 0.6


class TimeRange(NamedTuple):
    """A part of a recording, in seconds."""

    start: float
    end: float

    def overlaps(self, other: TimeRange) -> bool:
        """Whether they have any time in common."""
        return min(self.end, other.end) > max(self.start, other.start)

    def is_mostly_in(self, whole: TimeRange) -> bool:
        """Whether more than half of it lies in another; one without length lies in it or does not."""
        if self == whole:
            return True
        if self.start == self.end:
            return whole.start <= self.start < whole.end
        return min(self.end, whole.end) - max(self.start, whole.start) > (self.end - self.start) / 2


@dataclass(frozen=True, slots=True)
class HumanLink:
    """What a person says about a part of a recording, and how it can be found again.

    said: what the transcript had there then; None where nobody wrote it down
    paragraph: its position then; None: it belongs to no paragraph
    text, label: the paragraph's
    others: texts of the other paragraphs of that version
    also: whether it adds to what else is known of that part, by machine or by hand
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
    about: dict[int, list[HumanLink]] = {}
    for decision in sorted(decisions, key=lambda one: one.id):
        for sentence in sentences_about(decision, sentences):
            about.setdefault(sentence.id, []).append(decision)
    known = {sentence.id: sentence.time for sentence in sentences}
    return {
        key: [one for place, one in enumerate(found, 1) if not _is_hidden(one, known[key], found[place:])]
        for key, found in about.items()
    }


def _is_hidden(decision: HumanLink, sentence: TimeRange, later: Iterable[HumanLink]) -> bool:
    """Whether a later decision says otherwise about most of what this one says about a sentence."""
    own = TimeRange(max(decision.time.start, sentence.start), min(decision.time.end, sentence.end))
    return any(not other.also and own.is_mostly_in(other.time) for other in later)


def sentences_about(decision: HumanLink, sentences: Sequence[TimedSentence]) -> list[TimedSentence]:
    """The sentences that a decision is about.

    The sentence it was made on has its very time. In another transcript it is about a sentence of which more than half
    lies in that time (one was split in two), or that has more than half of it (two became one). Where there are
    several, those count that have its words, since captions give all sentences of a cue the same times.
    """
    time = decision.time
    found = [one for one in sentences if one.time == time]
    found = found or [one for one in sentences if one.time.is_mostly_in(time) or time.is_mostly_in(one.time)]
    if len(found) < 2 or decision.said is None:
        return found
    return [one for one in found if one.heard == decision.said] or _with_words(found, decision.said) or found


def _with_words(sentences: Iterable[TimedSentence], said: str) -> list[TimedSentence]:
    from rapidfuzz import fuzz

    words = said.casefold()
    return [one for one in sentences if fuzz.partial_ratio(one.heard.casefold(), words) >= SAME_WORDS_LIKENESS * 100]


def overrules(decision: HumanLink, sentence: TimeRange, link: TimeRange) -> bool:
    """Whether a link that the machine found for a sentence does not count because of a decision about the sentence.

    In a sentence that is longer than what was decided on, this goes for what the machine found in that part; and that
    a part belongs to no paragraph says nothing about the whole.
    """
    if decision.also:
        return False
    if decision.time == sentence or link.is_mostly_in(decision.time):
        return True
    return decision.paragraph is not None and decision.time.is_mostly_in(link)


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
    return best.position if best and likeness(best)[0] >= SAME_PARAGRAPH_LIKENESS else None
