"""What a sentence or a paragraph is, whatever the other says."""

from __future__ import annotations

import pytest

from archiver.align.paraphrase.cues import paragraph_cues, sentence_cues


def test_a_question_is_one_with_or_without_its_mark() -> None:
    said = ["When will the quay be open?", "When will the quay be open", "The quay will be open in May."]
    assert sentence_cues(said, "en")["a question"].tolist() == [[1.0], [1.0], [0.0]]


def test_the_house_speaks_of_itself() -> None:
    cue = sentence_cues(["We have told our friends, and they us.", "It was told.", "We, we, we, we."], "en")
    assert cue["the house speaks of itself"].ravel().tolist() == [3.0, 0.0, 3.0]


def test_a_list_of_names_is_full_of_capital_letters() -> None:
    cues = paragraph_cues([["Voting were Anna Berg, Carl Dahl and Eva Falk."], ["The quay is lit.", "It is closed."]])
    names, text = cues["capital letters in the paragraph"].ravel()
    assert names == pytest.approx(7 / 9)
    assert text < 0.3
    assert cues["sentences in the paragraph"].ravel().tolist() == pytest.approx([0.693, 1.099], abs=0.001)


def test_a_paragraph_without_words_has_no_capital_letters() -> None:
    assert paragraph_cues([["____"]])["capital letters in the paragraph"].tolist() == [[0.0]]
