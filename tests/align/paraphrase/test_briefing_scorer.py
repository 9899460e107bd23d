"""How likely a sentence tells what a paragraph says: the weights that were fitted, on meanings made by hand."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest
from subjects import Subjects

from archiver.align import link_sentences
from archiver.align.paraphrase.briefing_scorer import FEATURES, FITTED, BriefingScorer, fitted
from archiver.align.paraphrase.features import HIGHEST_SCORE

PARTS = [["The quay is lit. ", "It is closed."], ["The pilots wait."]]
SAID = ["Good morning.", "The dock is lit.", "Nobody knows when.", "The helmsmen wait."]


def test_the_parts_of_a_score_add_up_to_its_odds() -> None:
    scored = BriefingScorer(Subjects()).score(PARTS, SAID, [False] * 4, "en")
    why = scored.why(1, 0)
    assert set(why.parts) == {*FEATURES, "constant"}
    assert sum(why.parts.values()) == pytest.approx(float(scored.odds[1, 0]), abs=0.02)
    assert [(SAID[1][slice(*said)], "".join(PARTS[0])[slice(*there)]) for said, there in why.matched] == [
        ("dock", "quay"),
        ("lit", "lit"),
    ]


def test_what_means_the_same_is_likeliest() -> None:
    odds = BriefingScorer(Subjects()).score(PARTS, SAID, [False] * 4, "en").odds
    assert odds[1, 0] > odds[1, 1]
    assert odds[1, 0] > odds[[0, 2, 3], 0].max()


def test_odds_are_true_as_they_are_but_nothing_is_certain() -> None:
    scorer = BriefingScorer(Subjects())
    assert scorer.reliability(0.0) == 0.5
    assert scorer.reliability(100.0) == HIGHEST_SCORE


def test_under_a_half_there_is_no_link() -> None:
    found = link_sentences(["".join(parts) for parts in PARTS], SAID, scorer=BriefingScorer(Subjects()))
    assert all(link.score >= 0.5 for link in found)


def test_the_weights_say_what_they_were_fitted_on() -> None:
    known = json.loads(files("archiver.align.paraphrase").joinpath(FITTED).read_text(encoding="utf-8"))
    assert tuple(known["features"]) == FEATURES
    assert len(known["judged"]) > 50
    assert np.isfinite(fitted().weights).all()
