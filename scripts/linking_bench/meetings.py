"""Linking of real meetings: their segments to the paragraphs of their report, in French, with people's links beside.

All rows are counted by ``score_meetings.py`` of the bench folder, which is given another way to link for the baselines.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

from measuring.scorers import scorer
from measuring.table import print_table

import archiver.align
from archiver.align import link_texts
from archiver.align.reports import likelihood
from archiver.align.reports import monotone as ordered
from archiver.bench.plain_ways import EVERYTHING, forward, nearest
from linking_bench import baselines
from linking_bench.constants import changed

LinkTexts = Callable[..., Sequence[int | None]]
Meeting = dict[str, Any]

CUT = 0.15  # cosine from which TF-IDF links, in the baseline that leaves any sentence alone
FOREIGN = 200  # segments of a meeting that are held against another's report, as in score_meetings.py
ASKED = "0.970, false 0.10"
KNOWN = {"TF-IDF nearest": "0.779", f"TF-IDF from {CUT}": "0.742, false 0.224", "TF-IDF forward": "0.941, false 1"}

# What is chosen anew without each meeting: the constants that decide most, near the values that they have.
GRID: Mapping[tuple[ModuleType, str], tuple[float, ...]] = {
    (ordered, "SENTENCE_WORTH"): (0.25, 0.35, 0.45),
    (ordered, "NEXT_PARAGRAPH_COST"): (-3.0, -2.0, -1.0),
    (likelihood, "SENTENCE_WEIGHT"): (0.2, 0.3, 0.4),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """What score_meetings.py says.

    accuracy: of all segments that people linked
    false: share of the segments that were linked to another meeting's report
    each: the same two for every meeting, by its name
    """

    accuracy: float
    false: float
    each: dict[str, tuple[float, float]]


def report(bench: Path, *, leave_out: bool) -> None:
    """Measure and print everything about meetings."""
    folder = bench / "meetings-dev"
    ours = scored(bench, folder, link_texts)
    rows = [["ours", f"{ours.accuracy:.3f}", f"{ours.false:.3f}", f"asked {ASKED}"]]
    for name, way in ways().items():
        found = scored(bench, folder, way)
        rows.append([name, f"{found.accuracy:.3f}", f"{found.false:.3f}", f"known {KNOWN[name]}"])
    print_table("Meetings (meetings-dev)", ["", "accuracy", "false links", ""], rows)
    each = [[name, f"{accuracy:.3f}", f"{false:.3f}"] for name, (accuracy, false) in ours.each.items()]
    print_table("Meetings, each (ours)", ["", "accuracy", "false links"], each)
    meetings = read(folder)
    print(f"\nMeetings against shuffled reports: {shuffled(meetings):.3f} of segments linked (asked at most 0.10)")
    if leave_out:
        print_left_out(meetings)


def read(folder: Path) -> list[Meeting]:
    """The meetings of a folder, in the order of their names."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def ways() -> dict[str, LinkTexts]:
    """The baselines, as ways to link."""

    def alone(paragraphs: Sequence[str], segments: Sequence[str], language: str) -> Sequence[int | None]:
        return nearest(baselines.by_words(paragraphs, segments), EVERYTHING)

    def cut(paragraphs: Sequence[str], segments: Sequence[str], language: str) -> Sequence[int | None]:
        return nearest(baselines.by_words(paragraphs, segments), CUT)

    def in_order(paragraphs: Sequence[str], segments: Sequence[str], language: str) -> Sequence[int | None]:
        return forward(baselines.by_words(paragraphs, segments), EVERYTHING)

    return dict(zip(KNOWN, (alone, cut, in_order), strict=True))


def scored(bench: Path, folder: Path, way: LinkTexts) -> Scored:
    """Let score_meetings.py score a way to link: it calls ``archiver.align.link_texts`` by that name."""
    with (
        changed({(archiver.align, "link_texts"): way, (sys, "argv"): ["", str(folder)]}),
        redirect_stdout(StringIO()) as said,
    ):
        scorer(bench, "meetings").main()
    return parsed(said.getvalue())


def parsed(printed: str) -> Scored:
    """The figures in what score_meetings.py prints."""
    *lines, last = printed.strip().splitlines()
    each = {}
    for line in lines:
        name, accuracy, *_ = line.split()
        each[name] = (float(accuracy), float(line.split()[-1]))
    whole = re.match(r"accuracy ([\d.]+) .* false links ([\d.]+)", last)
    if whole is None:
        raise ValueError(f"score_meetings.py prints no accuracy in its last line: {last}")
    return Scored(float(whole[1]), float(whole[2]), each)


def shuffled(meetings: Sequence[Meeting], seed: int = 7) -> float:
    """The share of segments linked where every meeting has a report drawn from the others."""
    chance, linked, total = random.Random(seed), 0, 0
    for meeting in meetings:
        other = chance.choice([other for other in meetings if other is not meeting])
        texts = [segment["text"] for segment in meeting["segments"][:FOREIGN]]
        found = link_texts(other["paragraphs"], texts, language=meeting["language"])
        linked, total = linked + sum(answer is not None for answer in found), total + len(found)
    return linked / total


def print_left_out(meetings: Sequence[Meeting]) -> None:
    """Choose the constants on all meetings but one and score that one, for each in turn."""
    settings = list(product(*GRID.values()))
    hits = [[_hits(meeting, setting) for meeting in meetings] for setting in settings]
    counts = [_judged(meeting) for meeting in meetings]
    chosen = choices(hits, counts)
    names = [name for _, name in GRID]
    rows = [
        [meeting["meeting"][:8], f"{hits[own][n] / counts[n]:.3f}", *map(str, settings[own])]
        for n, (meeting, own) in enumerate(zip(meetings, chosen, strict=True))
    ]
    total = sum(hits[own][n] for n, own in enumerate(chosen)) / sum(counts)
    rows.append(["all", f"{total:.3f}", *[""] * len(names)])
    print_table("Meetings, each with constants chosen on the others (asked 0.970)", ["", "accuracy", *names], rows)


def choices(hits: Sequence[Sequence[int]], counts: Sequence[int]) -> list[int]:
    """For each meeting the setting that is best for all the others.

    hits: for each setting the right answers in each meeting
    counts: the answers that there are to give in each meeting
    """
    meetings = range(len(counts))
    others = [[sum(own) - own[left_out] for own in hits] for left_out in meetings]
    return [max(range(len(hits)), key=own.__getitem__) for own in others]


def _hits(meeting: Meeting, setting: Sequence[float]) -> int:
    of_sentence = setting[list(GRID).index((likelihood, "SENTENCE_WEIGHT"))]
    rest = {(likelihood, "BACKGROUND_WEIGHT"): 1 - of_sentence - likelihood.PARAGRAPH_WEIGHT}
    with changed({**dict(zip(GRID, setting, strict=True)), **rest}):
        texts = [segment["text"] for segment in meeting["segments"]]
        found = link_texts(meeting["paragraphs"], texts, language=meeting["language"])
    return sum(
        segment["paragraph"] is not None and segment["paragraph"] == answer
        for segment, answer in zip(meeting["segments"], found, strict=True)
    )


def _judged(meeting: Meeting) -> int:
    return sum(segment["paragraph"] is not None for segment in meeting["segments"])
