"""Whoever wrote it down, the same words are found to be read."""

from __future__ import annotations

import pytest
from fit_paraphrase import demo
from linking_bench.agreement import agreement, by_word
from linking_bench.variants import CUTS, SPELLING, Sentences, heard, texts

from archiver.align.resegmentation import given, resegment
from archiver.align.verbatim.quotes import verbatim_links


def read(sentences: Sentences) -> dict[int, int | None]:
    pieces = resegment(texts(sentences), "en")
    found = verbatim_links(demo().paragraphs, [piece.text for piece in pieces], "en")
    return by_word(sentences, given([link for own in found.values() for link in own], pieces))


@pytest.mark.parametrize("kind", [*SPELLING, "two sentences joined", "captions of 12 words"])
def test_what_was_read_is_found_in_any_spelling(kind: str) -> None:
    said = heard(demo().sentences)
    found = agreement(read(said), read((SPELLING | CUTS)[kind](said)))
    assert found.share >= 0.97
    assert found.share_linked >= 0.97
