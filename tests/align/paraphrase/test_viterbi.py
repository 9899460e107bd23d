"""One path through the whole briefing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest

from archiver.align.paraphrase import viterbi as decode
from archiver.align.paraphrase.viterbi import ENTER, JUMP, LEAVE, NEXT, best_path, best_states, margins, max_marginals
from archiver.arrays import Floats


@pytest.mark.parametrize(
    ("evidence", "path"),
    [
        ([[-5, -5], [-5, -5]], [None, None]),
        ([[5, -5], [-5, 5], [5, -5]], [0, 1, 0]),  # any order
        ([[5, -5], [-0.15, -5], [5, -5]], [0, 0, 0]),  # a weak sentence between two strong ones stays
        ([[-5, -5], [0.15, -5], [-5, -5]], [None, None, None]),  # alone it is not enough
        ([[5, -5], [-9, -9], [5, -5]], [0, None, 0]),  # an aside
        ([[0.05]], [None]),  # nor at the very beginning
        ([[3, -5, -5], [-5, 0.4, 0.5]], [0, 1]),  # the next is likelier than any other
        ([[3, -5, -5], [-5, 0.4, 1.3]], [0, 2]),
    ],
)
def test_neighbours_decide_what_is_unsure(evidence: list[list[float]], path: list[int | None]) -> None:
    assert best_path(np.array(evidence, dtype=np.float32)) == path


@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_nothing_to_choose(shape: tuple[int, int]) -> None:
    assert best_path(np.zeros(shape, dtype=np.float32)) == [None] * shape[0]


@pytest.mark.parametrize("seed", range(20))
def test_no_other_path_is_likelier(seed: int) -> None:
    random = np.random.default_rng(seed)
    evidence = random.normal(0, 1.2, (random.integers(1, 6), random.integers(1, 4))).astype(np.float32)
    states = [*range(evidence.shape[1]), None]
    best = max(worth(evidence, path) for path in product(states, repeat=len(evidence)))
    assert worth(evidence, best_path(evidence)) == pytest.approx(best, abs=1e-5)


def test_what_has_nothing_to_say_stays_with_what_it_follows() -> None:
    evidence = np.array([[-5, 5], [-1, -1], [-9, -9]], dtype=np.float32)
    assert best_path(evidence) == [1, None, None]
    assert best_path(evidence, np.array([0, 1.5, 0], dtype=np.float32)) == [1, 1, None]
    alone = np.array([[-5, -5], [-1, -1], [-9, -9]], dtype=np.float32)
    assert best_path(alone, np.array([0, 1.5, 0], dtype=np.float32)) == [None, None, None]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("enter", "leave"), [(ENTER, LEAVE), (-0.7, -0.1)])
def test_a_margin_is_what_going_elsewhere_would_cost(
    seed: int, enter: float, leave: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (decode, sys.modules[__name__]):
        monkeypatch.setattr(module, "ENTER", enter)
        monkeypatch.setattr(module, "LEAVE", leave)
    random = np.random.default_rng(seed)
    evidence = random.normal(0, 1.2, (4, 3)).astype(np.float32)
    through = max_marginals(evidence)
    paths = list(product((0, 1, 2, None), repeat=4))
    best = max(paths, key=lambda path: worth(evidence, path))
    assert best_states(through) == list(best)
    for sentence, margin in enumerate(margins(through, best)):
        elsewhere = max(worth(evidence, path) for path in paths if path[sentence] != best[sentence])
        assert margin == pytest.approx(worth(evidence, best) - elsewhere, abs=1e-5)


def worth(evidence: Floats, path: Sequence[int | None]) -> float:
    """The log-probability of a path, summed up one step after the other."""
    seen = sum(float(evidence[sentence, state]) for sentence, state in enumerate(path) if state is not None)
    return seen + sum(step(before, after) for before, after in pairwise((None, *path)))


def step(before: int | None, after: int | None) -> float:
    if before == after:
        return 0
    if before is None or after is None:
        return ENTER if before is None else LEAVE
    return NEXT if after == before + 1 else JUMP
