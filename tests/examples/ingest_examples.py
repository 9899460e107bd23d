"""A page that links its recording as institutions do, what was said about it, and archives to compare."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from archiver import transcript as transcription
from archiver.align.paraphrase.tfidf import TfidfScorer
from archiver.arrays import Samples
from archiver.demo import RECORDING
from archiver.models import Word
from archiver.pipeline import transcript as hearing
from archiver.reporting import Reporter, Silent
from archiver.transcript import model_choice as choice
from archiver.transcript.chunk import Chunk
from archiver.transcript.language_detection import Probabilities, Stretch
from archiver.transcript.model_choice import Weights
from archiver.transcript.vad import Interval

PARAGRAPHS = (
    "The ministers deplore the flooding of the old quays and thank the pilots for their help.",
    "Every quay will be lit at night, as the pilots had asked since 2012.",
    "A vote on the new harbour dues follows in autumn.",
)
PAGE = """<html><head><title>Harbour Union - Press Release (2006)043</title></head><body>
<p>Press Release (2006)043<br>31 March 2006</p>
<h1>Statement on harbour safety</h1>
%s
<p>1. The ministers deplore the flooding of the old quays and thank the pilots for their help.</p>
<p>2. Every quay will be lit at night, as the pilots had asked since 2012.</p>
<p>3. A vote on the new harbour dues follows in autumn.</p>
</body></html>"""
BRIEFING = '<p>Press briefing <a href="../audio/briefing.mp3">(.MP3/1.250kb)</a></p>'
QUESTIONS = '<p>Questions and answers <a href="../audio/questions.mp3">(.MP3/9kb)</a></p>'
WITHOUT_PARAGRAPHS = "<html><body><h1>Statement</h1><a href='briefing.mp3'>Sound</a></body></html>"

SAID = (
    (1.0, 3.5, "Good morning, ladies and gentlemen."),
    (4.0, 9.0, PARAGRAPHS[0]),
    (10.0, 12.0, "Is there any coffee in the press room?"),
    (13.0, 17.5, PARAGRAPHS[1]),
)
LINKED = [None, 1, None, 2]  # the paragraph of each sentence said
VTT = "WEBVTT\n\n" + "\n".join(f"00:00:{start:06.3f} --> 00:00:{end:06.3f}\n{text}\n" for start, end, text in SAID)

TIMES = {"at", "captured", "created", "added", "seconds", "seconds_taken"}
CHAINED = {"events": {"sha256"}}  # hashes in which times are told


def site(folder: Path, media: str = BRIEFING) -> Path:
    """A web site in a folder, as it was in 2006; returns its page."""
    page = folder / "docu" / "pr" / "p06-043e.htm"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE % media)
    (folder / "docu" / "audio").mkdir()
    (folder / "docu" / "audio" / "briefing.mp3").write_bytes(RECORDING.read_bytes())
    (folder / "talk.vtt").write_text(VTT)
    return page


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder as a web site on this machine; gives its address, without a slash at its end."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with answering(partial(Quiet, directory=str(folder))) as address:
        yield address


@contextmanager
def answering(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """A web site on this machine; gives its address, without a slash at its end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def letters(language: str, texts: list[str], written: str | None = None) -> TfidfScorer:
    """A scorer that is there at once; the real one takes seconds to load, and what is read out needs neither."""
    return TfidfScorer(texts)


class InstantEngine:
    """An engine that transcribes at once, and counts how often it is asked."""

    version = "1"
    heard = 0

    def transcribe(
        self,
        samples: Samples,
        stretches: Sequence[Stretch],
        reporter: Reporter,
        *,
        translate: bool = False,
    ) -> Iterable[Chunk]:
        InstantEngine.heard += 1
        assert len(samples) / 16_000 == pytest.approx(156.085, abs=0.1)
        return (Chunk(s, e, tuple(Word(f" {w}", s, e, 0.9) for w in t.split()), language="en") for s, e, t in SAID)

    def detect_languages(self, samples: object, intervals: Sequence[Interval]) -> list[Probabilities]:
        return [{"en": 1.0} for _ in intervals]


def listen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the listener in the place of all engines, and leave the weights where they are."""
    # The words are made up, and where the sound has others, those would be told as missed.
    monkeypatch.setattr("archiver.pipeline.transcript.with_speakers", lambda heard, samples, reporter: heard)
    monkeypatch.setattr(InstantEngine, "heard", 0)
    monkeypatch.setattr(choice, "_embedded", lambda name: Weights(name, Path(name), "ab" * 32, "embedded"))
    monkeypatch.setattr(transcription, "load_engine", lambda chosen, device: InstantEngine())
    hearing._engine.cache_clear()


class Notes(Silent):
    """Keeps what was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    def warn(self, line: str) -> None:
        self.warnings.append(line)


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "db" / "archive.db")) as db:
        return db.execute(sql).fetchall()


def contents(folder: Path, *, events: bool = True) -> dict[str, list[dict[str, Any]]]:
    """Every row of an archive apart from the times at which it was made."""
    with closing(sqlite3.connect(folder / "db" / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table' order by name")]
        kept = [name for name in names if "_fts" not in name and not name.startswith(("_", "sqlite_"))]
        return {
            name: [
                {column: row[column] for column in row.keys() if column not in TIMES | CHAINED.get(name, set())}  # noqa: SIM118
                for row in db.execute(f"select * from {name} order by id")
            ]
            for name in kept
            if events or name != "events"
        }


def contents_without(folder: Path, action: str) -> dict[str, list[dict[str, Any]]]:
    """Every row but the events that tell of an action, and where events come from."""
    found = contents(folder)
    events = (row for row in found["events"] if row["action"] != action)
    return found | {"events": [{name: row[name] for name in row if name != "origin"} for row in events]}


def media(folder: Path) -> list[str]:
    """The files of an archive's recordings and captures, temporary ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in (folder / "media").rglob("*") if path.is_file())


def assert_sound(folder: Path) -> None:
    """No row without its file, no file without its row, nothing temporary, one database file, and that a whole one."""
    paths = rows(folder, "select path from captures union select path from recordings where path not null order by 1")
    assert media(folder) == [path for (path,) in paths]
    assert [path.name for path in (folder / "db").iterdir()] == ["archive.db"]
    assert rows(folder, "pragma integrity_check") == [("ok",)]
    assert rows(folder, "pragma foreign_key_check") == []


def linked(folder: Path) -> list[int | None]:
    """The paragraph of every sentence, as the newest alignments have it."""
    return [paragraph for (paragraph,) in rows(folder, "select position from sentences order by release, start")]
