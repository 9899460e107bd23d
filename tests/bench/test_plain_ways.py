from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench_files import BRIEFING, MEETING, written

from archiver.bench.cases import Case, read_case
from archiver.bench.plain_ways import (
    EVERYTHING,
    NEVER,
    PLAIN_WAYS,
    by_meaning,
    by_words,
    by_words_of_neighbours,
    forward,
    likeness,
    nearest,
)

ALIKE = np.array([[0.9, 0.1, 0.0], [0.0, 0.2, 0.3], [0.5, 0.1, 0.4]], dtype=np.float32)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return read_case(written(tmp_path, "harbour", BRIEFING), "en")


def test_the_nearest_paragraph_from_a_threshold() -> None:
    assert nearest(ALIKE, EVERYTHING) == [0, 2, 0]
    assert nearest(ALIKE, 0.4) == [0, None, 0]


def test_the_way_forward_never_goes_back() -> None:
    assert forward(ALIKE, EVERYTHING) == [0, 2, 2]


def test_on_the_way_forward_a_sentence_may_have_no_paragraph() -> None:
    # The second sentence would bring 0.3 - 0.35, and keep the last one from its own paragraph.
    assert forward(ALIKE, 0.35) == [0, None, 0]
    assert forward(ALIKE, 0.95) == [None, None, None]


def test_words_in_common_count_by_how_rare_they_are_here(case: Case) -> None:
    alike = by_words(case)
    assert alike.shape == (5, 3)
    assert alike[0].max() == 0  # nothing in common but stop words
    assert nearest(alike, 0.1) == [None, 0, 1, 2, 2]


def test_a_paragraph_is_as_like_as_its_likeliest_sentence(case: Case) -> None:
    longer = replace(case, paragraphs=(*case.paragraphs[:2], case.paragraphs[2] + " Nobody knows about the weather."))
    assert by_words(longer)[4].argmax() == 2
    alone = replace(case, paragraphs=("Good morning and welcome. Nobody knows about the weather.",))
    assert by_words(alone)[0, 0] == pytest.approx(1.0)


def test_nothing_but_stop_words_is_like_nothing(case: Case) -> None:
    empty = replace(case, paragraphs=("It is.", ""), sentences=("And so it was.",))
    assert by_words(empty).tolist() == [[0.0, 0.0]]


def test_neighbours_lend_their_likeness(case: Case) -> None:
    alone, together = by_words(case), by_words_of_neighbours(case)
    assert together[3] == pytest.approx((alone[1] + 2 * alone[2] + 3 * alone[3] + 2 * alone[4]) / 9, abs=1e-6)


def test_a_question_in_a_briefing_is_like_nothing(case: Case, tmp_path: Path) -> None:
    asked = likeness(PLAIN_WAYS["TF-IDF"], case)
    assert asked[3].tolist() == [NEVER] * 3
    segments = [{"text": "le port sera fermé ?", "paragraph": 0}]
    meeting = read_case(written(tmp_path, "m", MEETING | {"segments": segments}), "en")
    assert likeness(PLAIN_WAYS["TF-IDF"], meeting)[0, 0] > 0


@pytest.mark.slow
def test_meaning_finds_what_other_words_say(case: Case) -> None:
    other = replace(case, sentences=("Boats to the isle depart hourly.", "The port is shut."))
    assert by_meaning(other).argmax(axis=1).tolist() == [1, 0]
