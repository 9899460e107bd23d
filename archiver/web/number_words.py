"""Numbers that were said and do not stand in the release, however either is spelled: ``240``, two hundred and forty.

For SQL, as functions of the connection: what tells numbers from words knows languages, and SQLite does not.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archiver.align.corrections.guards import AND, number_words
from archiver.tokens import WORD, base_language, fold, tokens

Spelling = tuple[str, ...]

_fold = lru_cache(50_000)(fold)  # the words of a language are few
REMEMBERED = 2_000  # texts: a query asks of every sentence about the same release
YEAR = re.compile(r"[12]\d{3}")  # also said as a plain number: two thousand and six
DAY = re.compile(r"\d{1,2}")  # also said as an ordinal: the nineteenth
JOINT = "&"  # the place of `and` in a spelling


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    spellings: the ways in which it may be said, in words
    text: as it stands there
    """

    spellings: frozenset[Spelling]
    text: str


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection ``numbers_unwritten(said, written, language)`` and ``numbers_in(text, language)``."""
    connection.create_function("numbers_unwritten", 3, unwritten, deterministic=True)
    connection.create_function("numbers_in", 2, listed, deterministic=True)


def unwritten(said: str, written: str, language: str | None) -> str | None:
    """The numbers that were said and are not written, as they stand in the transcript; None where there are none."""
    code = base_language(language or "en")
    known = _known(written, code)
    found = [number.text for number in numbers(said, code) if not any(_is_in(s, known) for s in number.spellings)]
    return "; ".join(found) or None


def listed(text: str, language: str | None) -> str | None:
    """The numbers of a text, as they stand there, each once; None where there are none."""
    found = numbers(text, base_language(language or "en"))
    return "; ".join(dict.fromkeys(number.text for number in found)) or None


@lru_cache(REMEMBERED)
def _known(text: str, language: str) -> frozenset[Spelling]:
    return frozenset(spelling for number in numbers(text, language) for spelling in number.spellings)


def _is_in(spelling: Spelling, known: frozenset[Spelling]) -> bool:
    """Whether a number is known, or is two with an `and` between them that both are."""
    if JOINT not in spelling:
        return spelling in known
    whole = tuple(form for form in spelling if form != JOINT)
    place = spelling.index(JOINT)
    return whole in known or (spelling[:place] in known and _is_in(spelling[place + 1 :], known))


@lru_cache(REMEMBERED)
def numbers(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of a text, in its order."""
    found: list[Number] = []
    run: list[re.Match[str]] = []
    known = number_words(language)
    for match in WORD.finditer(text):
        form = _fold(match[0])
        if not match["number"] and (form in known or (run and form in AND)):
            run.append(match)
            continue
        found += _in_words(text, run, language)
        run = []
        if match["number"]:
            found.append(Number(frozenset(_spellings(match, language)), match[0]))
    return tuple(found + list(_in_words(text, run, language)))


def _in_words(text: str, run: Sequence[re.Match[str]], language: str) -> Iterator[Number]:
    """The number that words spell out; none for `one`, `first`, `second`, which are more often none."""
    own = [(match, _fold(match[0])) for match in run]
    while own and own[-1][1] in AND:
        own.pop()
    forms = tuple(JOINT if form in AND else form for _, form in own)
    if any(form not in _unspecific(language) for form in forms):
        yield Number(frozenset([forms]), text[own[0][0].start() : own[-1][0].end()])


def _spellings(match: re.Match[str], language: str) -> Iterator[Spelling]:
    digits, suffix = match["number"], match["suffix"] or ""
    written = [digits, digits + suffix.replace("%", "")]
    if YEAR.fullmatch(digits):
        written.append(f"{digits[0]},{digits[1:]}")
    if DAY.fullmatch(digits):
        written.append(f"{digits}th")
    return (tuple(token.form for token in tokens(one, language)) for one in written)


@cache
def _unspecific(language: str) -> frozenset[str]:
    return frozenset(token.form for one in ("1", "1st", "2nd") for token in tokens(one, language))
