from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bench_files import BRIEFING, COMMITTEE, written

from archiver.bench import measure as module
from archiver.bench.answers import Answer, Answers
from archiver.bench.cases import Case, Judgement, read_case
from archiver.bench.measure import System, as_many, foreign_cases, left_out_thresholds, measure
from archiver.bench.plain_ways import PLAIN_WAYS
from archiver.reporting import Silent

TFIDF = PLAIN_WAYS["TF-IDF"]

# Right; wrong, though tolerated as none; right as well; false, though tolerated; missed, though none is tolerated.
LINKS = [None, Answer(1, "paraphrase", 0.6), Answer(0, "verbatim", 1.0), Answer(2, "paraphrase", 0.8), None]


@pytest.fixture(autouse=True)
def only_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PLAIN_WAYS", {"TF-IDF": TFIDF})


@pytest.fixture
def briefing(tmp_path: Path) -> Case:
    return read_case(written(tmp_path, "harbour", BRIEFING), "en")


def told(links: Answers, *, links_anything: bool = False) -> System:
    return System("theirs", lambda case: links[: len(case.sentences)], links_anything)


def test_a_briefing_is_counted_as_strict_and_lenient_judges_see_it(briefing: Case) -> None:
    rows = measure([briefing], told(LINKS), Silent()).rows
    (row,) = [row for row in rows if (row.way, row.file) == ("theirs", "harbour")]
    assert (row.sentences, row.links) == (5, 3)
    assert (row.precision, row.recall, row.f1) == (1 / 3, 1 / 3, 1 / 3)  # one of three links, one of three sentences
    # The question on the market is a hit now, and the last sentence need not be linked.
    assert (row.lenient_precision, row.lenient_recall) == (2 / 3, 2 / 3)
    assert row.false_links == 1 / 2  # the question, not the greeting


def test_parts_of_a_briefing_are_counted_alone(briefing: Case) -> None:
    rows = measure([briefing], told(LINKS), Silent()).rows
    parts = {row.part: (row.sentences, row.links, row.precision) for row in rows if row.way == "theirs" and row.part}
    assert parts == {"opening": (3, 2, 1 / 2), "qa": (2, 1, 0.0)}


def test_scores_are_held_against_the_middle_of_both_judges(briefing: Case) -> None:
    report = measure([briefing], told(LINKS), Silent())
    steps = [(step.relation, step.begin, step.links, step.strict, step.lenient) for step in report.steps]
    assert steps == [
        ("paraphrase", 0.0, 2, 0.0, 0.5),  # both
        ("paraphrase", 0.6, 1, 0.0, 0.0),
        ("paraphrase", 0.8, 1, 0.0, 1.0),
        ("verbatim", 0.0, 1, 1.0, 1.0),
        ("verbatim", 0.9, 1, 1.0, 1.0),
    ]
    assert report.calibration_error["briefing"] == pytest.approx((0.6 + abs(0.8 - 0.5)) / 2)


def test_a_link_of_a_sample_weighs_as_much_in_the_calibration(briefing: Case) -> None:
    heavy = replace(briefing, judged={**briefing.judged, 3: replace(briefing.judged[3], weight=3.0)})
    report = measure([heavy], told(LINKS), Silent())
    assert report.calibration_error["briefing"] == pytest.approx((1 * 0.6 + 3 * 0.3) / 4)


def test_a_single_file_gets_as_many_plain_links(briefing: Case) -> None:
    rows = measure([briefing], told(LINKS), Silent()).rows
    (row,) = [row for row in rows if (row.way, row.file) == ("TF-IDF", "harbour")]
    assert (row.links, row.threshold_from) == (3, "number of links")
    assert (row.precision, row.recall) == (1.0, 1.0)


def test_as_many_links_as_there_can_be() -> None:
    alike = np.array([[0.9], [0.5], [0.2]], dtype=np.float32)
    assert 0.5 < as_many(TFIDF, alike, 1) <= 0.9
    assert as_many(TFIDF, alike, 0) > 0.9
    assert as_many(TFIDF, alike, 3) <= 0.2


def test_every_case_gets_the_threshold_that_is_best_for_the_others() -> None:
    right, none = Judgement(frozenset({0})), Judgement(frozenset({None}))
    case = Case("a", "briefing", "en", ("x",), ("y", "z"), {0: right, 1: none})
    low, high = (np.array(rows, dtype=np.float32) for rows in ([[0.31], [0.11]], [[0.91], [0.71]]))
    assert left_out_thresholds(TFIDF, [case, case], [low, high]) == [0.725, 0.125]


def test_a_committee_is_counted_by_the_evidence_named(tmp_path: Path) -> None:
    cases = [read_case(written(tmp_path, name, COMMITTEE), "en") for name in ("a", "b")]
    rows = measure(cases, told([Answer(0), Answer(1), Answer(2)], links_anything=True), Silent()).rows
    (whole,) = [row for row in rows if row.way == "theirs" and row.file is None]
    assert (whole.sentences, whole.links) == (6, 6)
    assert (whole.precision, whole.recall, whole.f1) == (4 / 6, 1.0, 8 / 10)
    assert whole.false_links == 1.0
    assert whole.foreign_links == 1.0
    assert [row.threshold_from for row in rows if row.way == "TF-IDF"] == ["other files"] * 3


def test_foreign_paragraphs_are_those_of_a_distant_case_or_of_the_next_meeting() -> None:
    def case(number: int, kind: str) -> Case:
        return Case(str(number), kind, "en", (str(number),), ("a",) * 300, {})  # type: ignore[arg-type]

    def owners(kind: str, count: int) -> list[str | None]:
        return [
            own.paragraphs[0] if own else None for own in foreign_cases([case(number, kind) for number in range(count)])
        ]

    assert owners("committee", 4) == ["2", "3", "0", "1"]
    assert owners("meeting", 4) == ["1", "2", "3", "0"]
    assert owners("briefing", 1) == [None]
    asked = foreign_cases([case(0, "meeting"), case(1, "meeting")])[0]
    assert asked is not None
    assert len(asked.sentences) == 200


def test_kinds_are_not_added_up(briefing: Case, tmp_path: Path) -> None:
    committee = read_case(written(tmp_path, "committee", COMMITTEE), "en")
    rows = measure([briefing, committee], told(LINKS), Silent()).rows
    whole = [(row.kind, row.sentences) for row in rows if row.way == "theirs" and row.file is None and not row.part]
    assert whole == [("briefing", 5), ("committee", 3)]
