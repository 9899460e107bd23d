"""Linking as others call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archiver.align import align, link_sentences, link_texts
from archiver.align.meaning import SharedLetters
from archiver.models import Segment, Word

EXAMPLES = json.loads((Path(__file__).parents[2] / "scripts" / "linking_examples.json").read_text())
HARBOUR, HOSPITAL = EXAMPLES[0], EXAMPLES[1]
LOCK = HARBOUR["paragraphs"][0]


def segment(text: str, start: float) -> Segment:
    """A sentence with half a second for every word."""
    words = tuple(Word(w, start + n / 2, start + n / 2 + 0.4) for n, w in enumerate(text.split()))
    return Segment(start, words[-1].end or start, text, words)


def test_nothing_in_nothing_out() -> None:
    assert link_texts([], ["Good morning."]) == [None]
    assert link_texts([LOCK], []) == []
    assert link_texts(["", "–"], ["", "Good morning."]) == [None, None]


def test_verbatim_links_have_the_times_of_the_words_read() -> None:
    said = segment(f"I will read it. {LOCK}", 10.0)
    (link,) = align([LOCK, HARBOUR["paragraphs"][3]], [said], encoder=SharedLetters([LOCK, said.heard]))
    assert (link.segment, link.paragraph, link.relation) == (1, 1, "verbatim")
    assert link.span == (0, len(LOCK))
    assert (link.start, link.end) == (12.0, said.end)


def test_words_without_times_give_links_without_times() -> None:
    untimed = Segment(0.0, 9.0, LOCK, tuple(Word(word) for word in LOCK.split()))
    (link,) = align([LOCK], [untimed], encoder=SharedLetters([LOCK]))
    assert (link.start, link.end) == (None, None)


def test_a_sentence_read_across_two_paragraphs_has_two_links() -> None:
    first, second = HARBOUR["paragraphs"][3], HARBOUR["paragraphs"][5]
    found = link_sentences([first, second], [f"{first[:-1]} {second}"], encoder=SharedLetters([first, second]))
    assert [(link.paragraph, link.relation) for link in found] == [(0, "verbatim"), (1, "verbatim")]
    assert found[0].said[1] <= found[1].said[0]


def test_paragraphs_without_words_keep_their_numbers() -> None:
    assert link_texts(["***", LOCK], [LOCK]) == [1]


def test_french_without_a_model_of_meaning() -> None:
    paragraphs = [
        "Le conseil municipal approuve le budget de la piscine pour 1994.",
        "La rue des Tanneurs sera fermée aux voitures tout l'été.",
    ]
    said = [
        "Bonsoir à tous.",
        "Le conseil municipal approuve le budget de la piscine pour mille neuf cent quatre-vingt-quatorze.",
        "Et la rue des Tanneurs, elle sera fermée aux voitures pendant l'été.",
    ]
    assert link_texts(paragraphs, said, language="fr") == [None, 0, 1]


@pytest.mark.slow
def test_paraphrases_and_honest_nones() -> None:
    found = link_texts(HARBOUR["paragraphs"], [sentence for sentence, _ in HARBOUR["sentences"]])
    given = [None if answer is None else answer + 1 for answer in found]
    wanted = [answer for _, answer in HARBOUR["sentences"]]
    linked = [(a, b) for a, b in zip(given, wanted, strict=True) if a is not None]
    assert sum(a == b for a, b in linked) >= 8
    assert sum(a != b for a, b in linked) <= 1


@pytest.mark.slow
def test_strangers_get_no_links() -> None:
    for release, other in ((HARBOUR, HOSPITAL), (HOSPITAL, HARBOUR)):
        found = link_texts(release["paragraphs"], [sentence for sentence, _ in other["sentences"]])
        assert sum(answer is not None for answer in found) <= 1
