"""Bounds: how long a recording may last, and how many of one page are asked for in one run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ingest_examples import Notes, letters, media, rows, site

from archiver.archive.store import open_archive
from archiver.demo import RECORDING
from archiver.pipeline import recording as obtaining
from archiver.pipeline.ingest import IngestOutcome, fetch_missing, ingest_page
from archiver.pipeline.run import IngestOptions, Run

LINKS = "".join(f'<p>Part {n} <a href="../audio/part{n}.mp3">(.MP3)</a></p>' for n in range(1, 6))
REASONS = "select count(*) from release_recordings where reason like 'not asked for, one of too many; go on with%'"
OBTAINED = "select count(*) from release_recordings where recording not null"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with five recordings beside it."""
    page = site(tmp_path, LINKS)
    for number in range(1, 6):
        part = page.parent / f"part{number}.mp3"
        part.write_bytes(RECORDING.read_bytes()[: 20_000 + 5_000 * number])
    page.write_text(page.read_text().replace("../audio/", ""))
    return page


def archived(page: Path, options: IngestOptions, notes: Notes) -> IngestOutcome:
    with open_archive(page.parent / "a", create=True) as archive:
        return ingest_page(Run(archive, replace(options, transcribe=False), notes), str(page))


def test_a_recording_that_is_too_long_is_not_kept(page: Path) -> None:
    outcome = archived(page, IngestOptions(longest=0.0005), Notes())
    assert len(outcome.failures) == 5
    assert all("more than 0.0005 hours; if that is right, allow more with --longest" in one for one in outcome.failures)
    assert not [path for path in media(page.parent / "a") if path.endswith("mp3")]


def test_only_so_many_of_a_page_are_asked_for_and_the_rest_by_fetch(page: Path) -> None:
    notes, options = Notes(), IngestOptions(most_links=2)
    archived(page, options, notes)
    assert any("3 more than the 2 recordings of" in line and "--most-links" in line for line in notes.warnings)
    assert (rows(page.parent / "a", OBTAINED), rows(page.parent / "a", REASONS)) == ([(2,)], [(3,)])
    archived(page, options, Notes())
    assert rows(page.parent / "a", OBTAINED) == [(4,)]  # what is there does not count


def test_only_so_many_bytes_of_a_page(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obtaining, "MOST_BYTES", 40_000)
    archived(page, IngestOptions(), Notes())
    assert (rows(page.parent / "a", OBTAINED), rows(page.parent / "a", REASONS)) == ([(2,)], [(3,)])


def test_what_is_given_by_hand_is_always_taken(page: Path) -> None:
    archived(page, IngestOptions(most_links=1), Notes())
    given = IngestOptions(most_links=1, transcribe=False)
    given = replace(given, given=replace(given.given, audio=(f"Part 5={page.parent / 'part5.mp3'}",)))
    with open_archive(page.parent / "a") as archive:
        fetch_missing(Run(archive, given, Notes()), 1)
    parts = rows(page.parent / "a", "select label from release_recordings where recording not null order by position")
    assert ("Part 5",) in [(label.partition(" (")[0],) for (label,) in parts]
