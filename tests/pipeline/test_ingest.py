"""The whole path: good input ends in the archive, bad input is told and leaves nothing half-written."""

from __future__ import annotations

import errno
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path

import pytest
from ingest_examples import (
    BRIEFING,
    LINKED,
    PAGE,
    QUESTIONS,
    SAID,
    VTT,
    WITHOUT_PARAGRAPHS,
    InstantEngine,
    Notes,
    answering,
    assert_sound,
    contents,
    letters,
    linked,
    listen_at_once,
    media,
    rows,
    served,
    site,
)

from archiver.archive import store
from archiver.archive.store import open_archive
from archiver.archive.tidy import tidy_archive
from archiver.demo import RECORDING
from archiver.errors import ArchiveLocked, DiskFull, NoParagraphs, NotAPage, SourceNotFound, UsageError
from archiver.fetch import environment as world
from archiver.fetch.client import Web
from archiver.fetch.politeness import Politeness
from archiver.pipeline.ingest import IngestOutcome, ingest_page
from archiver.pipeline.run import GivenMedia, IngestOptions, Run, TranscribeOptions
from archiver.transcript import model_choice as choice
from archiver.weights import TINY_EN

CONCAT = b"ffconcat version 1.0\nfile '/etc/hostname'\n"
HERE = Politeness(allow_private=True, pause=0.0)  # for servers of our own
HLS = b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1/secret.mp3\n"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setenv("NO_PROXY", "*")


def archived(
    folder: Path, source: str | Path, options: IngestOptions | None = None, notes: Notes | None = None
) -> IngestOutcome:
    """One page taken in, by an archiver that is opened and closed for it."""
    with open_archive(folder, create=True) as archive:
        notes = notes or Notes()
        tidy_archive(archive)
        return ingest_page(Run(archive, options or IngestOptions(), notes, Web(HERE, notes)), str(source))


def told(site: Path, *audio: str) -> IngestOptions:
    """With a transcript from a file, which takes no time to hear, and whose times are those of the file."""
    return IngestOptions(GivenMedia(audio, site / "talk.vtt"), transcribe=False)


def test_a_page_its_sound_and_what_was_said(tmp_path: Path) -> None:
    page = site(tmp_path)
    notes = Notes()
    outcome = archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)), notes)
    assert outcome == IngestOutcome(1, "Statement on harbour safety", changed=True, obtained=1)
    assert linked(tmp_path / "a") == LINKED
    assert rows(tmp_path / "a", "select heard from segments") == [(text,) for _, _, text in SAID]
    assert notes.warnings == []
    assert notes.lines == [
        "release 1: Statement on harbour safety (2006-03-31), 3 paragraphs",
        "recording 1: Press briefing, 02:36, 1.2 MB mp3",
        "transcript 1: 4 sentences from talk.vtt",
        "linking…",
        "2 of 4 sentences tied to 2 of 3 paragraphs",
    ]
    assert_sound(tmp_path / "a")


def test_a_page_by_its_address_with_a_relative_link(tmp_path: Path) -> None:
    site(tmp_path / "www")
    with served(tmp_path / "www") as server:
        url = f"{server}/docu/pr/p06-043e.htm"
        outcome = archived(tmp_path / "a", url, told(tmp_path / "www"))
        before = contents(tmp_path / "a")
        again = archived(tmp_path / "a", url, told(tmp_path / "www"))
    assert (outcome.changed, outcome.failures, again.changed) == (True, [], False)
    assert contents(tmp_path / "a") == before
    assert rows(tmp_path / "a", "select url, status, media_type from captures where url not null") == [
        (url, 200, "text/html")
    ]
    ((link, path, reason),) = rows(
        tmp_path / "a",
        "select url, path, reason from release_recordings join recordings on recordings.id = recording",
    )
    assert (link, reason) == (f"{server}/docu/audio/briefing.mp3", None)
    assert (tmp_path / "a" / path).read_bytes() == RECORDING.read_bytes()
    assert linked(tmp_path / "a") == LINKED
    assert_sound(tmp_path / "a")


def test_a_saved_page_whose_address_is_known(tmp_path: Path) -> None:
    page = site(tmp_path / "www")
    with served(tmp_path / "www") as server:
        url = f"{server}/docu/pr/p06-043e.htm"
        archived(tmp_path / "a", page, IngestOptions(url=url, transcribe=False))
        assert rows(tmp_path / "a", "select url from releases") == [(url,)]
        assert rows(tmp_path / "a", "select count(recording) from release_recordings") == [(1,)]
        again = archived(tmp_path / "a", url, IngestOptions(transcribe=False))
        assert again.changed is False  # the same bytes and address


def test_a_download_that_breaks_off_goes_on_with_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is kept, the failure is kept, and the next run asks for what is missing only."""
    monkeypatch.setattr(world, "REAL_ENVIRONMENT", replace(world.REAL_ENVIRONMENT, sleep=lambda seconds: None))
    data, asked = RECORDING.read_bytes(), list[str | None]()

    class Tired(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.endswith(".htm"):
                self._answer(200, (PAGE % BRIEFING).encode())
            elif self.path.endswith(".mp3"):
                asked.append(self.headers["Range"])
                start = int((self.headers["Range"] or "bytes=0-")[6:-1])
                self._answer(206 if start else 200, data[start:], start)
            else:
                self.send_error(404)

        def _answer(self, status: int, body: bytes, start: int = 0) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self.send_header("ETag", '"briefing"')
            self.end_headers()
            self.wfile.write(body[:200_000])

        def log_message(self, format: str, *args: object) -> None:
            pass

    options = IngestOptions(transcribe=False)
    with answering(Tired) as server:
        failed = archived(tmp_path / "a", f"{server}/docu/pr/p06-043e.htm", options)
        assert "1.0 of 1.2 MB are kept; try again later" in failed.failures[0]
        assert rows(tmp_path / "a", "select recording from release_recordings") == [(None,)]
        assert archived(tmp_path / "a", f"{server}/docu/pr/p06-043e.htm", options).failures == []
    assert asked == [None, *(f"bytes={n}00000-" for n in (2, 4, 6, 8, 10, 12))]
    assert rows(tmp_path / "a", "select size from recordings") == [(len(data),)]
    assert_sound(tmp_path / "a")


def test_a_saved_page_with_its_sound_beside_it(tmp_path: Path) -> None:
    page = site(tmp_path, '<p><a href="sound/briefing.mp3">Press briefing</a></p>')
    (page.parent / "sound").mkdir()
    (page.parent / "sound" / "briefing.mp3").write_bytes(RECORDING.read_bytes())
    archived(tmp_path / "a", page, IngestOptions(transcribe=False, fetch=False))
    assert rows(tmp_path / "a", "select label, reason from release_recordings") == [("Press briefing", None)]


def test_the_same_again_is_nothing_new(tmp_path: Path) -> None:
    page = site(tmp_path)
    archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    before = contents(tmp_path / "a")
    for options in (told(tmp_path, str(RECORDING)), told(tmp_path), IngestOptions(transcribe=False), IngestOptions()):
        assert archived(tmp_path / "a", page, options) == IngestOutcome(1, "Statement on harbour safety", changed=False)
        assert contents(tmp_path / "a") == before
    assert_sound(tmp_path / "a")


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ("<p>Press briefing (.MP3/1.250kb)</p>", "the page gives no address; give the sound with --audio FILE"),
        (BRIEFING, "../audio/briefing.mp3 is a relative address; say where the page came from with --url"),
        ('<p><a href="http://127.0.0.1:9/b.mp3">Press briefing</a></p>', "not fetched (--no-fetch)"),
        ('<p><a href="ftp://127.0.0.1/b.mp3">Press briefing</a></p>', "ftp://127.0.0.1/b.mp3 is no http address"),
    ],
)
def test_sound_that_is_not_to_be_had(tmp_path: Path, media: str, reason: str) -> None:
    notes = Notes()
    page = site(tmp_path, media)
    outcome = archived(tmp_path / "a", page, IngestOptions(fetch=False), notes)
    assert (outcome.changed, outcome.obtained, outcome.failures) == (True, 0, [])
    ((recording, kept),) = rows(tmp_path / "a", "select recording, reason from release_recordings")
    assert recording is None
    assert kept.startswith(reason)
    assert notes.warnings == [f"no sound for “Press briefing”: {kept}"]
    log = rows(tmp_path / "a", "select outcome, message from events where action = 'recording'")
    assert log == [("warning", f"“Press briefing” was not obtained: {kept}")]
    before = contents(tmp_path / "a")
    assert archived(tmp_path / "a", page, IngestOptions(fetch=False)).changed is False
    assert contents(tmp_path / "a") == before
    archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert linked(tmp_path / "a") == LINKED


def test_a_page_without_sound_is_archived_without(tmp_path: Path) -> None:
    outcome = archived(tmp_path / "a", site(tmp_path, ""))
    assert outcome == IngestOutcome(1, "Statement on harbour safety", changed=True)
    assert rows(tmp_path / "a", "select count(*) from release_recordings") == [(0,)]


def test_sound_for_a_page_that_names_none(tmp_path: Path) -> None:
    archived(tmp_path / "a", site(tmp_path, ""), told(tmp_path, f"The minister speaks={RECORDING}"))
    assert rows(tmp_path / "a", "select label, recording from release_recordings") == [("The minister speaks", 1)]
    assert linked(tmp_path / "a") == LINKED


def test_a_transcript_without_sound_and_the_sound_later(tmp_path: Path) -> None:
    page = site(tmp_path)
    outcome = archived(tmp_path / "a", page, replace(told(tmp_path), fetch=False))
    assert (outcome.failures, linked(tmp_path / "a")) == ([], LINKED)
    assert rows(tmp_path / "a", "select sha256, path from recordings") == [(None, None)]
    archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert rows(tmp_path / "a", "select count(*), count(sha256), count(path) from recordings") == [(1, 1, 1)]
    assert rows(tmp_path / "a", "select count(*) from transcripts") == [(1,)]
    assert linked(tmp_path / "a") == LINKED
    assert_sound(tmp_path / "a")


def test_one_of_two_recordings_fails(tmp_path: Path) -> None:
    page = site(tmp_path, BRIEFING + QUESTIONS)
    (tmp_path / "questions.mp3").write_bytes(b"")
    hands = GivenMedia((f"press briefing={RECORDING}", f"Questions={tmp_path / 'questions.mp3'}"))
    outcome = archived(tmp_path / "a", page, IngestOptions(hands, transcribe=False))
    assert outcome.failures == ["questions.mp3 is empty: it has no bytes; download or copy it again"]
    assert rows(tmp_path / "a", "select label, recording, reason from release_recordings order by position") == [
        ("Press briefing", 1, None),
        ("Questions and answers", None, outcome.failures[0]),
    ]
    assert_sound(tmp_path / "a")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (GivenMedia(("briefing.mp3",)), "which recording is briefing.mp3"),
        (
            GivenMedia(("Speech=briefing.mp3",)),
            "no recording of the page is called 'Speech'; there are “Press briefing”; “Q",
        ),
        (GivenMedia(transcript=Path("talk.vtt")), "which recording does talk.vtt tell of"),
    ],
)
def test_which_recording_is_meant(tmp_path: Path, given: GivenMedia, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        archived(tmp_path / "a", site(tmp_path, BRIEFING + QUESTIONS), IngestOptions(given))
    assert_sound(tmp_path / "a")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file .*x.mp3; check the name"),
        (b"", "x.mp3 is empty: it has no bytes"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "x.mp3 is no sound file, whatever its name says: it is a PNG picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000), "it is a JPEG picture"),
        (CONCAT, "it is a playlist"),
        (HLS, "it is a playlist"),
        (b"<html><body>404</body></html>", "it is a web page"),
        (b"Only words.\n" * 500, "it is nothing that can be heard"),
        (bytes(5000), "it is nothing that can be heard"),
    ],
)
def test_what_is_no_sound_is_told_and_not_kept(tmp_path: Path, content: bytes | None, said: str) -> None:
    page = site(tmp_path)
    if content is not None:
        (tmp_path / "x.mp3").write_bytes(content)
    outcome = archived(tmp_path / "a", page, replace(told(tmp_path, str(tmp_path / "x.mp3")), transcribe=False))
    (failure,) = outcome.failures
    assert re.search(said, failure)
    assert rows(tmp_path / "a", "select recording, reason from release_recordings") == [(None, failure)]
    failed = rows(tmp_path / "a", "select outcome from events where outcome = 'failed'")
    assert failed == [("failed",)] * (content is not None)  # a mistyped name is no failure of the archive
    assert linked(tmp_path / "a") == []
    assert_sound(tmp_path / "a")
    assert archived(tmp_path / "a", page, told(tmp_path, str(RECORDING))).failures == []
    assert_same(tmp_path, page)


def assert_same(folder: Path, page: Path) -> None:
    """The archive ``a`` holds what one without any trouble would hold."""
    archived(folder / "good", page, told(folder, str(RECORDING)))
    assert contents(folder / "a", events=False) == contents(folder / "good", events=False)
    assert media(folder / "a") == media(folder / "good")
    assert_sound(folder / "a")


def test_a_truncated_recording_is_kept_and_called_incomplete(tmp_path: Path) -> None:
    data = RECORDING.read_bytes()
    (tmp_path / "half.mp3").write_bytes(data[: len(data) // 2])
    notes = Notes()
    page = site(tmp_path, "<p>Press briefing (.MP3/625kb)</p>")
    outcome = archived(
        tmp_path / "a", page, IngestOptions(GivenMedia((str(tmp_path / "half.mp3"),)), transcribe=False), notes
    )
    warning = "half.mp3 ends at 01:18 of 02:36; the first 78 s were archived, and the recording is incomplete"
    assert (outcome.failures, notes.warnings) == ([], [warning])
    assert rows(tmp_path / "a", "select duration, heard_duration from recordings") == [(156.085, 78.004)]
    assert rows(tmp_path / "a", "select message from events where outcome = 'warning'") == [(warning,)]
    assert_sound(tmp_path / "a")


@pytest.mark.parametrize(
    ("label", "warned"),
    [
        ("(.MP3/1.250kb)", False),
        ("(.MP3/1.220kb)", False),  # of 1024 bytes
        ("(.MP3/20.036kb)", True),
        ("(.MP3/125kb)", True),
        ("(.MP3)", False),
    ],
)
def test_a_recording_unlike_its_label_is_kept_and_warned_of(tmp_path: Path, label: str, warned: bool) -> None:
    notes = Notes()
    page = site(tmp_path, f"<p>Press briefing {label}</p>")
    outcome = archived(tmp_path / "a", page, IngestOptions(GivenMedia((str(RECORDING),)), transcribe=False), notes)
    assert outcome.failures == []
    assert bool(notes.warnings) == warned
    assert all("was announced with" in warning for warning in notes.warnings)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (WITHOUT_PARAGRAPHS.encode(), NoParagraphs),
        (b"", NotAPage),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), NotAPage),
        (RECORDING.read_bytes()[:5000], NotAPage),
    ],
)
def test_what_is_no_page_is_told_and_not_kept(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    (tmp_path / "page.htm").write_bytes(content)
    with pytest.raises(error, match=r"^page\.htm: "):
        archived(tmp_path / "a", tmp_path / "page.htm", IngestOptions(GivenMedia((str(RECORDING),))))
    assert rows(tmp_path / "a", "select count(*) from captures") == [(0,)]
    assert not (tmp_path / "a" / "media").exists() or media(tmp_path / "a") == []


def test_a_page_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        archived(tmp_path / "a", tmp_path / "missing.htm")
    with pytest.raises(UsageError, match="cannot be read without the network"):
        archived(tmp_path / "a", "http://127.0.0.1:9/p.htm", IngestOptions(fetch=False))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("talk.vtt", "no captions", "talk.vtt cannot be read as vtt"),
        ("talk.json", "{}", "talk.json cannot be read as json"),
        ("talk.json", '{"segments": [', "talk.json cannot be read as json"),
        ("talk.srt", "", "talk.srt has no words in it|cannot be read as srt"),
        (
            "talk.doc",
            "Good morning.",
            "talk.doc cannot be read as doc: nothing in it looks like captions; give VTT",
        ),
        ("missing.vtt", None, "there is no file .*missing.vtt"),
    ],
)
def test_a_transcript_file_that_cannot_be_read(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    page = site(tmp_path)
    if content is not None:
        (tmp_path / name).write_text(content)
    outcome = archived(tmp_path / "a", page, IngestOptions(GivenMedia((str(RECORDING),), tmp_path / name)))
    assert re.search(said, outcome.failures[0])
    assert rows(tmp_path / "a", "select count(*) from transcripts") == [(0,)]
    assert_sound(tmp_path / "a")
    (tmp_path / "talk.vtt").write_text(VTT)
    assert archived(tmp_path / "a", page, told(tmp_path)).failures == []
    assert_same(tmp_path, page)


FLUSHED = 10  # files and folders in an ingest: the page, the sound, the transcript, and the folders that they lie in


@pytest.mark.parametrize("step", range(1, FLUSHED + 2))
def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Whichever file it is that finds no room: of the page, the sound or the transcript, or the folder it lies in."""
    page = site(tmp_path)
    sync, calls = os.fsync, iter(range(1, 100))

    def full(handle: int) -> None:
        if next(calls) >= step:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        if step <= FLUSHED:
            with pytest.raises(DiskFull, match="make room and give the same command again"):
                archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
        else:
            archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    paths = rows(tmp_path / "a", "select path from captures union select path from recordings")
    assert {path for (path,) in paths} <= set(media(tmp_path / "a"))
    assert ".incoming-" not in "".join(media(tmp_path / "a"))
    archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert_same(tmp_path, page)


def test_a_full_disk_under_the_database(tmp_path: Path) -> None:
    page = site(tmp_path)
    archived(tmp_path / "a", page, IngestOptions(fetch=False))
    before = contents(tmp_path / "a")
    with pytest.raises(DiskFull):
        _archived_in_no_more_room(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert contents(tmp_path / "a") == before
    archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert linked(tmp_path / "a") == LINKED


def _archived_in_no_more_room(folder: Path, page: Path, options: IngestOptions) -> None:
    with open_archive(folder) as archive:
        (pages,) = archive.db.execute("pragma page_count").fetchone()
        archive.db.execute(f"pragma max_page_count = {pages}")
        ingest_page(Run(archive, options, Notes()), str(page))


def test_a_locked_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    page = site(tmp_path)
    archived(tmp_path / "a", page, IngestOptions(GivenMedia((str(RECORDING),)), transcribe=False))
    before = contents(tmp_path / "a")
    with closing(sqlite3.connect(tmp_path / "a" / "db" / "archive.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(ArchiveLocked, match="try the same command again when the other one is done"):
            archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert contents(tmp_path / "a") == before
    archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert_same(tmp_path, page)


def test_a_page_that_changed_is_a_new_version_with_links_of_its_own(tmp_path: Path) -> None:
    page = site(tmp_path)
    options = replace(told(tmp_path, str(RECORDING)), url="http://127.0.0.1/p06-043e.htm")
    archived(tmp_path / "a", page, options)
    page.write_text((PAGE % BRIEFING).replace("<p>1. The", "<p>1. A new beginning of this page is made.</p><p>2. The"))
    assert archived(tmp_path / "a", page, options).release_id == 2
    assert rows(tmp_path / "a", "select replaces from releases") == [(None,), (1,)]
    assert rows(tmp_path / "a", "select count(*) from recordings") == [(1,)]
    assert rows(tmp_path / "a", "select count(*) from transcripts") == [(1,)]
    assert linked(tmp_path / "a") == [None, 2, None, 3]  # of the newest version alone
    assert rows(tmp_path / "a", "select count(*) from alignments") == [(2,)]


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> None:
    listen_at_once(monkeypatch)


@pytest.mark.usefixtures("listener")
def test_the_same_bytes_are_heard_once_with_the_same_settings(tmp_path: Path) -> None:
    page = site(tmp_path)
    options = IngestOptions(GivenMedia((str(RECORDING),)))
    archived(tmp_path / "a", page, options)
    assert linked(tmp_path / "a") == LINKED
    first = TranscribeOptions()
    for same in (first, replace(first, engine="faster-whisper"), replace(first, device="cpu"), replace(first, track=1)):
        asked = replace(options, transcribing=same)
        assert archived(tmp_path / "a", page, asked).changed is False
    assert InstantEngine.heard == 1
    another = replace(first, engine="openai-whisper")
    for other in (another, replace(first, language="en"), another):
        archived(tmp_path / "a", page, replace(options, transcribing=other))
    assert InstantEngine.heard == 3
    assert rows(tmp_path / "a", "select engine, json_extract(parameters, '$.language') from transcripts") == [
        ("faster-whisper", None),
        ("openai-whisper", None),
        ("faster-whisper", "en"),
    ]
    assert_sound(tmp_path / "a")


@pytest.mark.usefixtures("listener")
def test_a_second_page_with_the_same_recording_needs_no_hearing(tmp_path: Path) -> None:
    archived(tmp_path / "a", site(tmp_path / "1"), IngestOptions(GivenMedia((str(RECORDING),))))
    archived(
        tmp_path / "a", site(tmp_path / "2", "<p>Press briefing</p>"), IngestOptions(GivenMedia((str(RECORDING),)))
    )
    assert InstantEngine.heard == 1
    assert linked(tmp_path / "a") == LINKED * 2


def test_weights_that_are_not_those_they_should_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = site(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(choice, "TINY_EN", replace(TINY_EN, sha256="00" * 32))
        given = GivenMedia((str(RECORDING),))
        outcome = archived(tmp_path / "a", page, IngestOptions(given, transcribing=TranscribeOptions(model="tiny.en")))
    (failure,) = outcome.failures
    assert failure.startswith("the weight file model.bin is not the one we know")
    assert "nothing was heard or linked with it; install it anew" in failure
    assert rows(tmp_path / "a", "select count(*) from recordings") == [(1,)]
    assert_sound(tmp_path / "a")
    archived(tmp_path / "a", page, told(tmp_path, str(RECORDING)))
    assert_same(tmp_path, page)


# Runs an archiver that kills itself, as a power cut would, at the nth of the moments between which anything is written.
KILLED = """
import os, signal, sys
from archiver import align, cli
from archiver.align.paraphrase.tfidf import TfidfScorer
from archiver.archive import store

left = int(sys.argv.pop(1))

def mortal(function):
    def lives(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return lives

align.scorer_for = lambda language, texts, written=None: TfidfScorer(texts)
os.fsync = mortal(os.fsync)  # before a file is on the disk; when it has its name, and no row yet
store.Archive._log = mortal(store.Archive._log)  # at the end of a transaction
store._back_to_one_file = mortal(store._back_to_one_file)  # all done but for the log of the database
cli.main()
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_same_command_goes_on(tmp_path: Path) -> None:
    page = site(tmp_path)
    talk = ("--transcript", str(tmp_path / "talk.vtt"), "--no-transcribe")
    command = ["ingest", str(page), "--audio", str(RECORDING), *talk]
    archived(tmp_path / "good", page, told(tmp_path, str(RECORDING)))
    for moment in count(1):
        folder = tmp_path / f"killed {moment}"
        status = _run(str(moment), *command, "--archive", str(folder))
        if status == 0:
            break
        assert status == -signal.SIGKILL
        assert _run("0", *command, "--archive", str(folder)) == 0
        for path in (folder / "media").glob(".incoming-*"):
            path.unlink()  # swept after a day, when it cannot be a download that still runs
        assert contents(folder) == contents(tmp_path / "good")
        assert_sound(folder)
    assert moment == FLUSHED + 6  # and four transactions, and the closing; and then it lived


def _run(*args: str) -> int:
    done = subprocess.run([sys.executable, "-c", KILLED, *args], check=False, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    return done.returncode
