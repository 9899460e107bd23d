"""Words as a report and a transcript are compared: without fillers, short forms in full, names known as names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from unicodedata import numeric

from archiver.align.corrections.guards import DATES, number_words
from archiver.align.verbatim.fillers import without_fillers
from archiver.tokens import Stream, Token, fold, info, tokens
from archiver.vocabulary import number_said

# What short forms stand for. A noun's `'s` stays as it is: nobody knows whether it is `is` or whose something is.
SHORT_FORMS = {"wont": ("will", "not"), "cant": ("can", "not"), "cannot": ("can", "not"), "shant": ("shall", "not")}
ENDINGS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
WHOSE_IS = frozenset(["it", "that", "there", "here", "he", "she", "what", "who", "where", "how"])
COUNTED = frozenset({"hundred", "thousand", "million", "billion", "dozen"})  # `a hundred` is `one hundred`

# Parts of one behind a whole number, or in one sign: `2-1/4`, `2 1/4` and `2¼` are `2 and one quarter`. Two numbers
# with a slash and nothing before them have other meanings (9/11).
SIGNS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
FRACTION = re.compile(
    rf"(?<![\d./])(\d+)(?:(?:\s|\s?[-‐‑]\s?)?([{SIGNS}])|(?:\s|\s?[-‐‑]\s?)([1-9])[/⁄]([1-9])(?![\d/]))|([{SIGNS}])"
)
PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth"}
# Amounts as they are written, and as they are said.
_AMOUNT = r"(\d[\d.,]*\d|\d)"
_PART = rf"((?: and \w+ (?:{'|'.join(PARTS.values())})s?)?"
_SCALE = r"(?: (?:hundred|thousand|million|billion))?)"
SAID_AMOUNTS = (
    (re.compile(r"(?<=\d)\s?(?:m|mn|mio)\b"), " million"),
    (re.compile(r"(?<=\d)\s?bn\b"), " billion"),
    (re.compile(r"\bpourcents?\b"), "pour cent"),  # as `%` is said
    *(
        (re.compile(rf"{re.escape(sign)}\s?{_AMOUNT}{_PART}{_SCALE}"), rf"\1\2 {name}")
        for sign, name in {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}.items()
    ),
)
MONTHS = frozenset(map(fold, DATES.split()[:24]))  # in English and in French
DAYS = range(1, 32)  # of a month

# In a text that is all capitals or has none, nothing but its rareness tells a name from another word; and at the
# beginning of a sentence every word has a capital. `Votes` and `Belarus` are as rare as this, `Today` is not.
TELLING_NAME = 0.5
SENTENCE_STARTS = re.compile(r"(?:^|[.?!:…]['’\")\]»”]*\s)\W*(?=\w)")
ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\s?\.\s?\.")
BRACKETED = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class ComparedWord:
    """A word to compare.

    owner: the sentence that it stands in, from 0; in a report the part between two ellipses
    shown: as it stands in the text
    name: whether its capital tells that it is a name
    maybe_name: whether it may be one though nothing but its rareness tells, as at the beginning of a sentence
    bracketed: whether who reports put it in, within square brackets
    broken_off: whether a comma or another sign follows it, as in `No, we agree`
    """

    token: Token
    owner: int
    shown: str
    name: bool
    maybe_name: bool
    bracketed: bool = False
    broken_off: bool = False

    @property
    def form(self) -> str:
        """How it is compared."""
        return self.token.form


@dataclass(frozen=True, slots=True)
class Report:
    """Words as somebody reports them.

    cuts: before which words an ellipsis stands
    """

    words: tuple[ComparedWord, ...]
    cuts: frozenset[int]


def read_report(text: str, language: str) -> Report:
    """The words of a report. An ellipsis leaves something out; what else stands in square brackets was put in."""
    parts = [part for part in ELLIPSIS.split(_said_amounts(text, language)) if re.search(r"\w", part)]
    words = compared_words(parts, language)
    inside = [[match.span() for match in BRACKETED.finditer(part)] for part in parts]
    told = [replace(word, bracketed=_within(word.token, inside[word.owner])) for word in words]
    owners = [word.owner for word in told]
    return Report(tuple(told), frozenset(n for n in range(1, len(owners)) if owners[n] != owners[n - 1]))


def _within(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)


def compared_words(texts: Sequence[str], language: str) -> list[ComparedWord]:
    """The words of some texts in their order."""
    found = [word for owner, text in enumerate(texts) for word in _words(text, owner, language)]
    found = [word for number, word in enumerate(found) if not _is_and_in_number(found, number, language)]
    kept = without_fillers(Stream([word.token for word in found], [word.owner for word in found]), (), language)
    places = {(owner, id(token)) for owner, token in zip(kept.owners, kept.tokens, strict=True)}
    return [word for word in found if (word.owner, id(word.token)) in places]


def _words(text: str, owner: int, language: str) -> Iterator[ComparedWord]:
    text = _said_amounts(text, language)
    own = tokens(text, language)
    starts = {match.end() for match in SENTENCE_STARTS.finditer(text)}
    case_tells = text != text.upper() and text != text.lower()
    for number, token in enumerate(own):
        shown = text[token.start : token.end]
        name = case_tells and _has_capital(shown) and (token.start not in starts or shown.isupper())
        maybe = token.info >= TELLING_NAME and (not case_tells or _has_capital(shown)) and not shown[0].isdigit()
        following = own[number + 1].form if number + 1 < len(own) else ""
        in_date = any(one.form in MONTHS for one in own[max(0, number - 2) : number + 4])
        day = days(language).get(token.form) if in_date else None
        for form in (day,) if day else _in_full(token.form, shown, following):
            full = token if form == token.form else replace(token, form=form, info=info(form, language))
            broken_off = text[token.end : token.end + 1] in {",", ";", ":", ".", "–", "—"}
            yield ComparedWord(full, owner, shown, name, name or maybe, broken_off=broken_off)


def _said_amounts(text: str, language: str) -> str:
    """A text with `$240m` as `240 million dollars`, and 2¼ as `2 and one quarter`; what is said already stays."""
    if language == "en":
        text = FRACTION.sub(_said_fraction, text)
    for written, said in SAID_AMOUNTS:
        text = written.sub(said, text)
    return text


def _said_fraction(written: re.Match[str]) -> str:
    """A part of one as it is said; as it is written where it is none, like 2-5/4, or has no name here."""
    whole, sign, above, below, alone = written.groups()
    value = Fraction(int(above), int(below)) if above else Fraction(numeric(sign or alone)).limit_denominator(8)
    name = PARTS.get(value.denominator)
    if not name or value >= 1:
        return written[0]
    said = f"{number_said(value.numerator, 'en')} {name}{'s' * (value.numerator > 1)}"
    return f"{whole} and {said}" if whole else said


@cache
def days(language: str) -> Mapping[str, str]:
    """The days of a month by what they are called: `first` is `one`. None where nobody taught us the language."""
    named = [(number_said(day, language, "ordinal"), number_said(day, language)) for day in DAYS]
    return {fold(day): fold(number) for day, number in named if day and number and day.isalpha()}


def _is_and_in_number(words: Sequence[ComparedWord], number: int, language: str) -> bool:
    """Whether it is what some say within a number, and figures do not have: `two hundred and forty`."""
    inside = 0 < number < len(words) - 1 and words[number].form == "and"
    return inside and words[number - 1].form in COUNTED and words[number + 1].form in number_words(language)


def _has_capital(shown: str) -> bool:
    return shown[:1].isupper() and not re.fullmatch(r"[IA](['’]\w+)?", shown)


def _in_full(form: str, shown: str, following: str) -> tuple[str, ...]:
    """The words that a short form stands for: `don't` is `do not`, `a hundred` is `one hundred`."""
    if form in SHORT_FORMS and (form == "cannot" or not shown.isalpha()):
        return SHORT_FORMS[form]
    if form == "a" and (following in COUNTED or following in PARTS.values()):  # and `a quarter` is `one quarter`
        return ("one",)
    plain = shown.casefold().replace("’", "'")
    for ending, full in ENDINGS.items():
        if plain.endswith(ending) and len(plain) > len(ending):
            return fold(plain.removesuffix(ending)), full
    if plain.endswith("'s") and plain[:-2] in WHOSE_IS:
        return fold(plain[:-2]), "is"
    return (form,)
