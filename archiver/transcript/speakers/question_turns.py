"""Questions and answers: told apart by who speaks and by how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from archiver.questions import asks

Turn = Literal["question", "answer"]


def turns(sentences: Sequence[tuple[str | None, float, str]], language: str | None) -> list[Turn | None]:
    """Whether each sentence is part of a question, of an answer, or of neither.

    sentences: speaker, seconds and words of each, in speaking order
    language: ISO 639-1 code of what was spoken

    Whoever speaks longest is the one who answers. A turn of somebody else is a question if one of its sentences asks
    something, and the turn of the main speaker that follows at once is its answer. With one voice there are neither.
    """
    spoken: dict[str, float] = {}
    for speaker, seconds, _ in sentences:
        if speaker is not None:
            spoken[speaker] = spoken.get(speaker, 0.0) + seconds
    if len(spoken) < 2:
        return [None] * len(sentences)
    main = max(spoken, key=lambda speaker: spoken[speaker])
    found: list[Turn | None] = []
    before: Turn | None = None
    for speaker, group in groupby(sentences, key=lambda one: one[0]):
        said = [words for _, _, words in group]
        before = _turn(speaker == main, speaker is not None and any(asks(one, language) for one in said), before)
        found += [before] * len(said)
    return found


def _turn(is_main: bool, is_asked: bool, before: Turn | None) -> Turn | None:
    if is_main:
        return "answer" if before == "question" else None
    return "question" if is_asked else None
