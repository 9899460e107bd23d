"""Boundaries: when verbatim links begin and end, by the release's own words in the sound and by voice activity.

The engine's times stand beside words that it may have misheard. So the words that the release has at an edge, and those
that were heard on its other side, are looked for in a second of sound on either side of it; where the voice pauses
there, the edge is the voice's. In other languages than English the words' own times stay, which the voice told already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archiver.align.timing.forced_alignment import ACOUSTIC_LANGUAGE, Samples, SoundEvidence, aligner
from archiver.align.timing.omitted_words import UNWRITTEN_VOICE_SECONDS, unread_words, with_omitted_words
from archiver.models import Link, Segment, Word
from archiver.recording.decoding import SAMPLE_RATE
from archiver.recording.silence import Side, VoiceActivity, loudness, pauses
from archiver.reporting import watching
from archiver.tokens import tokens

SEARCH_SECONDS = 1.2  # seconds of sound, and of words, on either side of an edge
SEPARATE_GAP_SECONDS = 1.0  # seconds between two words; those further apart are looked for each on its own
SHORT_PAUSE_SECONDS = (
    0.4  # seconds of pause between the first two words of a passage, or its last two: there is hardly ever any
)
MOST_MOVED_SECONDS = 0.9  # seconds: twice as far as Whisper's times were off; what seems further is something else


@dataclass(frozen=True, slots=True)
class _ReadPassage:
    """A verbatim link, its first and last word among all that are timed, and the release's words in it."""

    link: Link
    first: int
    last: int
    text: str

    @property
    def read(self) -> list[str]:
        """The release's words."""
        return [token.form for token in tokens(self.text[slice(*self.link.span)])]


@dataclass(frozen=True, slots=True)
class _Boundary:
    """Where one word ends and another begins, one of which begins or ends a passage.

    left, right: words before and behind it, in the order of speech; empty where there are none near
    end, start: seconds, of the word before and of the one behind
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    end: float | None
    start: float | None

    @property
    def times(self) -> tuple[float, float]:
        """Both times, the same twice where there is one only."""
        known = [time for time in (self.end, self.start) if time is not None]
        return known[0], known[-1]


def can_refine(links: Iterable[Link], language: str) -> bool:
    """Whether there is anything to look for: something that was read, with times, in a language that is known."""
    return language == ACOUSTIC_LANGUAGE and any(
        link.relation == "verbatim" and link.start is not None for link in links
    )


def refine(
    links: Sequence[Link], segments: Sequence[Segment], paragraphs: Sequence[str], samples: Samples, language: str
) -> list[Link]:
    """Put the edges of verbatim links where their first word begins and their last one ends.

    segments: all of the transcript
    paragraphs: the texts of the release
    samples: the whole recording, 16 kHz mono
    language: what is spoken

    A link keeps its times where its words were not found in ``MOST_MOVED_SECONDS`` of them, and none if it had none.
    """
    words, passages = _passages(links, segments, paragraphs)
    if not can_refine(links, language):
        return list(links)
    sound = SoundEvidence(samples, VoiceActivity(pauses(loudness(samples))), aligner())
    found: dict[tuple[int, Side], float] = {}
    places = sorted({passage.first for passage in passages} | {passage.last + 1 for passage in passages})
    with watching().bar("finding where passages begin and end", len(places), "places") as advance:
        for number, place in enumerate(places, 1):
            for boundary in _boundaries(place, words, passages):
                end, start = _look(boundary, sound)
                found |= {(place - 1, "end"): end} if end is not None else {}
                found |= {(place, "start"): start} if start is not None else {}
            advance(number)
    moved = {id(passage.link): _moved(passage, found) for passage in passages}
    for passage in passages:
        moved[id(passage.link)] = _whole(passage, words, moved, sound)
    return [moved.get(id(link), link) for link in links]


def _moved(passage: _ReadPassage, found: Mapping[tuple[int, Side], float]) -> Link:
    """The link with the times that were found."""
    link = passage.link
    start, end = found.get((passage.first, "start"), link.start), found.get((passage.last, "end"), link.end)
    return replace(link, start=start, end=end)


def _whole(passage: _ReadPassage, words: Sequence[Word], links: dict[int, Link], sound: SoundEvidence) -> Link:
    """The link of a passage with those words at its edges that nobody wrote down."""
    link, others = links[id(passage.link)], [other for key, other in links.items() if key != id(passage.link)]
    before = words[passage.first - 1].end if passage.first else 0.0
    behind = words[passage.last + 1].start if passage.last + 1 < len(words) else len(sound.samples) / SAMPLE_RATE
    assert before is not None
    assert behind is not None
    before = max([before, *(o.end for o in others if o.end and link.start and o.end <= link.start)])
    link = with_omitted_words(link, "start", unread_words(link, "start", passage.text, others), before, sound)
    return with_omitted_words(link, "end", unread_words(link, "end", passage.text, others), behind, sound)


def _passages(
    links: Iterable[Link], segments: Sequence[Segment], paragraphs: Sequence[str]
) -> tuple[list[Word], list[_ReadPassage]]:
    """All words that are timed, and what was read among them."""
    words: list[Word] = []
    places: dict[tuple[int, int], int] = {}
    for position, segment in enumerate(segments, 1):
        for number, word in enumerate(segment.words):
            if word.is_timed:
                places[position, number] = len(words)
                words.append(word)
    passages = []
    for link in links:
        first, last = (places.get((link.segment, number)) for number in link.words or (-1, -1))
        if first is not None and last is not None:
            passages.append(_ReadPassage(link, first, last, paragraphs[link.paragraph - 1]))
    return words, passages


def _boundaries(place: int, words: Sequence[Word], passages: Sequence[_ReadPassage]) -> Iterator[_Boundary]:
    """What to look for before the word with this number: the words on both sides, or each on its own if far apart."""
    ended = next((passage for passage in passages if passage.last == place - 1), None)
    begun = next((passage for passage in passages if passage.first == place), None)
    end = words[place - 1].end if place else None
    start = words[place].start if place < len(words) else None
    before = [word for word in words[:place] if end is not None and (word.end or 0) > end - SEARCH_SECONDS]
    behind = [word for word in words[place:] if start is not None and (word.start or 0) < start + SEARCH_SECONDS]
    left, right = _forms(before), _forms(behind)
    left = tuple(ended.read[-len(left) :]) if ended and left else left
    right = tuple(begun.read[: len(right)]) if begun and right else right
    if left and right and end is not None and start is not None and start - end <= SEPARATE_GAP_SECONDS:
        yield _Boundary(left, right, end, start)
        return
    if ended and left:
        yield _Boundary(left, (), end, None)
    if begun and right:
        yield _Boundary((), right, None, start)


def _forms(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(token.form for word in words for token in tokens(word.heard))


def _look(boundary: _Boundary, sound: SoundEvidence) -> tuple[float | None, float | None]:
    """When the word before ends and the one behind begins; None for what is not asked or was not found."""
    first, last = boundary.times
    offset = max(0.0, first - SEARCH_SECONDS)
    middle = len(boundary.left)
    needed = range(max(0, middle - 1), min(middle + 1, middle + len(boundary.right)))
    other = (
        middle
        if boundary.left and boundary.right and sound.voice.between(first, last) >= UNWRITTEN_VOICE_SECONDS
        else None
    )
    times = sound.forced.align(
        [*boundary.left, *boundary.right], needed, sound.between(offset, last + SEARCH_SECONDS), other
    )
    before, behind = _beside(times[:middle][::-1]), _beside(times[middle:])
    return (
        _near(before and offset + before[1], boundary.end, "end", sound),
        _near(behind and offset + behind[0], boundary.start, "start", sound),
    )


def _beside(times: Sequence[tuple[float, float] | None]) -> tuple[float, float] | None:
    """The time of the first of some words, unless it is far from the second: a `the` is found in other speech, too."""
    first, second = [*times, None, None][:2]
    if first and second and max(first[0], second[0]) - min(first[1], second[1]) > SHORT_PAUSE_SECONDS:
        return None
    return first


def _near(found: float | None, heard: float | None, side: Side, sound: SoundEvidence) -> float | None:
    """Where the voice has a time that was found, if that is near enough to when the word was heard."""
    if found is None or heard is None:
        return None
    edge = sound.edge(found, side)
    return edge if abs(edge - heard) <= MOST_MOVED_SECONDS else None
