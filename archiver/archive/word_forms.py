"""Other forms of a word that is looked for: other spellings, and what its language's stemmer takes for the same word.

The full-text index has stems by Porter's rules, which are made for English. For other languages the stems of the
language are asked as well, and the words of the index that have the same stem.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import cache

from archiver.spellings import american
from archiver.tokens import fold

# Snowball's names of languages, by ISO 639-1 code; English is in the index itself.
STEMMERS = {
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
SHORTEST = 4  # letters; shorter words have hardly any forms, and beginnings that too many share
MOST_FORMS = 20  # that are looked for in the place of one word
ENDINGS = ("", "e", "s", "es")  # that Porter's rules take away

# One after the other by the index, however many rows have each.
_LANGUAGES_OF = """
    with recursive known(language) as (
        select min(language) from {0}
        union all select (select min(language) from {0} where language > known.language) from known where language > ''
    )
    select language from known where language is not null
"""
LANGUAGES = f"""
    select * from ({_LANGUAGES_OF.format("transcripts")}) union select * from ({_LANGUAGES_OF.format("releases")})
"""
BEGINNING_SO = """
    select term from segments_fts_vocab where term >= :beginning and term < :beginning || char(1114111)
    union select term from paragraphs_fts_vocab where term >= :beginning and term < :beginning || char(1114111)
"""


def word_forms(connection: sqlite3.Connection, languages: Sequence[str]) -> Callable[[str], Sequence[str]]:
    """What gives the other forms of a word.

    languages: those that are searched, ISO 639-1 codes
    """
    stemmers = [_stemmer(STEMMERS[code]) for code in languages if code in STEMMERS]
    spelled = _spellings if "en" in languages or not languages else lambda word: ()
    return lambda word: [*_forms(connection, word, stemmers), *spelled(fold(word))]


def languages_asked(connection: sqlite3.Connection, language: str | None) -> list[str]:
    """The language that is asked about; None for all that anything is in."""
    return [language] if language else [row[0] for row in connection.execute(LANGUAGES)]


def _spellings(word: str) -> Sequence[str]:
    """The American spelling of an English word, and the British ones: `harbor`, `harbour`."""
    here = american().get(word, word)
    return [other for other in (here, *_british().get(here, ())) if other != word]


@cache
def _british() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for british, its_own in american().items():
        found.setdefault(its_own, []).append(british)
    return found


def _forms(connection: sqlite3.Connection, word: str, stemmers: Sequence[Callable[[str], str]]) -> list[str]:
    if len(word) < SHORTEST:
        return []
    found: dict[str, None] = {}
    for stem in stemmers:
        stems = {fold(stem(form)) for form in (word.lower(), fold(word))}
        known = connection.execute(BEGINNING_SO, {"beginning": fold(word)[:SHORTEST]})
        found |= dict.fromkeys(stems)
        found |= dict.fromkeys(_as_word(term) for (term,) in known if fold(stem(term)) in stems)
    return [form for form in found if form != word][:MOST_FORMS]


def _as_word(term: str) -> str:
    """A word that the index keeps as a term: it stems what is looked for as well, and `national` would be `nation`."""
    stem = _stemmer("porter")
    return next((term + ending for ending in ENDINGS if stem(term + ending) == term), term)


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    from snowballstemmer import stemmer

    return stemmer(name).stemWord  # type: ignore[no-any-return]
