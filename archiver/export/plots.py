"""Plots of an archive's figures, as SVG or PNG, drawn by matplotlib, which the extra ``plots`` installs.

Colours: M. Okabe and K. Ito, *Color Universal Design* (2008), which the colour-blind tell apart; yellow and black are
left out, which fade on light and on dark paper.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from textwrap import shorten
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from archiver.display import one_line
from archiver.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Rows = Sequence[Mapping[str, object]]
PlotForm = Literal["svg", "png"]
FORMS: Mapping[str, PlotForm] = {".svg": "svg", ".png": "png"}
"""By the ending of a file's name, how plots can be drawn."""

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
MARKERS = "osD^vP"
MOST_HOUSES = len(COLOURS)  # those with most releases; the others are drawn together
LONGEST_NAME = 40  # characters
WIDTH, HEIGHT = 9.0, 3.6  # of a plot, in inches
DPI = 160
_LIGHT, _DARK = ("#1f1e1b", "#dcd8cd"), ("#e9e7e1", "#383a40")  # ink and rules, those of the pages

_drawing = Lock()  # matplotlib's settings are those of the whole process


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture; whether the fonts of this machine lack letters of it, which a browser may have."""

    data: bytes
    lacks_letters: bool


def draw(plots: Mapping[str, tuple[str, Rows]], form: PlotForm, *, dark: bool = False) -> Drawn:
    """One picture of several plots, one below the other.

    plots: by name, each with its title and its rows, as ``archiver.archive.figures`` has them
    dark: for dark paper; without, PNG has white paper, and SVG none

    Raises ``UsageError`` where matplotlib is missing.
    """
    try:
        from matplotlib import font_manager, rc_context
        from matplotlib.figure import Figure
        from matplotlib.layout_engine import ConstrainedLayoutEngine
    except ImportError as error:
        raise UsageError("plots need matplotlib", hint="pip install 'briefing-archiver[plots]'") from error

    fonts = sorted(name for name in font_manager.get_font_names() if name.startswith("Noto Sans"))
    written = io.BytesIO()
    with (
        _drawing,
        rc_context(_style(fonts, *(_DARK if dark else _LIGHT))),
        warnings.catch_warnings(record=True) as told,
    ):
        warnings.simplefilter("always")
        figure = Figure(figsize=(WIDTH, HEIGHT * len(plots)), layout=ConstrainedLayoutEngine(h_pad=0.15))
        for axes, (name, (title, rows)) in zip(
            figure.subplots(len(plots), squeeze=False).flat, plots.items(), strict=True
        ):
            axes.set_title(title, loc="left")
            _PAINTERS[name](axes, rows) if rows else _paint_nothing(axes)
        is_clear = dark or form == "svg"
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        figure.savefig(written, format=form, dpi=DPI, transparent=is_clear, metadata=metadata)
    return Drawn(written.getvalue(), any("missing from font" in str(one.message) for one in told))


def _style(fonts: Sequence[str], ink: str, rule: str) -> dict[Any, Any]:
    """Settings of matplotlib's.

    ink, rule: the colours of letters and of lines
    """
    return {
        "font.family": ["DejaVu Sans", *fonts],
        "text.parse_math": False,  # names and titles are texts, also with a dollar in them
        "svg.fonttype": "none",  # texts stay texts
        "svg.hashsalt": "archiver",  # the same figures give the same file
        **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), ink),
        **dict.fromkeys(("axes.edgecolor", "grid.color"), rule),
        "legend.frameon": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }


def _paint_nothing(axes: Axes) -> None:
    axes.set_axis_off()
    axes.text(0, 0.8, "Nothing was heard yet.")


def _paint_share_read(axes: Axes, rows: Rows) -> None:
    """A line for each house, from year to year."""
    from matplotlib.ticker import PercentFormatter

    years = sorted({str(row["year"]) for row in rows})
    shares = _shares(rows)
    for (house, own), colour, marker in zip(shares.items(), cycle(COLOURS), cycle(MARKERS), strict=False):
        known = [(years.index(year), share) for year, share in sorted(own.items())]
        axes.plot(*zip(*known, strict=True), marker=marker, color=colour, label=_name(house))
    axes.set_xticks(range(len(years)), years, rotation=45 if len(years) > 12 else 0)
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.set_ylim(0, 1.05)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.grid(axis="y")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _shares(rows: Rows) -> dict[str, dict[str, float]]:
    """By house and year the share read out: the houses with most releases, then all others together."""
    releases: dict[str, int] = {}
    for row in rows:
        releases[str(row["house"])] = releases.get(str(row["house"]), 0) + int(str(row["releases"]))
    largest = sorted(releases, key=lambda house: -releases[house])
    shown = largest if len(largest) <= MOST_HOUSES else largest[: MOST_HOUSES - 1]
    read: dict[str, dict[str, list[float]]] = {}
    for row in rows:
        house = str(row["house"]) if row["house"] in shown else f"{len(largest) - len(shown)} others"
        characters = float(str(row["characters"]))
        known = read.setdefault(house, {}).setdefault(str(row["year"]), [0.0, 0.0])
        known[0] += float(str(row["share_read"])) * characters
        known[1] += characters
    order = sorted(read, key=lambda house: -releases.get(house, 0))
    return {house: {year: one / max(1, all_) for year, (one, all_) in read[house].items()} for house in order}


def _paint_speakers(axes: Axes, rows: Rows) -> None:
    """A bar for each speaker, the longest on top."""
    minutes = [float(str(row["minutes"])) for row in rows]
    bars = axes.barh(range(len(rows)), minutes, color=COLOURS[0])
    axes.bar_label(bars, [f"{one:,.1f}" if one < 10 else f"{one:,.0f}" for one in minutes], padding=3, fontsize=8)
    axes.set_yticks(range(len(rows)), [_name(row["speaker"]) for row in rows], fontsize=8)
    axes.invert_yaxis()
    axes.margins(x=0.08)
    axes.set_xlabel("minutes")


def _paint_hedged(axes: Axes, rows: Rows) -> None:
    """A bar for each paragraph, with the number of its sentences."""
    from matplotlib.ticker import PercentFormatter

    places = [int(str(row["paragraph"])) for row in rows]
    bars = axes.bar(places, [float(str(row["share_hedged"])) for row in rows], color=COLOURS[1])
    axes.bar_label(bars, [f"of {row['sentences']}" for row in rows], padding=2, fontsize=6 if len(rows) > 15 else 8)
    axes.set_xticks(places, [str(place) for place in places], fontsize=8)
    axes.set_xlabel("paragraph")
    axes.set_ylim(bottom=0)
    axes.margins(y=0.12)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))


def _name(text: object) -> str:
    return shorten(one_line(str(text)), LONGEST_NAME, placeholder="…")


_PAINTERS: Mapping[str, Callable[[Axes, Rows], None]] = {
    "share-read": _paint_share_read,
    "speakers": _paint_speakers,
    "hedged": _paint_hedged,
}
