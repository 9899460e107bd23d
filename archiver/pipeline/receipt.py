"""Receipts of quotes: the sound, its words and where all of it comes from, which anybody can check.

A receipt is a folder with ``receipt.json`` and a WAV for each place. The WAV has the recording's own samples, so that
whoever has the recording can cut it again and compare.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import archiver
from archiver.archive import read, transcripts
from archiver.archive.files import recording_file
from archiver.archive.quotes.check import Answer, Place
from archiver.archive.release_document import spoken
from archiver.archive.store import Archive
from archiver.errors import OutputError, UsageError
from archiver.export.provenance import provenance_of
from archiver.outputs import UNFINISHED_SUFFIX, write_out
from archiver.recording import audio, cutting

FORMAT = "briefing-quote-receipt/1"
NAME = "receipt.json"
AROUND_SECONDS = 1.0  # of sound before and behind the sentences, to hear that nothing was cut off

CAPTURE = """
    select captures.url, captures.sha256, captures.captured from captures
    join releases on releases.capture = captures.id where releases.id = ?
"""


def write_receipt(archive: Archive, answer: Answer, folder: Path, speaker: str | None = None) -> list[Path]:
    """Write the receipt of an answer into a new or an empty folder; returns its files.

    Raises ``UsageError`` where nothing was said that could be heard, or the folder has something in it, ``OutputError``
    where it cannot be written.
    """
    if not answer.places:
        raise UsageError("there is no receipt for what was not said", hint="--json keeps the answer")
    mark = _begin(folder)
    written, told = [], receipt_of(archive, answer, speaker)
    for number, (place, document) in enumerate(zip(answer.places, told["places"], strict=True), 1):
        if document["clip"]:
            recording = recording_file(archive.folder, read.recording_of(archive, place.transcript))
            sound = cut_clip(recording, document["clip"])
            file = folder / f"clip-{number}.wav"
            document["clip"] = {"file": file.name, "sha256": hashlib.sha256(sound).hexdigest(), **document["clip"]}
            written.append(file)
            write_out(file, sound)
    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = {"format": FORMAT, "made": made, "by": f"briefing-archiver {archiver.__version__}"}
    written.append(folder / NAME)
    write_out(written[-1], json.dumps({**head, **told}, ensure_ascii=False, indent=2).encode())
    mark.unlink()
    return written


def _begin(folder: Path) -> Path:
    """Make the folder of a receipt; returns a mark in it, by which a later run knows one that was not finished."""
    mark = folder / UNFINISHED_SUFFIX
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not mark.exists())):
        raise UsageError(f"{folder} is there already, and not empty", hint="name a new folder for the receipt")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError as error:
        raise OutputError(f"{error.strerror or error}: {folder}", kept="the archive is as it was") from error
    return mark


def receipt_of(archive: Archive, answer: Answer, speaker: str | None) -> dict[str, Any]:
    """What a receipt says of an answer, but for the clips' files.

    speaker: who is said to have said it
    """
    kept = {name: value for name, value in asdict(answer).items() if name not in ("also", "more")}
    return {"speaker": speaker, **kept, "places": [_place(archive, place) for place in answer.places]}


def _place(archive: Archive, place: Place) -> dict[str, Any]:
    """What a receipt says about a place."""
    recording = read.recording_of(archive, place.transcript)
    transcript = dict(archive.table("transcripts").get(place.transcript))
    document = spoken(archive, place.release or 0, transcript)
    said = [segment for segment in document["segments"] if segment["id"] in place.segments]
    made = ("engine", "engine_version", "model", "model_sha256", "language", "parameters")
    heard = recording["path"] and place.start is not None
    return {
        **asdict(place),
        "transcript": {"created": transcript["created"], **{name: document[name] for name in made}},
        "sentences": [
            {name: one[name] for name in ("start", "end", "speaker", "text", "heard", "words", "corrections", "edited")}
            for one in said
        ],
        "provenance": provenance_of({"url": None, **recording}, document),
        "page": next(iter(archive.rows(CAPTURE, [place.release])), None),
        "clip": {**around(asdict(place)), "track": transcripts.track_of(archive, place.transcript)} if heard else None,
    }


def around(place: Mapping[str, Any]) -> dict[str, float]:
    """From where to where the clip of a place goes, in seconds."""
    return {"start": max(0.0, place["start"] - AROUND_SECONDS), "end": place["end"] + AROUND_SECONDS}


def cut_clip(recording: Path, clip: Mapping[str, Any]) -> bytes:
    """The sound of a clip, by its ``start`` and ``end`` in seconds and its ``track``, as a WAV."""
    return cutting.clip(recording, audio.probe(recording), [(clip["start"], clip["end"])], "wav", clip["track"])[0]
