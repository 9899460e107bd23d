"""Clips: passages cut out of a recording, with the captions that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.archive import read, transcripts
from archiver.archive.files import recording_file
from archiver.archive.release_document import build_document
from archiver.archive.search import Search, find_hits
from archiver.archive.store import Archive, Row, read_archive
from archiver.display import clock, one_line
from archiver.errors import UsageError
from archiver.export.as_vtt import render_vtt
from archiver.export.cues import cues_of
from archiver.export.document import Document, display_names, newest_transcript
from archiver.export.excerpt import excerpt
from archiver.export.grades import sureness
from archiver.export.moments import JOIN_SECONDS
from archiver.recording import audio, clip_edges, cutting
from archiver.recording.clip_video import Caption, as_video

if TYPE_CHECKING:
    from archiver.web.visitors import Part

VIDEO = "mp4"
HOW_TO_GET = "`archiver todo recordings` tells how to get it"
LINE_LENGTH = 84  # characters of a caption in a video: two lines

SENTENCE = """
    select segments.start, segments."end", recording, transcript from segments
    join transcripts on transcripts.id = segments.transcript
    where segments.id = ? and recording in (select recording from release_recordings where release = ?)
"""

UNHEARD = """
    select count(*) as count from release_recordings
    where release = ? and (recording is null or recording not in (select recording from current_transcripts))
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a clip is to be of: one of a paragraph, a time, a sentence, or the sentences with certain words.

    start, end: seconds
    segment: a sentence's id
    words: as for ``search``
    recording: the recording's id, where the release has several
    least: how sure a link to the paragraph must be, 0 to 1
    """

    paragraph: int | None = None
    start: float | None = None
    end: float | None = None
    segment: int | None = None
    words: str | None = None
    recording: int | None = None
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that was cut.

    data: the file
    seconds: how long it is
    captions: WebVTT of it; None where nothing of it was transcribed
    links, left_out: how many links to the paragraph there are, and how many of them were not sure enough
    """

    data: bytes
    seconds: float
    captions: str | None = None
    links: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """Where what is wanted lies: pieces (start, end in seconds) of one recording."""

    recording: int
    pieces: Sequence[tuple[float, float]]
    about: str
    links: int = 0
    left_out: int = 0


def form_of(output: Path) -> str:
    """The format that a clip's name asks for, which is MP3 where it has no ending. Raises ``UsageError``."""
    form = output.suffix.lower().lstrip(".") or "mp3"
    if form not in (*cutting.FORMATS, VIDEO):
        known = ", ".join(f".{one}" for one in (*cutting.FORMATS, VIDEO))
        raise UsageError(f"no clip can be written as {output.suffix}: {output}", hint=f"give a name with {known}")
    return form


def cut_clip(archive: Archive, release_id: int, wanted: Wanted, form: str = "mp3") -> Clip:
    """Cut what is wanted, from pause to pause, one piece after the other.

    form: one of ``cutting.FORMATS``, or ``mp4`` for a video

    Raises ``UsageError`` where there is no such part, nothing was said about it or there is no sound,
    ``DamagedFile`` where that was lost.
    """
    found = _find(archive, release_id, wanted)
    row = dict(archive.table("recordings").get(found.recording))
    if not row["path"]:
        raise UsageError(f"there is no sound of recording {found.recording}, only what was said")
    path, transcript = recording_file(archive.folder, row), transcripts.newest_transcript(archive, found.recording)
    sound, track = audio.probe(path), transcripts.track_of(archive, transcript) if transcript else 1
    edges = clip_edges.in_pauses(path, sound, [(start, min(end, sound.duration)) for start, end in found.pieces], track)
    pieces = joined(edges, gap=0.0)
    document = build_document(archive, release_id)
    own = excerpt(document, transcript or 0, pieces, cutting.places_in_clip(pieces))
    tags = _tags(document["release"], found.about)
    data, seconds = cutting.clip(path, sound, pieces, "wav" if form == VIDEO else form, track, tags)
    if form == VIDEO:
        source = " · ".join(filter(None, (tags["artist"], tags["date"], tags["comment"])))
        data = as_video(data, list(_captions(own)), tags["album"], source, tags)
    return Clip(data, seconds, render_vtt(own) if own["recordings"] else None, found.links, found.left_out)


def cut_part(folder: Path, part: Part) -> bytes:
    """Cut what a visitor of our pages asks for, as an MP3; raises as ``cut_clip``."""
    wanted = Wanted(start=part.start, end=part.end, recording=part.recording)
    with read_archive(folder) as archive:
        return cut_clip(archive, part.release, wanted).data


def _tags(release: Document, about: str) -> dict[str, str]:
    """What players show of a clip: its title, whose it is, when, and where the release stands."""
    title = one_line(release["title"])
    told = {"title": f"{about}: {title}", "album": title, "artist": one_line(release["issuer"])}
    return {**told, "date": one_line(release["date"]), "comment": one_line(release["url"])}


def _captions(own: Document) -> Iterator[Caption]:
    """The captions of a video, two lines at a time where the words were timed."""
    if not own["recordings"]:
        return
    transcript = newest_transcript(own)
    names = display_names(transcript)
    for cue in cues_of(transcript):
        speaker = names.get(cue.segment["speaker"]) if len(names) > 1 else None
        begins = f"{speaker}: " if speaker else ""
        words = cue.segment["words"]
        if not words or any(word["start"] is None for word in words):
            yield Caption(cue.start / 1000, cue.end / 1000, begins + cue.text)
            continue
        line: list[Document] = []
        for word in words:
            if line and sum(len(one["word"]) + 1 for one in line) + len(word["word"]) > LINE_LENGTH:
                yield Caption(line[0]["start"], word["start"], begins + " ".join(one["word"] for one in line))
                line, begins = [], ""
            line.append(word)
        yield Caption(line[0]["start"], cue.end / 1000, begins + " ".join(one["word"] for one in line))


def _find(archive: Archive, release_id: int, wanted: Wanted) -> _Found:
    if wanted.paragraph is not None:
        return _paragraph(archive, release_id, wanted.paragraph, wanted)
    if wanted.segment is not None:
        rows = archive.rows(SENTENCE, [wanted.segment, release_id])
        if not rows:
            hint = "`archiver export` tells the ids of its sentences"
            raise UsageError(f"there is no sentence {wanted.segment} in release {release_id}", hint=hint)
        return _of_one(rows, wanted, f"the sentence at {clock(rows[0]['start'])}")
    if wanted.words is not None:
        if not re.search(r"\w", wanted.words):
            raise UsageError("there is no word in that to look for", hint="--search has the words that were said")
        hits = find_hits(archive.db.conn, Search(wanted.words, release=release_id))
        said = [hit.id for hit in hits.best if hit.kind == "said"] if hits else []
        rows = [row for key in said for row in archive.rows(SENTENCE, [key, release_id])]
        if not rows:
            told = f"nobody said “{one_line(wanted.words)}” in the recordings of release {release_id}"
            raise UsageError(told, hint=_not_transcribed(archive, release_id))
        return _of_one(rows, wanted, f"“{one_line(wanted.words)}”")
    return _time(archive, release_id, wanted)


def _time(archive: Archive, release_id: int, wanted: Wanted) -> _Found:
    """A part of the release's recording, or of the one that is named."""
    start, end = wanted.start or 0.0, wanted.end if wanted.end is not None else float("inf")
    rows = archive.rows(
        "select distinct recordings.id as recording, duration from release_recordings "
        "join recordings on recordings.id = release_recordings.recording where release = ? and path is not null",
        [release_id],
    )
    if not rows:
        raise UsageError(f"there is no sound of release {release_id}", hint=HOW_TO_GET)
    recording = _one_recording(rows, wanted)
    length = next(row["duration"] for row in rows if row["recording"] == recording)
    if not 0 <= start < min(end, length):
        until = "" if wanted.end is None else f" to {end:g} s"
        raise UsageError(f"there is nothing from {start:g} s{until} in a recording of {length:.1f} s")
    return _Found(recording, [(start, min(end, length))], f"{clock(start)}–{clock(min(end, length))}")


def _paragraph(archive: Archive, release_id: int, paragraph: int, wanted: Wanted) -> _Found:
    """Every passage on a paragraph; ``paragraph`` is its position, from 1."""
    count = archive.table("paragraphs").count_where("release = ?", [release_id])
    if not 1 <= paragraph <= count:
        hint = f"`archiver show {release_id}` shows them"
        raise UsageError(f"there is no paragraph {paragraph} in release {release_id}, which has {count}", hint=hint)
    links = read.moments_with_sound(archive, release_id, paragraph)
    found = [row for row in links if sureness(row) >= wanted.least]
    if not links and archive.first("select 1 from moments where release = ? and position = ?", [release_id, paragraph]):
        raise UsageError(f"there is no sound of what was said about paragraph {paragraph}", hint=HOW_TO_GET)
    if not found:
        why = f" as surely as {wanted.least:g}" if links else ""
        told = f"no recording talks about paragraph {paragraph} of release {release_id}{why}"
        raise UsageError(told, hint=_not_transcribed(archive, release_id))
    one = _of_one(found, wanted, f"Paragraph {paragraph}")
    return _Found(one.recording, one.pieces, one.about, len(links), len(links) - len(found))


def _not_transcribed(archive: Archive, release_id: int) -> str | None:
    """That recordings of a release are not known by their words; None where all are."""
    count = archive.rows(UNHEARD, [release_id])[0]["count"]
    return f"{count:,} of its recordings without a transcript: `archiver todo` tells what to do" if count else None


def _of_one(rows: Sequence[Row], wanted: Wanted, about: str) -> _Found:
    """The pieces that lie in one recording, joined."""
    recording = _one_recording(rows, wanted)
    return _Found(recording, joined([(r["start"], r["end"]) for r in rows if r["recording"] == recording]), about)


def _one_recording(rows: Sequence[Row], wanted: Wanted) -> int:
    """The recording of all rows, or the one of them that is named. Raises ``UsageError``."""
    recordings = sorted({row["recording"] for row in rows if wanted.recording in (None, row["recording"])})
    if not recordings:
        raise UsageError(f"it is not in recording {wanted.recording}", hint="without --recording, all are looked at")
    if len(recordings) > 1:
        told = ", ".join(map(str, recordings))
        raise UsageError(f"it is in recordings {told}", hint="a clip is cut from one: choose it with --recording")
    return int(recordings[0])


def joined(pieces: Sequence[tuple[float, float]], gap: float = JOIN_SECONDS) -> list[tuple[float, float]]:
    """Join passages (start, end in seconds) that follow each other within ``gap`` seconds."""
    whole: list[tuple[float, float]] = []
    for start, end in sorted(pieces):
        if whole and start - whole[-1][1] <= gap:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
