"""What a sentence or a paragraph is, whatever the other says."""

from __future__ import annotations

import pytest

from archiver.align.paraphrase.traits import paragraph_traits, sentence_traits


def test_a_question_is_one_with_or_without_its_mark() -> None:
    said = ["When will the quay be open?", "When will the quay be open", "The quay will be open in May."]
    assert sentence_traits(said, "en")["a question"].tolist() == [[1.0], [1.0], [0.0]]


def test_the_house_speaks_of_itself() -> None:
    traits = sentence_traits(["We have told our friends, and they us.", "It was told.", "We, we, we, we."], "en")
    assert traits["the house speaks of itself"].ravel().tolist() == [3.0, 0.0, 3.0]


def test_a_list_of_names_is_full_of_capital_letters() -> None:
    voters, text = ["Voting were Anna Berg, Carl Dahl and Eva Falk."], ["The quay is lit.", "It is closed."]
    traits = paragraph_traits([voters, text])
    names, few = traits["capital letters in the paragraph"].ravel()
    assert names == pytest.approx(7 / 9)
    assert few < 0.3
    assert traits["sentences in the paragraph"].ravel().tolist() == pytest.approx([0.693, 1.099], abs=0.001)


def test_a_paragraph_without_words_has_no_capital_letters() -> None:
    assert paragraph_traits([["____"]])["capital letters in the paragraph"].tolist() == [[0.0]]
