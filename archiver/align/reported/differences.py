"""Differences between a report and what was said, and which of them a quote must not have.

Another negation, number or name is the news itself: whoever reports it reports something that was not said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from archiver.align.corrections.guards import (
    CONTRARIES,
    DATES,
    MONEY,
    NEGATIONS,
    QUANTITIES,
    are_contraries,
    is_beheaded,
    is_known,
    number_words,
)
from archiver.align.corrections.phonetics import is_same_word, same_stem, sound_the_same
from archiver.align.reported.compared_words import TELLING_NAME, ComparedWord
from archiver.align.verbatim.local_alignment import MISHEARD, SHORTEST_MISHEARD
from archiver.tokens import fold

Kind = Literal["other words", "sounds alike", "put in", "left out", "repeated", "cut off"]
Changed = Literal["negation", "number", "name"]

# `ever` alone negates nothing, and `never` differs from it by being one.
# `plus`, `sans`, `sin` and `mai` mean something else in English, and are no negation there.
FOREIGN = {"en": frozenset({"ever", "plus", "pas", "sans", "sin", "mai", "ne", "non", "ni"})}
UNHEARD = {"fr": frozenset({"ne", "n"})}  # half of a negation, that speakers leave out: `je (ne) pense pas`
# Verbs that negate what follows, as no list of words that are never corrected needs them.
NEGATING = {
    "en": frozenset(
        {
            "refuse",
            "refused",
            "refuses",
            "refusing",
            "deny",
            "denied",
            "denies",
            "denying",
            "reject",
            "rejected",
            "rejects",
        }
    )
}
# Words for how many, how much and when that are a number's other half, but for those with another meaning.
UNITS = frozenset(map(fold, f"{MONEY} {DATES}".split())) - {"may", "march", "point", "points", "pound", "cent", "am"}
HOW_MANY = frozenset(map(fold, QUANTITIES.split())) - {"at", "only", "any", "each", "every", "either", "pair"}
NEGATING_PREFIXES = frozenset({"un", "in", "im", "il", "ir", "dis", "non", "mis", "anti", "mal", "a", "an"})
# `in` and `on` are a slip of the tongue, `before` and `after` are not.
OPPOSED = frozenset(map(fold, CONTRARIES.split()))
SLIPS = frozenset({"in", "on", "out", "off", "up", "down", "to", "from", "with", "for", "now", "then", "pour", "avec"})
STRICTLY_OPPOSED = OPPOSED - SLIPS

STEM_LETTERS = 5  # that the forms of a word share, so that `Insurers` at a beginning is no name beside `insurance`
LONG_OMISSION = 4  # words from which what is left out is a clause of its own
NEAR_NEGATION = 3  # words before a quote in which a negation turns it around: `do not believe that …`


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that a report and what was said do not share; a difference of sound only is the engine's or the ear's.

    at: the word of the report that it stands before, or begins with
    changed: what makes it another statement; None where it leaves the meaning to the reader
    """

    kind: Kind
    reported: str
    said: str
    at: int
    changed: Changed | None = None


Words = Sequence[ComparedWord]


def difference(reported: Words, said: Words, at: int, around: Words, language: str, *, marked: bool) -> Difference:
    """What one gap of the alignment is.

    around: the words of the report on both sides of the gap
    marked: whether the report has an ellipsis there, which may stand for a longer piece
    """
    if not reported:
        changed = _left_out(said, around, language, marked=marked)
        return Difference("left out", "", shown(said), at, changed)
    changed = what_changed(reported, said, language)
    alike = changed is None and bool(said) and sound_alike(reported, said, language)
    kind: Kind = "sounds alike" if alike else "other words" if said else "put in"
    return Difference(kind, shown(reported), shown(said), at, changed)


def negated_before(said: Words, first: int, language: str) -> Words:
    """What stands before a quote in its sentence, as far as a negation among it turns the quote around; else none."""
    begin = first
    while begin > max(0, first - NEAR_NEGATION) and said[begin - 1].owner == said[first].owner:
        if said[begin - 1].broken_off:
            break
        begin -= 1
        if is_negation(said[begin].form, language):
            return said[begin:first]
    return ()


def is_negation(form: str, language: str) -> bool:
    """Whether a word negates."""
    return form in _negations(language)


@cache
def _negations(language: str) -> frozenset[str]:
    known = frozenset(map(fold, NEGATIONS.split()))
    own = known - FOREIGN.get(language, frozenset()) - UNHEARD.get(language, frozenset())
    return own | NEGATING.get(language, frozenset())


def what_changed(reported: Words, said: Words, language: str) -> Changed | None:
    """What a report has in the place of what was said that makes it another statement."""
    ours, theirs = ([word.form for word in words] for words in (reported, said))
    if sum(is_negation(f, language) for f in ours) != sum(is_negation(f, language) for f in theirs):
        return "negation"
    if any(_mean_the_contrary(one, other, language) or _are_opposed(one, other) for one in ours for other in theirs):
        return "negation"
    if numbers_in(ours, language) != numbers_in(theirs, language) or _are_other_quantities(ours, theirs):
        return "number"
    return "name" if _is_other_name(reported, said, language) else None


def _left_out(said: Words, around: Words, language: str, *, marked: bool) -> Changed | None:
    """What makes it another statement that words were left out."""
    forms = [word.form for word in said]
    negated = [number for number, form in enumerate(forms) if is_negation(form, language)]
    edges = {0, len(forms) - 2, len(forms) - 1}
    if negated and (not marked or len(forms) <= LONG_OMISSION or edges & set(negated)):
        return "negation"
    if _amounts(forms, language) and numbers_in([word.form for word in around], language):
        return "number"
    return None


def numbers_in(forms: Sequence[str], language: str) -> list[str]:
    """The words that are numbers, or parts of them."""
    known = number_words(language)
    return [form for form in forms if form in known or any(map(str.isdigit, form))]


def _amounts(forms: Sequence[str], language: str) -> list[str]:
    """The numbers, and what stands beside them: `less than ninety euros`."""
    return [*numbers_in(forms, language), *(form for form in forms if form in UNITS | HOW_MANY)]


def _are_other_quantities(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether both say how many or of what, and not the same; or one says a percent or a May that the other has not."""
    return UNITS.intersection(ours) != UNITS.intersection(theirs) or HOW_MANY.intersection(ours) != (
        HOW_MANY.intersection(theirs)
    )


def _mean_the_contrary(reported: str, said: str, language: str) -> bool:
    """Whether one has a prefix that the other has not; `plores` for `deplores` is the engine's, and no word."""
    if not are_contraries(reported, said):
        return False
    return not is_beheaded(said, reported, language) or reported.removesuffix(said) in NEGATING_PREFIXES


def _are_opposed(one: str, other: str) -> bool:
    return one != other and {one, other} <= OPPOSED and bool({one, other} & STRICTLY_OPPOSED)


def _is_other_name(reported: Words, said: Words, language: str) -> bool:
    """Whether the report has a name that was not said, or something else that tells much in the place of a name."""
    if said and _is_name_misheard(reported, said, language):
        return False
    known = {word.form for word in said}
    new = [word for word in reported if word.form not in known]
    if any(word.name and not word.bracketed for word in new):
        return True
    telling = any(word.token.info >= TELLING_NAME for word in new)
    return (telling and any(word.name for word in said)) or (
        any(word.maybe_name for word in new) and any(word.maybe_name for word in said)
    )


def _is_name_misheard(reported: Words, said: Words, language: str) -> bool:
    """Whether both are one name in two spellings. Two names that are both in use are two names: `Iran` and `Iraq`."""
    one, other = _joined(reported), _joined(said)
    if not _sound_alike(one, other, language):
        return False
    both_known = is_known(one, language) and is_known(other, language)
    return not both_known or is_same_word(one, other, language) or same_stem(one, other, language)


def sound_alike(reported: Words, said: Words, language: str) -> bool:
    """Whether an engine, or an ear, may take some words for others."""
    return _sound_alike(_joined(reported), _joined(said), language)


def _sound_alike(one: str, other: str, language: str) -> bool:
    from rapidfuzz.distance import Indel

    if min(len(one), len(other)) < SHORTEST_MISHEARD:
        return one == other
    return Indel.normalized_similarity(one, other) >= MISHEARD or sound_the_same(one, other, language)


def _joined(words: Words) -> str:
    return "".join(word.form for word in words)


def shown(words: Words) -> str:
    """Words as they stand in their text, each once: a number has several."""
    places = dict.fromkeys((word.owner, word.token.start, word.shown) for word in words)
    return " ".join(shown for _, _, shown in places)


def changes_meaning(reported: Words, said: Words, language: str) -> bool:
    """Whether a report in other words has another negation, number or name than what was said."""
    ours, theirs = ([word.form for word in words] for words in (reported, said))
    if is_negated_otherwise(reported, said, language):
        return True
    if not set(numbers_in(ours, language)) <= set(numbers_in(theirs, language)):
        return True
    stems = {form[:STEM_LETTERS] for form in theirs if len(form) >= STEM_LETTERS}
    names = [word for word in reported if word.maybe_name and word.form not in theirs]
    unsaid = [word for word in names if word.name or word.form[:STEM_LETTERS] not in stems]
    return not all(any(_is_name_misheard([name], [word], language) for word in said) for name in unsaid)


def is_negated_otherwise(reported: Words, said: Words, language: str) -> bool:
    """Whether a report has more negations than what was said, or fewer, or others."""
    ours, theirs = ([word.form for word in words if is_negation(word.form, language)] for words in (reported, said))
    return len(ours) != len(theirs) or not set(ours) <= set(theirs)
