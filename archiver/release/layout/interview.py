"""Interviews: who speaks in a press conference's transcript (``Q:``, ``Mr Miller:``, ``JANE ROE (Spokesman):``)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ASKER = (
    r"(?:Q|A|R|Question|Answer|Réponse|Frage|Antwort|Journalist|Journaliste|Moderator|Modérateur)"
    r"(?:\s?\([^()]{2,80}\))?"
)
_PERSONAL_TITLE = (
    r"(?:Mr|Mrs|Ms|Dr|M|Mme|Mlle|Lord|Lady|Sir|Gen|General|Col|Amb|Ambassador|Prof|President|Minister|Secretary)"
)
_CAPITALISED = r"(?:[A-ZÀ-Þ][\w.'’-]*|de|du|la|van|von|der|den)"
_OFFICE = r"(?:,?\s?\([^()]{2,80}\))?"
_TITLED_NAME = rf"{_PERSONAL_TITLE}\.?(?:\s{_CAPITALISED}){{1,4}}{_OFFICE}"
_LARGE = r"[^\W\d_a-zß-öø-ÿ]"
_IN_CAPITALS = rf"(?:Mc|Mac|Le|De)?{_LARGE}(?:{_LARGE}|[.'’-])+"
_CAPITALS = rf"{_IN_CAPITALS}(?:\s{_IN_CAPITALS}){{0,5}}{_OFFICE}"
_SPEAKER = rf"(?:{_ASKER}|{_TITLED_NAME}|{_CAPITALS})"
_MARKED_TURN = r"(?:[QRA]\s[-–—]\s|Q\s+(?=[^\W\d_a-z]))"  # ``Q - ``, and ``Q `` alone as some houses have it
_TURN = re.compile(rf"(?:{_SPEAKER}\s?:\s?(?=\S)|{_MARKED_TURN})")
_NEXT_TURN = re.compile(rf"(?<=[.?!…\"”)])\s(?=(?:{_SPEAKER}\s?:\s|[QR]\s[-–—]\s)\S)")
_ANYBODY = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,5}(?:,?\s?\([^()]{2,80}\))?\s?:\s?(?=\S)")
_QUESTION = re.compile(r"(?:Q|Question|Frage)(?:\s?:|\s[-–—]\s|\s(?=[A-Z]))")
_GREETING = re.compile(
    r"(?:ladies|gentlemen|mesdames|messieurs|dear|chers?|mr|madam|monsieur|madame|excellenc\w+|my|your|the|les?|la|q|a)\b",
    re.IGNORECASE,
)
_FEWEST_TURNS = 2  # turns in one text; a single colon may be anybody's
_LONGEST_SPEAKER = 140  # code points; no speaker's name and office are longer


def is_turn(text: str, interview: bool = False) -> bool:
    """Whether a text begins with the name of the one who speaks.

    interview: the page is known to be a transcript, so that any words before a colon may be a name
    """
    return bool(
        _TURN.match(text[:_LONGEST_SPEAKER])
        or (interview and text[:1].isupper() and _ANYBODY.match(text[:_LONGEST_SPEAKER]))
    )


def is_greeting(text: str) -> bool:
    """Whether a text begins as a speaker, a letter or a resolution does (``Mr President,``, ``The Council,``)."""
    return bool(_GREETING.match(text))


def is_interview(texts: Iterable[str]) -> bool:
    """Whether several of the texts are questions (``Q:``)."""
    return sum(bool(_QUESTION.match(text)) for text in texts) >= _FEWEST_TURNS


def turns_in(text: str) -> list[str]:
    """The turns of a transcript that was run together, each with its speaker in front."""
    turns = _NEXT_TURN.split(text)
    return turns if sum(map(is_turn, turns)) >= _FEWEST_TURNS else [text]
