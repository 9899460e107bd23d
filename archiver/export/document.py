"""The export document as its renderers read it: its newest transcript, and text that is safe on one line."""

from __future__ import annotations

import unicodedata
from typing import Any

from archiver.errors import UsageError

Document = dict[str, Any]


def heard_transcript(document: Document) -> tuple[Document, Document] | None:
    """Find the first recording that was heard, and its newest transcript; None if none was heard yet."""
    heard = (recording for recording in document["recordings"] if recording["transcripts"])
    return next(((recording, recording["transcripts"][-1]) for recording in heard), None)


def newest_transcript(document: Document) -> Document:
    """Give the newest transcript of the first recording that was heard.

    Raises UsageError if none was heard yet.
    """
    if heard := heard_transcript(document):
        return heard[1]
    raise UsageError(
        f"nothing was heard yet of {one_line(document['release']['title'])}",
        hint="`archiver ingest` and `archiver transcribe` hear a recording",
    )


def speakers(transcript: Document) -> dict[str, str]:
    """How each voice is called: by the name that people gave it, else by its label; safe on one line."""
    return {voice["label"]: one_line(voice["name"] or voice["label"]) for voice in transcript["speakers"]}


def one_line(text: str | None) -> str:
    """Put text on one line: single blanks, no line breaks, and nothing that steers a terminal.

    Marks that set the direction of writing are part of the text and stay.
    """
    spaced = " ".join((text or "").split())
    return "".join(sign for sign in spaced if unicodedata.category(sign) != "Cc")


def credit(transcript: Document) -> str:
    """Say which engine and model made a transcript."""
    engine = one_line(f"{transcript['engine']} {transcript['engine_version'] or ''}")
    return f"Transcript made by {engine}, model {one_line(transcript['model'])}"
