from __future__ import annotations

import pytest

from archiver.bench.answers import Answer
from archiver.bench.cases import Judgement
from archiver.bench.scores import Tally, tally, verdict

ON_ONE = Judgement(frozenset({1}), frozenset({2}))
ON_NONE = Judgement(frozenset({None}), frozenset({2}))
NONE_TOLERATED = Judgement(frozenset({1}), frozenset({None}))


@pytest.mark.parametrize(
    ("answer", "judgement", "strict", "lenient"),
    [
        (1, ON_ONE, "hit", "hit"),
        (2, ON_ONE, "other", "hit"),
        (0, ON_ONE, "other", "other"),
        (None, ON_ONE, "miss", "miss"),
        (None, ON_NONE, "kept", "kept"),
        (2, ON_NONE, "false", "hit"),
        (0, ON_NONE, "false", "false"),
        (None, NONE_TOLERATED, "miss", "kept"),
        (0, NONE_TOLERATED, "other", "other"),
    ],
)
def test_what_a_judge_says(answer: int | None, judgement: Judgement, strict: str, lenient: str) -> None:
    link = None if answer is None else Answer(answer)
    assert verdict(link, judgement, lenient=False) == strict
    assert verdict(link, judgement, lenient=True) == lenient


def test_figures_from_verdicts() -> None:
    found = Tally(hit=3, other=1, false=2, miss=4, kept=6)
    assert (found.links, found.wanted) == (6, 8)
    assert (found.precision, found.recall) == (3 / 6, 3 / 8)
    assert found.f1 == pytest.approx(2 * (3 / 6) * (3 / 8) / (3 / 6 + 3 / 8))
    assert found.false_links == 2 / 8


def test_a_sentence_of_a_sample_counts_for_many() -> None:
    judged = [(Answer(1), Judgement(frozenset({1}), weight=4.0)), (Answer(0), Judgement(frozenset({1})))]
    assert tally(judged) == Tally(hit=4, other=1)
    assert tally(judged).precision == 0.8


def test_shares_of_nothing_are_not_told() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1, Tally().false_links) == (None, None, None, None)
    assert sum([Tally(hit=1), Tally(hit=2, kept=1)], Tally()) == Tally(hit=3, kept=1)
