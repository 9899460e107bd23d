"""What words mean in the numbers of a language: mostly what num2words says of a number, the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Literal

from archiver.tokens import fold
from archiver.vocabulary import NumberKind, number_said

Phrase = tuple[str, ...]
Value = Fraction | str
"""What a number is worth; with more digits than anybody reckons with, what it looks like."""

_SCALES = (10**3, 10**6, 10**9, 10**12)
_VARIANTS = {"fr": ("fr_CH", "fr_BE")}  # which count by other tens: septante, huitante, nonante


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words are worth, or how much they multiply what stands before them (`thousand`).

    A plural (`millions`) multiplies too, but alone it is no number. Nothing: words that only look like a number.

    is_vague: `one`, `first`, `second`, `half`, `MH17`: no numbers by themselves, yet `2` or `17` differs from none
    """

    kind: Literal["digits", "words", "scale", "plural", "joint", "point", "fraction", "nothing"]
    values: tuple[Value, ...] = ()
    is_vague: bool = False


# In any language, since a word of one is hardly a number in another.
_COMMON: dict[Meaning, tuple[str, ...]] = {
    Meaning("joint"): ("and", "et", "y", "e", "und"),  # inside of numbers, and elsewhere no number
    Meaning("point"): ("point", "virgule", "komma", "coma", "virgola"),  # before decimals
    Meaning("fraction", (Fraction(1, 4),)): ("and a quarter", "et quart"),
    Meaning("fraction", (Fraction(1, 2),)): ("and a half", "et demi", "et demie", "y medio", "e mezzo"),
    Meaning("fraction", (Fraction(3, 4),)): ("and three quarters",),
    Meaning("words", (Fraction(10**6, 4),)): ("quarter of a million", "quarter million", "quart de million"),
    Meaning("words", (Fraction(10**6, 2),)): ("half a million", "half million", "demi million"),
    Meaning("words", (Fraction(3 * 10**6, 4),)): ("three quarters of a million", "trois quarts de million"),
    Meaning("words", (Fraction(10**9, 4),)): ("quarter of a billion", "quarter billion", "quart de milliard"),
    Meaning("words", (Fraction(10**9, 2),)): ("half a billion", "half billion", "demi milliard"),
    Meaning("nothing"): ("pour cent", "por ciento", "per cento", "por cento"),  # not 100
}

_OWN: dict[str, dict[Meaning, tuple[str, ...]]] = {
    "en": {
        Meaning("words", (Fraction(0),), is_vague=True): ("oh", "o", "nought", "nil"),
        Meaning("digits", (Fraction(2), Fraction(1, 2)), is_vague=True): ("half", "halves", "twice", "couple"),
        Meaning("digits", (Fraction(3),), is_vague=True): ("thirds",),
        Meaning("digits", (Fraction(4), Fraction(1, 4)), is_vague=True): ("quarter", "quarters"),
        Meaning("digits", (Fraction(5),), is_vague=True): ("fifths",),
        Meaning("digits", (Fraction(15),), is_vague=True): ("quarter past", "quarter of an hour"),
        Meaning("digits", (Fraction(45),), is_vague=True): ("quarter to", "three quarters of an hour"),
        Meaning("digits", (Fraction(12),), is_vague=True): ("noon", "midday"),
        Meaning("digits", (Fraction(0), Fraction(12), Fraction(24)), is_vague=True): ("midnight",),
        Meaning("digits", (Fraction(18), Fraction(3, 2)), is_vague=True): ("year and a half",),
        Meaning("digits", (Fraction(6), Fraction(1, 2)), is_vague=True): ("half a year", "half year"),
        Meaning("digits", (Fraction(90), Fraction(3, 2)), is_vague=True): ("hour and a half",),
        Meaning("digits", (Fraction(30), Fraction(1, 2)), is_vague=True): ("half an hour", "half hour"),
        Meaning("digits", (Fraction(14), Fraction(2)), is_vague=True): ("fortnight",),
        Meaning("digits", (Fraction(10),), is_vague=True): ("decade",),
        Meaning("digits", (Fraction(30),), is_vague=True): ("half past",),
        Meaning("scale", (Fraction(12),)): ("dozen",),
    },
    "fr": {
        Meaning("digits", (Fraction(1),), is_vague=True): ("première", "premiers", "premières"),
        Meaning("digits", (Fraction(2), Fraction(1, 2)), is_vague=True): ("second", "seconde", "demi", "moitié"),
        Meaning("digits", (Fraction(3),), is_vague=True): ("tiers", "troisièmes"),
        Meaning("digits", (Fraction(4), Fraction(1, 4)), is_vague=True): ("quart", "quarts"),
        Meaning("digits", (Fraction(15),), is_vague=True): ("heures et quart", "quart d heure"),
        Meaning("digits", (Fraction(45),), is_vague=True): ("heures moins le quart", "trois quarts d heure"),
        Meaning("digits", (Fraction(12),), is_vague=True): ("midi",),
        Meaning("digits", (Fraction(12), Fraction(30)), is_vague=True): ("midi et demi", "midi et demie"),
        Meaning("digits", (Fraction(0), Fraction(12), Fraction(24)), is_vague=True): ("minuit",),
        Meaning("digits", (Fraction(18), Fraction(3, 2)), is_vague=True): ("an et demi", "année et demie"),
        Meaning("digits", (Fraction(6),), is_vague=True): ("semestre",),
        Meaning("digits", (Fraction(3),), is_vague=True): ("trimestre",),
        Meaning("digits", (Fraction(90), Fraction(3, 2), Fraction(30)), is_vague=True): ("heure et demie",),
        Meaning("digits", (Fraction(30), Fraction(1, 2)), is_vague=True): ("demi heure",),
        Meaning("digits", (Fraction(10),), is_vague=True): ("décennie",),
        Meaning("digits", (Fraction(30),), is_vague=True): ("heures et demie",),
        Meaning("scale", (Fraction(10),)): ("dizaine",),
        Meaning("scale", (Fraction(12),)): ("douzaine",),
        Meaning("scale", (Fraction(15),)): ("quinzaine",),
        Meaning("scale", (Fraction(20),)): ("vingtaine",),
        Meaning("scale", (Fraction(30),)): ("trentaine",),
        Meaning("scale", (Fraction(40),)): ("quarantaine",),
        Meaning("scale", (Fraction(50),)): ("cinquantaine",),
        Meaning("scale", (Fraction(60),)): ("soixantaine",),
        Meaning("scale", (Fraction(100),)): ("centaine",),
        Meaning("scale", (Fraction(1000),)): ("millier", "mil"),
        Meaning("plural", (Fraction(10),)): ("dizaines",),
        Meaning("plural", (Fraction(12),)): ("douzaines",),
        Meaning("plural", (Fraction(100),)): ("centaines",),
        Meaning("plural", (Fraction(1000),)): ("milliers",),
    },
}
_MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
}
_PLACES_EN = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_PLACES_FR = ("troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième", "dixième")
PARTS: dict[str, dict[str, int]] = {
    language: {fold(word) + plural: part for word, part in words for plural in ("", "s")}
    for language, words in {
        "en": (*zip(_PLACES_EN, range(3, 11), strict=True), ("quarter", 4)),
        "fr": (*zip(_PLACES_FR, range(3, 11), strict=True), ("tier", 3), ("quart", 4)),
    }.items()
}
"""By language, folded words for a third, a quarter, and so on, some of which are ordinals, too."""
_ROMAN_TENS = ("", "x", "xx", "xxx")
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases with their meanings, and how many words the longest has that begins with a word."""

    meanings: dict[Phrase, Meaning]
    longest: dict[str, int]


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """The words of a language; only those of all languages where nobody taught us this one."""
    found: dict[Phrase, Meaning] = {}
    tens = ((_said(n, variant), n) for variant in _VARIANTS.get(language, ()) for n in range(100))
    for phrase, value in chain(_numbers(language), _years(language), tens):
        found.setdefault(phrase, Meaning("words", (Fraction(value),)))
    for phrase in (_said(1, language), ("une",), _said(1, language, "ordinal"), _said(2, language, "ordinal")):
        if phrase in found:
            found[phrase] = Meaning("words", found[phrase].values, is_vague=True)
    scales: dict[Phrase, Meaning] = {}
    for scale in _SCALES:
        one, two = _said(scale, language)[-1:], _said(2 * scale, language)
        scales.setdefault(one, Meaning("scale", (Fraction(scale),)))
        for plural in (two[-1:] if len(two) > 1 else one, tuple(f"{word}s" for word in one)):
            scales.setdefault(plural, Meaning("plural", (Fraction(scale),)))
    for number, month in enumerate(_MONTHS.get(language, ()), 1):
        found[(fold(month),)] = Meaning("digits", (f"month {number}",), is_vague=True)
    for part, denominator in PARTS.get(language, {}).items():
        found.setdefault((part,), Meaning("digits", (Fraction(denominator),), is_vague=True))
    for numeral, value in _roman(language):
        found.setdefault((numeral,), Meaning("digits", (Fraction(value),), is_vague=True))
    phrases = chain(_COMMON.items(), _OWN.get(language, {}).items())
    found |= scales | {tuple(map(fold, words.split())): meaning for meaning, own in phrases for words in own}
    found.pop((), None)
    longest: dict[str, int] = {}
    for phrase in found:
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return Vocabulary(found, longest)


def _numbers(language: str) -> Iterator[tuple[Phrase, int]]:
    """Numbers below a thousand and, where they are written as one word, those beyond."""
    one, largest = _said(1, language), 2100 if len(_said(1001, language)) == 1 else 1000
    for number in range(largest):
        words = _said(number, language)
        yield words, number
        if language == "fr" and words[-1:] in (("cents",), ("vingts",)):
            yield (*words[:-1], words[-1][:-1]), number  # deux cent mille
        if 100 <= number < 200 and words[:1] == one:
            yield words[1:], number  # a hundred
        if words[-1:] == ("un",):
            yield (*words[:-1], "une"), number
        if language == "en" and number in range(20, 100, 10):
            yield (re.sub("y$", "ies", words[0]),), number  # the nineties
    for number in (*range(1, 101), *range(200, 1001, 100), 10**6):
        ordinal = _said(number, language, "ordinal")
        yield ordinal, number
        if len(ordinal) > 1 and ordinal[:1] == one:
            yield ordinal[1:], number  # the hundredth
    for number in range(11, 100):
        if number % 10:  # thirty-five hundred, the fifteen hundredth, quinze cents
            for hundred in (_said(100, language)[-1:], _said(200, language)[-1:], _said(100, language, "ordinal")[-1:]):
                yield (*_said(number, language), *hundred), number * 100


def _years(language: str) -> Iterator[tuple[Phrase, int]]:
    """Years where they are said in another way than the number; by the century, also nineteen hundred and five."""
    hundred = _said(100, language)[-1:]
    for year in range(1100, 2100):
        words = _said(year, language, "year") if _said(1994, language, "year") != _said(1994, language) else ()
        century, rest = _said(year // 100, language), _said(year % 100, language) if year % 100 else ()
        yield words, year
        yield (*century, *hundred, *rest), year
        if language == "en" and year % 10 == 0:
            yield (*words[:-1], re.sub("y$", "ies", words[-1])), year  # the nineteen nineties
        if language == "en" and 0 < year % 100 < 10:
            yield (*century, "oh", *rest), year


def _roman(language: str) -> Iterator[tuple[str, int]]:
    """Roman numerals from II on, as of kings and, in French with an ending, of centuries; one letter is no number."""
    for number in range(2, 40):
        numeral = _ROMAN_TENS[number // 10] + _ROMAN_ONES[number % 10]
        if len(numeral) > 1:
            yield numeral, number
        if language == "fr":
            yield f"{numeral}e", number


@cache
def _said(number: int, language: str, kind: NumberKind = "cardinal") -> Phrase:
    """A number in words, without the English `and`; none where that was not taught."""
    said = number_said(number, language, kind) or ""
    said = re.sub("(cent|vingt)sième", r"\1ième", said)  # num2words puts the ending behind the plural
    return tuple(fold(word) for word in re.findall(r"[^\W_]+", said) if word != "and")
