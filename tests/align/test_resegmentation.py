"""Lines of captions become sentences, and links go back to the lines."""

from __future__ import annotations

from archiver.align.resegmentation import given, resegment
from archiver.align.units import TextLink
from archiver.models import Why


def test_lines_are_put_together_and_cut_at_full_stops() -> None:
    lines = ["Voting was calm. The count", "was slow but", "transparent."]
    assert [piece.text.strip() for piece in resegment(lines, "en")] == [
        "Voting was calm.",
        "The count was slow but transparent.",
    ]


def test_sentences_stay_as_they_are() -> None:
    said = ["Voting was calm.", "Was it?", "I think so.", "Well —"]
    assert [piece.text for piece in resegment(said, "en")] == said


def test_an_endless_sentence_is_parted_and_nothing_is_lost() -> None:
    said = "and we counted the ballots of the northern district again " * 20
    pieces = resegment([said], "en")
    assert len(pieces) > 3
    assert "".join(piece.text for piece in pieces) == said


def test_a_long_sentence_with_an_end_is_one() -> None:
    said = "Members, " + "and the people who wrote to us, " * 20 + "agree."
    assert [piece.text for piece in resegment([said], "en")] == [said]


def test_a_link_of_lines_is_one_of_each_line() -> None:
    lines = ["The count", "was slow."]
    link = TextLink(0, 3, "paraphrase", 0.9, (0, 5), (0, 19), Why("meaning", (((10, 13), (0, 3)),), {}))
    found = list(given([link], resegment(lines, "en")))
    assert [(own.sentence, own.paragraph, lines[own.sentence][slice(*own.said)]) for own in found] == [
        (0, 3, "The count"),
        (1, 3, "was slow."),
    ]
    assert found[1].why.matched == (((0, 3), (0, 3)),)
