"""The export document as its renderers read it: its newest transcripts, and text that is safe on one line."""

from __future__ import annotations

from typing import Any

from archiver.display import one_line
from archiver.errors import UsageError
from archiver.models import SPEECH_MISSED

FROM_FILE = "file"  # the engine of a transcript that was read from a file, and is somebody else's
INAUDIBLE = "[inaudible]"  # as transcribers write it, and as captions that are read here may have it

Document = dict[str, Any]
"""A release with everything tied to it, or a part of that: a recording, a transcript, a sentence, a link."""


def newest_transcripts(document: Document) -> list[tuple[Document, Document]]:
    """Every recording that was transcribed, with its newest transcript; once, where two links lead to it."""
    found: dict[int, tuple[Document, Document]] = {}
    for recording in document["recordings"]:
        if recording["transcripts"]:
            found.setdefault(recording["id"], (recording, recording["transcripts"][-1]))
    return list(found.values())


def first_transcribed(document: Document) -> tuple[Document, Document]:
    """The first recording that has a transcript, and its newest one. Raises ``UsageError`` if none has."""
    if found := newest_transcripts(document):
        return found[0]
    raise UsageError(
        f"there is no transcript yet of {one_line(document['release']['title'])}",
        hint="`archiver ingest` and `archiver transcribe` make one",
    )


def newest_transcript(document: Document) -> Document:
    """The newest transcript of the first recording that has one. Raises ``UsageError`` if none has."""
    return first_transcribed(document)[1]


def only(document: Document, recording: int | None = None, transcript: int | None = None) -> Document:
    """A document with one recording, or with one transcript of one, by their ids; whole where none is named.

    Raises ``UsageError`` where the release has no such recording or transcript.
    """
    found = [one for one in document["recordings"] if recording in (None, one["id"])]
    if transcript is not None:
        kept = [{**one, "transcripts": [t for t in one["transcripts"] if t["id"] == transcript]} for one in found]
        found = [one for one in kept if one["transcripts"]]
    if found or (recording is None and transcript is None):
        return {**document, "recordings": found}
    asked = f"transcript {transcript}" if transcript is not None else f"recording {recording}"
    raise UsageError(f"release {document['release']['id']} has no {asked}", hint=_known_ids(document))


def _known_ids(document: Document) -> str:
    """Which recordings and transcripts a release has, in words."""
    told = []
    for recording in document["recordings"]:
        ids = ", ".join(str(transcript["id"]) for transcript in recording["transcripts"])
        if recording["id"] is not None:
            told.append(f"recording {recording['id']} ({f'transcript {ids}' if ids else 'no transcript'})")
    return f"it has {'; '.join(told)}" if told else "none of its recordings was obtained"


def display_names(transcript: Document) -> dict[str, str]:
    """What each speaker is called: the name that people gave, else the label; safe on one line."""
    return {one["label"]: one_line(one["name"] or one["label"]) for one in transcript["speakers"]}


def said_in(segment: Document) -> str:
    """The words of a sentence on one line; ``[inaudible]`` where somebody speaks and nobody wrote them down."""
    told = one_line(segment["text"])
    return told or (INAUDIBLE if segment["flags"] == [SPEECH_MISSED] and not segment["heard"] else "")


def credit(transcript: Document) -> str:
    """Say which engine and model made a transcript, or which file it comes from."""
    if transcript["engine"] == FROM_FILE:
        return f"Transcript read from the file {one_line(transcript['model'])}"
    engine = one_line(f"{transcript['engine']} {transcript['engine_version'] or ''}")
    return f"Transcript made by {engine}, model {one_line(transcript['model'])}"
