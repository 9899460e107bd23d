from __future__ import annotations

import math
from itertools import pairwise

import pytest

from archiver.models import Segment, Word
from archiver.transcript.confidence import HEIGHT, confidence, mean_logit, with_confidence


def words(*probabilities: float | None) -> tuple[Word, ...]:
    return tuple(Word("word", n / 2, n / 2 + 0.4, probability) for n, probability in enumerate(probabilities))


def test_probabilities_become_log_odds() -> None:
    assert mean_logit([0.5]) == pytest.approx(0)
    assert mean_logit([0.8]) == pytest.approx(math.log(4))  # four to one
    assert mean_logit([0.9, 0.4]) == pytest.approx(mean_logit([0.6]))  # by their geometric mean


def test_where_the_odds_are_even_the_height_speaks() -> None:
    assert confidence(words(0.5, 0.5)) == pytest.approx(1 / (1 + math.exp(-HEIGHT)), abs=1e-4)


def test_the_surer_the_engine_was_the_more_is_right() -> None:
    found = [confidence(words(own)) or 0.0 for own in (0.0, 0.2, 0.5, 0.8, 0.95, 1.0)]
    assert all(lower < higher for lower, higher in pairwise(found))
    assert found[0] == pytest.approx(0, abs=1e-4)
    assert found[-1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("unknown", [(), (None,), (0.9, None, 0.8)])
def test_of_what_is_not_known_nothing_is_said(unknown: tuple[float | None, ...]) -> None:
    assert confidence(words(*unknown)) is None


def test_every_sentence_gets_the_confidence_of_its_own_words() -> None:
    first, second = (
        Segment(0, 1, "Word word.", words(0.9, 0.9)),
        Segment(1, 2, "Word.", words(0.3), flags=("unlikely",)),
    )
    found = with_confidence([first, second])
    assert [one.confidence for one in found] == [confidence(words(0.9, 0.9)), confidence(words(0.3))]
    assert [(one.heard, one.flags) for one in found] == [("Word word.", ()), ("Word.", ("unlikely",))]
