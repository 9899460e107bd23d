"""Pictures of linking: precision against recall as the threshold moves, and how far scores can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linking_bench.briefings import Answers
from linking_bench.figures import calibration_error, curve, quality, reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = (7.0, 5.0)  # inches
COLOURS = {"ours": "#0b5394", "TF-IDF": "#b45f06", "MiniLM": "#38761d", "both": "#741b47"}


def draw(sets: Sequence[Answers], folder: Path) -> list[Path]:
    """Write a picture of each kind for every set; returns where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for answers in sets:
        name = answers.title.split(",")[0].lower().replace(" ", "-")
        written += [folder / f"precision-recall-{name}.svg", folder / f"reliability-{name}.svg"]
        _save(_precision_recall(answers), written[-2])
        _save(_reliability(answers), written[-1])
    return written


def _precision_recall(answers: Answers) -> Figure:
    figure, axes = _empty(f"{answers.title}: links right and links found, as the threshold moves")
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
    error = calibration_error(bins)
    figure, axes = _empty(f"{answers.title}: our scores are {error:.2f} off on average")
    axes.plot([0, 1], [0, 1], color="#999999", ls="--", lw=1, label="as they should be")
    axes.plot([b.score for b in bins], [b.right for b in bins], "o-", color=COLOURS["ours"], label="ours")
    for own in bins:
        below = own.right > 0.9
        axes.annotate(
            f"{own.count}", (own.score, own.right), (0, -14 if below else 8), textcoords="offset points", ha="center"
        )
    axes.set_xlabel("score of the links, mean in steps of 0.1 (numbers: links in the step)")
    axes.set_ylabel("share of these links that is right")
    axes.legend(loc="lower right", frameon=False)
    return figure


def _empty(title: str) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=11)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.05)
    axes.grid(color="#e6e6e6")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path)
