"""Questions: whether a sentence asks something, by how it is said. The question mark is a hint, not a proof."""

from __future__ import annotations

import re

# How a person who asks begins in English, or speaks of asking; in other languages only the question mark tells.
ASKING = re.compile(
    r"""
    ^ (?: (?: and | but | so | well | yes | thank\ you | thanks ) \W+ )*
        (?: who | whom | whose | what | when | where | why | which | how | is | are | was | were | do | does | did | has
          | have | had | can | could | will | would | should | shall | may | might ) \b (?= \W+ \w )
    | \b (?: my | one | another | quick | second | first | last | more | follow-?up )\ questions? \b
    | ^ a\ (?: question | follow-?up ) \b
    | \b (?: I(?: 'd |\ would )\ like\ to | may\ I | can\ I | could\ I | let\ me )\ ask \b
    | \b wonder(?: ing )? \b
    | \b (?: can | could | would )\ you \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def asks(words: str, language: str | None) -> bool:
    """Whether a sentence asks something, or says that something is about to be asked."""
    if words.rstrip(" \"'”»").endswith(("?", "？", "؟", ";" if language == "el" else "?")):
        return True
    return language == "en" and ASKING.search(words) is not None
