from __future__ import annotations

import numpy as np
import pytest
from fit_confidence import FEATURES, columns, confidences, fit, left_out
from hearing_bench.confidence import belief
from hearing_bench.examples import Example, features

from archiver.models import Segment, Word


def example(recording: str, probability: float, right: int) -> Example:
    """Ten words of one probability, so many of them right."""
    words = tuple(Word("word", 0.4 * n, 0.4 * n + 0.4, probability) for n in range(10))
    found = features(Segment(0.0, 4.0, "word " * 10, words, avg_logprob=float(np.log(probability))))
    return Example(recording, "as it is", "word", probability, (), found, words=10, right=right, missed=0)


def engine_that_is_too_sure() -> list[Example]:
    """Of words with a probability of 0.9 six in ten are right, of those with 0.99 nine."""
    sure = [example(name, 0.99, right) for name in "abcd" for right in (8, 9, 10)]
    return sure + [example(name, 0.9, right) for name in "abcd" for right in (5, 6, 7)]


def test_a_fit_takes_back_what_the_engine_is_too_sure_of() -> None:
    known = engine_that_is_too_sure()
    found = confidences(known, fit(known, ("mean_logit",)), ("mean_logit",))
    assert found[0] == pytest.approx(0.9, abs=0.03)
    assert found[-1] == pytest.approx(0.6, abs=0.03)


def test_each_recording_is_judged_by_the_others() -> None:
    known = engine_that_is_too_sure()
    known += [example("e", 0.95, 0)]
    alone = left_out(known, ("mean_logit",))[-1]
    assert alone[1] == 0.0
    assert alone[0] == pytest.approx(confidences(known[-1:], fit(known[:-1], ("mean_logit",)), ("mean_logit",))[0])


def test_what_is_fitted_can_be_believed_better() -> None:
    known = engine_that_is_too_sure()
    before = belief([(own.confidence or 0.0, own.share) for own in known])
    assert belief(left_out(known)).error < before.error / 2


def test_a_pace_may_be_usual_slow_or_fast() -> None:
    made = [columns(example("a", 0.9, 9).features | {"pace": pace}) for pace in (2.6, 1.0, 6.4)]
    assert [own["slow"] for own in made] == pytest.approx([0.0, np.log(2), 0.0])
    assert [own["fast"] for own in made] == pytest.approx([0.0, 0.0, np.log(2)])
    assert set(FEATURES) <= set(made[0])
