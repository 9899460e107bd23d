"""The archive of hours that ``bench-browser`` measures: a short one, repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_bench.long_archive import make

from archiver.archive import write
from archiver.archive.read import media_links_of
from archiver.archive.store import Event, open_archive
from archiver.demo import RECORDING
from archiver.models import Capture, Correction, Link, MediaLink, Paragraph, Release, Segment, Transcript, Why, Word
from archiver.pipeline.intake import keep_recording
from archiver.shared_files import read_blocks

DURATION = 156.085  # of the demo's recording


def words(*heard: str) -> tuple[Word, ...]:
    return tuple(Word(text, 1.0 + n, 1.5 + n, 0.9) for n, text in enumerate(heard))


LONG = "One two three four five six seven eight."
SEGMENTS = (
    Segment(1.0, 3.5, "nato condemns force.", words("nato", "condemns", "force.")),
    Segment(1.0, 8.5, LONG, words(*LONG.split())),
)


@pytest.fixture
def short(tmp_path: Path) -> Path:
    with open_archive(tmp_path / "short", create=True) as archive:
        with archive.step(Event("page", "made")):
            capture = write.add_capture(archive, Capture("made", "media/made", "0" * 64, 0))
            page = Release("Statement", (Paragraph(1, "NATO condemns force."),), (MediaLink("Briefing"),))
            release = write.add_release(archive, capture, page)
        keep_recording(archive, read_blocks(RECORDING), "briefing.mp3", media_links_of(archive, release)[0])
        with archive.step(Event("transcript", "made")):
            heard = write.add_transcript(archive, 1, Transcript("faster-whisper", "tiny.en", SEGMENTS))
            why = Why("words", (((0, 4), (0, 4)),), {"words matched": 1.0, "words said": 3.0, "density": 1.0})
            link = Link(1, 1, "verbatim", 0.9, (0, 20), 1.0, 3.5, why)
            made = write.AlignmentMethod("made", "1", {})
            alignment = write.add_alignment(archive, release, heard, [link], made)
            write.add_corrections(archive, alignment, heard, [Correction(1, 1, 1, "NATO", "spelled so")])
    return tmp_path / "short"


def test_everything_is_repeated_at_its_time(short: Path, tmp_path: Path) -> None:
    make(short, tmp_path / "long", hours=3 * DURATION / 3600)
    with open_archive(tmp_path / "long") as archive:
        (recording,) = archive.rows("select * from recordings")
        assert recording["heard_duration"] == pytest.approx(3 * DURATION, abs=1)
        sentences = archive.rows("select start, text from segments order by position")
        assert [one["text"] for one in sentences[:3]] == [
            "NATO condemns force.",
            "One two three four",  # long and on nothing, so cut in two
            "five six seven eight.",
        ]
        assert [round(one["start"]) for one in sentences[::3]] == [1, 157, 313]
        links = archive.rows("select start, why from links order by id")
        assert [round(one["start"]) for one in links] == [1, 157, 313]
        assert all(one["why"] for one in links)


def test_a_long_release_is_spoken_of_paragraph_by_paragraph(short: Path, tmp_path: Path) -> None:
    make(short, tmp_path / "long", hours=3 * DURATION / 3600, paragraphs=2)
    with open_archive(tmp_path / "long") as archive:
        assert [one["position"] for one in archive.rows("select position from paragraphs order by position")] == [1, 2]
        assert [one["paragraph"] for one in archive.rows("select paragraph from links order by id")] == [1, 2, 1]
