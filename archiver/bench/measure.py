"""Measure a linker on cases, beside plain ways to link whose thresholds are set on the other cases.

Cases of different kinds are never added up: in a committee a link that nobody named may be right, and in a meeting
nobody says which sentences belong to no paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import get_args

from archiver.arrays import Floats
from archiver.bench.answers import Answer, Answers, plain
from archiver.bench.cases import Case, Judgement, Kind
from archiver.bench.plain_ways import PLAIN_WAYS, PlainWay, likeness
from archiver.bench.reliability import binned, calibration_error
from archiver.bench.scores import Tally, judged, share, tally, verdict
from archiver.reporting import Reporter

THRESHOLDS = tuple(step / 40 for step in range(40))  # tried for the plain ways; from 0, where everything is linked
HALVINGS = 20  # of the threshold's range until a plain way links as many: to a millionth
FOREIGN_SENTENCES = 200  # of a case, held against the paragraphs of another


@dataclass(frozen=True, slots=True)
class System:
    """What is measured.

    link: answers a case
    links_anything: whether it can be asked about other texts than those of the cases
    """

    name: str
    link: Callable[[Case], Answers]
    links_anything: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """How good the links of one way are. Shares are None where there is nothing to count.

    file: None for all of the kind
    part: None for all parts of a briefing
    threshold: from which likeness a plain way links
    threshold_from: ``other files``, or ``number of links`` where there was no other file of the kind
    sentences: how many were judged
    links: of judged sentences, by weight
    recall: the share of the sentences with a paragraph that is on the right one
    false_links: the share of the sentences without a paragraph that was linked
    foreign_links: the share of sentences that was linked to the paragraphs of another file
    """

    kind: Kind
    file: str | None
    part: str | None
    way: str
    threshold: float | None
    threshold_from: str | None
    sentences: int
    links: float
    precision: float | None
    recall: float | None
    f1: float | None
    lenient_precision: float | None
    lenient_recall: float | None
    lenient_f1: float | None
    false_links: float | None
    foreign_links: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """How many links of a relation are right, of all or of those whose scores lie close together.

    begin, end: of the scores; for all of them 0 and 1
    score: their mean
    strict, lenient: the share that is right to such a judge
    """

    kind: Kind
    relation: str
    begin: float
    end: float
    links: int
    score: float
    strict: float
    lenient: float


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured.

    calibration_error: by kind, how far scores of paraphrases are from the middle of what a strict and a lenient judge
        say, on average (expected calibration error); kinds without scores are left out
    """

    rows: list[Row]
    steps: list[Step]
    calibration_error: dict[Kind, float]


@dataclass(frozen=True, slots=True)
class _Linked:
    """A case with the answers of one way.

    foreign: its answers to sentences held against the paragraphs of another case; empty where it was not asked
    """

    case: Case
    answers: Answers
    foreign: Answers
    threshold: float | None = None
    threshold_from: str | None = None


def measure(cases: Sequence[Case], system: System, reporter: Reporter) -> Report:
    """Link all cases, by the system and by the plain ways, and count what is right."""
    report = Report([], [], {})
    for kind in get_args(Kind):
        own = [case for case in cases if case.kind == kind]
        if not own:
            continue
        foreign = foreign_cases(own)
        linked = [
            _Linked(case, system.link(case), system.link(other) if other and system.links_anything else ())
            for case, other in _each(reporter, system.name, own, foreign)
        ]
        report.rows.extend(_rows(system.name, linked))
        _add_scores(report, linked)
        for name, way in PLAIN_WAYS.items():
            alike = [
                (likeness(way, case), likeness(way, other) if other else None)
                for case, other in _each(reporter, name, own, foreign)
            ]
            report.rows.extend(_rows(name, list(_link_plainly(way, linked, alike))))
    return report


def foreign_cases(cases: Sequence[Case]) -> list[Case | None]:
    """For each case its first sentences with the paragraphs of another case; None where there is no other.

    A meeting has those of the next. Committees and briefings next to each other are often of one house and on one
    subject: they have those of the case that is furthest away.
    """
    count = len(cases)
    if count == 1:
        return [None]
    distance = 1 if cases[0].kind == "meeting" else count // 2
    return [
        replace(
            case, paragraphs=cases[(number + distance) % count].paragraphs, sentences=case.sentences[:FOREIGN_SENTENCES]
        )
        for number, case in enumerate(cases)
    ]


def _each(
    reporter: Reporter, title: str, cases: Sequence[Case], foreign: Sequence[Case | None]
) -> Iterator[tuple[Case, Case | None]]:
    """The cases and their foreign ones, with a progress bar."""
    with reporter.bar(f"{title}, {cases[0].kind}s", len(cases), "files") as advance:
        for number, pair in enumerate(zip(cases, foreign, strict=True), 1):
            yield pair
            advance(number)


def _link_plainly(
    way: PlainWay, linked: Sequence[_Linked], alike: Sequence[tuple[Floats, Floats | None]]
) -> Iterator[_Linked]:
    """The links of a plain way, each case with a threshold of its own."""
    cases, own = [one.case for one in linked], [case for case, _ in alike]
    if len(cases) > 1:
        thresholds, told = left_out_thresholds(way, cases, own), "other files"
    else:
        links = sum(answer is not None for answer in linked[0].answers)
        thresholds, told = [as_many(way, own[0], links)], "number of links"
    for case, (known, foreign), threshold in zip(cases, alike, thresholds, strict=True):
        others = () if foreign is None else plain(way.link(foreign, threshold))
        yield _Linked(case, plain(way.link(known, threshold)), others, threshold, told)


def left_out_thresholds(way: PlainWay, cases: Sequence[Case], alike: Sequence[Floats]) -> list[float]:
    """For each case the threshold with which the strict F1 of all the others is best."""
    tallies = [
        [tally(judged(case, plain(way.link(own, threshold)))) for threshold in THRESHOLDS]
        for case, own in zip(cases, alike, strict=True)
    ]
    found = []
    for left_out in range(len(cases)):
        others = [own for number, own in enumerate(tallies) if number != left_out]
        f1 = [sum(at, Tally()).f1 or 0.0 for at in zip(*others, strict=True)]
        found.append(THRESHOLDS[f1.index(max(f1))])
    return found


def as_many(way: PlainWay, alike: Floats, links: int) -> float:
    """The threshold with which a way makes so many links; fewer where several sentences are equally alike."""
    low, high = 0.0, 1.0 + 1e-6  # more than any likeness
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if sum(answer is not None for answer in way.link(alike, middle)) > links:
            low = middle
        else:
            high = middle
    return high


def _rows(way: str, linked: Sequence[_Linked]) -> Iterator[Row]:
    """The row of every case, of all of them, and of all in every part of a briefing."""
    for one in linked:
        yield _row(way, [one], one.case.name)
    yield _row(way, linked, None)
    with_parts = [one for one in linked if one.case.part]
    for part in dict.fromkeys(chain.from_iterable(one.case.part for one in with_parts)):
        yield _row(way, with_parts, None, part)


def _row(way: str, linked: Sequence[_Linked], file: str | None, part: str | None = None) -> Row:
    answered = [pair for one in linked for pair in judged(one.case, one.answers, part)]
    strict, lenient = tally(answered), tally(answered, lenient=True)
    foreign = [answer for one in linked for answer in one.foreign] if part is None else []
    return Row(
        kind=linked[0].case.kind,
        file=file,
        part=part,
        way=way,
        threshold=linked[0].threshold if file else None,
        threshold_from=linked[0].threshold_from,
        sentences=len(answered),
        links=strict.links,
        precision=strict.precision,
        recall=strict.recall,
        f1=strict.f1,
        lenient_precision=lenient.precision,
        lenient_recall=lenient.recall,
        lenient_f1=lenient.f1,
        false_links=strict.false_links,
        foreign_links=share(sum(answer is not None for answer in foreign), len(foreign)),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A link that was judged; strict and lenient are 1 where it is right and 0 where it is not."""

    relation: str
    score: float
    strict: float
    lenient: float
    weight: float


def _add_scores(report: Report, linked: Sequence[_Linked]) -> None:
    """Add how far the links of a kind can be believed by their relation and score, where they tell both."""
    kind = linked[0].case.kind
    links = [
        _Judged(answer.relation, answer.score, *_right(answer, judgement), judgement.weight)
        for one in linked
        for answer, judgement in judged(one.case, one.answers)
        if answer and answer.relation and answer.score is not None
    ]
    for relation in sorted({link.relation for link in links}):
        report.steps.extend(_steps(kind, relation, [link for link in links if link.relation == relation]))
    paraphrases = [link for link in links if link.relation == "paraphrase"]
    if paraphrases:
        middle = [(link.score, (link.strict + link.lenient) / 2) for link in paraphrases]
        report.calibration_error[kind] = calibration_error(binned(middle, [link.weight for link in paraphrases]))


def _right(answer: Answer, judgement: Judgement) -> tuple[float, float]:
    strict, lenient = (float(verdict(answer, judgement, lenient=lenient) == "hit") for lenient in (False, True))
    return strict, lenient


def _steps(kind: Kind, relation: str, links: Sequence[_Judged]) -> Iterator[Step]:
    """All links of a relation, and then by their scores."""
    weights = [link.weight for link in links]
    total = sum(weights)
    score, right, tolerated = (
        sum(value * weight for value, weight in zip(values, weights, strict=True)) / total
        for values in zip(*((link.score, link.strict, link.lenient) for link in links), strict=True)
    )
    yield Step(kind, relation, 0.0, 1.0, len(links), score, right, tolerated)
    strict = binned([(link.score, link.strict) for link in links], weights)
    lenient = binned([(link.score, link.lenient) for link in links], weights)
    for one, other in zip(strict, lenient, strict=True):
        yield Step(kind, relation, one.begin, one.end, one.count, one.score, one.right, other.right)
