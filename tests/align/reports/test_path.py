"""Reports in blocks of another order, in small: each paragraph has words of its own, and speech has some of them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from archiver.align.reports.likelihood import Likelihood
from archiver.align.reports.path import JUMP_COSTS, Way, likeliest_way, trace

PARAGRAPHS = 48


def way(blocks: Sequence[Sequence[int]]) -> tuple[Way, list[int], list[int]]:
    """The way through a report whose paragraphs were spoken of in the order of these blocks; found, and told."""
    lot = random.Random(5)
    report = [[" ".join(f"p{number}w{word}" for word in range(8))] for number in range(PARAGRAPHS)]
    told = [number for block in blocks for number in block for _ in range(3)]
    spoken = [" ".join([*lot.sample(report[number][0].split(), 2), "we", "said", "that"]) for number in told]
    likelihood = Likelihood(report, spoken, "en")
    explained = float(likelihood.rows(range(len(spoken))).max(axis=1).sum())
    found = likeliest_way(likelihood, explained)
    return found, likelihood.owners[trace(likelihood, found)[0]].tolist(), told


def shuffled(size: int) -> list[range]:
    blocks = [range(first, first + size) for first in range(0, PARAGRAPHS, size)]
    return random.Random(3).sample(blocks, len(blocks))


def test_in_order_jumps_stay_dear() -> None:
    found, places, told = way([range(PARAGRAPHS)])
    assert places == told
    assert found.steps.jump == pytest.approx(JUMP_COSTS[0] * found.forwards, rel=0.2)
    assert found.told > 0.5 * found.forwards


@pytest.mark.parametrize("size", [24, 12, 4])
def test_blocks_in_another_order_are_followed_within(size: int) -> None:
    found, places, told = way(shuffled(size))
    assert sum(place == own for place, own in zip(places, told, strict=True)) > 0.95 * len(told)
    assert found.told > 0


def test_every_paragraph_for_itself_is_no_order() -> None:
    found, _, _ = way(shuffled(1))
    assert found.told < 0.3 * found.forwards
