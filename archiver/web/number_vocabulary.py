"""What words mean in the numbers of a language: mostly what num2words says of a number, the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from archiver.tokens import fold

Phrase = tuple[str, ...]
Value = Fraction | str
"""What a number is worth; with more digits than anybody reckons with, what it looks like."""

_SCALES = (10**3, 10**6, 10**9, 10**12)
_VARIANTS = {"fr": ("fr", "fr_CH", "fr_BE")}  # septante, huitante, nonante


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words are worth, or how much they multiply what stands before them (`thousand`).

    A plural (`millions`) multiplies too, but alone it is no number. Nothing: words that only look like a number.

    is_vague: `one`, `first`, `second`
    """

    kind: Literal["digits", "words", "scale", "plural", "joint", "point", "half", "nothing"]
    values: tuple[Value, ...] = ()
    is_vague: bool = False


# In any language, since a word of one is hardly a number in another.
_COMMON: dict[Meaning, tuple[str, ...]] = {
    Meaning("joint"): ("and", "et", "y", "e", "und"),  # inside of numbers, and elsewhere no number
    Meaning("point"): ("point", "virgule", "komma", "coma", "virgola"),  # before decimals
    Meaning("half", (Fraction(1, 2),)): ("and a half", "et demi", "et demie", "y medio", "e mezzo"),
    Meaning("words", (Fraction(10**6, 2),)): ("half a million", "demi million"),
    Meaning("words", (Fraction(10**9, 2),)): ("half a billion", "demi milliard"),
    Meaning("nothing"): ("pour cent", "por ciento", "per cento", "por cento"),  # not 100
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases with their meanings, and how many words the longest has that begins with a word."""

    meanings: dict[Phrase, Meaning]
    longest: dict[str, int]


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """The words of a language; those of all languages where nobody taught us this one."""
    found: dict[Phrase, Meaning] = {}
    for variant in _VARIANTS.get(language, (language,)):
        for phrase, value in _phrases(variant):
            found.setdefault(phrase, Meaning("words", (Fraction(value),)))
    for phrase in (_said(1, language), _said(1, language, "ordinal"), _said(2, language, "ordinal")):
        if phrase:
            found[phrase] = Meaning("words", found[phrase].values, is_vague=True)
    scales: dict[Phrase, Meaning] = {}
    for scale in _SCALES:
        one, two = _said(scale, language)[-1:], _said(2 * scale, language)
        scales.setdefault(one, Meaning("scale", (Fraction(scale),)))
        for plural in (two[-1:] if len(two) > 1 else one, tuple(f"{word}s" for word in one)):
            scales.setdefault(plural, Meaning("plural", (Fraction(scale),)))
    found |= scales | {tuple(words.split()): meaning for meaning, own in _COMMON.items() for words in own}
    found.pop((), None)
    longest: dict[str, int] = {}
    for phrase in found:
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return Vocabulary(found, longest)


def _phrases(language: str) -> Iterator[tuple[Phrase, int]]:
    """Numbers below a thousand, years, and what is written as one word; first the likeliest meaning."""
    one, hundreds = _said(1, language), []
    for number in range(2100):
        words = _said(number, language)
        if number < 1000 or len(words) == 1:
            yield words, number
        if words[-1:] == ("un",):
            yield (*words[:-1], "une"), number
        if 100 <= number < 200:
            hundreds.append(words[1:] if words[:1] == one else words)
            yield hundreds[-1], number  # a hundred
    for number in (*range(1, 101), 1000, 10**6):
        yield _said(number, language, "ordinal"), number
    for year in range(1100, 2100):
        words = _said(year, language, "year")
        yield words, year
        if language == "en" and year % 10 == 0:
            yield (*words[:-1], re.sub("y$", "ies", words[-1])), year
    for century in range(11, 20):  # nineteen hundred and five
        yield from ((_said(century, language) + words, century * 100 + n) for n, words in enumerate(hundreds))
    if language == "en":
        yield from ((("twenty", "oh", *_said(n, language)), 2000 + n) for n in range(1, 10))
        yield from (((f"{_said(n, language)[0][:-1]}ies",), n) for n in range(20, 100, 10))


@cache
def _said(number: int, language: str, kind: str = "cardinal") -> Phrase:
    """A number in words, without the English `and`; none where that was not taught."""
    from num2words import num2words

    try:
        said = num2words(number, lang=language, to=kind)
    except (NotImplementedError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return ()
    return tuple(fold(word) for word in re.findall(r"[^\W_]+", said) if word != "and")
