from __future__ import annotations

import numpy as np
import pytest
from fit_confidence import FEATURES, columns, confidences, fit, left_out
from hearing_bench.confidence import belief, engines
from hearing_bench.examples import Example, features

from archiver.models import Segment, Word
from archiver.transcript.confidence import HEIGHT, STEEPNESS, confidence


def words(probability: float) -> tuple[Word, ...]:
    """Ten words of one probability."""
    return tuple(Word("word", 0.4 * n, 0.4 * n + 0.4, probability) for n in range(10))


def example(recording: str, probability: float, right: int) -> Example:
    """A sentence of ten such words, so many of them right."""
    found = features(Segment(0.0, 4.0, "word " * 10, words(probability), avg_logprob=float(np.log(probability))))
    return Example(10, right, 0, recording, "as it is", "word", probability, (), found)


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
    assert belief(left_out(known)).error < belief(engines(known)).error / 2


def test_a_pace_may_be_usual_slow_or_fast() -> None:
    made = [columns(example("a", 0.9, 9).features | {"pace": pace}) for pace in (2.6, 1.0, 6.4)]
    assert [own["slow"] for own in made] == pytest.approx([0.0, np.log(2), 0.0])
    assert [own["fast"] for own in made] == pytest.approx([0.0, 0.0, np.log(2)])
    assert set(FEATURES) <= set(made[0])


def test_what_is_fitted_is_what_the_package_says() -> None:
    """One definition: with the package's constants the script's straight line gives the package's confidence."""
    known = engine_that_is_too_sure()
    found = confidences(known, np.array([STEEPNESS, HEIGHT]))
    assert found[0] == pytest.approx(confidence(words(0.99)), abs=1e-4)
    assert found[-1] == pytest.approx(confidence(words(0.9)), abs=1e-4)
