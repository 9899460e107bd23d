"""Export documents for the tests, built around the sentences that a test is about."""

from __future__ import annotations

from typing import Any

from archiver.export.document import Document


def link(paragraph: int, relation: str | None = "verbatim", **other: Any) -> Document:
    known: Document = {"paragraph": paragraph, "relation": relation, "score": 0.97, "start": None, "end": None}
    return known | {"span": [0, 10], "by": "machine"} | other


def segment(text: str, start: float | None = 1.0, end: float | None = 2.5, **other: Any) -> Document:
    known: Document = {
        "id": 7,
        "position": 1,
        "start": start,
        "end": end,
        "speaker": None,
        "language": "en",
        "confidence": 0.9,
        "flags": [],
    }
    return known | {"text": text, "heard": text, "words": [], "links": []} | other


def transcript(*segments: Document, **other: Any) -> Document:
    known = {"id": 3, "engine": "faster-whisper", "engine_version": "1.2.1", "model": "tiny.en"}
    known |= {"model_sha256": None, "language": "en", "parameters": {"beam_size": 5}, "seconds_taken": 12.0}
    labels = dict.fromkeys(one["speaker"] for one in segments if one["speaker"])
    known |= {"speakers": [{"label": label, "name": None} for label in labels]}
    return known | {"segments": list(segments)} | other


def recording(*transcripts: Document, **other: Any) -> Document:
    known = {"id": 2, "sha256": "ab" * 32, "url": "https://example.org/briefing.mp3", "label": "Press briefing"}
    return known | {"announced_kb": 20_036, "duration": 156.5, "transcripts": list(transcripts)} | other


def document(*recordings: Document, **release: Any) -> Document:
    known = {
        "id": 1,
        "url": "https://example.org/p06-042e.htm",
        "title": "Statement on relations with Belarus",
        "number": "(2006)042",
        "issuer": "North Atlantic Council",
        "date": "2006-03-31",
        "updated": None,
        "language": "en",
        "translations": [],
        "paragraphs": [
            {"position": 1, "label": "1.", "heading": None, "text": "The Council condemns the use of force."},
            {"position": 2, "label": None, "heading": "Next steps", "text": "A review has begun."},
        ],
    }
    return {"format": "briefing-archive/1", "release": known | release, "recordings": list(recordings)}


def transcribed(*segments: Document, **release: Any) -> Document:
    return document(recording(transcript(*segments)), **release)


def without_transcript() -> Document:
    missing = recording(id=None, sha256=None, duration=None)
    return document(missing)
