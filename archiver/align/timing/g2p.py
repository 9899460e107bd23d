"""Grapheme to phoneme: how an English word that no dictionary has may be pronounced, in the phones of CMUdict.

Good enough to find a name in a second of sound; a speech synthesiser would want better. The table was written for this
purpose: the spellings that are regular in English, the longest first.
"""

from __future__ import annotations

LETTER_NAMES = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW",
    "r": "AA R", "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S",
    "y": "W AY", "z": "Z IY",
}  # fmt: skip

GRAPHEME_PHONES = {
    "tion": "SH AH N", "sion": "ZH AH N", "ough": "AO", "augh": "AO", "eigh": "EY", "igh": "AY", "tch": "CH",
    "sch": "SH", "dge": "JH", "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "gh": "G", "wh": "W", "kh": "K",
    "zh": "ZH", "ck": "K", "ng": "NG", "qu": "K W", "kn": "N", "wr": "R", "ai": "EY", "ay": "EY", "au": "AO",
    "aw": "AO", "ea": "IY", "ee": "IY", "ei": "AY", "ey": "IY", "eu": "Y UW", "ew": "Y UW", "ie": "IY", "oa": "OW",
    "oi": "OY", "oy": "OY", "oo": "UW", "ou": "UW", "ow": "OW", "ij": "AY", "ue": "UW", "ui": "UW", "ar": "AA R",
    "er": "ER", "ir": "ER", "or": "AO R", "ur": "ER", "ce": "S EH", "ci": "S IH", "cy": "S IY", "ge": "JH EH",
    "a": "AA", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K",
    "l": "L", "m": "M", "n": "N", "o": "OW", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "UW", "v": "V",
    "w": "W", "x": "K S", "y": "IY", "z": "Z",
}  # fmt: skip

SOFT = {"c": "s", "g": "j"}  # before an `e` that is not said itself

LONGEST_GRAPHEME = max(map(len, GRAPHEME_PHONES))
VOWELS = frozenset("aeiouy")
LONGEST_ABBREVIATION_LETTERS = 6  # letters; longer ones are said as words


def pronunciations(word: str) -> list[str]:
    """Ways to say a word in lower case: as it is written, and letter by letter if it may be an abbreviation.

    Empty where it has other letters than English.
    """
    if not word or not set(word) <= set(LETTER_NAMES):
        return []
    spelled = " ".join(LETTER_NAMES[letter] for letter in word)
    read = " ".join(_sounds(word))
    if not VOWELS & set(word):
        return [spelled]
    return [read, spelled] if len(word) <= LONGEST_ABBREVIATION_LETTERS else [read]


def _sounds(word: str) -> list[str]:
    """The sounds of the longest known spellings from the left; a double letter sounds once, a last silent `e` never."""
    found, place = [], 0
    body = word
    if len(word) > 3 and word[-1] == "e" and word[-2] not in VOWELS:
        body = word[:-2] + SOFT.get(word[-2], word[-2])
    while place < len(body):
        size = next(size for size in range(LONGEST_GRAPHEME, 0, -1) if body[place : place + size] in GRAPHEME_PHONES)
        sound = GRAPHEME_PHONES[body[place : place + size]]
        if not (size == 1 and place and body[place] == body[place - 1] and body[place] not in VOWELS):
            found.append(sound)
        place += size
    return found
