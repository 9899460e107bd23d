"""Whether the receipt of a quote holds: against an archive, or against the file of the recording alone.

Whoever hands a receipt over may have changed any of its files. Against an archive all that it says is looked up again,
but for what only it can know (``NOT_CHECKED``); the recording alone tells whether the sound is what the receipt says it
is, and nothing of words and names.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import wave
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
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

VERDICT = ("verdict", "because", "share", "differences", "shortened", "joined", "short")
# What a receipt says of itself and of that day, which nobody can look up later.
NOT_CHECKED = ("made", "by", "archived")
# What a receipt says of a place, and what of it is that.
PLACE = {
    "the words": ("text", "heard", "sentences"),
    "who said it": ("speakers",),
    "where and when it was said": ("sha256", "start", "end", "title", "date", "paragraph", "read", "clip"),
    "what made the transcript, and who corrected it": ("transcript", "provenance"),
    "the page": ("page",),
}
DONE = """
    select who, created from human_texts where recording = :recording
    union select 'briefing-archiver', created from alignments where transcript = :transcript
"""
# Numbers that are others where the same was archived again.
OWN = frozenset({"id", "release", "transcript_id", "parent_transcript_id"})


Steps = Sequence[Mapping[str, Any]]


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
    made = document["made"]
    agrees = all(_agree(document[name], now[name], made) for name in VERDICT if name in document)
    yield Checked(
        f"the verdict is “{document['verdict']}”", agrees, f"now it is “{now['verdict']}”, or tells other things"
    )
    more = set(document) - set(now) - {"format", *NOT_CHECKED}
    for place, own, found in zip(document["places"], now["places"], answer.places, strict=False):
        cut = place["clip"] and {name: one for name, one in place["clip"].items() if name not in ("file", "sha256")}
        said, more = {**place, "clip": cut}, more | (set(place) - set(own))
        done = archive.rows(DONE, {"recording": found.recording, "transcript": found.transcript})
        for what, names in PLACE.items():
            told = [name for name in names if name in said and name != "provenance"]
            wrong = [name for name in told if not _agree(said[name], own[name], made)]
            if "provenance" in names and not _came_about_alike(said["provenance"], own["provenance"], made, done):
                wrong.append("provenance")
            yield Checked(f"{what}, as in the archive", not wrong, f"the archive has other {', '.join(wrong)}")
    if len(document["places"]) != len(now["places"]):
        yield Checked("the places are all", False, f"the archive has {len(now['places'])}")
    if more:
        yield Checked("it says nothing else", False, f"no receipt of ours tells {', '.join(sorted(map(repr, more)))}")


def _agree(said: object, now: object, made: str) -> bool:
    """Whether a receipt says what the archive says. What it does not say, as one of an older version, it may.

    made: when, by its own word
    """
    match said, now:
        case dict(), dict():
            again = said.get("by") == "release" and (now.get("at") or "") > made  # it was linked again since
            own = OWN | {"at"} if again else OWN
            return all(name in own or (name in now and _agree(one, now[name], made)) for name, one in said.items())
        case list(), list():
            return len(said) == len(now) and all(_agree(*pair, made) for pair in zip(said, now, strict=True))
    return said == now


def _came_about_alike(
    said: Mapping[str, Any], now: Mapping[str, Any], made: str, done: Iterable[Mapping[str, Any]]
) -> bool:
    """Whether a transcript came about as a receipt says, but for what was corrected in it since.

    done: all that was ever corrected, by whom (``who``) and when (``created``)
    """
    days = {(one["who"], one["created"]) for one in done}
    steps = [(said[name], now[name]) for name in ("tpme", "events")]
    return said["vocabulary"] == now["vocabulary"] and all(_same_steps(*both, made, days) for both in steps)


def _same_steps(said: Steps, now: Steps, made: str, days: Container[tuple[str, str]]) -> bool:
    since = any(_when(one) > made for one in now)
    first, *later = said
    told = all(_agree_with_any(one, now, made) or (since and (_who(one), _when(one)) in days) for one in later)
    known = {_who(one) for one in said}
    nobody_hidden = all(_who(one) in known or _when(one) > made for one in now)
    return _agree(first, now[0], made) and told and nobody_hidden and len(said) <= len(now)


def _agree_with_any(step: object, steps: Steps, made: str) -> bool:
    return any(_agree(step, one, made) for one in steps)


def _who(step: Mapping[str, Any]) -> str:
    return str(step.get("agent") or step.get("human_agent") or step["application_name"])


def _when(step: Mapping[str, Any]) -> str:
    return str(step.get("date") or step.get("modification_date"))
