"""Spoken words: what was said, without what only the engine that wrote it down decided.

Of the same words an engine makes `It's up 25%, um, isn't it?` and another `it is up twenty five percent isn't it`.
Links must not depend on that, so sentences are compared in one spelling: lower case, no punctuation or fillers, numbers
in words, contractions in full. Whether something is asked is told by its words, since question marks come and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from archiver.tokens import WORD, Stream, Token, fold, tokens

# Sounds that fill a pause, and phrases that do the same, if nothing before or behind makes a statement of them.
FILLERS = {
    "en": frozenset({"um", "uh", "er", "erm", "uhm", "umm", "uhh", "ah", "hm", "hmm", "mm", "mhm"}),
    "fr": frozenset({"euh", "heu", "hum", "hein", "ben"}),
}
IDLE_PAIRS = {"en": frozenset({("you", "know"), ("i", "mean")})}  # between words that were read
YOU_KNOW = re.compile(
    r"(?<!\bas )(?<!\bdo )(?<!\bif )(?<!\bdid )(?<!\blet )(?<!\bthat )(?<!\bwhat )(?<!\bwould )(?<!\bhow )"
    r"\b(?:you know|i mean)\b(?! (?:that|what|how|who|why|if|whether|about|when|where|the answer|it)\b) ?"
)

# What contractions stand for; `'s` only after words that own nothing.
FULL_FORMS = (
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan(?:'t|not)\b"), "can not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(it|that|there|here|he|she|what|who|where|how)'s\b"), r"\1 is"),
    (re.compile(r"\bper cent\b"), "percent"),
)

OPENERS = {"and", "but", "so", "well", "yes", "yeah", "okay", "ok", "now", "then", "or", "also", "just", "first"}
ASKING_WORDS = frozenset(["who", "whom", "whose", "what", "when", "where", "why", "which", "how"])
AUXILIARIES = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "can",
        "could",
        "will",
        "would",
        "should",
        "shall",
        "may",
        "might",
        "am",
    ]
)
SUBJECTS = frozenset(
    [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "there",
        "this",
        "that",
        "these",
        "those",
        "the",
        "your",
        "their",
        "any",
        "anyone",
        "anybody",
    ]
)
ASKING_PHRASES = re.compile(
    r"\b(?:wonder|wondering|curious (?:if|whether|what|how|about)|my question|question is|(?:can|could|would) you"
    r"|(?:like|want|wanted) to ask|(?:may|can|could|let me) (?:i )?ask|do you|did you|are you"
    r"|have you|is it (?:right|fair|true))\b"
)


def without_fillers(stream: Stream, written: Iterable[Sequence[Token]], language: str) -> Stream:
    """The words that were said, without fillers; but what the release has too, it means."""
    known = {token.form for own in written for token in own}
    forms = [token.form for token in stream.tokens]
    idle = [form in FILLERS.get(language, ()) and form not in known for form in forms]
    for number, pair in enumerate(pairwise(forms)):
        if pair in IDLE_PAIRS.get(language, ()) and stream.owners[number] == stream.owners[number + 1]:
            idle[number : number + 2] = [True, True]
    kept = [number for number, silent in enumerate(idle) if not silent]
    return Stream([stream.tokens[number] for number in kept], [stream.owners[number] for number in kept])


def spoken(text: str, language: str = "en") -> str:
    """What was said, in the one spelling in which sentences are compared; empty where only a pause was filled.

    Punctuation goes, but for apostrophes; hyphens part words; numbers are words.
    """
    said = " ".join(_said(text, language))
    if language != "en":
        return said
    for contracted, full in FULL_FORMS:
        said = contracted.sub(full, said)
    return YOU_KNOW.sub("", said).strip()


def _said(text: str, language: str) -> list[str]:
    """The words, those of numbers spelled out."""
    found: list[str] = []
    for match in WORD.finditer(text):
        own = tokens(match[0], language) if match["number"] else ()
        forms = [token.form for token in own] or [_plain(match[0])]
        found += (form for form in forms if form not in FILLERS.get(language, ()))
    return found


def _plain(word: str) -> str:
    """A word in lower case with straight apostrophes; an abbreviation without its points."""
    return fold(word) if "." in word else word.casefold().replace("’", "'")


def asks(text: str, language: str = "en") -> bool:
    """Whether a sentence asks something, as far as its words tell: marks are not looked at.

    In languages other than English False: there the words do not tell.
    """
    if language != "en":
        return False
    said = spoken(text)
    words = said.split()
    while words and words[0] in OPENERS:
        words = words[1:]
    if len(words) < 2:
        return False
    inverted = any(first in AUXILIARIES and second in SUBJECTS for first, second in pairwise(words[:6]))
    begins = words[0] in AUXILIARIES or (words[0] in ASKING_WORDS and inverted)
    return begins or ASKING_PHRASES.search(said) is not None
