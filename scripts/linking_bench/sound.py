"""Linking of a recorded briefing, heard by the real engine: scored in seconds of speech, with simpler ways beside.

All rows are counted by ``score_briefing.py`` of the bench folder; the baselines link the sentences of the same export.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from measuring.scorers import scorer
from measuring.table import print_table

from archiver.archive.release_document import build_document
from archiver.archive.store import open_archive
from archiver.bench.plain_ways import nearest
from archiver.pipeline.ingest import ingest_page
from archiver.pipeline.run import GivenMedia, IngestOptions, Run
from archiver.reporting import Terminal
from linking_bench.baselines import BASELINES, Floats, likeness
from linking_bench.constants import changed

Figures = Mapping[str, Any]
Export = dict[str, Any]

COLUMNS = ("link precision", "link recall", "link F1", "none F1", "relation accuracy", "false links")
ASKED = ["asked", "", "", "0.960", "0.970", "0.920", "0.020"]
KNOWN = {"TF-IDF": "0.839", "MiniLM": "0.828", "both": "0.867; none 0.957, false 0.095"}  # link F1, told beforehand


def report(bench: Path, known: Path | None) -> None:
    """Archive the briefing of the bench, or take an export of it, and print what our links and others are worth."""
    folder = bench / "briefing-dev"
    export = json.loads(known.read_text(encoding="utf-8")) if known else heard(folder)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    score = scorer(bench, "briefing")
    rows = [["ours", *(f"{score.score(export, truth)[name]:.3f}" for name in COLUMNS), ""], [*ASKED, ""]]
    for name in BASELINES:
        figures, threshold = best_baseline(name, export, truth, score)
        cells = ["-" if column == "relation accuracy" else f"{figures[column]:.3f}" for column in COLUMNS]
        rows.append([f"{name} nearest", *cells, f"from {threshold:.2f}; known link F1 {KNOWN[name]}"])
    title = "A recorded briefing (briefing-dev); the baselines with the threshold that is best for them on it"
    print_table(title, ["", *COLUMNS, "threshold"], rows)


def heard(folder: Path) -> Export:
    """The export of a release and its recording, archived in a folder for a while with the default engine."""
    with tempfile.TemporaryDirectory() as place, open_archive(Path(place), create=True) as archive:
        options = IngestOptions(GivenMedia(audio=(str(folder / "briefing.mp3"),)))
        outcome = ingest_page(Run(archive, options, Terminal()), str(folder / "release.txt"))
        if outcome.failures:
            raise SystemExit("\n".join(outcome.failures))
        return build_document(archive, outcome.release_id)


def best_baseline(name: str, export: Export, truth: Export, score: ModuleType) -> tuple[Figures, float]:
    """The figures of a baseline at the threshold with its best link F1, and the threshold."""
    texts = [segment["text"] for segment in segments(export)]
    alike = likeness(name, [paragraph["text"] for paragraph in export["release"]["paragraphs"]], texts)
    with changed({(score, "words"): str.split, (score, "word_error_rate"): _no_words}):
        tried = [
            (score.score(linked(export, nearest(alike, threshold)), truth), threshold)
            for threshold in thresholds(alike)
        ]
    return max(tried, key=lambda found: (found[0]["link F1"], found[0]["none F1"]))


def _no_words(reference: Sequence[str], heard: Sequence[str]) -> float:
    """Words are the same whatever is linked, and are not counted again for every threshold."""
    return 0.0


def thresholds(alike: Floats) -> list[float]:
    """Everything that decides: the likeness of every sentence to its nearest paragraph."""
    return sorted({float(own) for own in np.asarray(alike.max(axis=1))})


def segments(export: Export) -> list[dict[str, Any]]:
    """The sentences of the newest transcript of the first recording that was heard."""
    found: list[dict[str, Any]] = next(
        recording["transcripts"][-1]["segments"] for recording in export["recordings"] if recording["transcripts"]
    )
    return found


def linked(export: Export, answers: Sequence[int | None]) -> Export:
    """The same export with other links: for each sentence the paragraph, from 0, or None."""
    changed_export = deepcopy(export)
    for segment, answer in zip(segments(changed_export), answers, strict=True):
        link = {"relation": "paraphrase", "score": 1.0, "start": None, "end": None}
        position = None if answer is None else export["release"]["paragraphs"][answer]["position"]
        segment["links"] = [] if position is None else [{"paragraph": position, **link}]
    return changed_export
