"""Places: where something happened, in lines that say no more than that, alone or beside a day."""

from __future__ import annotations

import re

# What happened, in a line that would otherwise be the name of a place.
EVENT = re.compile(
    r"\b(?:summit|sommet|statements?|meetings?|conference|conférence|briefings?|remarks?|speech|declaration|déclaration"
    r"|réunion|address|interview|discours|communiqu\w*|report|visit|visite|elections?|days?|weeks?|agreement|treaty|transcripts?"
    r"|point de presse|press point)\b",
    re.IGNORECASE,
)
_PLACE_BEFORE_DATE = re.compile(
    r"^[\W_]*[^\W\d_][\w'’. /-]{2,40}?(?:,\s[A-ZÀ-Þ][\w'’ -]{1,30}|\s\([\w'’ -]{2,30}\))?"
    r"\s?(?:,|[-–—]|\()\s?(?:the |le |on |el |den )?$",
    re.IGNORECASE,
)
# ``Olympic Sports Centre 27 Nov. 2006``
_RIGHT_BEFORE = re.compile(r"^\W*(?:[A-ZÀ-Þ][\w.'’-]*,?\s){1,4}$")
_AFTER = re.compile(r"\s?[,–—-]\s?[A-ZÀ-Þ]")
_MOST_PLACE_WORDS = 6


def is_place(line: str) -> bool:
    """Whether a line is short and all in capitals, as the name of a place is, or the end of one that a cell broke."""
    words = line.split()
    named = len(words) <= _MOST_PLACE_WORDS and all(word[0].isupper() or not word[0].isalpha() for word in words)
    return (named and not EVENT.search(line)) or line[:1].islower()


def is_place_before_day(before: str, after: str) -> bool:
    """Whether what stands before a day is a place (``Brussels, ``); without a comma only where nothing comes after."""
    is_alone = not any(map(str.isalnum, after))
    is_place_name = _PLACE_BEFORE_DATE.match(before) or (is_alone and _RIGHT_BEFORE.match(before))
    return bool(is_place_name) and not EVENT.search(before)


def is_place_after_day(after: str) -> bool:
    """Whether what stands after a day is a place (`` - NATO HQ, Brussels``)."""
    return bool(_AFTER.match(after)) and is_place(after.strip(" ,–—-"))
