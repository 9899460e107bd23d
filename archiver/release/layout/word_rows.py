"""Rows of words: whether a line stands in a text, wherever that is and however the text is broken into lines."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.release.blocks import words

_ROW = 5  # words in a row that stand in two texts only where one has them from the other
_SAME_SHARE = 0.5  # of a line's rows; the rest may be a number or a note that one of the texts leaves out


class WordRows:
    """A text in which lines are looked for; a line shorter than a row has to be one of its pieces."""

    def __init__(self, pieces: Iterable[str]) -> None:
        said = [tuple(words(piece)) for piece in pieces]
        self._rows = frozenset(_rows(tuple(word for piece in said for word in piece)))
        self._pieces = frozenset(said)

    def __contains__(self, line: str) -> bool:
        said = tuple(words(line))
        rows = _rows(said)
        if not rows or not said:
            return said in self._pieces
        return said in self._pieces or sum(row in self._rows for row in rows) >= _SAME_SHARE * len(rows)


class Phrases:
    """A text in which a few words are looked for that stand in it one behind the other; more are never found."""

    def __init__(self, pieces: Iterable[str]) -> None:
        said = tuple(word for piece in pieces for word in words(piece))
        self._phrases = frozenset(row for size in range(1, _ROW) for row in _rows(said, size))

    def __contains__(self, line: str) -> bool:
        return tuple(words(line)) in self._phrases


def _rows(said: tuple[str, ...], size: int = _ROW) -> list[tuple[str, ...]]:
    return [said[start : start + size] for start in range(len(said) - size + 1)]
