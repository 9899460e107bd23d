"""A small archive for the tests: a statement in two paragraphs, and four sentences said about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archiver.archive import read, write
from archiver.archive.files import settle, taking_in
from archiver.archive.store import Archive, Event, open_archive
from archiver.models import Capture, Link, MediaLink, Paragraph, Recording, Release, Segment, Transcript, Word

STATEMENT = Release(
    title="Statement on harbour safety",
    paragraphs=(
        Paragraph(1, "The ministers deplore the flooding of the old quays.", label="1."),
        Paragraph(2, "Every quay will be lit at night.", label="2.", heading="Next steps"),
    ),
    media=(MediaLink("Video"), MediaLink("Press briefing", "https://example.org/briefing.mp3", "mp3", 20_036)),
    url="https://example.org/p06-042e.htm",
    number="(2006)042",
    issuer="Harbour Union",
    date="2006-03-31",
    updated="2006-04-01",
    language="en",
)
SOUND = b"ID3 what a microphone took in"
HEARD = Transcript(
    engine="faster-whisper",
    engine_version="1.2.1",
    model="tiny.en",
    model_sha256="ab" * 32,
    language="en",
    parameters={"language": None, "beam_size": 5},
    seconds_taken=12.5,
    segments=(
        Segment(0.5, 2.0, "Good morning.", (Word("Good", 0.5, 1.0, 0.9), Word("morning.", 1.0, 2.0, 0.8)), "S1", 0.85),
        Segment(2.5, 6.0, "The ministers deplore the flooding of the old keys.", speaker="S1"),
        Segment(7.0, 9.0, "There will be lamps.", (Word("There"), Word("will"), Word("be"), Word("lamps.")), "S1"),
        Segment(9.5, 12.0, "And the xylophonists?", speaker="S2", flags=("unlikely",)),
    ),
)
LINKS = (
    Link(2, 1, "verbatim", 0.97, (0, 52), 2.5, 5.75),
    Link(3, 2, "paraphrase", 0.71, (0, 32), 7.0, 9.0),
)


METHOD = write.AlignmentMethod("verbatim + meaning", "1", {})


def add_page(archive: Archive, release: Release = STATEMENT, data: bytes = b"<p>The statement.") -> int:
    with taking_in([data], archive.folder) as incoming, archive.step(Event("page", "read page.htm")) as event:
        path = settle(incoming, archive.folder, "html")
        capture = write.add_capture(archive, Capture("page.htm", path, incoming.sha256, incoming.size, release.url))
        event.release_id = write.add_release(archive, capture, release)
    return event.release_id


def add_sound(archive: Archive, release: int, label: str = "Press briefing", data: bytes = SOUND) -> int:
    """Attach a recording to the media link of that label."""
    link = next(link for link in read.media_links_of(archive, release) if link["label"] == label)
    with taking_in([data], archive.folder) as incoming, archive.step(Event("recording", label, release)) as event:
        path = settle(incoming, archive.folder, "mp3")
        recording = Recording(incoming.sha256, path, incoming.size, "mp3", "mp3", 12.5, 64_000, 1, 22_050)
        event.recording_id = write.add_recording(archive, recording, 12.25, [0, 40, 100])
        write.attach(archive, link["id"], event.recording_id)
    return event.recording_id


def add_heard(archive: Archive, recording: int, transcript: Transcript = HEARD) -> int:
    with archive.step(Event("transcript", "heard", recording_id=recording)) as event:
        event.transcript_id = write.add_transcript(archive, recording, transcript)
    return event.transcript_id


def add_links(archive: Archive, release: int, transcript: int, links: tuple[Link, ...] = LINKS) -> int:
    with archive.step(Event("alignment", "linked", release, transcript_id=transcript)):
        return write.add_alignment(archive, release, transcript, links, METHOD)


def add_everything(archive: Archive) -> int:
    """The statement with its briefing heard and linked."""
    release = add_page(archive)
    add_links(archive, release, add_heard(archive, add_sound(archive, release)))
    return release


def archive_with(*filling: Callable[[Archive], object], folder: str = "") -> Any:
    """A fixture: an archive in the test's own folder, or a folder in that, open and filled one after the other."""

    @pytest.fixture(name="archive")
    def opened_archive(tmp_path: Path) -> Iterator[Archive]:
        with open_archive(tmp_path / folder, create=True) as archive:
            for fill in filling:
                fill(archive)
            yield archive

    return opened_archive


def later_version(archive: Archive, **changes: str) -> int:
    """The same address with other bytes and another text."""
    release = replace(STATEMENT, paragraphs=(Paragraph(1, "The ministers withdraw their statement."),), **changes)  # type: ignore[arg-type]
    return add_page(archive, release, b"<p>The statement, changed.")


def counts(archive: Archive) -> dict[str, int]:
    """Rows of every table but the log and the library's own."""
    names = [name for name in archive.db.table_names() if "_fts" not in name and not name.startswith("_")]
    return {name: archive.table(name).count for name in names if name != "events"}


def journal_mode(folder: Path) -> str:
    """How the closed database is kept, read from its header, since opening it could change that."""
    return {1: "delete", 2: "wal"}[(folder / "db" / "archive.db").read_bytes()[18]]


def second_program(folder: Path) -> sqlite3.Connection:
    """Another connection, that manages its own transactions."""
    return sqlite3.connect(folder / "db" / "archive.db", timeout=0, isolation_level=None)
