"""Reasons of links: the words taken for each other, and the parts of the score."""

from __future__ import annotations

import json

import numpy as np
import pytest

from archiver import demo
from archiver.align import closest, link_sentences
from archiver.align.matched_words import aligned, in_common, parts, shifted, similar_words
from archiver.align.paraphrase.briefing_scorer import FEATURES
from archiver.align.paraphrase.encoder import CachedEncoder, Embedding
from archiver.align.paraphrase.features import logistic
from archiver.align.paraphrase.tfidf import TfidfScorer
from archiver.models import Span, Why
from archiver.release import read_release
from archiver.tokens import tokens

FORCE = "The Council condemns the use of force against peaceful demonstrators. It asks for their release."
HARVEST = "The ministers will meet again in Kraków in 1994, after the harvest."
PARAGRAPHS = [FORCE, HARVEST]


def words(said: str, written: str, matched: tuple[tuple[Span, Span], ...]) -> list[tuple[str, str]]:
    return [(said[slice(*heard)], written[slice(*place)]) for heard, place in matched]


def test_what_was_read_names_its_words_and_those_that_were_misheard() -> None:
    said = "I quote, the Council condems the use of force against peaceful demonstrators."
    [link] = link_sentences(PARAGRAPHS, [said], "en", TfidfScorer([*PARAGRAPHS, said]))
    found = words(said, FORCE, link.why.matched)
    assert link.why.basis == "words"
    assert found[:3] == [("the", "The"), ("Council", "Council"), ("condems", "condemns")]
    assert link.why.parts == {"words matched": 10, "words said": 10, "words written": 10, "density": 1.0}


def test_a_number_is_one_word_however_many_it_is_spoken_in() -> None:
    said = "in nineteen ninety four, after"
    pairs = [(7, 0), (8, 1), (9, 2), (10, 3), (11, 4)]
    found = aligned(pairs, tokens(said), tokens(HARVEST))
    assert words(said, HARVEST, found) == [("in", "in"), ("nineteen ninety four", "1994"), ("after", "after")]


def test_a_number_stays_one_word_around_an_and() -> None:
    said, written = "two hundred and forty clubs", "In 240 clubs"
    found = aligned([(1, 0), (2, 1), (3, 3), (4, 4)], tokens(said), tokens(written))
    assert words(said, written, found) == [("two hundred and forty", "240"), ("clubs", "clubs")]


def test_words_in_common_are_telling_ones_and_the_next_of_their_kind() -> None:
    said, written = "the quay and the quay", "A quay, the pilots, the quay."
    found = in_common(tokens(said), tokens(written))
    assert found == (((4, 8), (2, 6)), ((17, 21), (24, 28)))
    assert in_common(tokens("the and of"), tokens(written)) == ()


def test_stems_are_in_common_where_only_the_beginning_counts() -> None:
    said, written = tokens("ministerial"), tokens("The ministers met.")
    assert in_common(said, written) == ()
    assert in_common(said, written, 7) == (((0, 11), (4, 13)),)


def test_words_are_alike_from_a_cosine_on() -> None:
    said, written = tokens("docks collapse"), tokens("The quays")
    cosines = np.array([[0.9, 0.7], [0.1, 0.5]], dtype=np.float32)  # `the` tells nothing, however alike it is
    assert similar_words(said, written, cosines, 0.6) == (((0, 5), (4, 9)),)
    assert similar_words(said, written, cosines, 0.8) == ()


def test_parts_bear_their_names_and_add_up() -> None:
    assert parts([0.5, 0.0], {"likeness": 4.0, "a question": -3.0, "constant": -5.0}) == {
        "likeness": 2.0,
        "a question": 0.0,
        "constant": -5.0,
    }


def test_the_rest_of_a_sentence_has_its_words_where_they_are() -> None:
    assert shifted(Why("meaning", (((0, 4), (7, 9)),), {}), 10).matched == (((10, 14), (7, 9)),)


def test_letters_tell_words_and_parts() -> None:
    said = ["peaceful demonstrators were beaten", "The coffee."]
    scored = TfidfScorer([*PARAGRAPHS, *said]).score([[p] for p in PARAGRAPHS], said, [False, False], "en")
    why = scored.why(0, 0)
    assert words(said[0], FORCE, why.matched) == [("peaceful", "peaceful"), ("demonstrators", "demonstrators")]
    assert sum(why.parts.values()) == pytest.approx(float(scored.odds[0, 0]), abs=0.01)


def test_what_was_not_linked_came_closest_to_something(monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["The harvest was good.", "Hm?", "…"]
    scorer = TfidfScorer([*PARAGRAPHS, *said])
    monkeypatch.setattr("archiver.align.scorer_for", lambda *_: scorer)
    assert link_sentences(PARAGRAPHS, said, "en", scorer) == []
    nearest = closest(["", *PARAGRAPHS], said, 0)
    assert nearest is not None
    assert nearest.paragraph == 2
    assert sum(nearest.why.parts.values()) < 0
    assert words(said[0], HARVEST, nearest.why.matched) == [("harvest", "harvest")]
    assert closest(PARAGRAPHS, said, 2) is None


def test_what_was_read_came_closest_to_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", lambda *_: TfidfScorer(PARAGRAPHS))
    assert closest(PARAGRAPHS, [HARVEST], 0) is None


def test_a_text_is_read_once() -> None:
    class Counting:
        name = "counting"
        asked: list[str] = []  # noqa: RUF012

        def read(self, texts: list[str], language: str) -> list[Embedding]:
            self.asked += texts
            nothing = np.zeros((1, 2), dtype=np.float32)
            return [Embedding(nothing[0], nothing) for _ in texts]

    encoder = Counting()
    reader = CachedEncoder(encoder)  # type: ignore[arg-type]
    assert len(reader.read(["a", "b", "a"], "en")) == 3
    reader.read(["b", "c"], "en")
    assert encoder.asked == ["a", "b", "c"]


@pytest.mark.slow
def test_reasons_of_the_demo() -> None:
    units = json.loads(demo.RELEASE.with_name("truth.json").read_text(encoding="utf-8"))["units"]
    paragraphs = [paragraph.text for paragraph in read_release(demo.RELEASE.read_bytes()).paragraphs]
    said = [unit["text"] for unit in units]
    links = link_sentences(paragraphs, said)
    assert {link.why.basis for link in links} == {"words", "meaning"}
    for link in links:
        found = words(said[link.sentence], paragraphs[link.paragraph], link.why.matched)
        assert all(heard and written for heard, written in found)
        if link.why.basis == "meaning":
            assert set(FEATURES) <= set(link.why.parts)
            assert sum(link.why.parts.values()) == pytest.approx(link.why.margin, abs=0.02)
            assert link.score == pytest.approx(logistic(1.0, 0.0, link.why.margin), abs=0.001)
    assert any(link.why.matched for link in links if link.why.basis == "meaning")
