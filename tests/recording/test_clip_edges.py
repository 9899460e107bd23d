from __future__ import annotations

import pytest

from archiver.recording.clip_edges import settled
from archiver.recording.silence import Pause

PAUSES = [Pause(0.0, 1.0), Pause(4.0, 4.4), Pause(9.0, 9.1), Pause(15.0, 20.0)]


@pytest.mark.parametrize(
    ("piece", "moved"),
    [
        ((1.0, 4.0), (0.85, 4.15)),  # a sentence keeps a breath of the pauses around it
        ((4.6, 8.8), (4.25, 9.1)),  # within a word: outwards to the pause, all of it where it is short
        ((0.5, 17.0), (0.5, 17.0)),  # in pauses already
        ((6.0, 7.0), (6.0, 7.0)),  # no pause within reach
        ((16.0, 21.0), (16.0, 21.0)),  # nothing behind
    ],
)
def test_edges_move_outwards_into_pauses(piece: tuple[float, float], moved: tuple[float, float]) -> None:
    assert settled(piece, PAUSES) == pytest.approx(moved)


def test_without_pauses_a_piece_stays() -> None:
    assert settled((1.0, 2.0), []) == (1.0, 2.0)
