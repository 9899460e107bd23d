"""Passages, and why a sentence is tied to a paragraph, as the page tells it."""

from __future__ import annotations

from typing import Any

from archiver.web.passages import explain_link, passages_of
from archiver.web.sentence_view import word_places

Row = dict[str, Any]
WRITTEN = {1: "NATO condemns the use of force.", 2: "The 😀 observers testified."}


def link(paragraph: int, relation: str = "verbatim", **other: Any) -> Row:
    known = {"score": 0.9, "start": None, "end": None, "span": [0, 10], "by": "machine", "why": None, "decided": None}
    return {"paragraph": paragraph, "relation": relation, **known, **other}


def said(start: float, *links: Row, text: str = "Some words") -> Row:
    return {
        "start": start,
        "end": start + 2,
        "language": "en",
        "text": text,
        "heard": text,
        "words": [],
        "links": list(links),
    }


def test_sentences_in_a_row_on_one_paragraph_are_a_passage() -> None:
    found = passages_of([said(0, link(1)), said(3, link(1, span=[10, 20])), said(6), said(9, link(1))], WRITTEN)
    assert [(one.first, one.last, one.start, one.end) for one in found] == [(0, 1, 0, 5), (3, 3, 9, 11)]
    assert found[0].span == (0, 20)
    assert found[0].at == "00:00–00:05"


def test_what_was_read_is_a_passage_and_what_was_said_in_other_words_another() -> None:
    found = passages_of([said(0, link(1)), said(3, link(1, "paraphrase")), said(6, link(2, "paraphrase"))], WRITTEN)
    assert [(one.paragraph, one.relation) for one in found] == [(1, "verbatim"), (1, "paraphrase"), (2, "paraphrase")]


def test_a_passage_is_as_sure_as_its_least_sure_sentence() -> None:
    sure, less = link(1, "paraphrase", score=0.95), link(1, "paraphrase", score=0.75)
    by_hand = link(1, "paraphrase", score=1.0, by="human")
    found = passages_of([said(0, sure), said(3, less), said(6), said(9, by_hand), said(12), said(15, link(1))], WRITTEN)
    assert [one.how for one in found] == ["in other words, likely", "in other words, by hand", "read out"]


def test_a_sentence_can_be_part_of_two_passages() -> None:
    found = passages_of([said(0, link(1), link(2)), said(3, link(2))], WRITTEN)
    assert [(one.paragraph, one.first, one.last) for one in found] == [(1, 0, 0), (2, 0, 1)]


def test_the_times_are_those_of_the_words_read() -> None:
    (found,) = passages_of([said(10, link(1, start=10.7, end=11.4))], WRITTEN)
    assert (found.start, found.end, found.anchor) == (10.7, 11.4, "t=10")


def test_places_are_counted_as_browsers_count() -> None:
    (found,) = passages_of([said(0, link(2, span=[4, 15]))], WRITTEN)
    assert found.span == (4, 16)  # the face counts twice


def test_a_reading_tells_the_words_in_common_and_those_that_differ() -> None:
    why = {
        "basis": "words",
        "matched": [[[5, 9], [0, 4]], [[10, 19], [5, 13]], [[20, 23], [14, 17]]],
        "parts": {"words matched": 3.0, "words said": 4.0, "words written": 3.0, "density": 0.75},
    }
    segment = said(0, text="Well NATO condemned the")
    told = explain_link(7, segment, word_places(segment), link(1, why=why, span=[0, 17]), WRITTEN[1])
    assert told["same"] == [[1, 4, 0, 17]]
    assert told["unlike"] == ["“condemned” for “condemns”"]
    assert told["told"] == (
        "3 of 4 words said stand there in a row. "
        "Certain: of 100 links like this one about 90 were right where people judged them."
    )


def test_other_words_tell_what_was_taken_for_what() -> None:
    why = {"basis": "meaning", "matched": [[[3, 9], [5, 13]], [[10, 15], [25, 30]]], "parts": {}}
    segment = said(0, text="We oppose force")
    told = explain_link(0, segment, word_places(segment), link(1, "paraphrase", why=why), WRITTEN[1])
    assert told["unlike"] == ["“oppose” for “condemns”"]
    assert told["same"] == [[1, 2, 5, 13], [2, 3, 25, 30]]


def test_a_person_gives_no_reasons() -> None:
    segment = said(0)
    told = explain_link(0, segment, [], link(1, by="human", decided="2026-03-01T10:00:00Z"), WRITTEN[1])
    assert told["told"] == "A person said so on 2026-03-01."
    assert told["same"] == told["unlike"] == []
