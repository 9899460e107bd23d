"""From passages to sentences."""

from __future__ import annotations

import pytest

from archiver.align.reading import Piece, pieces
from archiver.align.verbatim import passages
from archiver.align.words import Stream, tokens

PARAGRAPH = "Voting was calm and well organised in all of the districts. The count was slow but transparent."


def read(said: list[str]) -> dict[int, list[Piece]]:
    stream = Stream.of(said, "en")
    written = [tokens(PARAGRAPH)]
    return pieces(passages(written, stream), stream, written, [frozenset({10, len(written[0]) - 1})])


def test_each_sentence_gets_its_own_part() -> None:
    found = read(["Voting was calm and well organised in all of the districts.", "The count was slow but transparent."])
    assert [piece.written for parts in found.values() for piece in parts] == [(0, 10), (11, 16)]


def test_misheard_edges_are_taken_in() -> None:
    (piece,) = read(["Boating was calm and well organised in all of the this tricks."])[0]
    assert piece.written == (0, 10)
    assert piece.said == (0, 11)


@pytest.mark.parametrize("said", ["It was calm, and the count is over.", "Transparent?", "Slow but sure."])
def test_few_words_in_common_are_not_read(said: str) -> None:
    assert read([said]) == {}


def test_density_is_the_share_of_the_longer_side() -> None:
    assert Piece(0, 0, said=(0, 9), written=(0, 4), matched=5).density == 0.5
