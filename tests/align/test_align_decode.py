"""One path through the whole briefing."""

from __future__ import annotations

import numpy as np
import pytest

from archiver.align.decode import best_path


@pytest.mark.parametrize(
    ("evidence", "path"),
    [
        ([[-5, -5], [-5, -5]], [None, None]),
        ([[5, -5], [-5, 5], [5, -5]], [0, 1, 0]),  # any order
        ([[5, -5], [-0.2, -5], [5, -5]], [0, 0, 0]),  # a weak sentence between two strong ones stays
        ([[-5, -5], [0.4, -5], [-5, -5]], [None, None, None]),  # alone it is not enough
        ([[5, -5], [-9, -9], [5, -5]], [0, None, 0]),  # an aside
    ],
)
def test_neighbours_decide_what_is_unsure(evidence: list[list[float]], path: list[int | None]) -> None:
    assert best_path(np.array(evidence, dtype=np.float32)) == path


@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_nothing_to_choose(shape: tuple[int, int]) -> None:
    assert best_path(np.zeros(shape, dtype=np.float32)) == [None] * shape[0]
