"""What was said about one release held against another, where nothing should be linked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import permutations

from fit_paraphrase import Example
from measuring.table import print_table

from archiver.align import link_sentences
from linking_bench import baselines
from linking_bench.examples import blind, fitted, other_releases, scorer

NEAR = 0.40  # cosine from which the baseline by meaning links

Linked = Callable[[Sequence[str], Sequence[str]], int]


def report() -> None:
    """Print how many sentences are linked all the same."""
    unseen = blind()
    everyone = [*unseen, *fitted()]
    sets = {
        "blind set (in 1,000 pairs)": (list(permutations(unseen, 2)), 1000, "at most 2"),
        "both sets (in 1,000 pairs)": (list(permutations(everyone, 2)), 1000, "at most 2"),
        "own house, other release (in 100)": (other_releases(), 100, "at most 2"),
    }
    rows = [
        [name, f"{rate(pairs, by_us, per):.2f}", f"{rate(pairs, by_meaning, per):.2f}", asked, str(len(pairs))]
        for name, (pairs, per, asked) in sets.items()
    ]
    columns = ["", "ours", f"MiniLM from {NEAR:.2f}", "asked", "briefings x releases"]
    print_table("Sentences linked to a release that they are not about", columns, rows)


def rate(pairs: Iterable[tuple[Example, Example]], linked: Linked, per: int) -> float:
    """How many sentences of the first were linked to the second's release, of so many."""
    counts = [(linked(other.paragraphs, own.sentences), len(own.sentences)) for own, other in pairs]
    return per * sum(wrong for wrong, _ in counts) / sum(total for _, total in counts)


def by_us(paragraphs: Sequence[str], sentences: Sequence[str]) -> int:
    """How many sentences we link."""
    return len({link.sentence for link in link_sentences(paragraphs, sentences, "en", scorer())})


def by_meaning(paragraphs: Sequence[str], sentences: Sequence[str]) -> int:
    """How many sentences have a paragraph that means nearly the same by MiniLM."""
    return int((baselines.by_meaning(paragraphs, sentences).max(axis=1) >= NEAR).sum())
