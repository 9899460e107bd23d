"""How alike sentences and paragraphs are, with meanings made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from subjects import Subjects

from archiver.align.paraphrase.likeness import Texts, likeness
from archiver.arrays import Floats

QUAY, VOTE, PILOTS = ["The quay is lit. ", "The vote is in autumn."], ["The vote is secret."], ["The pilots wait."]
SAID = ["Good morning.", "The dock is lit.", "Nobody knows when.", "The helmsman is ill.", "Thank you very much."]


def alike(name: str, sentences: Sequence[str] = SAID, paragraphs: Sequence[Sequence[str]] = (QUAY, PILOTS)) -> Floats:
    return likeness(Texts.of(paragraphs, sentences, "en", Subjects()))[name]


def test_a_word_is_found_in_any_form_by_its_meaning() -> None:
    found = alike("how much of it is found")
    assert found[1, 0] > 0.75 > 0.4 > found[1, 1]
    assert alike("how much is left over")[1, 0] < alike("how much is left over")[1, 1]


def test_letters_in_common_are_those_of_the_likeliest_sentence() -> None:
    found = alike("letters in common", ["The vote is in autumn."])
    assert found[0].tolist() == pytest.approx([1.0, 0.0], abs=0.1)


def test_a_word_that_all_say_tells_less_than_one_that_few_say() -> None:
    paragraphs = [["Inflation is high."], ["Inflation and housing."]]
    said = [*["Inflation."] * 20, "Housing."]
    rare = alike("rare words in common", said, paragraphs)
    assert rare[-1, 1] > 2 * rare[0, 1]


def test_a_word_that_several_paragraphs_have_tells_less() -> None:
    said = ["The vote.", "Good morning.", "Thank you."]
    several = alike("rare words in common", said, [["The vote."], ["A secret vote."], PILOTS])
    one = alike("rare words in common", said, [["The vote."], ["A secret."], PILOTS])
    assert one[0, 0] > several[0, 0] > 0


def test_how_much_of_a_written_sentence_is_told() -> None:
    told = alike("how much of a written sentence is told", ["The dock is lit.", "The dock."])
    assert told[0, 0] > told[1, 0] > 0


def test_a_sentence_goes_on_from_the_one_before() -> None:
    assert alike("likeness with the sentence before")[2].tolist() == pytest.approx([1.0, 0.0], abs=1e-6)


def test_the_likeliest_sentence_for_a_paragraph_has_the_highest_rank() -> None:
    rank = alike("rank among all sentences")
    assert rank[:, 0].argmax() == 1
    assert sorted(rank[:, 0]) == [0, 0.25, 0.5, 0.75, 1]


def test_one_sentence_and_one_paragraph_can_be_compared() -> None:
    for name, values in likeness(Texts.of([PILOTS], ["The helmsman waits."], "en", Subjects())).items():
        assert values.shape == (1, 1), name
        assert np.isfinite(values).all(), name


def test_texts_without_a_telling_word_have_none_in_common() -> None:
    assert alike("letters in common", ["It is."], [["To be."]]).shape == (1, 1)
    assert alike("words in common", ["It is."], [["To be."]]).tolist() == [[0.0]]
