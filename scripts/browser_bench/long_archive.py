"""An archive with one briefing of hours: a short one repeated, with its sound, words, links, reasons, corrections."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from archiver.archive import write
from archiver.archive.people.best_text import refresh
from archiver.archive.read import media_links_of, reading_of
from archiver.archive.store import Archive, Event, open_archive
from archiver.archive.transcripts import segments_of
from archiver.demo import RECORDING, RELEASE
from archiver.models import Capture, Correction, Link, MediaLink, Release, Segment, Transcript, Why
from archiver.pipeline.batch import Batch, archive_all
from archiver.pipeline.intake import keep_recording
from archiver.pipeline.run import GivenMedia, IngestOptions, Run
from archiver.reporting import Terminal
from archiver.shared_files import read_blocks

MADE = "made-for-measuring"
LONG = 7  # words; an unlinked sentence with more is cut in two, so that three hours have about 3,000 sentences


def demo(folder: Path) -> Path:
    """An archive of the demo; returns its folder."""
    with open_archive(folder, create=True) as opened:
        options = IngestOptions(GivenMedia(audio=(str(RECORDING),)))
        archive_all(Run(opened, options, Terminal()), [str(RELEASE)], Batch())
    return folder


def make(short: Path, folder: Path, hours: float, paragraphs: int = 1) -> None:
    """Write an archive whose only briefing is the first of another, repeated for so many hours.

    paragraphs: that the release has at least; its own are repeated, and each repetition speaks of the next of them
    """
    with open_archive(short) as source:
        recording = source.rows("select * from recordings where sha256 is not null order by id limit 1")[0]
        transcript = source.rows("select * from transcripts where recording = ? limit 1", [recording["id"]])[0]
        once, facts = _release(source), _links(source, transcript["id"])
        release, own = _lengthened(once, paragraphs), len(once.paragraphs)
        segments, corrections = segments_of(source, transcript["id"]), _corrections(source, transcript["id"])
        times = round(hours * 3600 / recording["heard_duration"])
        sound = _repeated_sound(source.folder / recording["path"], folder, times)
    with open_archive(folder, create=True) as archive:
        release_id = _page(archive, release)
        keep_recording(archive, read_blocks(sound), sound.name, media_links_of(archive, release_id)[0])
        sound.unlink()
        linked = {link.segment for link in facts}
        cut, places = _cut(segments, linked)
        count, step = len(cut), recording["heard_duration"]
        moved = [_later(one, n * step) for n in range(times) for one in cut]
        with archive.step(Event("transcript", MADE, release_id)):
            spoken = Transcript("faster-whisper", "tiny.en", tuple(moved), language="en")
            transcript_id = write.add_transcript(archive, media_links_of(archive, release_id)[0]["recording"], spoken)
        links = [
            replace(_moved(one, places, n, count, step), paragraph=_later_paragraph(one.paragraph, n, own, release))
            for n in range(times)
            for one in facts
        ]
        with archive.step(Event("alignment", MADE, release_id)):
            made = write.AlignmentMethod(MADE, "1", {})
            alignment_id = write.add_alignment(archive, release_id, transcript_id, links, made)
            right = [
                replace(one, segment=places[one.segment] + n * count)
                for n in range(times)
                for one in corrections
                if one.segment in linked
            ]
            write.add_corrections(archive, alignment_id, transcript_id, right)
            refresh(archive, transcript_id)


def _release(archive: Archive) -> Release:
    found = reading_of(archive, archive.rows("select min(id) as id from releases")[0]["id"])
    title, day = f"{found.facts['title']} (repeated)", found.facts["date"]
    return Release(title, found.paragraphs, (MediaLink("Press briefing"),), date=day, language="en")


def _lengthened(release: Release, least: int) -> Release:
    """A release whose paragraphs are repeated, numbered on, until there are at least so many."""
    own = release.paragraphs
    times = max(1, -(-least // len(own)))
    if times == 1:
        return release
    places = range(1, times * len(own) + 1)
    repeated = (replace(one, position=n, label=f"{n}.") for n, one in zip(places, own * times, strict=True))
    return replace(release, paragraphs=tuple(repeated))


def _later_paragraph(paragraph: int, number: int, own: int, release: Release) -> int:
    """Which paragraph a repetition of the recording speaks of: that of the next repetition of the release's own."""
    return (paragraph - 1 + number * own) % len(release.paragraphs) + 1


def _page(archive: Archive, release: Release) -> int:
    with archive.step(Event("page", MADE)):
        capture = write.add_capture(archive, Capture(MADE, f"media/{MADE}", "0" * 64, 0))
        return write.add_release(archive, capture, release)


def _repeated_sound(path: Path, folder: Path, times: int) -> Path:
    """The same MP3 so many times, without coding it again."""
    folder.mkdir(parents=True, exist_ok=True)
    output = folder / "long.mp3"
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]
    repeated = ["-stream_loop", str(times - 1), "-i", str(path), "-c", "copy", str(output)]
    subprocess.run([*ffmpeg, *repeated], check=True)
    return output


def _cut(segments: Sequence[Segment], linked: set[int]) -> tuple[list[Segment], dict[int, int]]:
    """Sentences, the long ones that no link speaks of in two; and where each of the old positions is now."""
    found: list[Segment] = []
    places: dict[int, int] = {}
    for position, segment in enumerate(segments, 1):
        places[position] = len(found) + 1
        found += [segment] if position in linked or len(segment.words) <= LONG else _halves(segment)
    return found, places


def _halves(segment: Segment) -> Iterator[Segment]:
    middle = len(segment.words) // 2
    for words in (segment.words[:middle], segment.words[middle:]):
        times = [time for word in words for time in (word.start, word.end) if time is not None]
        begin, end = (times[0], times[-1]) if times else (segment.start, segment.end)
        yield replace(segment, start=begin, end=end, heard=" ".join(word.heard for word in words), words=words)


def _later(segment: Segment, seconds: float) -> Segment:
    words = tuple(
        replace(word, start=_plus(word.start, seconds), end=_plus(word.end, seconds)) for word in segment.words
    )
    return replace(segment, start=segment.start + seconds, end=segment.end + seconds, words=words)


def _moved(link: Link, places: Mapping[int, int], number: int, count: int, step: float) -> Link:
    segment = places[link.segment] + number * count
    return replace(link, segment=segment, start=_plus(link.start, number * step), end=_plus(link.end, number * step))


def _plus(time: float | None, seconds: float) -> float | None:
    return None if time is None else time + seconds


def _links(archive: Archive, transcript: int) -> list[Link]:
    found = archive.rows(
        "select segments.position as segment, paragraphs.position as paragraph, relation, score, span_start, span_end, "
        "links.start, links.end, why from links join current_alignments alignments on alignments.id = alignment "
        "join segments on segments.id = segment join paragraphs on paragraphs.id = paragraph "
        "where alignments.transcript = ? and overruled_by is null order by links.id",
        [transcript],
    )
    return [_link(row) for row in found]


def _link(row: dict[str, Any]) -> Link:
    span, why = (row.pop("span_start"), row.pop("span_end")), row.pop("why")
    return Link(**row, span=span, why=Why(**json.loads(why)) if why else None)


def _corrections(archive: Archive, transcript: int) -> list[Correction]:
    found = archive.rows(
        "select segments.position as segment, first.position as first, last.position as last, corrections.text, reason "
        "from corrections join current_alignments alignments on alignments.id = alignment "
        "join words first on first.id = first_word join words last on last.id = last_word "
        "join segments on segments.id = first.segment where segments.transcript = ?",
        [transcript],
    )
    return [Correction(**row) for row in found]
