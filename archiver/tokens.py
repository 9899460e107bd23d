"""Words as they are compared: lower case, without accents, numbers spelled out, each knowing where it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archiver.models import Span
from archiver.vocabulary import NumberKind, frequency, number_said

NUMBERS = r"\d+(?:[.,]\d+)*"


def _words(numbers: str, sign: str, alone: str) -> re.Pattern[str]:
    """What a word is.

    A number with its ordinal ending or percent sign; an abbreviation (`U.S.`); what is given as a word; letters with
    the apostrophes inside them.
    """
    return re.compile(
        rf"(?P<number>{numbers})(?P<suffix>(?i:st|nd|rd|th|er|ère|re|e|ème)|{sign})?(?![^\W_])"
        rf"|(?:\b[^\W\d_]\.){{2,}}"
        rf"|\b(?i:{alone})"
        rf"|[^\W_]+(?:['’][^\W_]+)*"
    )


WORD = _words(NUMBERS, "%", r"per\ cent\b")  # which is `%` and `percent`

# French parts thousands by a blank, the sign from its figure by another, and a short word from the next by an
# apostrophe: `l'OTAN` is two words, `aujourd'hui` is one.
FRENCH_WORD = _words(
    rf"\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?![\d.])(?:,\d+)?|{NUMBERS}",
    r"[ \u00a0\u202f]?%",
    r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)(?=['’][^\W\d_])",
)
PERCENT = {"fr": ("pour", "cent")}  # how the sign is said, where it is not `percent`

LONGEST_NUMBER = 12  # digits; nobody says a longer one as a number, and some languages' rules never come to an end
YEARS = range(1100, 2100)  # a bare number in this range is read out as a year
SPOKEN_FOR_EVER = 7.0  # zipf frequency of `the`, `of`, `de`: such words say nothing about the subject
RARE = 3.0  # zipf frequency of once in a million words; rarer words are no better evidence

REMEMBERED = 10_000  # texts whose words are kept: one after the other, the steps of linking ask for the same


@dataclass(frozen=True, slots=True)
class Token:
    """A word to compare.

    form: how it is compared
    start, end: code points in the text it came from
    info: how much it tells about the subject, 0 for `the` to 1 for `Belarusian`
    """

    form: str
    start: int
    end: int
    info: float


@lru_cache(maxsize=REMEMBERED)
def tokens(text: str, language: str = "en") -> tuple[Token, ...]:
    """The words of a text. A number gives several, all at the number's place: `1994` is `nineteen ninety four`."""
    found: list[Token] = []
    for match in (FRENCH_WORD if language == "fr" else WORD).finditer(text):
        number = match["number"]
        forms = _spelled(number, (match["suffix"] or "").strip(), language) if number else (fold(match[0]),)
        weight = 1.0 if number else None
        found += (Token(f, match.start(), match.end(), weight or info(f, language)) for f in forms)
    return tuple(found)


def base_language(code: str) -> str:
    """A language without its region: `en-GB` and `EN` are `en`."""
    return re.split("[-_]", code)[0].lower()


def has_words(text: str) -> bool:
    """Whether a text says anything; a line to sign on (`____`) does not."""
    return WORD.search(text) is not None


def fold(word: str) -> str:
    """A word without case, accents, apostrophes, the dots of an abbreviation and the blank in `per cent`."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’. ")


def info(form: str, language: str) -> float:
    """How much a word tells, from how often it is used in the language; 1 where the language's use is not known."""
    often = frequency(form, language)
    return 1.0 if often is None else min(1.0, max(0.0, (SPOKEN_FOR_EVER - often) / (SPOKEN_FOR_EVER - RARE)))


@cache
def _spelled(number: str, suffix: str, language: str) -> tuple[str, ...]:
    """A number as it is said; as it stands where nobody taught us the language, or not such numbers in it."""
    number = re.sub(r"\s", "", number)
    if len(number) > LONGEST_NUMBER:
        return (number,)
    value, is_whole = _value(number)
    kind: NumberKind = "ordinal" if suffix and suffix != "%" else "cardinal"
    if kind == "cardinal" and number.isdigit() and value in YEARS:
        kind = "year"
    said = number_said(int(value) if is_whole else value, language, kind)
    if said is None:
        return (number,)
    words = re.findall(r"[^\W_]+", said)
    return tuple(fold(word) for word in words if word != "and") + (
        PERCENT.get(language, ("percent",)) if suffix == "%" else ()
    )


def _value(number: str) -> tuple[float, bool]:
    """The number, and whether it is whole: a group of three digits behind each dot or comma means thousands."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number) or number.isdigit():
        return float(re.sub(r"[.,]", "", number)), True
    head, _, tail = number.replace(",", ".").rpartition(".")
    return float(f"{head.replace('.', '')}.{tail}"), False


@dataclass(frozen=True, slots=True)
class Stream:
    """The tokens of many texts, one after the other.

    owners: for each token the text that it came from, from 0
    """

    tokens: Sequence[Token]
    owners: Sequence[int]

    @classmethod
    def of(cls, texts: Iterable[str], language: str) -> Stream:
        """The stream of texts in their order."""
        parts = [tokens(text, language) for text in texts]
        owners = [owner for owner, part in enumerate(parts) for _ in part]
        return cls([token for part in parts for token in part], owners)


def places_of(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Where each word of a sentence stands in its text; empty where they are not the words of that text."""
    places, reached = [], 0
    for word in words:
        begin = text.find(word, reached)
        if begin < 0:
            return ()
        reached = begin + len(word)
        places.append((begin, reached))
    return tuple(places)
