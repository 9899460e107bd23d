"""Which of the words heard are right: what was heard aligned with what was said, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from hearing_bench.material import words


@dataclass(frozen=True, slots=True)
class Label:
    """How much of a sentence is right.

    words: how many were heard, after Whisper's normaliser
    right: how many of them were said there
    missed: how many more were said between them, or just before them, and were not heard
    """

    words: int
    right: int
    missed: int

    @property
    def share(self) -> float:
        """The share of the words heard that is right."""
        return self.right / self.words


def labels(said: str, sentences: Sequence[str]) -> list[Label | None]:
    """The label of every sentence heard, in order; None for one in which nothing is left by the normaliser.

    said: everything that was said

    Aligned is the longest common subsequence. The fewest edits would sooner take many words for misheard ones than a
    few for left out and a few for invented, and call right words wrong.
    """
    heard = [words(sentence) for sentence in sentences]
    flat = [word for own in heard for word in own]
    owners = [number for number, own in enumerate(heard) for _ in own]
    right, missed = [0] * len(heard), [0] * len(heard)
    for step in Indel.opcodes(words(said), flat):
        for number in owners[step.dest_start : step.dest_end] if step.tag == "equal" else ():
            right[number] += 1
        if step.tag == "delete" and owners:
            missed[owners[min(step.dest_start, len(owners) - 1)]] += step.src_end - step.src_start
    return [Label(len(own), right[number], missed[number]) if own else None for number, own in enumerate(heard)]
