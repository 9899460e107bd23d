"""The other ways to write a number that is looked for: ``42 million``, ``42,000,000``, forty-two million."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from archiver.archive.numbers.number_words import numbers_of
from archiver.tokens import YEARS, fold
from archiver.vocabulary import NumberKind, number_said

SPOKEN = ("en", "fr")  # languages whose number words are looked for, where anything in the archive is in them
HIGHEST = 10**15  # nobody says higher ones
# A digit, or how words begin that are a number and nothing else, as months and parts may be. The whole vocabulary is
# made of thousands of numbers and takes a fifth of a second; a text in which nothing begins so needs none of it.
BEGINNINGS = {
    "en": r"\d|bil|doz|eig|ele|fif|fir|fiv|for|fou|hun|mil|nin|one|sec|sev|six|ten|thi|tho|thr|tri|twe|two|zer",
    "fr": r"\d|bil|cen|cin|deu|di[xz]|dou|hui|mil|neu|non|onz|pre|qua|qui|sei|sep|six|soi|tre|tro|une?$|vin|zer",
}
SCALES = {10**6: ("million",), 10**9: ("billion", "milliard")}  # the index has plurals and singulars as one


@dataclass(frozen=True, slots=True)
class NumberForms:
    """A number in what was typed, from one code point to another, and phrases that say the same."""

    start: int
    end: int
    phrases: Sequence[str]


def number_forms(text: str, languages: Sequence[str]) -> list[NumberForms]:
    """The whole numbers in a text that have other spellings, in their order.

    languages: ISO 639-1 codes of what is searched
    """
    spoken = [code for code in SPOKEN if code in languages] or [SPOKEN[0]]
    found = next((own for code in spoken if may_have_numbers(text, code) and (own := numbers_of(text, code))), ())
    told = []
    for one in found:
        values = [int(value) for value in one.values if isinstance(value, Fraction) and value.denominator == 1]
        if one.is_vague or not values or max(values) > HIGHEST or text[one.end : one.end + 1] == "*":
            continue
        phrases = [one.text, *_in_digits(values[0])]
        phrases += (said for code in spoken for said in _in_words(values[0], code))
        plain = (" ".join(re.findall(r"\w+", phrase)) for phrase in phrases)
        told.append(NumberForms(one.start, one.end, list(dict.fromkeys(plain))))
    return told


def may_have_numbers(text: str, language: str) -> bool:
    """Whether there is a digit in a text, or a word that begins as one for a number does."""
    return any(re.match(BEGINNINGS[language], fold(word)) for word in re.findall(r"[^\W_]+", text))


def _in_digits(value: int) -> Iterator[str]:
    """As the index has them, which parts a number at its commas and dots."""
    yield str(value)
    yield f"{value:,}"
    for scale, names in SCALES.items():
        if value >= scale and value * 10 % scale == 0:
            yield from (f"{value / scale:g} {name}" for name in names)


def _in_words(value: int, language: str) -> Iterator[str]:
    kinds: tuple[NumberKind, ...] = ("cardinal", "year") if value in YEARS else ("cardinal",)
    for kind in kinds:
        if said := number_said(value, language, kind):
            yield said
            yield said.replace(" and ", " ")
