"""Resegmentation: sentences put together again where whoever wrote them down cut in the middle, and parted where never.

Captions are cut where a line is full, and some engines write no full stops at all. Where a transcript has full stops, a
line without one goes on in the next that begins with a small letter, and both are cut into sentences anew. What goes on
for long without any is parted at words that often begin something new. Links are handed back for what was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archiver.align.matched_words import Pairs, shifted
from archiver.align.units import TextLink
from archiver.models import Span
from archiver.tokens import has_words

END = re.compile(r"[.?!…。？！؟—–-][\"'”’»)\]]*\s*$")  # a dash too: somebody was interrupted
OPENS = re.compile(r"\W*(?!I\b)[A-ZÀ-ÖØ-Þ]|\W*$")  # as sentences begin; names in captions do, too, and are left
STOP_EVERY_WORDS = 60  # words for each full stop, at most, where whoever wrote them down knows what they are
LONGEST_JOINED_WORDS = 80  # words of lines that are put together; more without a full stop are no sentence
LONGEST_UNCUT_WORDS = 60  # words without a full stop from which a sentence is parted
PART_WORDS = (10, 30)  # words of such a part: the least, and the most

# Words with which people often begin to say something new.
BEGINNINGS = {
    "en": {
        "and", "but", "so", "now", "because", "then", "also", "however", "first", "second", "finally", "i", "we", "you",
        "he", "she", "they", "it", "this", "that", "these", "the", "there", "in",
    },
    "fr": {
        "et", "mais", "donc", "alors", "car", "puis", "je", "nous", "vous", "il", "elle", "ils", "elles", "ce", "cela",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    """A sentence as it is linked.

    places: for each sentence given that it has a part of, in order, its number and where the part lies: code points in
        this text, and how much further to the right it lies in the sentence given
    """

    text: str
    places: tuple[tuple[int, Span, int], ...]


def resegment(sentences: Sequence[str], language: str) -> list[SpokenSentence]:
    """The sentences, put together and parted where they have to be."""
    found: list[SpokenSentence] = []
    for numbers in _runs(sentences):
        if len(numbers) == 1:
            found += _parted(_joined([(numbers[0], sentences[numbers[0]])]), language)
        else:
            whole = _joined([(number, sentences[number]) for number in numbers])
            found += (part for sentence in _cut(whole, language) for part in _parted(sentence, language))
    return found


def _runs(sentences: Sequence[str]) -> Iterator[list[int]]:
    """Numbers of sentences that are one line of speech after the other, each but the last without an end."""
    following = [*sentences[1:], ""]
    ends = [
        bool(END.search(own)) or OPENS.match(after) is not None for own, after in zip(sentences, following, strict=True)
    ]
    stops = sum(len(re.findall(r"[.?!…](?=\W|$)", sentence)) for sentence in sentences)
    words = [len(sentence.split()) for sentence in sentences]
    has_stops = stops * STOP_EVERY_WORDS >= sum(words)
    run: list[int] = []
    length = 0
    for number, ended in enumerate(ends):
        if run and length + words[number] > LONGEST_JOINED_WORDS:
            yield run
            run, length = [], 0
        run.append(number)
        length += words[number]
        if ended or not has_stops:
            yield run
            run, length = [], 0
    if run:
        yield run


def _joined(parts: Iterable[tuple[int, str]]) -> SpokenSentence:
    text, places = "", []
    for number, part in parts:
        text += " " if text else ""
        places.append((number, (len(text), len(text) + len(part)), -len(text)))
        text += part
    return SpokenSentence(text, tuple(places))


def _cut(whole: SpokenSentence, language: str) -> Iterator[SpokenSentence]:
    """The sentences of lines that were put together."""
    from sentencex import get_sentence_boundaries

    ends = [boundary["end_index"] for boundary in get_sentence_boundaries(language, whole.text)]
    bounds = sorted({0, len(whole.text), *(end for end in ends if end < len(whole.text))})
    return (_part(whole, span) for span in pairwise(bounds))


def _part(whole: SpokenSentence, span: Span) -> SpokenSentence:
    start, end = span
    inside = [
        (number, (max(own[0], start) - start, min(own[1], end) - start), shift + start)
        for number, own, shift in whole.places
        if own[0] < end and own[1] > start
    ]
    return SpokenSentence(whole.text[start:end], tuple(inside))


def _parted(sentence: SpokenSentence, language: str) -> Iterator[SpokenSentence]:
    """A sentence as it is, or where it is longer than anybody's and nobody wrote where it ends, its parts."""
    words = list(re.finditer(r"\S+", sentence.text))
    if len(words) <= LONGEST_UNCUT_WORDS or END.search(sentence.text):
        return iter([sentence])
    least, most = PART_WORDS
    cuts = [0]
    while len(words) - cuts[-1] > most:
        likely = range(cuts[-1] + most, cuts[-1] + least - 1, -1)
        marked = [n for n in likely if words[n - 1][0][-1] in ".?!;:,"]
        begun = [n for n in likely if words[n][0].lower() in BEGINNINGS.get(language, ())]
        cuts.append(next(iter(marked or begun), cuts[-1] + most))
    starts = [0, *(words[cut].start() for cut in cuts[1:]), len(sentence.text)]
    return (_part(sentence, span) for span in pairwise(starts))


def longest_part(pieces: Sequence[SpokenSentence], number: int) -> int:
    """Which new sentence has the most of a sentence that was given."""

    def characters(piece: SpokenSentence) -> int:
        return sum(end - start for own, (start, end), _ in piece.places if own == number)

    return max(range(len(pieces)), key=lambda place: characters(pieces[place]))


def given(links: Iterable[TextLink], pieces: Sequence[SpokenSentence]) -> Iterator[TextLink]:
    """The links of new sentences as links of those that were given: one for each that has words of it."""
    for link in links:
        piece = pieces[link.sentence]
        if len(piece.places) == 1:
            number, _, shift = piece.places[0]
            yield _moved(link, number, link.said, shift, link.why.matched)
            continue
        for number, own, shift in piece.places:
            said = max(own[0], link.said[0]), min(own[1], link.said[1])
            if said[0] < said[1] and has_words(piece.text[slice(*said)]):
                matched = tuple(pair for pair in link.why.matched if pair[0][0] < said[1] and pair[0][1] > said[0])
                yield _moved(_of_part(link, said, matched), number, said, shift, matched)


def _of_part(link: TextLink, said: Span, matched: Pairs) -> TextLink:
    """The link with the part of the paragraph that was read in a part of the sentence."""
    if link.relation != "verbatim" or not matched:
        return link
    start = link.span[0] if said[0] <= link.said[0] else matched[0][1][0]
    end = link.span[1] if said[1] >= link.said[1] else matched[-1][1][1]
    return replace(link, span=(start, max(start + 1, end)))


def _moved(link: TextLink, number: int, said: Span, shift: int, matched: Pairs) -> TextLink:
    why = shifted(replace(link.why, matched=matched), shift)
    return replace(link, sentence=number, said=(said[0] + shift, said[1] + shift), why=why)
