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

    seconds: how long it is
    links, left_out: how many links to the paragraph there are, and how many of them were not sure enough
    """

    seconds: float
    links: int
    left_out: int


def cut_passages(archive: Archive, release_id: int, paragraph: int, output: Path, least: float = 0.0) -> Clip:
    """Write every passage on a paragraph, one after the other, as an MP3.

    paragraph: its position, from 1
    least: how sure a link must be, 0 to 1

    Raises ``UsageError`` where nothing was said about it or there is no sound, ``DamagedFile`` where that was lost.
    """
    links = read.moments_with_sound(archive, release_id, paragraph)
    found = [row for row in links if sureness(row) >= least]
    if not found:
        why = f" as surely as {least:g}" if links else ""
        raise UsageError(f"no recording talks about paragraph {paragraph} of release {release_id}{why}")
    if len({(row["path"], row["track"]) for row in found}) > 1:
        raise UsageError("the paragraph was talked about in several recordings", hint="a clip can be cut from one only")
    path, track = recording_file(archive.folder, found[0]), found[0]["track"]
    pieces = joined([(row["start"], row["end"]) for row in found])
    seconds = cutting.clip(path, audio.probe(path), pieces, output, track)
    return Clip(seconds, len(links), len(links) - len(found))


def joined(pieces: list[tuple[float, float]], gap: float = JOIN_SECONDS) -> list[tuple[float, float]]:
    """Join passages (start, end in seconds) that follow each other within ``gap`` seconds."""
    whole: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if whole and start - whole[-1][1] <= gap:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
