"""A spoken sentence as the page writes it: pieces of text, and when each word was said.

A word here is what stands between two blanks of the best reading, which is how the browser counts them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from archiver.export.document import Document, said_in
from archiver.export.doubtful import DOUBTFUL_BELOW, is_doubtful

_PRINTED_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class StyledText:
    """Text that is written in one way.

    kind: as heard, doubtful, or put right
    heard: of what was put right: what was heard; empty where it was nothing
    reason: why that was not believed
    """

    text: str
    kind: Literal["heard", "unsure", "right"] = "heard"
    heard: str | None = None
    reason: str | None = None


class WordPlace(NamedTuple):
    """A word as it is exported, and which words of the text it became.

    first, last: counted from 0, ``last`` not included; equal where it was not said at all
    """

    row: Document
    first: int
    last: int


def word_places(segment: Document) -> list[WordPlace]:
    """The exported words of a sentence by the words of its text; empty where they are not the words of that text."""
    found: list[WordPlace] = []
    told: list[str] = []
    for row in segment["words"]:
        reached = len(told)
        told += row["word"].split()
        found.append(WordPlace(row, reached, len(told)))
    return found if told == segment["text"].split() else []


def time_marks(segment: Document, own: Sequence[WordPlace]) -> str:
    """When the words of the text are said, for the browser: one mark a word.

    ``12+30``: it begins 12 hundredths of a second after the word before ended (the first: after the sentence began),
    and takes 30; ``=``: it belongs to the word before; ``-``: nobody timed it.
    """
    marks: list[str] = []
    reached = round(segment["start"] * 100)
    for row, first, last in own:
        start, end = row["start"], row["end"]
        if start is None or end is None:
            marks += ["-"] * (last - first)
        elif last > first:
            begin, over = round(start * 100), round(end * 100)
            marks.append(f"{begin - reached}+{over - begin}")
            if last - first > 1:
                marks += ["="] * (last - first - 1)
            reached = over
    return " ".join(marks)


def styled_texts(segment: Document, own: Sequence[WordPlace]) -> list[StyledText]:
    """The text of a sentence: what was put right and what is doubtful apart from the rest."""
    if not own:
        return [StyledText(said_in(segment))]
    if all(
        one["word"] == one["heard"] and (one["probability"] is None or one["probability"] >= DOUBTFUL_BELOW)
        for one in segment["words"]
    ):
        return [StyledText(segment["text"])]  # as most sentences are, of thousands
    reasons = {(one["heard"], one["text"]): one["reason"] for one in segment["corrections"]}
    shown = [entry for entry in own if entry.last > entry.first]
    ends = [match.end() for match in _PRINTED_WORD.finditer(segment["text"])]
    found, reached = [], 0
    for (kind, reason), run in groupby(shown, key=lambda entry: _style(entry.row, reasons)):
        words = list(run)
        end = ends[words[-1].last - 1]
        text = segment["text"][reached:end]
        blank = len(text) - len(text.lstrip())
        if blank:
            found.append(StyledText(text[:blank]))
        heard = " ".join(entry.row["heard"] for entry in words if entry.row["heard"])
        found.append(StyledText(text[blank:], kind, None if reason is None else heard, reason))
        reached = end
    return _joined([*found, StyledText(segment["text"][reached:])])


def _style(
    row: Document, reasons: Mapping[tuple[str, str], str]
) -> tuple[Literal["heard", "unsure", "right"], str | None]:
    if row["word"] != row["heard"]:
        return "right", reasons.get((row["heard"], row["word"]))
    return ("unsure" if is_doubtful(row) else "heard"), None


def _joined(found: Sequence[StyledText]) -> list[StyledText]:
    """Pieces in which text as heard is not cut."""
    joined: list[StyledText] = []
    for piece in found:
        if joined and (piece.kind, joined[-1].kind) == ("heard", "heard"):
            piece = StyledText(joined.pop().text + piece.text)
        if piece.text:
            joined.append(piece)
    return joined


def words_at(segment: Document, own: Sequence[WordPlace]) -> Iterator[tuple[int, int, int, int]]:
    """Where each word stands in what was heard: first and past-the-last code point, then which words it became."""
    if not own:
        if segment["heard"] == segment["text"]:
            for number, match in enumerate(_PRINTED_WORD.finditer(segment["text"])):
                yield match.start(), match.end(), number, number + 1
        return
    reached = 0
    for entry in own:
        begin = segment["heard"].find(entry.row["heard"], reached)
        if begin < 0:
            return
        reached = begin + len(entry.row["heard"])
        yield begin, reached, entry.first, entry.last


def anchor(seconds: float) -> str:
    """How an address names a second: ``t=92.5``."""
    return f"t={seconds:.2f}".rstrip("0").rstrip(".")
