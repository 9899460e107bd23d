"""Labels of paragraphs: the number, letter or bullet in front of a text, and which label is the next."""

from __future__ import annotations

import re

_NUMBERED = re.compile(
    r"(?P<label>\((?:[0-9]{1,3}|[a-z]|[ivx]{1,5})\)|[0-9]{1,3}\)|[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}\.(?=\s|$|[^\W\d_])"
    r"|[0-9]{1,2}\.[0-9]{1,2}(?=\s)|[a-z][.)]|[ivx]{1,5}[.)])(?:\s+|$|(?=[^\W\d_]))"
)
_BULLET = re.compile(r"(?:[•·▪◦‣●○■□*]|[-–—](?=\s+\S))\s*")
_COUNT = re.compile(r"\(?(?P<above>(?:[0-9]{1,3}\.){0,2})(?P<last>[0-9]{1,3}|[a-z]|[ivx]{1,5})[.)]{0,2}")
_FIRST = frozenset(["1", "a", "i"])


def label_in(text: str) -> tuple[str | None, str]:
    """The label that a text begins with, as typed, and the text without it."""
    typed = _NUMBERED.match(text)
    return (typed["label"], text[typed.end() :]) if typed else (None, text)


def without_bullet(text: str) -> str:
    """A text without the bullet or dash in front of it."""
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def is_bulleted(text: str) -> bool:
    """Whether a text has a bullet or a dash in front of it."""
    return bool(_BULLET.match(text))


def starts_item(text: str) -> bool:
    """Whether a line can only begin a bulleted item: before small letters a dash may stand inside a sentence."""
    rest = without_bullet(text)
    return rest != text and (text[0] not in "-–—" or not rest[:1].islower())


def is_next(above: str | None, label: str | None) -> bool:
    """Whether a label counts on from the one above: ``5.`` from ``4.``, ``2.3`` from ``2.2``, ``(c)`` from ``(b)``."""
    first, second = (_COUNT.fullmatch(printed or "") for printed in (above, label))
    if not first or not second or first["above"] != second["above"]:
        return False
    one, other = first["last"], second["last"]
    if one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return len(one) == len(other) == 1 and not one.isdigit() and ord(other) == ord(one) + 1


def begins(label: str | None) -> bool:
    """Whether a label is the first of its list: ``1.``, ``(a)``, ``2.1``."""
    counted = _COUNT.fullmatch(label or "")
    return counted is not None and counted["last"] in _FIRST
