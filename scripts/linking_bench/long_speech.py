"""Long speech for the clock: sentences of the examples joined anew, with other numbers, so that none is said twice."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence


def recombined(texts: Sequence[str], count: int, seed: int = 1) -> list[str]:
    """So many different texts: the beginning of one and the end of another, and every number another."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        head, tail = chance.choice(texts).split(), chance.choice(texts).split()
        text = " ".join([*head[: (len(head) + 1) // 2], *tail[len(tail) // 2 :]])
        found[_with_other_numbers(text, chance)] = None
    return list(found)


def _with_other_numbers(text: str, chance: random.Random) -> str:
    """Numbers of as many digits as before."""
    return re.sub(r"\d", lambda digit: str(chance.randrange(1, 10)), text)


def mean_words(texts: Iterable[str]) -> float:
    """How many words they have on average."""
    counts = [len(text.split()) for text in texts]
    return sum(counts) / len(counts)
