"""Pages read now and worked on another day end as those that were archived at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ingest_examples import Notes, assert_sound, contents, letters, listen_at_once, rows
from scripted_server import Asked, Clock, Server, scripted, whole
from three_pages import MODEL, archive_alone, archived, write_pages

from archiver.archive.queue import retry, rows_of, working
from archiver.archive.store import open_archive
from archiver.demo import RECORDING
from archiver.fetch.client import Web
from archiver.fetch.politeness import Politeness
from archiver.page.lists import ListedPage
from archiver.pipeline.batch import Batch, archive_listed
from archiver.pipeline.run import IngestOptions, Run, TranscribeOptions
from archiver.pipeline.work import do_what_waits

SOUND = RECORDING.read_bytes()
HEARD = ("recordings", "release_recordings", "transcripts", "segments", "words", "alignments", "links", "corrections")
gone: set[str] = set()


def answer(asked: Asked) -> list[bytes]:
    """Three pages; the first two have the same recording, the third has none."""
    name = asked.path.strip("/")
    if name in gone:
        return whole(b"gone", 404)
    if name.endswith(".mp3"):
        return whole(SOUND)
    if name not in ("1.htm", "2.htm", "3.htm"):
        return whole(b"gone", 404)
    media = f'<p>Press briefing <a href="/{name[0]}.mp3">(.MP3)</a></p>' if name != "3.htm" else ""
    text = "1. The ministers deplore the flooding of the old quays and thank the pilots for their help."
    return whole(f"<html><h1>Statement {name[0]}</h1>{media}<p>{text}</p></html>".encode(), Content_Type="text/html")


@pytest.fixture
def house() -> Iterator[Server]:
    gone.clear()
    with scripted(answer) as server:
        yield server


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    listen_at_once(monkeypatch)


def web(notes: Notes) -> Web:
    return Web(Politeness(allow_private=True, pause=0.0), notes, Clock().environment())


def listed(house: Server, folder: Path, options: IngestOptions) -> Batch:
    notes, batch = Notes(), Batch()
    items = [ListedPage(f"{house.url}/{number}.htm") for number in (1, 2, 3)]
    with open_archive(folder, create=True) as archive:
        archive_listed(Run(archive, options, notes, web(notes)), items, batch)
    return batch


def work(folder: Path) -> Batch:
    notes, batch = Notes(), Batch()
    with open_archive(folder) as archive, working(archive):
        do_what_waits(Run(archive, IngestOptions(), notes, web(notes)), batch)
    return batch


def asked(house: Server) -> list[str]:
    paths = [asked.path for asked in house.asked if asked.path != "/robots.txt"]
    house.asked.clear()
    return paths


def test_pages_now_and_recordings_later_make_the_same_archive(house: Server, tmp_path: Path) -> None:
    whole, later = tmp_path / "whole", tmp_path / "later"
    listed(house, whole, IngestOptions())
    asked(house)
    listed(house, later, IngestOptions(later=True))
    assert asked(house) == ["/1.htm", "/2.htm", "/3.htm"]
    assert rows(later, "select release, state from queue") == [(1, "waiting"), (2, "waiting")]
    assert rows(later, "select count(*) from recordings") == [(0,)]
    work(later)
    assert asked(house) == ["/1.mp3", "/2.mp3"]
    assert rows(later, "select release, state from queue") == [(1, "done"), (2, "done")]
    made, expected = contents(later), contents(whole)
    assert {name: made[name] for name in HEARD} == {name: expected[name] for name in HEARD}
    assert_sound(later)


def test_what_is_there_does_not_wait_again(house: Server, tmp_path: Path) -> None:
    listed(house, tmp_path, IngestOptions())
    batch = listed(house, tmp_path, IngestOptions(later=True))
    assert (batch.there, batch.outcomes) == (3, [])
    assert rows(tmp_path, "select * from queue") == []


def test_what_was_asked_for_is_done_later(house: Server, tmp_path: Path) -> None:
    wish = TranscribeOptions(engine="openai-whisper", model="tiny.en", language="en")
    listed(house, tmp_path, IngestOptions(transcribing=wish, later=True))
    work(tmp_path)
    assert rows(tmp_path, "select distinct engine, model from transcripts") == [("openai-whisper", "tiny.en")]


def test_what_fails_is_told_and_can_be_tried_again(house: Server, tmp_path: Path) -> None:
    listed(house, tmp_path, IngestOptions(later=True))
    gone.add("1.mp3")
    batch = work(tmp_path)
    why = f"{house.url}/1.mp3 answered 404 Because"
    assert batch.failures == [f"release 1, Statement 1: {why}"]
    with open_archive(tmp_path) as archive:
        assert [row["message"] for row in rows_of(archive, "failed")] == [why]
        gone.clear()
        assert retry(archive) == 1
    assert work(tmp_path).failures == []
    assert rows(tmp_path, "select state from queue") == [("done",)] * 2
    assert rows(tmp_path, "select count(*) from alignments") == [(2,)]


# From here on: real sound and the real weights.


@pytest.mark.slow
def test_work_that_is_killed_goes_on_another_day(tmp_path: Path) -> None:
    pages, alone, later = tmp_path / "pages", tmp_path / "alone", tmp_path / "later"
    pages.mkdir()
    write_pages(pages)
    archive_alone(pages, alone)
    program = [sys.executable, "-c", "from archiver.cli import main; main()"]
    put_off = [*program, "ingest", str(pages), "--no-fetch", "--later", "--model", MODEL, "--archive", str(later)]
    subprocess.run(put_off, check=True, capture_output=True)
    assert rows(later, "select count(*) from recordings") == [(3,)]  # they were saved with the pages
    working = [*program, "work", "--workers", "2", "--archive", str(later)]
    with subprocess.Popen(working, stderr=subprocess.PIPE, text=True) as started:
        assert started.stderr is not None
        assert any("sentences transcribed in" in line for line in started.stderr)
        started.kill()
    assert ("running",) in rows(later, "select state from queue")
    subprocess.run(working, check=True, capture_output=True)
    assert rows(later, "select state from queue") == [("done",)] * 3
    assert archived(later) == archived(alone)
    assert_sound(later)
