"""A sentence as the page writes it: what is faint, what is underlined, and when each word is said."""

from __future__ import annotations

from typing import Any

import pytest

from archiver.web.sentence_view import StyledText, anchor, styled_texts, time_marks, word_places, words_at

Row = dict[str, Any]


def word(text: str, start: float | None, end: float | None, heard: str | None = None, sure: float = 0.9) -> Row:
    return {"word": text, "heard": text if heard is None else heard, "start": start, "end": end, "probability": sure}


def sentence(text: str, *words: Row, heard: str | None = None) -> Row:
    right = [
        {"heard": one["heard"], "text": one["word"], "reason": "sounds like it"}
        for one in words
        if one["word"] != one["heard"]
    ]
    return {"start": 60.0, "text": text, "heard": heard or text, "words": list(words), "corrections": right}


OSCE = sentence(
    "The OSCE mission met.",
    word("The", 60.0, 60.2),
    word("OSCE", 60.3, 60.8, "oh see E"),
    word("mission", 60.8, 61.2, sure=0.3),
    word("met.", 61.5, 61.8),
    heard="The oh see E mission met.",
)


def test_what_was_put_right_and_what_is_doubtful_stand_apart() -> None:
    assert styled_texts(OSCE, word_places(OSCE)) == [
        StyledText("The "),
        StyledText("OSCE", "right", "oh see E", "sounds like it"),
        StyledText(" "),
        StyledText("mission", "unsure"),
        StyledText(" met."),
    ]


def test_words_put_right_for_one_reason_are_one_piece() -> None:
    said = sentence("Election Mission", word("Election", 60, 61, "election"), word("Mission", 61, 62, "mission"))
    assert styled_texts(said, word_places(said)) == [
        StyledText("Election Mission", "right", "election mission", "sounds like it")
    ]


def test_the_pieces_are_the_text_whatever_stands_between_its_words() -> None:
    said = sentence(
        "  So –  what\u00a0now? ", word("So", 60, 61, sure=0.1), word("–", None, None), word("what", 61, 62)
    )
    said["words"].append(word("now?", 62, 63, sure=0.2))
    assert "".join(piece.text for piece in styled_texts(said, word_places(said))) == said["text"]


def test_times_are_hundredths_since_the_word_before() -> None:
    assert time_marks(OSCE, word_places(OSCE)) == "0+20 10+50 0+40 30+30"


def test_a_word_that_became_two_is_timed_once_and_one_that_was_put_in_not_at_all() -> None:
    said = sentence("Mr Smith is not here", word("Mr Smith", 60.0, 60.5, "Smith"), word("is", 60.5, 60.6))
    said["words"] += [word("not", None, None, ""), word("here", 61.0, 61.3)]
    assert time_marks(said, word_places(said)) == "0+50 = 0+10 - 40+30"


def test_a_word_that_was_not_said_has_no_place() -> None:
    said = sentence("It is", word("It", 60.0, 60.1), word("", 60.1, 60.4, "uh"), word("is", 60.4, 60.6))
    assert time_marks(said, word_places(said)) == "0+10 30+20"
    assert [piece.text for piece in styled_texts(said, word_places(said))] == ["It is"]


def test_words_that_are_not_those_of_the_text_are_left_alone() -> None:
    edited = sentence("A person wrote all of it anew.", word("heard", 60, 61))
    assert word_places(edited) == []
    assert styled_texts(edited, []) == [StyledText("A person wrote all of it anew.")]
    assert time_marks(edited, []) == ""


def test_where_heard_words_went() -> None:
    assert list(words_at(OSCE, word_places(OSCE))) == [(0, 3, 0, 1), (4, 12, 1, 2), (13, 20, 2, 3), (21, 25, 3, 4)]


@pytest.mark.parametrize(("seconds", "address"), [(92.5, "t=92.5"), (0.0, "t=0"), (61.2349, "t=61.23"), (300, "t=300")])
def test_an_address_names_a_second(seconds: float, address: str) -> None:
    assert anchor(seconds) == address
