"""Grades: the word for how sure a link is, and what a reader's threshold leaves out."""

from __future__ import annotations

import pytest
from export_documents import document, link, recording, segment, transcribed, transcript

from archiver.export.document import Document
from archiver.export.grades import grade_of, in_words, leave_out, left_out_words, links_left_out, sureness, with_least


def said(score: float, **other: str) -> Document:
    return link(1, "paraphrase", score=score, **other)


@pytest.mark.parametrize(
    ("found", "grade", "sure"),
    [
        (said(0.99), "certain", 0.99),
        (said(0.9), "certain", 0.9),
        (said(0.89), "likely", 0.89),
        (said(0.7), "likely", 0.7),
        (said(0.69), "possible", 0.69),
        (said(0.5), "possible", 0.5),
        (link(1, score=0.97), "certain", 0.97),
        (link(1, score=0.6), "certain", 0.9),  # what was read out is
        (said(0.55, by="human"), "by hand", 1.0),
    ],
)
def test_a_link_has_a_grade(found: Document, grade: str, sure: float) -> None:
    assert (grade_of(found), sureness(found)) == (grade, sure)


def test_what_was_read_out_is_certain_without_a_word() -> None:
    assert in_words("verbatim", "certain") == "read out"
    assert in_words("verbatim", "by hand") == "read out, by hand"
    assert in_words("paraphrase", "certain") == "in other words, certain"
    assert in_words("paraphrase", "possible") == "in other words, possible"


def test_less_sure_links_are_left_out_and_counted() -> None:
    spoken = transcript(segment("One.", links=[said(0.8), link(2, score=0.9)]), segment("Two.", links=[said(0.6)]))
    found = leave_out(spoken, 0.9)
    assert [[one["paragraph"] for one in row["links"]] for row in found["segments"]] == [[2], []]
    assert found["left_out"] == [{"paragraph": 1, "links": 2}]
    assert links_left_out([found, found]) == {1: 4}
    assert leave_out(spoken, 0.6) == {**spoken, "left_out": []}


def test_a_document_tells_what_was_asked_for() -> None:
    spoken = document(recording(transcript(segment("One.", links=[said(0.8)]))), recording())
    found = with_least(spoken, 0.85)
    assert found["least"] == 0.85
    transcripts = found["recordings"][0]["transcripts"]
    assert left_out_words(found, transcripts) == "1 of 1 links is left out: less sure than 0.85"
    assert left_out_words(found, []) is None


def test_without_a_threshold_nothing_changes() -> None:
    spoken = transcribed(segment("One.", links=[said(0.1)]))
    assert with_least(spoken, None) is spoken
