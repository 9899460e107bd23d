"""An archive in which every text that a stranger can write is an attack."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archiver.archive.migrations import migrations
from archiver.demo import RECORDING

ATTACKS = (
    "<script>alert('script')</script>",
    "</script><script>alert('ended')</script><!--",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(2)>",
    "' onmouseover='alert(3)' x='",
    "javascript:alert(4)",
    "]]></style><style>*{display:none}</style>",
    "\u202e\u2067txet desrever\u200f \x00 nul \x02mark\x03 \u2028 line",
    "{{ 7 * 7 }}{% raise %}",
    'https://evil.example/" onclick="alert(5)',
)
ALL = "attacked " + " ".join(ATTACKS)


def make_hostile(folder: Path) -> Path:
    """Make it in a folder, which is returned."""
    for name in ("db", "media"):
        (folder / name).mkdir(parents=True)
    shutil.copy(RECORDING, folder / "media" / "sound.mp3")
    db = Database(folder / "db" / "archive.db")
    migrations.apply(db)
    for table, row in _rows().items():
        db.table(table).insert(row)
    db.close()
    return folder


def _rows() -> dict[str, dict[str, Any]]:
    """One row of every table, with an attack wherever a page, a file, an engine or a person writes text."""
    made = {"created": ALL, "parameters": json.dumps({"attack": ALL})}
    return {
        "captures": {"url": ALL, "source": ALL, "captured": ALL, "sha256": ALL, "size": 1, "path": ALL},
        "releases": dict.fromkeys(("url", "title", "number", "issuer", "date", "updated", "language"), ALL)
        | {"capture": 1},
        "paragraphs": {"release": 1, "position": 1, "label": ALL, "heading": ALL, "text": ALL},
        "recordings": {
            "sha256": "ab" * 32,
            "path": "media/sound.mp3",
            "format": ALL,
            "codec": ALL,
            "duration": 156.0,
            "heard_duration": 156.0,
            "peaks": "[1, 50, 100]",
            "added": ALL,
        },
        "release_recordings": {"release": 1, "position": 1, "label": ALL, "url": ALL, "recording": 1, "reason": ALL},
        "transcripts": {"recording": 1, "engine": ALL, "model": ALL, "language": ALL, **made},
        "segments": {
            "transcript": 1,
            "position": 1,
            "start": 1.0,
            "end": 9.0,
            "heard": ALL,
            "text": ALL,
            "speaker": ALL,
            "confidence": 0.1,
            "flags": "[]",
            "turn": "question",
        },
        "words": {"segment": 1, "position": 1, "start": 1.0, "end": 2.0, "heard": "attacked", "probability": 0.2},
        "speakers": {"transcript": 1, "label": ALL, "name": ALL},
        "alignments": {"release": 1, "transcript": 1, "method": ALL, "version": ALL, **made},
        "links": {
            "alignment": 1,
            "segment": 1,
            "paragraph": 1,
            "relation": "verbatim",
            "score": 0.9,
            "span_start": 0,
            "span_end": 8,
        },
        "corrections": {"alignment": 1, "first_word": 1, "last_word": 1, "text": ATTACKS[0], "reason": ALL},
        "human_texts": {
            "recording": 1,
            "start": 1.0,
            "end": 9.0,
            "heard": ALL,
            "text": ALL,
            "who": ALL,
            "created": ALL,
        },
        "events": {"at": ALL, "version": ALL, "action": ALL, "outcome": "warning", "message": ALL, "release": 1},
    }
