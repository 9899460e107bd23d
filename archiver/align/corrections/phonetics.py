"""Phonetics: how alike words sound, as far as their letters tell; engines spell unknown names as they sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from archiver.spellings import american
from archiver.tokens import Token

ENGLISH, FRENCH = "en", "fr"

# How much the key of a word's sounds counts for likeness, beside its letters. Philips' Metaphone (1990) for English
# keeps the consonants only; Bergé's Phonetic (2008) for French keeps the vowels, so that words with one key are
# homophones or nearly so: `condamné` and `condamner`.
KEY_WEIGHT = {ENGLISH: 0.5, FRENCH: 0.75}

SHORTEST_FRENCH = {"et": "E", "est": "E", "es": "E"}  # which Bergé's rules leave out, or make `ES`

# Endings by which the forms of a word differ.
INFLECTIONS = {
    ENGLISH: frozenset({"", "e", "s", "es", "d", "ed", "r", "er", "ers", "ing", "ly"}),
    FRENCH: frozenset(
        {
            *("", "e", "s", "es", "x", "t", "nt", "ent", "er", "ez", "ee", "ees", "ant", "a", "as", "ons", "ont"),
            *("ai", "ais", "ait", "aient", "ions", "iez", "ra", "ras", "rai", "rait", "raient", "ront"),
        }
    ),
}
SWALLOWED = {"d": re.compile("[^aeiou]"), "s": re.compile("[szj]|ch")}  # by what the next word begins with
AUDIBLE = {"d": ("d", "t"), "s": ("s", "z", "x", "ch", "sh")}  # behind these an ending is a syllable: `started`


def joined(tokens: Sequence[Token]) -> str:
    """The letters of some words in a row, since an engine may hear one word as two."""
    return "".join(token.form for token in tokens)


def has_key(language: str) -> bool:
    """Whether it is known how the letters of a language sound."""
    return language in KEY_WEIGHT


def phonetic_likeness(heard: str, written: str, language: str) -> float:
    """How alike two words sound, 0 to 1: by their letters, and where it is known by what these sound like."""
    from rapidfuzz.distance import Indel

    letters = Indel.normalized_similarity(heard, written)
    if not has_key(language):
        return letters
    sounds = Indel.normalized_similarity(_key(heard, language), _key(written, language))
    return letters + KEY_WEIGHT[language] * (sounds - letters)


def begin_alike(heard: str, written: str, language: str) -> bool:
    """Whether two words begin with the same sound, which engines rarely mistake."""
    first, other = (_key(word, language) if has_key(language) else word for word in (heard, written))
    return first[:1] == other[:1]


def sound_the_same(heard: str, written: str, language: str) -> bool:
    """Whether two words sound the same, as far as anybody knows: `sight` and `site`."""
    return heard == written or (has_key(language) and _key(heard, language) == _key(written, language))


def are_homophones(heard: str, written: str, language: str) -> bool:
    """Whether two words sound the same, vowels and all, so that only who wrote the text knows which of them it was."""
    return language == FRENCH and sound_the_same(heard, written, language)


@cache
def _key(word: str, language: str) -> str:
    if language == FRENCH:
        from phonetic_fr import phonetic

        return SHORTEST_FRENCH.get(word) or phonetic(word) or word.upper()
    from jellyfish import metaphone

    return metaphone(word)


def same_stem(heard: str, written: str, language: str) -> bool:
    """Whether two words differ by an ending only: `cause` and `caused`, `party` and `parties`."""
    short, long = sorted((heard, written), key=len)
    if language != FRENCH and long.endswith("ies") and short == f"{long[:-3]}y":
        return True
    stem = shared_beginning(short, long)
    endings = {short[len(stem) :], long[len(stem) :]}
    return len(stem) >= max(3, len(short) - 2) and endings <= INFLECTIONS.get(language, INFLECTIONS[ENGLISH])


def shared_beginning(one: str, other: str) -> str:
    """The letters that two words begin with."""
    length = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[:length]


def is_swallowed(heard: str, written: str, following: str, language: str) -> bool:
    """Whether the next word makes the ending that two words differ by inaudible: `subscribe(d) to`, `member(s) shot`.

    Speakers of English drop a final d before a consonant, and join a final s with a hissing one. French endings are
    mostly not heard at all, but the article before them is, by which engines write them.
    """
    short, long = sorted((heard, written), key=len)
    ending = long[len(short) :]
    if language != ENGLISH or not long.startswith(short) or ending not in ("s", "d", "ed"):
        return False
    sound = ending[-1]
    return not short.endswith(AUDIBLE[sound]) and bool(SWALLOWED[sound].match(following))


def is_same_word(heard: str, written: str, language: str) -> bool:
    """Whether two spellings are of one word: `defense` and `defence`."""
    if heard == written:
        return True
    spellings = american() if language == ENGLISH else {}
    return spellings.get(heard, heard) == spellings.get(written, written)
