"""Numbering: the number, letter or bullet in front of a text, and which label is the next."""

from __future__ import annotations

import re
from itertools import pairwise

# ``2.3 million`` and ``i.e. this`` are no labels, nor is ``c. 1900``.
_LABEL_LETTER = r"(?:[a-z]|[ivx]{1,5})"
_LABEL = re.compile(
    r"(?P<label>\((?:[0-9]{1,3}|[a-z]|[ivx]{1,5})\)|[0-9]{1,3}\)|[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}\.(?=\s|$|[^\W\d_])"
    rf"|[0-9]{{1,2}}\.[0-9]{{1,2}}(?=\s+[^\W\d_a-zß-öø-ÿ])|{_LABEL_LETTER}\)|{_LABEL_LETTER}\.(?=\s+[^\s\d]|\s*$|[A-ZÀ-Þ]))"
    r"(?:\s+|$|(?=[^\W\d_]))"
)
_BULLET = re.compile(r"(?:[•·▪◦‣●○■□*]|[-–—](?=\s+\S))\s*")
_COUNT = re.compile(r"\(?(?P<above>(?:[0-9]{1,3}\.){0,2})(?P<last>[0-9]{1,3}|[a-z]|[ivx]{1,5})[.)]{0,2}", re.IGNORECASE)
_FIRST = frozenset(["1", "a", "i"])
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def label_in(text: str) -> tuple[str | None, str]:
    """The label that a text begins with, as typed, and the text without it."""
    typed = _LABEL.match(text)
    return (typed["label"], text[typed.end() :]) if typed else (None, text)


def without_bullet(text: str) -> str:
    """A text without the bullet or dash in front of it."""
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def is_bulleted(text: str) -> bool:
    """Whether a text has a bullet or a dash in front of it."""
    return bool(_BULLET.match(text))


def starts_item(text: str, in_list: bool = False) -> bool:
    """Whether a line can only begin a bulleted item: before small letters a dash may stand inside a sentence.

    in_list: it stands below a colon or another item, where a dash begins the next one
    """
    rest = without_bullet(text)
    return rest != text and (in_list or text[0] not in "-–—" or not rest[:1].islower())


def is_next(above: str | None, label: str | None) -> bool:
    """Whether a label counts on from the one above: ``5.`` from ``4.``, ``2.3`` from ``2.2``, ``(c)`` from ``(b)``."""
    first, second = (_COUNT.fullmatch(printed or "") for printed in (above, label))
    if not first or not second or first["above"] != second["above"]:
        return False
    one, other = first["last"].lower(), second["last"].lower()
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return any((one, other) in pairwise(count) for count in (_LETTERS, ROMAN))


def begins(label: str | None) -> bool:
    """Whether a label is the first of its list: ``1.``, ``(a)``, ``2.1``."""
    counted = _COUNT.fullmatch(label or "")
    return counted is not None and counted["last"].lower() in _FIRST
