"""Numbers that were said and do not stand in the release, however either is spelled: ``240``, two hundred and forty.

A number is read as what it is worth, from digits or from words. For SQL, as functions of the connection: what tells
numbers from words knows languages, and SQLite does not.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import prod
from unicodedata import numeric

from archiver.archive.numbers.number_readings import Number, widened
from archiver.archive.numbers.number_vocabulary import Meaning, Value, vocabulary_of
from archiver.tokens import base_language, fold

REMEMBERED_TEXTS = 100  # a query asks of every sentence about the same release
LONGEST_DIGITS = 30  # that are reckoned with

# A number in digits with what is written close behind it (3rd, 50%, 2.5bn, 42 M€, 10km, 10h30), else a word. Thousands
# are grouped by dots, commas, apostrophes or blanks.
_TOKEN = re.compile(
    r"(?P<digits>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,'’]\d+)*)(?P<part>[¼-¾⅓-⅞])?"
    r"(?:%|[ \u00a0\u202f]?(?P<short>k|m|mn|mln|bn|tn|tr|trn|md|mds|mrd)(?![^\W_])"
    r"|[^\W\d_]{1,4}(?![^\W_])|h(?=\d)|(?![^\W_]))"
    r"|[^\W_]+(?:['’][^\W_]+)*",
    re.IGNORECASE,
)
_SHORT_SCALES = {"k": 10**3, **dict.fromkeys(("m", "mn", "mln"), 10**6)}
_SHORT_SCALES |= dict.fromkeys(("bn", "md", "mds", "mrd"), 10**9) | dict.fromkeys(("tn", "tr", "trn"), 10**12)
_UNITS = ("k", "m")  # which may be kilometres and metres too
_NAME = re.compile(r"[^\W\d_]+(\d{1,6})")  # MH17, G8
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2,4})")
# Two numbers in one: a time of day, pounds and pence.
_PAIR = re.compile(
    r"(?<=[$£€])\d+[.,]\d\d(?!\d)|\d+[.,]\d\d(?=\s?(?:[$£€]|[ap]\.?m\b|hrs|hours|heures|GMT|CET|EUR|USD))",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"(?:(?<=['’])|(?<=\d{4}[-–/]))\d\d(?!\d)")  # '06, 2005/06
_DECADE = re.compile(r"(?:\d\d)?\d0(?=['’]?s)|(?<=années )(?:\d\d)?\d0", re.IGNORECASE)
_SILENT = re.compile(r"00(?!\d)|1(?=/\d)")  # of 10:00 and of 1/4, which is said `a quarter`
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_RANGE = re.compile(r"\s*(?:[-–]|to|and|or|à|et|ou|bis|und|oder|a|y|o)\s*")  # between two of a range
_CLOSE = re.compile(r"[\s‐‑-]*")  # what may stand between the words of one number

_folded = lru_cache(50_000)(fold)  # the words of a language are few


@dataclass(frozen=True, slots=True)
class Atom:
    """Words or digits that a number is made of, and where they stand in the text."""

    meaning: Meaning
    start: int
    end: int

    @property
    def kind(self) -> str:
        """What they are in a number."""
        return self.meaning.kind

    @property
    def value(self) -> Fraction:
        """What words are worth; only digits may have several values."""
        return Fraction(self.meaning.values[0])


# Whether the time for a query is up, which SQLite asks between its own steps only.
_is_over: ContextVar[Callable[[], bool]] = ContextVar("_is_over", default=lambda: False)


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection ``numbers_unwritten(said, written, language)`` and ``numbers_in(text, language)``.

    On a connection that tells when a query's time is over (``is_over``), they end it then.
    """

    def in_time(function: Callable[..., str | None]) -> Callable[..., str | None]:
        def called(*values: str | None) -> str | None:
            _is_over.set(getattr(connection, "is_over", _is_over.get()))
            try:
                return function(*values)
            except TimeoutError:
                connection.interrupt()
                return None

        return called

    connection.create_function("numbers_unwritten", 3, in_time(unwritten), deterministic=True)
    connection.create_function("numbers_in", 2, in_time(listed), deterministic=True)


def unwritten(said: str, written: str, language: str | None) -> str | None:
    """The numbers that were said and are not written, as they stand in the transcript; None where there are none."""
    code = base_language(language or "en")
    known = _values(written, code)
    found = [one.text for one in numbers_of(said, code) if not one.is_vague and not one.is_among(known)]
    return "; ".join(found) or None


def listed(text: str, language: str | None) -> str | None:
    """The numbers of a text, as they stand there, each once; None where there are none."""
    found = numbers_of(text, base_language(language or "en"))
    return "; ".join(dict.fromkeys(number.text for number in found if not number.is_vague)) or None


@lru_cache(REMEMBERED_TEXTS)
def _values(text: str, language: str) -> frozenset[Value]:
    found = numbers_of(text, language)
    return frozenset(value for one in found for number in (one, *one.parts) for value in number.values)


@lru_cache(REMEMBERED_TEXTS)
def numbers_of(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of a text, in its order."""
    found = list(_joined(text, list(_numbers(text, list(_atoms(text, language))))))
    for place, (one, other) in enumerate(pairwise(found)):
        if _RANGE.fullmatch(text, one.end, other.start) and (scale := _scale_of_range(one, other)) > 1:
            multiplied = frozenset(value * scale for value in one.values if isinstance(value, Fraction))
            found[place] = replace(one, values=one.values | multiplied)
    return tuple(widened(text, found, language))


def _scale_of_range(one: Number, other: Number) -> Fraction:
    """By what the first number of a range may be multiplied: 42 to 45 million, two to three hundred."""
    if one.scale > 1:
        return Fraction(1)
    value = max((value for value in other.values if isinstance(value, Fraction)), default=Fraction(0)) / other.scale
    is_hundreds = one.is_small and value in range(100, 1000, 100) and not other.text[0].isdigit()
    return other.scale * (100 if is_hundreds else 1)


def _joined(text: str, numbers: Sequence[Number]) -> Iterator[Number]:
    """Numbers, where small ones in words close behind each other may be one too: nine eleven, one three two five."""
    begin = 0
    for end, (one, other) in enumerate(pairwise((*numbers, None)), 1):
        if one and other and one.is_small and other.is_small and text[one.end : other.start] == " ":
            continue
        run, begin = numbers[begin:end], end
        digits = "".join(str(value) for number in run for value in number.values)
        whole = {Fraction(digits)} if len(run) in range(2, LONGEST_DIGITS) else set[Fraction]()
        yield from (replace(number, values=number.values | whole) for number in run)


def _numbers(text: str, atoms: Sequence[Atom]) -> Iterator[Number]:
    place = 0
    while place < len(atoms):
        first, values, parts = atoms[place], frozenset[Value](), tuple[Number, ...]()
        end, scale = place + 1, Fraction(1)
        if first.kind == "digits":
            while _goes_on(text, atoms, end) and atoms[end].kind in ("scale", "plural"):  # 42 million
                end += 1
            scale = prod((atom.value for atom in atoms[place + 1 : end]), start=Fraction(1))
            values = frozenset(v if isinstance(v, str) else v * scale for v in first.meaning.values)
            parts = tuple(_pair(text, first))
        elif first.kind == "point" and (decimals := _decimals(text, atoms, end)):  # point five, or 5
            end, values, scale = _bare_decimals(text, atoms, place, decimals)
            parts = tuple(_numbers(text, atoms[place + 1 : end]))
        elif first.kind in ("words", "scale"):
            end, number, second = _spelled_out(text, atoms, place)
            values, scale = frozenset({number.value}), number.scale or scale
            if second:
                parts = (*_numbers(text, atoms[place:second]), *_numbers(text, atoms[second:end]))
        if values:
            is_vague = first.meaning.is_vague and end == place + 1
            is_small = end == place + 1 and first.kind == "words" and first.value < 100
            written = text[first.start : atoms[end - 1].end]
            yield Number(written, first.start, scale, values, parts, is_vague, is_small)
        place = end


def _pair(text: str, digits: Atom) -> Iterator[Number]:
    """The two numbers that one in digits may be, said as two: $3.50 is three dollars fifty, 10.30 am is ten thirty."""
    if pair := _PAIR.match(text, digits.start):
        for part in re.finditer(r"\d+", pair[0]):
            yield Number(part[0], pair.start() + part.start(), Fraction(1), frozenset({Fraction(part[0])}))


def _goes_on(text: str, atoms: Sequence[Atom], place: int) -> bool:
    """Whether there is an atom, close behind the one before."""
    return place < len(atoms) and bool(_CLOSE.fullmatch(text, atoms[place - 1].end, atoms[place].start))


def _spelled_out(text: str, atoms: Sequence[Atom], begin: int) -> tuple[int, NumberSoFar, int]:
    """A number in words: past which atom it ends, the number, and where a second begins if it is two; else 0."""
    number, end, second = NumberSoFar(), begin, 0
    while end == begin or _goes_on(text, atoms, end):
        atom, taken = atoms[end], 0
        if atom.kind == "words":
            taken = number.add(atom.value)
        elif atom.kind in ("scale", "plural"):
            taken = number.multiply(atom.value, alone=atom.kind == "scale")
        elif atom.kind == "fraction":
            taken = number.add_fraction(atom.value)
        elif atom.kind == "point" and (decimals := _decimals(text, atoms, end + 1)):
            taken = 1 + number.add_decimals(decimals)
        elif atom.kind == "joint" and _goes_on(text, atoms, end + 1) and atoms[end + 1].kind == "words":
            taken = 2 * number.add(atoms[end + 1].value)
            second = second or (end + 1 if taken else 0)
        if not taken:
            break
        end += taken
    return end, number, second


def _decimals(text: str, atoms: Sequence[Atom], begin: int) -> list[str]:
    """The digits behind a spoken point: `one two five`, or `twenty-five`."""
    found: list[str] = []
    while _goes_on(text, atoms, end := begin + len(found)) and atoms[end].kind == "words" and atoms[end].value < 100:
        found.append(str(atoms[end].value))
    return found


def _bare_decimals(
    text: str, atoms: Sequence[Atom], place: int, decimals: Sequence[str]
) -> tuple[int, frozenset[Value], Fraction]:
    """A number that begins with its spoken point: past which atom it ends, what it is worth, by what multiplied."""
    end, scale = place + 1 + len(decimals), Fraction(1)
    while _goes_on(text, atoms, end) and atoms[end].kind in ("scale", "plural"):
        end, scale = end + 1, scale * atoms[end].value
    digits = "".join(decimals)
    return end, frozenset({Fraction(int(digits), 10 ** len(digits)) * scale}), scale


class NumberSoFar:
    """A number in words while it is read: what is complete, and the part before the next `thousand` or `million`."""

    def __init__(self) -> None:
        self.complete, self.part = Fraction(0), Fraction(0)
        self.open = False  # whether a part was begun
        self.scale: Fraction | None = None  # of what is complete

    @property
    def value(self) -> Fraction:
        """What it is worth by now."""
        return self.complete + self.part

    def add(self, value: Fraction) -> bool:
        """Put words behind, if they fit: `thousand` takes 240, and `two hundred` takes 40."""
        if self.open:
            fits = self.part >= 100 and self.part % 10 ** len(str(value)) == 0
        else:
            fits = self.scale is None or value < self.scale
        if fits:
            self.part, self.open = self.part + value, True
        return fits

    def multiply(self, scale: Fraction, *, alone: bool) -> bool:
        """Multiply by a thousand, a million, if that fits. alone: whether the word by itself is one of it"""
        if not self.open and self.scale is not None and scale > self.scale:  # a thousand million
            self.complete, self.scale = self.complete * scale, scale
            return True
        fits = (self.open or alone) and (self.scale is None or scale < self.scale)
        if fits:
            self.complete += (self.part if self.open else 1) * scale
            self.part, self.open, self.scale = Fraction(0), False, scale
        return fits

    def add_fraction(self, fraction: Fraction) -> bool:
        """Add a part of one, or of the scale: two million and a half."""
        self.part += (1 if self.open or self.scale is None else self.scale) * fraction
        self.open = True
        return True

    def add_decimals(self, numbers: Sequence[str]) -> int:
        """Put digits behind the point; how many words they were."""
        digits = "".join(numbers)
        self.part, self.open = self.part + Fraction(int(digits), 10 ** len(digits)), True
        return len(numbers)


def _atoms(text: str, language: str) -> Iterator[Atom]:
    """What numbers are made of, in the order of a text; in words, the longest that are known."""
    tokens = list(_TOKEN.finditer(text))
    forms = [_folded(token[0]) for token in tokens]
    words = vocabulary_of(language)
    place, is_over = 0, _is_over.get()
    while place < len(tokens):
        if is_over():
            raise TimeoutError("the numbers of a long text were not found in time")
        if tokens[place]["digits"]:
            yield from _digits(tokens[place])
            place += 1
        elif name := _NAME.fullmatch(forms[place]):
            meaning = Meaning("digits", (Fraction(name[1]),), is_vague=True)
            yield Atom(meaning, *tokens[place].span())
            place += 1
        else:
            end = min(place + words.longest.get(forms[place], 0), len(tokens))
            while end > place and not (
                tuple(forms[place:end]) in words.meanings and _is_close(text, tokens[place:end])
            ):
                end -= 1
            if end > place:
                yield Atom(words.meanings[tuple(forms[place:end])], tokens[place].start(), tokens[end - 1].end())
            place = max(end, place + 1)


def _is_close(text: str, tokens: Sequence[re.Match[str]]) -> bool:
    return all(_CLOSE.fullmatch(text, one.end(), other.start()) for one, other in pairwise(tokens))


def _digits(token: re.Match[str]) -> Iterator[Atom]:
    """A number in digits; the three of a date (31.3.2006)."""
    written = token["digits"]
    if date := _DATE.fullmatch(written):
        for part in (1, 2, 3):
            start = token.start() + date.start(part)
            yield Atom(Meaning("digits", (Fraction(date[part]),)), start, start + len(date[part]))
        return
    values: list[Value] = [written]
    if len(written) <= LONGEST_DIGITS:
        more = Fraction(numeric(token["part"])).limit_denominator(10) if token["part"] else 0  # 2½
        short = (token["short"] or "").lower()
        factors = {_SHORT_SCALES.get(short, 1), *([1] if short in _UNITS else [])}
        found = [*_digit_values(written), *_other_years(token)]
        values = [(value + more) * factor for value in found for factor in factors]
    is_silent = _SILENT.match(token.string, token.start()) is not None
    yield Atom(Meaning("digits", tuple(values), is_silent), *token.span())


def _other_years(token: re.Match[str]) -> list[Fraction]:
    """The years that two digits or a decade may be: '06 is 2006, the 80s are the 1980s, and these the eighties."""
    is_decade = _DECADE.match(token.string, token.start())
    if len(written := token["digits"]) == 2 and (is_decade or _SHORT_YEAR.match(token.string, token.start())):
        return [Fraction(century + int(written)) for century in (1900, 2000)]
    return [Fraction(written[2:])] if is_decade and len(written) == 4 else []


def _digit_values(written: str) -> list[Fraction]:
    """What digits are worth; with one group of three behind a sign (20,036) that may be thousands, or decimals."""
    plain = re.sub("[ \u00a0\u202f'’]", "", written).replace(",", ".")
    whole, _, decimals = plain.rpartition(".")
    found = [Fraction(f"{whole.replace('.', '')}.{decimals}" if whole else plain)]
    if _GROUPED.fullmatch(plain):
        found = [Fraction(plain.replace(".", "")), *(found if plain.count(".") == 1 else [])]
    return found
