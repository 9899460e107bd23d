"""How much of what was said is about the release."""

from __future__ import annotations

import numpy as np
import pytest

from archiver.align.paraphrase.prior import WINDOW_SENTENCES, with_prior


def odds_of(*strongest: float, paragraphs: int = 3) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The odds of sentences that are each like one paragraph only."""
    found = np.full((len(strongest), paragraphs), -9, dtype=np.float32)
    found[:, 0] = strongest
    return found


def test_a_likeness_is_believed_less_where_nothing_else_is_about_the_release() -> None:
    alone = with_prior(odds_of(*[-6] * 20, 1.0, *[-6] * 20))
    among = with_prior(odds_of(*[4, -6] * 10, 1.0, *[-6, 4] * 10))
    assert alone[20, 0] < -1
    assert among[20, 0] == pytest.approx(1.0)


def test_much_about_the_release_proves_nothing_of_the_rest() -> None:
    assert np.array_equal(with_prior(odds_of(*[5] * 40, -1.0)), odds_of(*[5] * 40, -1.0))


def test_what_is_clear_stays_clear() -> None:
    assert with_prior(odds_of(*[-6] * 40, 8.0))[-1, 0] > 4


def test_a_few_sentences_alone_prove_little() -> None:
    assert with_prior(odds_of(-6, 1.0, -6))[1, 0] > 0


def test_a_passage_in_a_long_meeting_is_judged_by_what_is_around_it() -> None:
    elsewhere = [-6.0] * (5 * WINDOW_SENTENCES)
    passage = with_prior(odds_of(*elsewhere, *[4, 1.0] * WINDOW_SENTENCES, *elsewhere))
    assert passage[6 * WINDOW_SENTENCES + 1, 0] == pytest.approx(1.0)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0)])
def test_nothing_said_or_nothing_written(shape: tuple[int, int]) -> None:
    assert with_prior(np.zeros(shape, dtype=np.float32)).shape == shape
