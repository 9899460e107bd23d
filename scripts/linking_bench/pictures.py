"""Pictures of linking: precision against recall as the threshold moves, and how far scores can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from measuring.pictures import believed, empty, save

from archiver.bench.reliability import calibration_error
from linking_bench.briefings import Answers
from linking_bench.figures import curve, quality, reliability

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = {"ours": "#0b5394", "TF-IDF": "#b45f06", "MiniLM": "#38761d", "both": "#741b47"}


def draw(sets: Sequence[Answers], folder: Path) -> list[Path]:
    """Write a picture of each kind for every set; returns where they lie."""
    written = []
    for answers in sets:
        name = answers.title.split(",")[0].lower().replace(" ", "-")
        written += [folder / f"precision-recall-{name}.svg", folder / f"reliability-{name}.svg"]
        save(_precision_recall(answers), written[-2])
        save(_reliability(answers), written[-1])
    return written


def _precision_recall(answers: Answers) -> Figure:
    figure, axes = empty(f"{answers.title}: links right and links found, as the threshold moves")
    for name, own in {"ours": answers.ours, **answers.others}.items():
        points = curve(own)
        label = "ours (verbatim and meaning)" if name == "ours" else f"nearest by {_likeness(name)}"
        width = 2.5 if name == "ours" else 1.3
        axes.plot([p.recall for p in points], [p.precision for p in points], color=COLOURS[name], lw=width, label=label)
    all_links = quality(answers.ours)
    axes.plot(all_links.recall, all_links.precision, "o", color=COLOURS["ours"], label="ours, all links")
    axes.set_xlabel("recall: share of the sentences with a paragraph that are tied to it")
    axes.set_ylabel("precision: share of the links that are right")
    axes.legend(loc="lower left", frameon=False)
    return figure


def _likeness(name: str) -> str:
    return "TF-IDF and MiniLM" if name == "both" else name


def _reliability(answers: Answers) -> Figure:
    bins = reliability(answers.ours)
    title = f"{answers.title}: our scores are {calibration_error(bins):.2f} off on average"
    scores = "score of the links, mean in steps of 0.1 (numbers: links in the step)"
    return believed(title, {"ours": bins}, scores, "share of these links that is right")
