"""The bench's recordings, archived and counted by the bench's own scripts, with what is asked beside."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring.table import print_table

from hearing_bench.archived import archived
from hearing_bench.material import TRUTH, Material, of_bench

Figures = dict[str, float | None]
Target = tuple[str, float]
"""``>=`` or ``<=``, and the figure that is asked for."""

BRIEFING: Mapping[str, Target] = {"speaker accuracy": (">=", 0.95), "word error rate": ("<=", 0.012)}
READING: Mapping[str, Target] = {
    "exact units found": (">=", 1.0),
    "start median ms": ("<=", 30),
    "start p90 ms": ("<=", 100),
    "end median ms": ("<=", 30),
    "end p90 ms": ("<=", 100),
    "word error rate": ("<=", 0.002),
}
HUMAN: Mapping[str, Target] = {"covered": (">=", 0.985), "in order": (">=", 1.0), "word error rate": ("<=", 0.006)}
TARGETS = {"briefing-dev": BRIEFING, "reading-dev": READING, "human-dev": HUMAN}


def report(bench: Path) -> None:
    """Archive them and print every figure that the scripts give."""
    for material in of_bench(bench):
        figures = scored(bench, material)
        rows = [[name, *judged(value, TARGETS[material.name].get(name))] for name, value in figures.items()]
        print_table(f"{material.name}, archived and scored", ["", "figure", "asked", ""], rows)


def scored(bench: Path, material: Material) -> Figures:
    """The figures of a recording; where its times are not known, those of a release that was read out."""
    truth = material.sound.with_name(TRUTH)
    command = [str(bench / "score_briefing.py"), str(truth)] if truth.is_file() else [str(bench / "score_reading.py")]
    with TemporaryDirectory() as folder:
        export = Path(folder) / "export.json"
        export.write_text(json.dumps(archived(material.release, material.sound).export), encoding="utf-8")
        command.insert(1, str(export))
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    return parsed(done.stdout)


def parsed(printed: str) -> Figures:
    """The figures that a scoring script prints, one a line; None for what it could not tell."""
    lines = [re.split(r"\s+(?=\S+$)", line.strip()) for line in printed.splitlines() if line.strip()]
    return {name: None if value == "-" else float(value) for name, value in lines}


def judged(value: float | None, target: Target | None) -> Sequence[str]:
    """The figure, what is asked, and whether it is missed."""
    told = "-" if value is None else f"{value:.3f}"
    if target is None:
        return [told, "", ""]
    sign, wanted = target
    reached = value is not None and (value >= wanted if sign == ">=" else value <= wanted)
    return [told, f"{'at least' if sign == '>=' else 'at most'} {wanted:g}", "" if reached else "missed"]
