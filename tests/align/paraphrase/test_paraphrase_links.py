"""What was said in other words: a scorer's odds in their surroundings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from archiver.align.matched_words import ScoredPairs
from archiver.align.paraphrase.encoder import Embedding
from archiver.align.paraphrase.features import COEFFICIENTS, HIGHEST_SCORE, EncoderScorer, logistic
from archiver.align.paraphrase.paraphrase_links import COMMENT_LOG_ODDS, closest_paraphrase, link_paraphrases
from archiver.align.units import TextLink, Unit
from archiver.arrays import Floats
from archiver.models import Why
from archiver.tokens import tokens

PARTS = [["The quay was flooded. ", "It is closed."], ["The harvest begins."]]
NOBODY = -6.0  # log-odds of what is about nothing


class Given:
    """A scorer that gives the odds that the test gives it, in one part."""

    name = "given"
    considers_neighbours = False

    def __init__(self, odds: Sequence[Sequence[float]]) -> None:
        self.known: Floats = np.array(odds, dtype=np.float32)

    def score(
        self, paragraphs: Sequence[Sequence[str]], sentences: Sequence[str], apart: Sequence[bool], language: str
    ) -> ScoredPairs:
        odds = self.known[: len(sentences)]
        return ScoredPairs(odds, lambda s, p: Why("meaning", (((0, 2), (4, 8)),), {"given": float(odds[s, p])}))

    def reliability(self, margin: float) -> float:
        return logistic(1.0, 0.0, margin)


def unit(sentence: int, text: str, read: tuple[TextLink, ...] = (), begin: int = 0) -> Unit:
    return Unit(sentence, text, (begin, begin + len(text)), read)


READ = TextLink(0, 0, "verbatim", 0.99, (0, 21), (0, 21), Why("words", (), {}))


def test_what_was_just_read_is_commented_on_and_the_reasons_add_up() -> None:
    said = [unit(0, "The quay was flooded.", (READ,)), unit(1, "That took everyone by surprise in the town.")]
    (link,) = link_paraphrases(PARTS, said, "en", Given([[NOBODY, NOBODY], [1.0, NOBODY]]))
    assert (link.sentence, link.paragraph, link.span) == (1, 0, (0, 35))
    assert link.why.parts == {"given": 1.0, "just read out": COMMENT_LOG_ODDS}


def test_where_little_is_about_the_release_the_reasons_say_so() -> None:
    said = [unit(number, "Something altogether different was told here.") for number in range(41)]
    odds = [[NOBODY, NOBODY] for _ in said]
    odds[20] = [7.0, NOBODY]
    (link,) = link_paraphrases(PARTS, said, "en", Given(odds))
    assert link.why.parts["little around is about it"] < -1
    # Into the release and out again, beside what the parts add up to.
    assert link.why.margin == pytest.approx(sum(link.why.parts.values()) - 0.4, abs=0.01)


def test_words_stand_where_they_are_in_the_whole_sentence() -> None:
    said = [unit(0, "the harvest begins in a week or so, we hear", begin=30)]
    (link,) = link_paraphrases(PARTS, said, "en", Given([[NOBODY, 5.0]]))
    assert link.why.matched == (((30, 32), (4, 8)),)
    assert link.said == (30, 73)


def test_what_was_not_linked_is_less_likely_than_none() -> None:
    said = [unit(0, "Something altogether different was told here.")]
    scorer = Given([[-1.0, -3.0]])
    assert link_paraphrases(PARTS, said, "en", scorer) == []
    nearest = closest_paraphrase(PARTS, said, 0, "en", scorer)
    assert nearest is not None
    assert nearest.paragraph == 0
    assert nearest.why.margin < -1


class Nothing:
    """An encoder to which all texts mean the same."""

    name = "nothing"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def read(self, texts: Sequence[str], language: str) -> list[Embedding]:
        self.asked += [(language, text) for text in texts]
        one = np.array([1.0, 0.0], dtype=np.float32)
        return [Embedding(one, np.tile(one, (len(tokens(text, language)), 1))) for text in texts]


def test_every_text_is_read_in_its_own_language() -> None:
    encoder = Nothing()
    EncoderScorer(encoder, written="en").score(PARTS, ["Le quai a été inondé."], [False], "fr")
    assert {language for language, text in encoder.asked if "quai" in text.split()} == {"fr"}
    assert {language for language, text in encoder.asked if "quay" in text.split()} == {"en"}


def test_the_parts_of_meaning_add_up_to_the_odds() -> None:
    scored = EncoderScorer(Nothing()).score(PARTS, ["The harvest is late this year."], [False], "en")
    why = scored.why(0, 1)
    assert set(why.parts) == set(COEFFICIENTS)
    assert sum(why.parts.values()) == pytest.approx(float(scored.odds[0, 1]), abs=0.01)


def test_no_paraphrase_is_surer_than_any_that_was_seen() -> None:
    scorer = EncoderScorer(Nothing())
    assert scorer.reliability(100.0) == HIGHEST_SCORE
    assert 0.5 < scorer.reliability(0.0) < scorer.reliability(2.0) < HIGHEST_SCORE
