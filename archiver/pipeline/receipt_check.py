"""Whether the receipt of a quote holds: against an archive, or against the file of the recording alone.

Whoever hands a receipt over may have changed any of its files. Against an archive all that it says is looked up again;
the recording alone tells whether the sound is what the receipt says it is, and nothing of words and names.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from archiver.archive import read
from archiver.archive.quotes.check import check_quote
from archiver.archive.store import Archive
from archiver.errors import ArchiverError, ReceiptError
from archiver.pipeline.receipt import FORMAT, NAME, around, cut_clip, receipt_of
from archiver.weights import sha256_of

SAMPLE_TOLERANCE = 32  # of 32,768, on average: decoders of other versions round in other ways
WINDOW_SECONDS = 0.05  # of sound in which that is the average: a word that was cut out is longer

VERDICT = ("verdict", "because", "differences", "shortened", "joined", "short")
# What a receipt says of a place, and what of it is that.
PLACE = {
    "the words": ("text", "heard", "sentences"),
    "who said it": ("speakers",),
    "where and when it was said": ("sha256", "start", "end", "title", "date", "paragraph", "read", "clip"),
    "what made the transcript, and who corrected it": ("transcript", "provenance"),
    "the page": ("page",),
}
# Numbers that are others where the same was archived again.
OWN = frozenset({"id", "release", "transcript_id", "parent_transcript_id"})


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that a receipt says, and whether it holds; what was found instead, if not."""

    what: str
    holds: bool
    found: str = ""


def check_receipt(folder: Path, source: Archive | Path) -> list[Checked]:
    """Whether what a receipt says holds, against an archive or the file of the recording alone.

    Raises ``ReceiptError`` where it cannot be read.
    """
    document = _read(folder)
    try:
        return list(_check(folder, document, source))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ReceiptError(f"{folder / NAME} lacks a part, or has another in its place: {error}") from error


def _read(folder: Path) -> dict[str, Any]:
    try:
        document = json.loads((folder / NAME).read_text(encoding="utf-8"))
        known = document["format"] == FORMAT and isinstance(document["places"], list)
    except OSError as error:
        raise ReceiptError(f"{folder} is no receipt of a quote: {error.strerror or error}: {folder / NAME}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReceiptError(f"{folder} is no receipt of a quote: {error}") from error
    if not known:
        raise ReceiptError(f"{folder / NAME} is of a format that this version does not know")
    return dict(document)


def _check(folder: Path, document: Mapping[str, Any], source: Archive | Path) -> Iterator[Checked]:
    if not document["places"]:
        yield Checked("the words were said somewhere", False, "the receipt names no place")
    for place in document["places"]:
        yield from _check_place(folder, place, source)
    if isinstance(source, Archive):
        yield from _check_words(document, source)


def _check_place(folder: Path, place: Mapping[str, Any], source: Archive | Path) -> Iterator[Checked]:
    """The sound of a place."""
    sha256 = place["sha256"]
    if sha256 is None and isinstance(source, Archive):
        return  # of what came as a transcript there is no sound; that is looked up with its words
    path = source if isinstance(source, Path) else _recording(source, sha256)
    same = path is not None and path.is_file() and sha256_of(path) == sha256
    yield Checked(f"the recording is {sha256}", same, "it is another file" if path else "the archive does not have it")
    if place["clip"]:
        yield from _check_clip(folder, place, path if same else None)
    elif place["start"] is not None:
        yield Checked("the sound of the place is in the receipt", False, "it is missing")


def _recording(archive: Archive, sha256: str) -> Path | None:
    row = read.recording_with_hash(archive, sha256)
    return archive.folder / row["path"] if row and row["path"] else None


def _check_clip(folder: Path, place: Mapping[str, Any], recording: Path | None) -> Iterator[Checked]:
    clip = place["clip"]
    file = folder / Path(clip["file"]).name
    data = file.read_bytes() if file.is_file() else b""
    whole = hashlib.sha256(data).hexdigest() == clip["sha256"]
    yield Checked(f"{file.name} is the sound of this receipt", whole, "it was changed" if data else "it is missing")
    start, end = float(clip["start"]), float(clip["end"])
    there = math.isfinite(end) and {"start": start, "end": end} == around(place)
    where = f"{start:.1f} s to {end:.1f} s"
    yield Checked(f"{file.name} has the words in it, from {where}", there, f"they are from {place['start']} s on")
    if whole and there and recording:
        same = _sounds_the_same(data, recording, clip)
        yield Checked(f"{file.name} is the recording from {where}", same, "the recording has other sound there")


def _sounds_the_same(data: bytes, recording: Path, clip: Mapping[str, Any]) -> bool:
    """Whether a WAV has the samples of a recording, but for how they were rounded, and plays them at their speed."""
    try:
        (how, one), (its, other) = _samples(data), _samples(cut_clip(recording, clip))
    except (ArchiverError, wave.Error, EOFError):  # no WAV, or no such place in the recording
        return False
    if how != its or one.shape != other.shape:
        return False
    window = max(1, round(its.framerate * WINDOW_SECONDS)) * its.nchannels
    apart = np.add.reduceat(np.abs(one - other), range(0, len(one), window)) if len(one) else np.zeros(1)
    return bool(apart.max() <= SAMPLE_TOLERANCE * window)


def _samples(data: bytes) -> tuple[Any, np.ndarray[Any, np.dtype[np.int32]]]:
    """A WAV's kind of sound, and its samples of 16 bits."""
    with wave.open(io.BytesIO(data)) as file:
        return file.getparams(), np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int32)


def _check_words(document: Mapping[str, Any], archive: Archive) -> Iterator[Checked]:
    """All that is said beside the sound, as the archive says it of the same quote now."""
    answer = check_quote(archive, document["quote"], document["speaker"])
    now = json.loads(json.dumps(receipt_of(archive, answer, document["speaker"])))
    agrees = all(_agree(document[name], now[name]) for name in VERDICT if name in document)
    yield Checked(
        f"the verdict is “{document['verdict']}”", agrees, f"now it is “{now['verdict']}”, or tells other things"
    )
    for place, own in zip(document["places"], now["places"], strict=False):
        cut = place["clip"] and {name: one for name, one in place["clip"].items() if name not in ("file", "sha256")}
        said = {**place, "clip": cut}
        for what, names in PLACE.items():
            wrong = [name for name in names if name in said and not COMPARED.get(name, _agree)(said[name], own[name])]
            yield Checked(f"{what}, as in the archive", not wrong, f"the archive has other {', '.join(wrong)}")
    if len(document["places"]) != len(now["places"]):
        yield Checked("the places are all", False, f"the archive has {len(now['places'])}")


def _agree(said: object, now: object) -> bool:
    """Whether a receipt says what the archive says. What it does not say, as one of an older version, it may."""
    match said, now:
        case dict(), dict():
            by_release = said.get("by") == "release"  # which has another day where the release was linked again
            own = OWN | {"at"} if by_release else OWN
            return all(name in own or (name in now and _agree(one, now[name])) for name, one in said.items())
        case list(), list():
            return len(said) == len(now) and all(_agree(*pair) for pair in zip(said, now, strict=True))
    return said == now


def _came_about_alike(said: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a transcript was made as a receipt says, and all have worked on it who did so then."""
    made = all(_agree(said[steps][0], now[steps][0]) for steps in ("tpme", "events"))
    who = ({event["agent"] for event in one["events"]} for one in (said, now))
    return made and set.issubset(*who) and _people(said) <= _people(now)


def _people(provenance: Mapping[str, Any]) -> set[str]:
    return {step["human_agent"] for step in provenance["tpme"] if "human_agent" in step}


COMPARED = {"provenance": _came_about_alike}  # others have to be the same
