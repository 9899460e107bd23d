from __future__ import annotations

from pathlib import Path

import pytest
from bench_files import BRIEFING, COMMITTEE, HARBOUR, written

from archiver.bench.answers import Answer, answers_for, ours, read_answers, surer
from archiver.bench.cases import Case, read_case
from archiver.errors import BenchFileError

GOOD = [None, [0, "paraphrase", 0.9], [1, "verbatim", 1], [2, None, None], None]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return read_case(written(tmp_path, "harbour", BRIEFING), "en")


def test_answers_of_another_system(case: Case, tmp_path: Path) -> None:
    answered = read_answers(written(tmp_path, "answers", {"harbour": GOOD}))
    found = answers_for(case, answered)
    assert found == [None, Answer(0, "paraphrase", 0.9), Answer(1, "verbatim", 1), Answer(2), None]
    assert surer(found, 0.95) == [None, None, Answer(1, "verbatim", 1), Answer(2), None]


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ({}, "harbour: the answers have no list of this name"),
        ({"harbour": GOOD[:3]}, "harbour: 3 answers for 5 sentences"),
        ({"harbour": [3, *GOOD[1:]]}, "harbour: answer 0 is 3"),
        ({"harbour": [[3, "verbatim", 1], *GOOD[1:]]}, 'answer 0 is [3, "verbatim", 1]; it can be null, or [paragraph'),
        ({"harbour": [[0, "verbatim", 1.5], *GOOD[1:]]}, "answer 0"),
        ({"harbour": [[True, "verbatim", 1], *GOOD[1:]]}, "answer 0"),
        ({"harbour": [[0, "verbatim"], *GOOD[1:]]}, "answer 0"),
    ],
)
def test_answers_that_do_not_fit_the_case(case: Case, answered: dict[str, object], told: str) -> None:
    with pytest.raises(BenchFileError) as error:
        answers_for(case, answered)
    assert told in str(error.value)


def test_answers_are_an_object(tmp_path: Path) -> None:
    with pytest.raises(BenchFileError, match="not an object from the names of files"):
        read_answers(written(tmp_path, "answers", GOOD))


@pytest.mark.slow
def test_ours_has_relation_and_score_in_a_briefing_and_paragraphs_elsewhere(tmp_path: Path) -> None:
    read_out = {"paragraphs": [HARBOUR], "sentences": [HARBOUR], "judged": {"0": 0}}
    (answer,) = ours(read_case(written(tmp_path, "a", read_out), "en"), 0)
    assert answer is not None
    assert (answer.paragraph, answer.relation) == (0, "verbatim")
    segments = [{"text": HARBOUR, "paragraphs": [0]}]
    committee = read_case(written(tmp_path, "b", COMMITTEE | {"segments": segments}), "en")
    assert ours(committee, 0) == [Answer(0)]
    assert ours(committee, 0.5) == [Answer(0, "verbatim", answer.score)]  # scores are needed to leave links out
