"""Meanings are those that the model's own library gives, and lie close together where sentences say the same."""

from __future__ import annotations

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from archiver.align.paraphrase.encoder import LONGEST_TEXT_PIECES, minilm
from archiver.align.paraphrase.minilm import Bert
from archiver.weights import MINILM

TEXTS = [
    "The council condemns the use of force.",
    "It deplores the violence.",
    "",
    "Ω — naïve Noordwijk/OSCE",
    "The pilots of the harbour asked for a vote on the new quay, " * 40,  # longer than the model reads
]


@pytest.fixture(scope="module")
def library() -> SentenceTransformer:
    return SentenceTransformer(str(MINILM.checked_folder()), device="cpu")


@pytest.mark.slow
def test_texts_mean_what_the_library_says(library: SentenceTransformer) -> None:
    expected = library.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    found = np.stack([embedding.whole for embedding in minilm().read(TEXTS, "en")])
    assert found == pytest.approx(np.asarray(expected), abs=1e-5)


@pytest.mark.slow
def test_pieces_mean_what_the_library_says(library: SentenceTransformer) -> None:
    folder = MINILM.checked_folder()
    assert folder is not None
    expected = library.encode(TEXTS, output_value="token_embeddings", show_progress_bar=False)
    for own, theirs in zip(Bert(folder, LONGEST_TEXT_PIECES).read(TEXTS), expected, strict=True):
        assert np.stack([piece.vector for piece in own]) == pytest.approx(theirs[: len(own)].numpy(), abs=1e-5)


def test_a_word_has_a_meaning_where_it_stands() -> None:
    bank, river, money = minilm().read(["They sat on the bank of the river.", "the shore of the river", "a loan"], "en")
    assert bank.words.shape == (8, 384)
    assert np.linalg.norm(bank.words, axis=1) == pytest.approx(1)
    assert bank.words[4] @ river.whole > bank.words[4] @ money.whole


def test_no_texts_have_no_meaning() -> None:
    assert minilm().read([], "en") == []
