"""Agreement: whether the same words get the same links, whoever wrote them down.

Every word of the recording is asked for its paragraph, in the original and in the variant; what counts is the share of
words with the same answer. Since most words of a briefing are linked to nothing, the share among those that either
links is told beside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from measuring.table import print_table

from archiver.align import link_sentences
from archiver.align.units import TextLink
from linking_bench.examples import blind, fitted, scorer
from linking_bench.variants import KINDS, Sentences, heard, texts

Answers = dict[int, int | None]


@dataclass(frozen=True, slots=True)
class Case:
    """A release and what was heard of the briefing on it."""

    title: str
    paragraphs: Sequence[str]
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many words have the same answer in two transcripts.

    words: of the recording that both transcripts have
    same: those with the same paragraph, or with none in both
    linked: those that either links
    same_linked: those of them with the same paragraph
    """

    words: int = 0
    same: int = 0
    linked: int = 0
    same_linked: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        """Both together."""
        return Agreement(
            self.words + other.words,
            self.same + other.same,
            self.linked + other.linked,
            self.same_linked + other.same_linked,
        )

    @property
    def share(self) -> float:
        """Of all words those with the same answer."""
        return self.same / self.words if self.words else 1.0

    @property
    def share_linked(self) -> float:
        """Of the words that either links those with the same answer."""
        return self.same_linked / self.linked if self.linked else 1.0


def ours() -> list[Case]:
    """The briefings written by hand in this project."""
    return [Case(own.title, own.paragraphs, own.sentences) for own in (*fitted(), *blind())]


def in_folder(folder: Path) -> list[Case]:
    """The briefings of a folder of JSON files with `paragraphs` and `sentences`."""
    documents = ((path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json")))
    return [Case(name, own["paragraphs"], own["sentences"]) for name, own in documents]


def answers(paragraphs: Sequence[str], sentences: Sentences) -> Answers:
    """The paragraph of every word of the original, from 0, or None: that of the shortest link that it stands in."""
    return by_word(sentences, link_sentences(paragraphs, texts(sentences), "en", scorer()))


def by_word(sentences: Sentences, links: Iterable[TextLink]) -> Answers:
    """The same of links that are known."""
    shortest_last = sorted(links, key=lambda link: link.said[0] - link.said[1])
    found: Answers = {origin: None for word in chain.from_iterable(sentences) for origin in word.origins}
    for link in shortest_last:
        place = 0
        for word in sentences[link.sentence]:
            if place < link.said[1] and place + len(word.text) > link.said[0]:
                found |= dict.fromkeys(word.origins, link.paragraph)
            place += len(word.text) + 1
    return found


def agreement(original: Answers, variant: Answers) -> Agreement:
    """How far two transcripts agree on the words that both have."""
    both = [(original[word], answer) for word, answer in variant.items() if word in original]
    linked = [pair for pair in both if pair != (None, None)]
    return Agreement(len(both), sum(a == b for a, b in both), len(linked), sum(a == b for a, b in linked))


def of_kinds(cases: Iterable[Case], kinds: Iterable[str] = KINDS) -> dict[str, Agreement]:
    """The agreement of the transcripts of all briefings with their variants, by kind."""
    wanted = list(kinds)
    found = dict.fromkeys(wanted, Agreement())
    for case in cases:
        said = heard(case.sentences)
        original = answers(case.paragraphs, said)
        for kind in wanted:
            variant = KINDS[kind](said)
            if variant != said:
                found[kind] += agreement(original, answers(case.paragraphs, variant))
    return found


def report(title: str, cases: Sequence[Case]) -> None:
    """Print the agreement with every kind of variant."""
    found = of_kinds(cases)
    rows = [_row(kind, own) for kind, own in found.items() if own.words]
    rows.append(_row("all", sum(found.values(), Agreement())))
    print_table(f"{title}: words with the same link", ["variant", "words", "same", "linked", "same"], rows)


def _row(name: str, own: Agreement) -> list[str]:
    return [name, str(own.words), f"{own.share:.3f}", str(own.linked), f"{own.share_linked:.3f}"]
