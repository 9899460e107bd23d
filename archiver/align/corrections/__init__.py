"""Corrections: what a release corrects in what an engine heard. What was heard stays beside it.

The release knows how a name is spelled, and what a reader had before him; it does not know what was said. So a word is
only put right where the sound agrees and the engine was not sure, and never where the difference could be meant. A
word that was not heard is never put in: a pause between two words does not tell that there was a third. What people
wrote down, and any transcript without probabilities, stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archiver.align.corrections.names import Terms, phrases
from archiver.align.corrections.read_words import HeardSentence, Proposal, misheard_words
from archiver.models import Correction, Link, Segment
from archiver.tokens import base_language


def corrections(
    paragraphs: Sequence[str], segments: Sequence[Segment], links: Iterable[Link], language: str = "en"
) -> list[Correction]:
    """What the paragraphs put right of the segments that are linked to them, in the order of speech.

    language: of both; where a release is in another language than the recording, it cannot help
    """
    language = base_language(language)
    linked: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        linked[link.segment].append(link)
    terms = Terms.of(paragraphs, language)
    found = []
    for number, segment in enumerate(segments, 1):
        heard = HeardSentence.of(segment, language)
        if heard is not None:
            found += _of_words(number, heard, _proposals(heard, paragraphs, linked[number], terms))
    return found


def _proposals(
    heard: HeardSentence, paragraphs: Sequence[str], links: Sequence[Link], terms: Terms
) -> Iterator[Proposal]:
    """What reading tells goes before what a phrase or a name in the release tells."""
    for link in links:
        if link.relation == "verbatim":
            yield from misheard_words(heard, paragraphs[link.paragraph - 1], link)
    for link in links:
        if link.relation == "paraphrase":
            yield from phrases(heard, paragraphs[link.paragraph - 1])
    yield from terms.garbled(heard)


def _of_words(number: int, heard: HeardSentence, proposals: Iterable[Proposal]) -> list[Correction]:
    """Proposals as corrections of whole words, signs around them included; of two about one word the first counts."""
    by_words: dict[tuple[int, int], list[Proposal]] = defaultdict(list)
    taken: list[Proposal] = []
    for one in proposals:
        if all(one.place[1] <= other.place[0] or other.place[1] <= one.place[0] for other in taken):
            taken.append(one)
    for one in sorted(taken):
        begin, end = one.place
        first, *_, last = [n for n, place in enumerate(heard.places) if place[0] < end and place[1] > begin] * 2
        before = next((key for key in by_words if key[1] >= first), None)
        if before is not None:
            by_words[before[0], max(last, before[1])] = [*by_words.pop(before), one]
        else:
            by_words[first, last] = [one]
    return [_correction(number, heard, first, last, own) for (first, last), own in by_words.items()]


def _correction(number: int, heard: HeardSentence, first: int, last: int, proposals: Sequence[Proposal]) -> Correction:
    begin, end = heard.places[first][0], heard.places[last][1]
    text = heard.segment.heard[begin:end]
    for place, best, _ in reversed(proposals):
        text = text[: place[0] - begin] + best + text[place[1] - begin :]
    reason = "; ".join(dict.fromkeys(one.reason for one in proposals))
    return Correction(number, first + 1, last + 1, text, reason)
