"""What is known of a language's words: how often they are used (wordfreq), and how its numbers are said (num2words)."""

from __future__ import annotations

from functools import cache
from typing import Literal

NumberKind = Literal["cardinal", "ordinal", "year"]


@cache
def frequency(word: str, language: str) -> float | None:
    """How often a word is used, on the zipf scale: 7 for `the`, 3 for once in a million words, 0 for never.

    language: ISO 639-1 code

    None where there is no list of the language's words, no such language, or no way to cut it into words.
    """
    from wordfreq import zipf_frequency

    try:
        return zipf_frequency(word, language)
    except (LookupError, ValueError, ImportError):  # in the order of the above
        return None


def number_said(number: float, language: str, kind: NumberKind = "cardinal") -> str | None:
    """A number in words; None where nobody taught num2words the language, or not such numbers in it.

    language: ISO 639-1 code
    """
    from num2words import num2words

    try:
        return str(num2words(number, lang=language, to=kind))
    except (NotImplementedError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # each language's rules fail in a way of their own
