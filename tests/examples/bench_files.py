"""Files with known answers, made up: a harbour's announcements and what was said about them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

HARBOUR = "The harbour will be closed to all ships from Monday."
FERRY = "The ferry to the island sails every hour."
MARKET = "The fish market moves to the old customs house."
PARAGRAPHS = [HARBOUR, FERRY, MARKET]

BRIEFING: dict[str, Any] = {
    "paragraphs": PARAGRAPHS,
    "sentences": [
        "Good morning and welcome.",
        "We are closing the harbour to ships.",
        "The ferry sails as always.",
        "Will the market move?",
        "The fish market moves next week.",
    ],
    "part": ["opening", "opening", "opening", "qa", "qa"],
    "judged": {"0": None, "1": 0, "2": 1, "3": None, "4": 2},
    "also_right": {"2": [0]},
    "tolerated": {"3": [2], "4": [None, 1]},
}

COMMITTEE: dict[str, Any] = {
    "language": "en",
    "paragraphs": PARAGRAPHS,
    "segments": [
        {"text": "The harbour is closed to ships.", "paragraphs": [0]},
        {"text": "Closed ships, and the ferry too.", "paragraphs": [0, 1]},
        {"text": "Let us break for lunch.", "paragraphs": []},
    ],
}

MEETING: dict[str, Any] = {
    "language": "fr",
    "paragraphs": ["Le port est fermé lundi.", "Le marché change de place."],
    "segments": [
        {"text": "bonjour à tous", "paragraph": None},
        {"text": "le port sera fermé", "paragraph": 0},
        {"text": "et le marché change", "paragraph": 1},
    ],
}


def written(folder: Path, name: str, document: object) -> Path:
    """A file with such a document."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def with_changes(document: dict[str, Any], **changes: object) -> dict[str, Any]:
    """The document with other values; ``None`` takes a key away."""
    changed = copy.deepcopy(document) | changes
    return {key: value for key, value in changed.items() if value is not None}
