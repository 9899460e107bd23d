"""Misheard words of what was read out: where release and sound agree against an engine that was not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archiver.align.corrections.casing import is_shouted, spelled
from archiver.align.corrections.guards import are_contraries, is_beheaded, is_known, may_change_meaning
from archiver.align.corrections.phonetics import (
    are_homophones,
    begin_alike,
    has_key,
    is_same_word,
    is_swallowed,
    joined,
    phonetic_likeness,
    same_stem,
    sound_the_same,
)
from archiver.models import Link, Segment, Span
from archiver.tokens import Token, places_of, tokens
from archiver.vocabulary import frequency

DENSE_PASSAGE = 0.8  # share of a passage that must match, for a difference to be the engine's rather than the speaker's
LONGEST_DIFFERENCE_WORDS = 6  # words that differ; more were said otherwise, or are another sentence
UNRELATED_LIKENESS = 0.4  # likeness by which two words have nothing to do with each other
# How many words may be heard as how many others. Two as two: the apostrophe makes two of `l'OSCE`, the stroke two of
# `OSCE/ODIHR`.
GROUPS = ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3), (2, 3), (3, 2), (2, 2))

# From this probability on an engine is right more often than readers keep to the text. Below, what sounds alike is
# asked for the more the surer the engine was: from UNLIKE at GUESSED to LIKE at SURE.
SURE, GUESSED = 0.9, 0.3
LIKE, UNLIKE = 0.95, 0.45
BY_LETTERS_ONLY = 0.2  # more, where nobody knows how letters sound
AUDIBLE_ENDING_PROBABILITY = 0.5  # probability below which an ending that can be heard was not
FUNCTION_WORD_FREQUENCY = 6.0  # zipf frequency of `will`, `more`, `their`; readers take one for another in passing
SHORTEST_NAME_LETTERS = 4  # letters; what is shorter is a piece of a name
ORDINARY_FREQUENCY = 3.0  # zipf frequency of a word that everybody knows
BOTH_ORDINARY = 0.1  # more, where both are and do not sound the same: the speaker may have preferred the other


Group = tuple[Token, ...]
SPELLING = "read out: spelled so in the release"
ACRONYM = "read out: an acronym of the release, and as heard it is none"
INAUDIBLE = "read out: an ending that cannot be heard before the next word"


class Proposal(NamedTuple):
    """What a stretch of a sentence should be, and why.

    place: in what was heard
    """

    place: Span
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class HeardSentence:
    """A sentence with where its words stand.

    places: of each word of the segment in its text
    """

    segment: Segment
    places: tuple[Span, ...]
    tokens: tuple[Token, ...]
    language: str

    @classmethod
    def of(cls, segment: Segment, language: str) -> HeardSentence | None:
        """The sentence, if its words are those of its text, each with a probability."""
        places = places_of(segment.heard, [word.heard for word in segment.words])
        if not places or any(word.probability is None for word in segment.words):
            return None
        return cls(segment, places, tokens(segment.heard, language), language)

    def probability(self, place: Span) -> float:
        """That of the least probable word in a stretch."""
        touched = zip(self.segment.words, self.places, strict=True)
        return min((w.probability or 0.0 for w, own in touched if own[0] < place[1] and own[1] > place[0]), default=0.0)

    def text(self, place: Span) -> str:
        """What stands in a stretch."""
        return self.segment.heard[slice(*place)]


class Difference(NamedTuple):
    """Words between two that match, said and written; none on a side where nothing stands for the other."""

    said: tuple[Token, ...]
    written: tuple[Token, ...]


def misheard_words(heard: HeardSentence, paragraph: str, link: Link) -> Iterator[Proposal]:
    """What the paragraph puts right of a passage that was read from it."""
    if link.why is None or link.why.basis != "words" or link.why.parts["density"] < DENSE_PASSAGE:
        return
    own = tokens(paragraph, heard.language)
    same, differing = _compared(heard, own, link)
    for said, written in same:
        yield from _respelled(heard, said, paragraph, written)
    for difference in differing:
        if _is_doubtful(heard, paragraph, difference):
            yield from _in_difference(heard, paragraph, difference)


def _in_difference(heard: HeardSentence, paragraph: str, difference: Difference) -> Iterator[Proposal]:
    """What is put right in a difference; what is inside one heard word, with the signs that are written there."""
    right = [(pair, why) for pair in _grouped(difference, heard.language) if (why := _reason(heard, *pair, paragraph))]
    joint: list[tuple[Group, Group, str]] = []
    for (said, written), why in right:
        if joint and _is_next(heard, difference, joint[-1], (said, written)):
            (before, source, first) = joint.pop()
            said, written, why = before + said, source + written, first
        joint.append((said, written, why))
    for said, written, why in joint:
        place = _place(said)
        best = spelled(heard.segment.heard, place, paragraph, _place(written))
        if best != heard.text(place):
            yield Proposal(place, best, why)


def _is_next(
    heard: HeardSentence, difference: Difference, before: tuple[Group, Group, str], pair: tuple[Group, Group]
) -> bool:
    """Whether two pairs of groups stand together on both sides, in one heard word."""
    inside = heard.text((before[0][-1].end, pair[0][0].start))
    said, written = difference.said, difference.written
    together = said.index(before[0][-1]) + 1 == said.index(pair[0][0])
    return together and written.index(before[1][-1]) + 1 == written.index(pair[1][0]) and not re.search(r"\s", inside)


def _is_doubtful(heard: HeardSentence, paragraph: str, difference: Difference) -> bool:
    """Whether a difference has words on both sides, few enough, and none that may be news."""
    if not (
        0 < len(difference.said) <= LONGEST_DIFFERENCE_WORDS and 0 < len(difference.written) <= LONGEST_DIFFERENCE_WORDS
    ):
        return False
    texts = heard.text(_place(difference.said)), paragraph[slice(*_place(difference.written))]
    return not may_change_meaning([*difference.said, *difference.written], texts, heard.language)


def _compared(
    heard: HeardSentence, own: Sequence[Token], link: Link
) -> tuple[list[tuple[Token, Token]], list[Difference]]:
    """The words that are the same in both, and the differences between them."""
    assert link.why is not None
    same: list[tuple[Token, Token]] = []
    differences = []
    before = _edges(heard, own, link)
    (said_to, written_to) = _ends(heard, link)
    for place, source in (*link.why.matched, ((said_to, said_to), (written_to, written_to))):
        said, written = _inside(heard.tokens, place), _inside(own, source)
        is_end = (place[0], source[0]) == (said_to, written_to)
        if not is_end and len(said) == len(written) == 1 and said[0].form != written[0].form:
            continue  # a near match is no neighbour to go by
        between = _inside(heard.tokens, (before[0], place[0])), _inside(own, (before[1], source[0]))
        differences.append(Difference(*between))
        if len(said) == len(written) == 1:
            same.append((said[0], written[0]))
        before = place[1], source[1]
    return same, differences


def _edges(heard: HeardSentence, own: Sequence[Token], link: Link) -> tuple[int, int]:
    """Where the passage begins; words before its first match count where the paragraph has some there, too.

    A near match may be half of what was heard for a word: `this regard`. So the word before it counts then.
    """
    assert link.why is not None
    place, source = link.why.matched[0]
    if link.span[0] < source[0]:
        return 0, link.span[0]
    before = [token.start for token in heard.tokens if token.end <= place[0]]
    said, written = _inside(heard.tokens, place), _inside(own, source)
    is_near_match = [token.form for token in said] != [token.form for token in written]
    return (before[-1] if before and is_near_match else place[0]), source[0]


def _ends(heard: HeardSentence, link: Link) -> tuple[int, int]:
    assert link.why is not None
    place, source = link.why.matched[-1]
    return (len(heard.segment.heard), link.span[1]) if link.span[1] > source[1] else (place[1], source[1])


def _inside(found: Sequence[Token], place: Span) -> tuple[Token, ...]:
    return tuple(token for token in found if place[0] <= token.start and token.end <= place[1])


def _place(found: Sequence[Token]) -> Span:
    return found[0].start, found[-1].end


def _respelled(heard: HeardSentence, said: Token, paragraph: str, written: Token) -> Iterator[Proposal]:
    """The release's spelling of a word that is the same in both; a number keeps the form that it was heard in."""
    place, source = _place([said]), _place([written])
    own, text = heard.text(place), paragraph[slice(*source)]
    if any(map(str.isdigit, own + text)) or is_shouted(text, own) or paragraph.isupper():
        return
    best = spelled(heard.segment.heard, place, paragraph, source)
    if best != own:
        yield Proposal(place, best, SPELLING)


def _grouped(difference: Difference, language: str) -> list[tuple[Group, Group]]:
    """Which words of a difference stand for which, one or a few on either side, in order; some for none.

    The best way through by dynamic programming: a pair of groups earns how much it sounds alike, by its letters.
    """
    best: dict[Span, tuple[float, list[tuple[Group, Group]]]] = {(0, 0): (0.0, [])}
    for i in range(len(difference.said) + 1):
        for j in range(len(difference.written) + 1):
            ways = [best[way] for way in ((i - 1, j), (i, j - 1)) if way in best]
            for a, b in GROUPS:
                if a <= i and b <= j:
                    said, written = difference.said[i - a : i], difference.written[j - b : j]
                    one, other = joined(said), joined(written)
                    points, pairs = best[i - a, j - b]
                    gain = (phonetic_likeness(one, other, language) - UNRELATED_LIKENESS) * (len(one) + len(other))
                    ways.append((points + gain, [*pairs, (said, written)]))
            best[i, j] = max(ways, key=lambda way: way[0]) if ways else best[i, j]
    return best[len(difference.said), len(difference.written)][1]


def _reason(heard: HeardSentence, said: Group, written: Group, paragraph: str) -> str | None:
    """Why the paragraph's words are taken for those that were heard; None where they are not."""
    one, other, language = joined(said), joined(written), heard.language
    if are_contraries(one, other) and not is_beheaded(one, other, language):
        return None
    if is_same_word(one, other, language) or _is_misspelled(heard, said, written):
        return SPELLING
    if _is_acronym_short_of_a_letter(heard, said, paragraph, written):
        return ACRONYM
    if _is_inaudible(heard, said, written):
        return INAUDIBLE
    probability = heard.probability(_place(said))
    if not _is_misheard(heard, said, paragraph, written, probability):
        return None
    sound = phonetic_likeness(one, other, language)
    return f"read out: sounds like it ({sound:.2f}), and the engine was not sure ({probability:.2f})"


def _is_misspelled(heard: HeardSentence, said: Group, written: Group) -> bool:
    """Whether a word that nobody uses is a spelling of another one: `bélarusien` of `bélarussien`."""
    if not len(said) == len(written) == 1:
        return False
    own = heard.text(_place(said)).casefold()  # with its accents, without which many words are unknown
    return are_homophones(said[0].form, written[0].form, heard.language) and not is_known(own, heard.language)


def _is_acronym_short_of_a_letter(heard: HeardSentence, said: Group, paragraph: str, written: Group) -> bool:
    """Whether an engine swallowed a letter of an acronym, and no other one came of it: `OSE` for `OSCE`."""
    one, other = joined(said), joined(written)
    is_acronym = paragraph[slice(*_place(written))].isupper() and not paragraph.isupper()
    if not is_acronym or len(other) < SHORTEST_NAME_LETTERS or is_known(one, heard.language):
        return False
    return one[0] == other[0] and one in {other[:n] + other[n + 1 :] for n in range(len(other))}


def _is_inaudible(heard: HeardSentence, said: Group, written: Group) -> bool:
    """Whether two words differ by an ending that the next word swallows, however sure the engine was of its own."""
    following = next((token.form for token in heard.tokens if token.start >= said[-1].end), "")
    one, other, language = joined(said), joined(written), heard.language
    return same_stem(one, other, language) and is_swallowed(one, other, following, language)


def _is_misheard(heard: HeardSentence, said: Group, paragraph: str, written: Group, probability: float) -> bool:
    """Whether sound and probability speak for the release's word."""
    one, other, language = joined(said), joined(written), heard.language
    if probability >= SURE:
        return False
    if same_stem(one, other, language):
        return probability < AUDIBLE_ENDING_PROBABILITY
    needed = _needed(probability, language)
    if probability >= GUESSED and len(said) == len(written):
        pairs = zip(said, written, strict=True)
        are_words = all(is_known(own.form, language) for own in said)  # nobody intends `Osframe work`
        if are_words and any(_may_be_intended(heard, own, paragraph, its) for own, its in pairs):
            return False
        if _are_used(one, other, language, ORDINARY_FREQUENCY) and not sound_the_same(one, other, language):
            needed += BOTH_ORDINARY
    return phonetic_likeness(one, other, language) >= needed


def _needed(probability: float, language: str) -> float:
    """How much alike two words must sound, for a word of that probability to be misheard."""
    share = max(0.0, (probability - GUESSED) / (SURE - GUESSED))
    return UNLIKE + share * (LIKE - UNLIKE) + (0.0 if has_key(language) else BY_LETTERS_ONLY)


def _may_be_intended(heard: HeardSentence, said: Token, paragraph: str, written: Token) -> bool:
    """Whether a reader may well have said the one for the other: two names, two little words, or two unlike words."""
    own, text = heard.text((said.start, said.end)), paragraph[written.start : written.end]
    one, other, language = said.form, written.form, heard.language
    is_name = own[:1].isupper() and text[:1].isupper() and said.start > 0
    if (is_name or own.isupper()) and len(one) >= SHORTEST_NAME_LETTERS:
        return is_known(one, language) and is_known(other, language)
    if _are_used(one, other, language, FUNCTION_WORD_FREQUENCY):
        return not are_homophones(one, other, language)
    return _are_used(one, other, language, ORDINARY_FREQUENCY) and not begin_alike(one, other, language)


def _are_used(one: str, other: str, language: str, often: float) -> bool:
    """Whether both words are used so often, on the zipf scale, as far as that is known."""
    return all((frequency(word, language) or 0.0) >= often for word in (one, other))
