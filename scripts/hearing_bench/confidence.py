"""How far the confidence of sentences can be believed: against the share of their words that is right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring.pictures import believed, save
from measuring.table import print_table

from archiver.bench.reliability import Bin, Scored, binned, brier, calibration_error
from hearing_bench.examples import Example, examples, kept, to_check

COLUMNS = ["", "sentences", "right on average", "off on average (ECE)", "Brier", "AUROC of having an error"]


@dataclass(frozen=True, slots=True)
class Belief:
    """How far confidences can be believed.

    error: how far they are from the share that is right, on average (expected calibration error)
    brier: the mean square of that, sentence by sentence
    auroc: how often, of a sentence with an error and one without, the one with it has the lower confidence; None where
        there are not both
    """

    bins: list[Bin]
    right: float
    error: float
    brier: float
    auroc: float | None


def belief(answers: Sequence[Scored]) -> Belief:
    """How far confidences can be believed, each with the share of words that is right."""
    from sklearn.metrics import roc_auc_score

    bins = binned(answers)
    wrong = [right < 1 for _, right in answers]
    both = any(wrong) and not all(wrong)
    auroc = float(roc_auc_score(wrong, [-score for score, _ in answers])) if both else None
    right = sum(share for _, share in answers) / len(answers)
    return Belief(bins, right, calibration_error(bins), brier(answers), auroc)


def scored(known: Iterable[Example]) -> list[Scored]:
    """Our confidence in sentences, and how much of each is right; those without a confidence are left out."""
    return [(own.confidence, own.share) for own in known if own.confidence is not None]


def engines(known: Iterable[Example]) -> list[Scored]:
    """What the engine itself says of the same sentences: the geometric mean of the words' probabilities."""
    return [(math.exp(own.features["mean_log"]), own.share) for own in known if own.confidence is not None]


def row(name: str, answers: Sequence[Scored]) -> list[str]:
    """A row of the table."""
    found = belief(answers)
    figures = [f"{found.right:.3f}", f"{found.error:.3f}", f"{found.brier:.4f}"]
    return [name, str(len(answers)), *figures, "-" if found.auroc is None else f"{found.auroc:.3f}"]


def drawn(curves: Mapping[str, Sequence[Scored]], path: Path) -> Path:
    """Draw how far confidences can be believed; returns where the picture lies."""
    scores = "confidence of sentences, mean in steps of 0.1 (numbers: sentences in the step)"
    title = "Confidence of what was heard, and how much of it is right"
    figure = believed(title, {name: binned(own) for name, own in curves.items()}, scores, "share of the words right")
    return save(figure, path)


def report(bench: Path | None, pictures: Path | None, known: Path | None) -> None:
    """Hear what nothing was fitted on, in good and bad recordings, and print how far confidences can be believed.

    known: a file of examples, made if it is not there
    """
    found = kept(known, lambda: examples(to_check(bench)))
    conditions = dict.fromkeys(own.condition for own in found)
    rows = [row("the engine's own, all", engines(found)), row("ours, all", scored(found))]
    rows += [row(f"ours, {name}", scored(own for own in found if own.condition == name)) for name in conditions]
    print_table(
        "Confidence of sentences in recordings that it was not fitted on, as they are and made worse", COLUMNS, rows
    )
    bins = belief(scored(found)).bins
    steps = [[f"{b.begin:.1f} to {b.end:.1f}", f"{b.score:.2f}", f"{b.right:.2f}", str(b.count)] for b in bins]
    print_table(
        "Of sentences with such a confidence, how many words are right",
        ["confidence", "mean", "right", "sentences"],
        steps,
    )
    flagged = [own for own in found if own.flags]
    invented = [own for own in found if own.right == 0]
    marked = sum(bool(own.flags) for own in invented)
    print(f"{len(flagged)} sentences are marked; {marked} of the {len(invented)} in which no word is right are")
    if pictures:
        curves = {"the engine's own": engines(found), "ours": scored(found)}
        print(f"drawn: {drawn(curves, pictures / 'confidence.svg')}")
