"""Pictures with both axes from 0 to 1, and the curve that shows how far scores can be believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.bench.reliability import Bin

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = (7.0, 5.0)  # inches
COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47")


def empty(title: str) -> tuple[Figure, Axes]:
    """A figure with a title and nothing else yet."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=11)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.05)
    axes.grid(color="#e6e6e6")
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def believed(title: str, curves: Mapping[str, Sequence[Bin]], scores: str, right: str) -> Figure:
    """Scores against what was right, a curve for each set, with the number of answers at every point.

    scores, right: what the axes say
    """
    figure, axes = empty(title)
    axes.plot([0, 1], [0, 1], color="#999999", ls="--", lw=1, label="as they should be")
    for (name, bins), colour in zip(curves.items(), COLOURS, strict=False):
        axes.plot([b.score for b in bins], [b.right for b in bins], "o-", color=colour, label=name)
        for own in bins:
            shift = (0, -14 if own.right > 0.9 else 8)
            axes.annotate(
                f"{own.count}", (own.score, own.right), shift, textcoords="offset points", ha="center", color=colour
            )
    axes.set_xlabel(scores)
    axes.set_ylabel(right)
    axes.legend(loc="lower right", frameon=False)
    return figure


def save(figure: Figure, path: Path) -> Path:
    """Write it, in the format that the name's ending says; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    return path
