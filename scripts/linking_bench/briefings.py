"""Linking of briefings written by hand: precision and recall, by us and by simpler ways, at every threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fit_paraphrase import Example
from measuring.table import print_table

from archiver.bench.reliability import calibration_error
from linking_bench.baselines import BASELINES
from linking_bench.examples import blind, ours, theirs
from linking_bench.figures import Answer, Quality, best, quality, reliability


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers to the sentences of a set of briefings.

    ours: our own
    others: those of the baselines, by name; they link every sentence, and are cut at a threshold
    """

    title: str
    ours: list[Answer]
    others: Mapping[str, list[Answer]]


def answered() -> list[Answers]:
    """The blind set; what was left out of the fit is measured where that is made."""
    unseen = blind()
    return [Answers("Blind set", [a for example in unseen for a in ours(example)], _others(unseen))]


def _others(examples: list[Example]) -> dict[str, list[Answer]]:
    return {name: [a for example in examples for a in theirs(name, example)] for name in BASELINES}


def report(sets: list[Answers]) -> None:
    """Print precision, recall and F1 for every set, and how far our scores can be believed."""
    for answers in sets:
        rows = [["ours", *_row(quality(answers.ours)), "all links"]]
        for name, own in answers.others.items():
            point = best(own)
            rows.append([f"{name} nearest", *_row(point), f"from {point.threshold:.2f}, best on this very set"])
        title = f"{answers.title}: {len(answers.ours)} sentences"
        print_table(title, ["", "precision", "recall", "F1", "threshold"], rows)
        _print_reliability(answers)


def _row(point: Quality) -> list[str]:
    return [f"{point.precision:.3f}", f"{point.recall:.3f}", f"{point.f1:.3f}"]


def _print_reliability(answers: Answers) -> None:
    bins = reliability(answers.ours)
    rows = [[f"{b.begin:.1f} to {b.end:.1f}", f"{b.score:.2f}", f"{b.right:.2f}", str(b.count)] for b in bins]
    title = f"{answers.title}: of links with such a score, how many are right"
    print_table(title, ["score", "mean score", "right", "links"], rows)
    print(f"on average scores are {calibration_error(bins):.3f} off")
