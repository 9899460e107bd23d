"""Where a phrase stands in a text, word for word or changed by a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.models import Span
from archiver.tokens import Token

MOST_CHANGED = 2  # words of the phrase that may be missing, and as many that may stand in their place
# What the words that stay must tell together, where the change is at an end: `in this` is no phrase, `promotion of` is.
LEAST_INFO = 0.5
WORD_INFO = 0.4  # what a word must tell to belong to the one before it: `democratic reform`, but not `trade against`


@dataclass(frozen=True, slots=True)
class Match:
    """One place of a phrase in a text.

    words: first word of the text that belongs to it, and past the last, as numbers of its tokens
    missing: words of the phrase, from and past, in whose place others stand; empty where it stands word for word
    instead: words of the text, from and past, in their place
    """

    words: Span
    missing: Span = (0, 0)
    instead: Span = (0, 0)

    @property
    def is_exact(self) -> bool:
        """Whether it stands there word for word."""
        return self.missing == self.instead == (0, 0)


def find_phrase(phrase: Sequence[Token], text: Sequence[Token], breaks: frozenset[int] = frozenset()) -> list[Match]:
    """Each place of a phrase in a text, in their order; where it stands word for word, nothing else is seen in it.

    breaks: words of the text before which there is a comma, a full stop or another sign
    """
    found: list[Match] = []
    for at in range(len(text)):
        if found and at < found[-1].words[1]:
            continue
        match = _from_beginning(phrase, text, at, breaks) or _from_end(phrase, text, at, breaks)
        if match:
            found.append(match)
    return found


def _from_beginning(phrase: Sequence[Token], text: Sequence[Token], at: int, breaks: frozenset[int]) -> Match | None:
    """The phrase, where its first words stand at a place."""
    same = _in_common(phrase, text[at : at + len(phrase)])
    if same == len(phrase):
        return Match((at, at + same))
    if not same or len(phrase) == 1:
        return None
    changed = at + same
    for missing in range(MOST_CHANGED + 1):
        rest = phrase[same + missing :]
        for instead in range(MOST_CHANGED + 1):
            end = changed + instead + len(rest)
            if rest and missing + instead and _in_common(rest, text[changed + instead : end]) == len(rest):
                return Match((at, end), (same, same + missing), (changed, changed + instead))
    if len(phrase) - same > MOST_CHANGED or not _tells(phrase[:same]) or changed >= len(text) or changed in breaks:
        return None
    end = changed + 1
    while (
        end < min(len(text), changed + MOST_CHANGED)
        and end not in breaks
        and min(text[end - 1].info, text[end].info) >= WORD_INFO
    ):
        end += 1
    return Match((at, end), (same, len(phrase)), (changed, end))


def _from_end(phrase: Sequence[Token], text: Sequence[Token], at: int, breaks: frozenset[int]) -> Match | None:
    """The phrase, where another word and then its last words stand at a place."""
    if at + 1 in breaks:
        return None
    for missing in range(1, MOST_CHANGED + 1):
        rest = phrase[missing:]
        end = at + 1 + len(rest)
        if _tells(rest) and _in_common(rest, text[at + 1 : end]) == len(rest):
            return Match((at, end), (0, missing), (at, at + 1))
    return None


def _tells(words: Sequence[Token]) -> bool:
    return len(words) > 1 and sum(word.info for word in words) >= LEAST_INFO


def _in_common(one: Sequence[Token], other: Sequence[Token]) -> int:
    """How many words both begin with."""
    count = 0
    for own, others in zip(one, other, strict=False):
        if own.form != others.form:
            break
        count += 1
    return count
