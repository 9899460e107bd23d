"""The judge: how its outputs come onto our scale, what it changes, and where it has no say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from ingest_examples import Notes

from archiver.align import link_sentences
from archiver.align.matched_words import ScoredPairs
from archiver.align.paraphrase.features import logistic
from archiver.align.paraphrase.judge import FLAT, Judge, JudgedScorer, Pair, fit_line
from archiver.arrays import Floats
from archiver.models import Why

PARTS = [["The quay is lit. ", "It is closed."], ["The pilots wait."]]
SAID = [f"It was said {number} times." for number in range(150)]
ODDS = np.column_stack([np.linspace(-6, 3, 150), np.linspace(-2, -6, 150)]).astype(np.float32)


class Odds:
    """A scorer with odds that the test gives."""

    name = "ours"
    considers_neighbours = True

    def score(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> ScoredPairs:
        odds = ODDS[: len(sentences)]
        return ScoredPairs(odds, lambda *place: Why("meaning", (), {"likeness": round(float(odds[place]), 3)}))

    def reliability(self, margin: float) -> float:
        return logistic(1.0, 0.0, margin)


class Model:
    """A model that says what we say, on a scale of its own, but for one sentence; or the opposite."""

    name = "house/reranker"

    def __init__(self, slope: float = 10.0) -> None:
        self.slope, self.read_pairs = slope, list[Pair]()

    def read(self, pairs: Sequence[Pair]) -> Floats:
        self.read_pairs += pairs
        return np.array([self._say(*pair) for pair in pairs], dtype=np.float32)

    def _say(self, sentence: str, paragraph: str) -> float:
        place = SAID.index(sentence), ["".join(part) for part in PARTS].index(paragraph)
        return 7.0 + self.slope * (-3.0 if place == (149, 0) else float(ODDS[place]))


def score(model: Model, notes: Notes | None = None, times: int = 1) -> ScoredPairs:
    scorer = JudgedScorer(Odds(), Judge(model, notes or Notes()))
    return [scorer.score(PARTS, SAID, [False] * 150, "en") for _ in range(times)][-1]


def test_the_line_is_that_of_our_own_probabilities() -> None:
    odds = np.linspace(-3, 4, 50, dtype=np.float32)
    line = fit_line(5 * odds - 2, odds)
    assert [line.slope, line.constant] == pytest.approx([0.2, 0.4], abs=1e-3)


@pytest.mark.parametrize(
    "outputs",
    [
        pytest.param(np.linspace(4, -3, 50), id="falling"),
        pytest.param(np.ones(50), id="always the same"),
        pytest.param(np.tile([1.0, -1.0], 25), id="about something else"),
        pytest.param(np.linspace(-3, 4, 49), id="too few"),
        pytest.param(np.array([]), id="none"),
    ],
)
def test_a_line_that_does_not_clearly_rise_is_none(outputs: Floats) -> None:
    assert fit_line(outputs.astype(np.float32), np.linspace(-3, 4, len(outputs), dtype=np.float32)) == FLAT


def test_what_comes_out_is_the_mean_of_both() -> None:
    odds = score(Model()).odds
    asked = ODDS >= -3
    assert (odds[~asked] == ODDS[~asked]).all()
    assert odds[149, 0] < ODDS[149, 0] - 1  # the judge says no
    assert np.corrcoef(odds[asked][:-1], ODDS[asked][:-1])[0, 1] > 0.99


def test_the_reasons_still_add_up() -> None:
    scored = score(Model())
    told = scored.why(149, 0).parts
    assert set(told) == {"likeness", "the judge"}
    assert sum(told.values()) == pytest.approx(float(scored.odds[149, 0]), abs=0.002)
    assert set(scored.why(0, 0).parts) == {"likeness"}  # it was not asked


def test_only_what_is_not_improbable_is_read_and_only_once() -> None:
    model = Model()
    score(model, times=2)
    assert len(model.read_pairs) == len(set(model.read_pairs)) == (ODDS >= -3).sum()
    assert model.read_pairs[-1][1] == "The quay is lit. It is closed."


def test_a_judge_that_says_the_opposite_has_no_say() -> None:
    notes = Notes()
    scored = score(Model(-10.0), notes, times=2)
    assert (scored.odds == ODDS).all()
    (warning,) = notes.warnings
    assert warning.startswith("the judge house/reranker had no say: ")


@pytest.mark.parametrize(("spoken", "written"), [("fr", None), ("fr", "en"), ("en", "fr")])
def test_for_now_it_is_asked_only_in_english(spoken: str, written: str | None) -> None:
    model, notes = Model(), Notes()
    link_sentences(["The quay is lit."], ["Le quai est fermé."], spoken, Odds(), written, Judge(model, notes))
    assert model.read_pairs == []
    assert notes.warnings == [
        "the judge house/reranker had no say: for now judges are asked only where speech and release are in English"
    ]
