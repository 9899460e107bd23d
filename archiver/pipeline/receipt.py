"""Receipts of quotes: the sound, its words and where all of it comes from, which anybody can check.

A receipt is a folder with ``receipt.json`` and a WAV for each place. The WAV has the recording's own samples, so that
whoever has the recording can cut it again and compare.
"""

from __future__ import annotations

import hashlib
import io
import json
import wave
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

import archiver
from archiver.archive import read, transcripts
from archiver.archive.files import recording_file
from archiver.archive.quotes.check import Answer, Place, check_quote
from archiver.archive.release_document import spoken
from archiver.archive.store import Archive
from archiver.errors import ReceiptError, UsageError
from archiver.export.provenance import provenance_of
from archiver.outputs import write_out
from archiver.recording import audio, cutting
from archiver.weights import sha256_of

FORMAT = "briefing-quote-receipt/1"
NAME = "receipt.json"
AROUND_SECONDS = 1.0  # of sound before and behind the sentences, to hear that nothing was cut off
SAMPLE_TOLERANCE = 32  # of 32,768, on average: decoders of other versions round in other ways

CAPTURE = """
    select captures.url, captures.sha256, captures.captured from captures
    join releases on releases.capture = captures.id where releases.id = ?
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that a receipt says, and whether it holds; what was found instead, if not."""

    what: str
    holds: bool
    found: str = ""


def write_receipt(archive: Archive, answer: Answer, folder: Path, speaker: str | None = None) -> list[Path]:
    """Write the receipt of an answer into a new or an empty folder; returns its files.

    Raises ``UsageError`` where nothing was said that could be heard, or the folder has something in it.
    """
    if not answer.places:
        raise UsageError("there is no receipt for what was not said", hint="--json keeps the answer")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already, and not empty", hint="name a new folder for the receipt")
    folder.mkdir(parents=True, exist_ok=True)
    written, places = [], []
    for number, place in enumerate(answer.places, 1):
        told, sound = _place(archive, place)
        if sound:
            told["clip"] = {"file": f"clip-{number}.wav", "sha256": hashlib.sha256(sound).hexdigest(), **told["clip"]}
            written.append(folder / f"clip-{number}.wav")
            write_out(written[-1], sound)
        places.append(told)
    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = {"format": FORMAT, "made": made, "by": f"briefing-archiver {archiver.__version__}", "speaker": speaker}
    kept = {name: value for name, value in asdict(answer).items() if name not in ("also", "more")}
    document = json.dumps({**head, **kept, "places": places}, ensure_ascii=False, indent=2)
    written.append(folder / NAME)
    write_out(written[-1], document.encode())
    return written


def _place(archive: Archive, place: Place) -> tuple[dict[str, Any], bytes | None]:
    """What a receipt says about a place, and its sound if there is any."""
    recording = read.recording_of(archive, place.transcript)
    transcript = dict(archive.table("transcripts").get(place.transcript))
    document = spoken(archive, place.release or 0, transcript)
    said = [segment for segment in document["segments"] if segment["id"] in place.segments]
    made = ("engine", "engine_version", "model", "model_sha256", "language", "parameters")
    told = {
        **asdict(place),
        "transcript": {"created": transcript["created"], **{name: document[name] for name in made}},
        "sentences": [
            {name: one[name] for name in ("start", "end", "speaker", "text", "heard", "words", "corrections", "edited")}
            for one in said
        ],
        "provenance": provenance_of({"url": None, **recording}, document),
        "page": next(iter(archive.rows(CAPTURE, [place.release])), None),
        "clip": None,
    }
    if not recording["path"] or place.start is None or place.end is None:
        return told, None
    path, track = recording_file(archive.folder, recording), transcripts.track_of(archive, place.transcript)
    clip = {"start": max(0.0, place.start - AROUND_SECONDS), "end": place.end + AROUND_SECONDS, "track": track}
    return {**told, "clip": clip}, _cut(path, clip)


def _cut(path: Path, clip: Mapping[str, Any]) -> bytes:
    return cutting.clip(path, audio.probe(path), [(clip["start"], clip["end"])], "wav", clip["track"])[0]


def check_receipt(folder: Path, source: Archive | Path) -> list[Checked]:
    """Whether what a receipt says holds, against an archive or the file of the recording alone.

    Raises ``ReceiptError`` where it cannot be read.
    """
    document = _read(folder)
    try:
        return list(_check(folder, document, source))
    except (KeyError, TypeError, AttributeError) as error:
        raise ReceiptError(f"{folder / NAME} lacks a part, or has another in its place: {error}") from error


def _check(folder: Path, document: Mapping[str, Any], source: Archive | Path) -> Iterator[Checked]:
    for place in document["places"]:
        yield from _check_place(folder, place, source)
    if isinstance(source, Archive):
        now = check_quote(source, document["quote"], document["speaker"])
        same = (now.verdict, [one.text for one in now.places]) == (
            document["verdict"],
            [place["text"] for place in document["places"]],
        )
        yield Checked("the words are those of the archive's transcript", same, f"now it says: {now.verdict}")


def _read(folder: Path) -> dict[str, Any]:
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        known = document["format"] == FORMAT and isinstance(document["places"], list)
    except OSError as error:
        raise ReceiptError(f"{folder} is no receipt of a quote: {error.strerror or error}: {folder / NAME}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReceiptError(f"{folder} is no receipt of a quote: {error}") from error
    if not known:
        raise ReceiptError(f"{folder / NAME} is of a format that this version does not know")
    return dict(document)


def _check_place(folder: Path, place: Mapping[str, Any], source: Archive | Path) -> Iterator[Checked]:
    recording = f"the recording is {place['sha256']}"
    path = source if isinstance(source, Path) else _recording(source, place["sha256"])
    same = path is not None and path.is_file() and sha256_of(path) == place["sha256"]
    yield Checked(recording, same, "it is another file" if path else "the archive does not have it")
    if isinstance(source, Archive) and place["page"]:
        sha256 = place["page"]["sha256"]
        there = bool(source.rows("select 1 from captures where sha256 = ? limit 1", [sha256]))
        yield Checked(f"the page's capture is {sha256}", there, "the archive does not have it")
    if place["clip"]:
        yield from _check_clip(folder, place["clip"], path if same else None)


def _recording(archive: Archive, sha256: str | None) -> Path | None:
    row = read.recording_with_hash(archive, sha256) if sha256 else None
    return archive.folder / row["path"] if row and row["path"] else None


def _check_clip(folder: Path, clip: Mapping[str, Any], recording: Path | None) -> Iterator[Checked]:
    file = folder / Path(clip["file"]).name
    data = file.read_bytes() if file.is_file() else b""
    whole = hashlib.sha256(data).hexdigest() == clip["sha256"]
    yield Checked(f"{file.name} is the sound of this receipt", whole, "it was changed" if data else "it is missing")
    if whole and recording:
        same = _sounds_the_same(data, _cut(recording, clip))
        where = f"{clip['start']:.1f} s to {clip['end']:.1f} s"
        yield Checked(f"{file.name} is the recording from {where}", same, "the recording has other sound there")


def _sounds_the_same(one: bytes, other: bytes) -> bool:
    """Whether two WAVs have the same samples, but for how they were rounded."""
    samples = []
    for data in (one, other):
        with wave.open(io.BytesIO(data)) as file:
            samples.append(np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int32))
    if samples[0].shape != samples[1].shape:
        return False
    return bool(np.abs(samples[0] - samples[1]).mean() <= SAMPLE_TOLERANCE)
