"""Names and phrases of the release in speech that was not read out: corrected only where little else can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.align.corrections.casing import spelled
from archiver.align.corrections.guards import are_contraries, is_known, may_change_meaning
from archiver.align.corrections.phonetics import begin_alike, joined, phonetic_likeness, same_stem, shared_beginning
from archiver.align.corrections.read_words import HeardSentence, Proposal
from archiver.align.matched_words import TELLING_INFORMATION
from archiver.tokens import Token, tokens
from archiver.vocabulary import frequency

NAME_DOUBTED_BELOW = 0.6  # probability from which an engine's word is not doubted for a name's sake
NAME_LIKENESS = 0.8
NAME_MARGIN = 0.1  # over the next name that it could be
NAME_FREQUENCY = 4.0  # zipf frequency below which a capitalised word is taken for a name, rather than a title
SHORTEST_CORRECTED_NAME = 5  # letters; shorter names are like too many words
GENDER_ENDING_LETTERS = 3  # letters by which names are of a man and a woman, or of a country and its people
WIDEST_NAME_WORDS = 3  # words that a name may be heard as
JOINED = re.compile(r"[/\-–’' ]")  # between the words of one name

PHRASE_CONTEXT_WORDS = 2  # words that must match on either side of a misheard word of a phrase
PHRASE_DOUBTED_BELOW = 0.7
PHRASE_LIKENESS = 0.85


@dataclass(frozen=True, slots=True)
class Term:
    """A name as the release spells it."""

    text: str
    form: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The names of a release."""

    names: tuple[Term, ...]
    language: str

    @classmethod
    def of(cls, paragraphs: Sequence[str], language: str) -> Terms:
        """Capitalised rare words, alone and where several stand together: `OSCE`, `ODIHR`, `OSCE/ODIHR`."""
        found: dict[str, Term] = {}
        for text in paragraphs:
            for run in _runs(text, tokens(text, language), language):
                for begin in range(len(run)):
                    for end in range(begin + 1, min(len(run), begin + WIDEST_NAME_WORDS) + 1):
                        part = run[begin:end]
                        form = joined(part)
                        if len(form) >= SHORTEST_CORRECTED_NAME:
                            found.setdefault(form, Term(text[part[0].start : part[-1].end], form))
        return cls(tuple(found.values()), language)

    def garbled(self, heard: HeardSentence) -> Iterator[Proposal]:
        """The stretches of a sentence that are one of the names, as far as anybody can tell."""
        reached = 0
        for begin in range(len(heard.tokens)):
            for width in range(WIDEST_NAME_WORDS, 0, -1):
                said = heard.tokens[begin : begin + width]
                if len(said) == width and said[0].start >= reached and (found := self._best_name(heard, said)):
                    yield found
                    reached = said[-1].end
                    break

    def _best_name(self, heard: HeardSentence, said: Sequence[Token]) -> Proposal | None:
        place = said[0].start, said[-1].end
        form, probability = joined(said), heard.probability(place)
        if probability >= NAME_DOUBTED_BELOW or any(is_known(token.form, self.language) for token in said):
            return None
        ranked = sorted(
            ((phonetic_likeness(form, name.form, self.language), name.text, name) for name in self.names), reverse=True
        )
        if not ranked or ranked[0][0] < NAME_LIKENESS or any(name.form == form for name in self.names):
            return None
        (sound, text, name), second = ranked[0], next((score for score, _, _ in ranked[1:]), 0.0)
        shared = len(shared_beginning(form, name.form))
        ends_otherwise = shared >= max(len(form), len(name.form)) - GENDER_ENDING_LETTERS
        if ends_otherwise or sound - second < NAME_MARGIN or not begin_alike(form, name.form, self.language):
            return None
        if may_change_meaning([*said, *tokens(text, self.language)], (heard.text(place), text), self.language):
            return None
        reason = f"a name of the release: sounds like it ({sound:.2f}), and as heard ({probability:.2f}) it is none"
        return Proposal(place, text, reason)


def _runs(text: str, own: Sequence[Token], language: str) -> Iterator[list[Token]]:
    """Names that stand together."""
    run: list[Token] = []
    for token in own:
        if run and not JOINED.fullmatch(text[run[-1].end : token.start]):
            yield run
            run = []
        often = frequency(token.form, language)
        if text[token.start].isupper() and (often is None or often < NAME_FREQUENCY):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def phrases(heard: HeardSentence, paragraph: str) -> Iterator[Proposal]:
    """One misheard word in a phrase that a paragraph has and a sentence about it: the `role of law`."""
    said, written = heard.tokens, tokens(paragraph, heard.language)
    for here in range(PHRASE_CONTEXT_WORDS, len(said) - PHRASE_CONTEXT_WORDS):
        for there in range(PHRASE_CONTEXT_WORDS, len(written) - PHRASE_CONTEXT_WORDS):
            around = [
                (said[here + step], written[there + step])
                for step in range(-PHRASE_CONTEXT_WORDS, PHRASE_CONTEXT_WORDS + 1)
                if step
            ]
            if all(one.form == other.form for one, other in around) and any(
                one.info >= TELLING_INFORMATION for one, _ in around
            ):
                yield from _of_phrase(heard, said[here], paragraph, written[there])


def _of_phrase(heard: HeardSentence, said: Token, paragraph: str, written: Token) -> Iterator[Proposal]:
    place, source = (said.start, said.end), (written.start, written.end)
    sound, probability = phonetic_likeness(said.form, written.form, heard.language), heard.probability(place)
    if said.form == written.form or sound < PHRASE_LIKENESS or probability >= PHRASE_DOUBTED_BELOW:
        return
    texts = heard.text(place), paragraph[slice(*source)]
    apart = same_stem(said.form, written.form, heard.language) or are_contraries(said.form, written.form)
    if apart or may_change_meaning([said, written], texts, heard.language):
        return
    text = spelled(heard.segment.heard, place, paragraph, source)
    yield Proposal(place, text, f"a phrase of the paragraph: sounds like it ({sound:.2f}; {probability:.2f})")
