from __future__ import annotations

import math

import pytest
from linking_bench.figures import Answer, best, curve, quality, reliability

from archiver.bench.reliability import calibration_error

ONE = frozenset({1})
ANSWERS = [
    Answer(1, 0.95, ONE),
    Answer(2, 0.93, ONE),  # wrong, and its own is missed
    Answer(1, 0.6, ONE),
    Answer(3, 0.2, frozenset()),  # wrong: it belongs to none
    Answer(None, 0.0, ONE),
    Answer(None, 0.0, frozenset()),
]


def test_wrong_links_count_against_precision_and_missed_ones_against_recall() -> None:
    found = quality(ANSWERS)
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert math.isclose(found.f1, 0.5)


def test_a_threshold_drops_links_below_it() -> None:
    found = quality(ANSWERS, 0.6)
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == 0.5


def test_the_curve_has_a_point_for_every_score_and_the_best_is_one_of_them() -> None:
    assert [point.threshold for point in curve(ANSWERS)] == [0.2, 0.6, 0.93, 0.95]
    assert best(ANSWERS).threshold == 0.6


def test_nothing_linked_where_nothing_is_to_be_is_perfect() -> None:
    assert best([Answer(None, 0.0, frozenset())]).f1 == 1.0


def test_reliability_says_how_many_links_of_a_score_are_right() -> None:
    bins = reliability(ANSWERS)
    assert [(own.begin, own.count, own.right) for own in bins] == [(0.2, 1, 0.0), (0.6, 1, 1.0), (0.9, 2, 0.5)]
    assert calibration_error(bins) == pytest.approx((0.2 + 0.4 + 2 * 0.44) / 4)


def test_a_score_of_one_is_in_the_last_bin() -> None:
    assert [own.begin for own in reliability([Answer(1, 1.0, ONE)])] == [0.9]
