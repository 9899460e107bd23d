"""What speaks for a paragraph and what against it, with meanings made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from subjects import Subjects

from archiver.align.paraphrase.features import (
    COEFFICIENTS,
    FEATURE_NAMES,
    features,
    log_odds,
    margin_over_others,
    persistence,
    shared,
)
from archiver.arrays import Floats
from archiver.tokens import tokens


def one(name: str, paragraphs: list[list[str]], said: str, before: str = "", after: str = "") -> list[float]:
    """A feature of one sentence, for every paragraph."""
    found = features(paragraphs, [before, said, after], [False] * 3, ("en", "en"), Subjects())
    column: list[float] = found[1, :, FEATURE_NAMES.index(name)].tolist()
    return column


TWO = [["The quay is lit.", "The vote is in autumn."], ["The pilots wait."]]


def test_a_paragraph_is_as_like_as_its_likeliest_sentence() -> None:
    assert one("likeness to its likeliest sentence", TWO, "The dock.") == [1.0, 0.0]
    assert one("likeness to the whole", TWO, "The dock.") == pytest.approx([0.5**0.5, 0.0])


def test_what_is_said_before_and_after_counts_too() -> None:
    quay = one("likeness with the sentence before", TWO, "Well.", before="The dock.")
    assert quay[0] > quay[1]
    assert one("likeness with the sentence after", TWO, "Well.", after="The dock.") == quay


def test_what_was_read_out_says_nothing_of_its_neighbours() -> None:
    said = ["The dock.", "Well.", "The wharf."]
    found = features(TWO, said, [True, False, True], ("en", "en"), Subjects())
    for name in ("likeness with the sentence before", "likeness with the sentence after"):
        assert found[1, :, FEATURE_NAMES.index(name)].tolist() == [0.0, 0.0]


def test_how_much_of_a_sentence_is_found_and_how_much_is_left() -> None:
    own = one("how much of it is found", TWO, "Dock ballot.")
    assert own[0] > 0.8
    assert own[1] == 0.0
    more = one("how much of it is found", TWO, "Dock ballot zinc treaties.")
    assert 0 < more[0] < own[0]
    left = one("how much is left over", TWO, "Dock ballot zinc treaties.")
    assert one("how much is left over", TWO, "Dock ballot.")[0] == 0 < left[0] < left[1]


def test_the_lead_is_over_the_best_of_the_others() -> None:
    assert margin_over_others(np.array([[0.25, 0.75, 0.5]], dtype=np.float32)).tolist() == [[-0.5, 0.25, -0.25]]
    assert margin_over_others(np.array([[0.75]], dtype=np.float32)).tolist() == [
        [0.0]
    ]  # of one paragraph: nobody to be ahead of
    assert margin_over_others(np.array([[0.5, 0.5]], dtype=np.float32)).tolist() == [[0.0, 0.0]]  # a tie


def test_rare_words_in_common() -> None:
    written = [tokens(text) for text in ("The OSCE met in Minsk.", "The council met.", "Of the")]
    osce, council, plain = shared(written, [tokens("In Minsk the OSCE has met.")])[0]
    assert osce > council > plain == 0


def test_a_number_that_a_paragraph_has_not() -> None:
    paragraphs = [["The dues rise by 12 percent."], ["The dues rise by 14 percent."]]
    twelve, fourteen = one("numbers that it has not", paragraphs, "They rise by 12.")
    assert twelve == 0 < fourteen
    assert one("numbers that it has not", paragraphs, "They rise.") == [0.0, 0.0]


@pytest.mark.parametrize(("said", "asked"), [("Why? ", 1), ("Why.", 0), ("Why? Because.", 0), ("", 0)])
def test_questions(said: str, asked: float) -> None:
    assert one("a question", TWO, said) == [asked, asked]


def test_many_sentences_are_the_same_as_few() -> None:
    """They are compared in lots."""
    said = ["The dock is lit.", "", "A ballot, and coffee."] * 300
    many = features(TWO, said, [True] * len(said), ("en", "en"), Subjects())
    assert many.shape == (900, 2, len(FEATURE_NAMES))
    assert (many[:3] == many[-3:]).all()


def test_a_sentence_that_tells_little_stays_with_what_it_follows() -> None:
    little, much = "And that will start.", "Belarusian authorities detained seventeen demonstrators in Minsk."
    assert persistence([little], "en")[0] > 1 > persistence([much], "en")[0] == 0
    assert persistence(["And that?", "", little], "en").tolist()[:2] == [0, 0]
    assert persistence(["And Belarusian demonstrators detained yesterday."], "en")[0] > 0
    assert persistence(["Und das beginnt."], "xx")[0] >= 0


def odds(**told: float) -> float:
    row: Floats = np.zeros((1, 1, len(FEATURE_NAMES)), dtype=np.float32)
    for name, value in told.items():
        row[0, 0, FEATURE_NAMES.index(name.replace("_", " "))] = value
    return float(log_odds(row)[0, 0])


def test_the_coefficients_point_the_right_way() -> None:
    assert COEFFICIENTS["constant"] < 0  # without any likeness: none
    assert odds(lead_over_the_other_paragraphs=0.2) > odds()
    for against in ("a_question", "numbers_that_it_has_not", "how_much_is_left_over"):
        assert odds(**{against: 1.0}) < odds()
