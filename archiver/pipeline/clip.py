"""Clips: what was said about a paragraph, cut out of the recordings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archiver.archive import read
from archiver.archive.files import recording_file
from archiver.archive.store import Archive
from archiver.errors import UsageError
from archiver.export.grades import sureness
from archiver.recording import audio, cutting

JOIN_SECONDS = 2.0  # a breath and a page turn; in a longer pause something else is usually said


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that was cut.

    data: the file
    seconds: how long it is
    links, left_out: how many links to the paragraph there are, and how many of them were not sure enough
    """

    data: bytes
    seconds: float
    links: int
    left_out: int


def form_of(output: Path) -> str:
    """The format that a clip's name asks for, which is MP3 where it has no ending. Raises ``UsageError``."""
    form = output.suffix.lower().lstrip(".") or "mp3"
    if form not in cutting.FORMATS:
        known = ", ".join(f".{one}" for one in cutting.FORMATS)
        raise UsageError(f"no clip can be written as {output.suffix}: {output}", hint=f"give a name with {known}")
    return form


def cut_passages(archive: Archive, release_id: int, paragraph: int, form: str = "mp3", least: float = 0.0) -> Clip:
    """Every passage on a paragraph, one after the other.

    paragraph: its position, from 1
    form: one of ``cutting.FORMATS``
    least: how sure a link must be, 0 to 1

    Raises ``UsageError`` where there is no such paragraph, nothing was said about it or there is no sound,
    ``DamagedFile`` where that was lost.
    """
    count = archive.table("paragraphs").count_where("release = ?", [release_id])
    if not 1 <= paragraph <= count:
        hint = f"`archiver show {release_id}` shows them"
        raise UsageError(f"there is no paragraph {paragraph} in release {release_id}, which has {count}", hint=hint)
    links = read.moments_with_sound(archive, release_id, paragraph)
    found = [row for row in links if sureness(row) >= least]
    if not found:
        why = f" as surely as {least:g}" if links else ""
        raise UsageError(f"no recording talks about paragraph {paragraph} of release {release_id}{why}")
    if len({(row["path"], row["track"]) for row in found}) > 1:
        raise UsageError("the paragraph was talked about in several recordings", hint="a clip can be cut from one only")
    path, track = recording_file(archive.folder, found[0]), found[0]["track"]
    pieces = joined([(row["start"], row["end"]) for row in found])
    data, seconds = cutting.clip(path, audio.probe(path), pieces, form, track)
    return Clip(data, seconds, len(links), len(links) - len(found))


def joined(pieces: list[tuple[float, float]], gap: float = JOIN_SECONDS) -> list[tuple[float, float]]:
    """Join passages (start, end in seconds) that follow each other within ``gap`` seconds."""
    whole: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if whole and start - whole[-1][1] <= gap:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
