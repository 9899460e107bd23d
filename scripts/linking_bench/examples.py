"""Briefings written by hand, with the paragraphs that every sentence is about: what is linked, and how it was answered.

Two sets: the *fitted*, which the coefficients of ``archiver.align.paraphrase`` come from, and which are scored with
those that come out without them; and the *blind*, which nothing was fitted on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path

from fit_paraphrase import Example, examples, fit

from archiver.align import TextLink, link_sentences, paraphrase
from archiver.align.meaning import Encoder, Meaning, mini_lm
from archiver.align.paraphrase import ByMeaning
from linking_bench import baselines
from linking_bench.constants import changed
from linking_bench.figures import Answer

BLIND = Path(__file__).parents[2] / "tests" / "align" / "examples"


class Kept:
    """An encoder that reads every text only once, since here many are read again and again."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self._encoder = encoder.name, encoder
        self._known: dict[str, Meaning] = {}

    def read(self, texts: Sequence[str], language: str) -> list[Meaning]:
        """See ``Encoder.read``. All texts are in one language."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.read(new, language), strict=True))
        return [self._known[text] for text in texts]


@cache
def judge() -> ByMeaning:
    """Our own judge, with an encoder that remembers."""
    return ByMeaning(Kept(mini_lm()))


def fitted() -> list[Example]:
    """The briefings that the coefficients were fitted on."""
    return examples()


def blind() -> list[Example]:
    """The briefings that nothing was fitted on, of all files beside the tests of linking."""
    return [example for path in sorted(BLIND.glob("*.json")) for example in examples(path)]


def other_releases(folder: Path = BLIND) -> list[tuple[Example, Example]]:
    """Each briefing with another of the same house, where files tell the house of both (the key ``house``)."""
    written = [own for path in sorted(folder.glob("*.json")) for own in json.loads(path.read_text(encoding="utf-8"))]
    read = [example for path in sorted(folder.glob("*.json")) for example in examples(path)]
    houses = [own.get("house") for own in written]
    known = [(house, example) for house, example in zip(houses, read, strict=True) if house]
    return [(one, two) for (own, one), (other, two) in permutations(known, 2) if own == other]


def ours(example: Example) -> list[Answer]:
    """Our answer to every sentence: the link with the most of it, as ``link_texts`` gives."""
    links = link_sentences(example.paragraphs, example.sentences, "en", judge())
    return [
        Answer(None, 0.0, right) if link is None else Answer(link.paragraph + 1, link.score, right)
        for link, right in zip(longest(links, len(example.sentences)), example.answers, strict=True)
    ]


def longest(links: Iterable[TextLink], count: int) -> list[TextLink | None]:
    """For each of so many sentences the link with the longest part of it, or None."""
    found: list[TextLink | None] = [None] * count
    for link in links:
        other = found[link.sentence]
        if other is None or link.said[1] - link.said[0] > other.said[1] - other.said[0]:
            found[link.sentence] = link
    return found


def theirs(name: str, example: Example) -> list[Answer]:
    """The answers of a baseline: the nearest paragraph of every sentence, with the likeness as score."""
    alike = baselines.likeness(name, example.paragraphs, example.sentences)
    return [
        Answer(int(own.argmax()) + 1, float(own.max()), right)
        for own, right in zip(alike, example.answers, strict=True)
    ]


def left_out(known: Sequence[Example]) -> Iterator[Answer]:
    """Our answers to each briefing, with the coefficients that come out of all the others."""
    for example in known:
        values = fit([other for other in known if other is not example])
        named = {name: float(value) for name, value in zip(paraphrase.COEFFICIENTS, values, strict=True)}
        with changed({(paraphrase, "COEFFICIENTS"): named}):
            yield from ours(example)
