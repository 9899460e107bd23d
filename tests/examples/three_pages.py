"""Three pages with recordings of seconds, and what must not depend on who transcribed them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench_fetching import rows

from archiver.demo import RECORDING, RELEASE
from archiver.pipeline.run import IngestOptions, TranscribeOptions
from archiver.recording.audio import probe
from archiver.recording.cutting import clip
from archiver.release import read_release

MODEL = "tiny.en"  # the quick one
OPTIONS = IngestOptions(fetch=False, transcribing=TranscribeOptions(model=MODEL))
CUTS = {"first": (20.0, 45.0), "second": (45.0, 65.0), "third": (95.0, 120.0)}
SPOKEN = """
    select sha256, engine, model, transcripts.language, parameters, position, start, "end", heard, confidence, flags
    from segments join transcripts on transcripts.id = transcript join recordings on recordings.id = recording
    order by sha256, transcripts.engine, position
"""
TIED = """
    select releases.title, sha256, segments.position, paragraphs.position, relation, score, span_start, links.start
    from links join alignments on alignments.id = alignment join releases on releases.id = alignments.release
    join segments on segments.id = segment join paragraphs on paragraphs.id = paragraph
    join transcripts on transcripts.id = alignments.transcript join recordings on recordings.id = recording
    order by 1, 2, 3, 4, 7
"""
DONE = "select action, outcome, count(*) from events where outcome != 'failed' group by action, outcome order by 1, 2"


def archived(folder: Path) -> list[list[tuple[object, ...]]]:
    """What must not depend on how many workers there were, nor on who was killed."""
    return [rows(folder, sql) for sql in (SPOKEN, TIED, DONE)]


def write_pages(folder: Path) -> None:
    """One page with two recordings, and two with the same one."""
    for name, cut in CUTS.items():
        (folder / f"{name}.mp3").write_bytes(clip(RECORDING, probe(RECORDING), [cut])[0])
    items = "".join(f"<li>{paragraph.text}</li>" for paragraph in read_release(RELEASE.read_bytes()).paragraphs)
    for title, names in {
        "Statement 1": ["first"],
        "Statement 2": ["second", "third"],
        "Statement 3": ["first"],
    }.items():
        links = "".join(f'<p>Briefing <a href="{name}.mp3">{name} (.MP3)</a></p>' for name in names)
        head = f"<head><title>{title}</title></head><h1>{title}</h1><p>31 March 2006</p>"
        (folder / f"{title}.htm").write_text(f'<html lang="en">{head}{links}<ol>{items}</ol></html>')


def command(pages: Path, folder: Path, workers: int) -> list[str]:
    """The command that archives them with so many workers."""
    program = [sys.executable, "-c", "from archiver.cli import main; main()", "ingest", str(pages), "--no-fetch"]
    return [*program, "--model", MODEL, "--workers", str(workers), "--archive", str(folder)]


def archive_alone(pages: Path, folder: Path) -> None:
    """Archive them in one process."""
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}  # quicker where others compute, too
    subprocess.run(command(pages, folder, 1), check=True, capture_output=True, env=one_thread)


def pages_and_archive() -> tuple[Any, Any]:
    """Two fixtures: the folder of the pages, and ``whole``, the archive that one process makes of them."""

    @pytest.fixture(name="pages", scope="module")
    def written_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("pages")
        write_pages(folder)
        return folder

    @pytest.fixture(name="whole", scope="module")
    def whole_archive(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("whole")
        archive_alone(pages, folder)
        return folder

    return written_pages, whole_archive
