"""A small archive to browse: a statement with two recordings, an older version of it, and a hostile page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe
import chromium
import httpx
import long_release
import pytest
from sqlite_utils import Database

from archiver.archive.kept_figures import count_stale
from archiver.archive.migrations import migrations
from archiver.web.compat import close
from archiver.web.serve import open_datasette

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STATEMENT = "https://www.nato.int/docu/pr/2006/p06-042e.htm"
PARAGRAPHS = [
    "NATO condemns the use of force by the Belarusian authorities against peaceful demonstrators.",
    "The OSCE/ODIHR observers testified that international electoral standards were not met.",
    "NATO will enhance its efforts to foster defence reform.",
]
# transcript, speaker, start, end, confidence, text
SENTENCES = [
    (1, "S1", 0.0, 2.5, 0.95, "Good afternoon, everybody."),
    (1, "S1", 61.2, 66.0, 0.91, "NATO condemns the use of force by the Belarusian authorities"),
    (1, "S1", 66.4, 68.9, 0.88, "against peaceful demonstrators."),
    (1, "S2", 70.0, 74.0, 0.31, "Will there be consequences for the partnership?"),
    (1, "S1", 125.0, 131.0, 0.77, "We deplore what was done to two hundred people on the square."),
    (2, "S1", 5.0, 12.0, 0.84, "The Alliance will help with reforming the defence sector."),
    (3, None, 1.0, 4.0, 0.6, "<script>alert('said')</script>"),
]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "Belarus #2 100%41?"  # as people name folders
    (folder / "db").mkdir(parents=True)
    db = Database(folder / "db" / "archive.db")
    migrations.apply(db)
    _pages(db)
    _recordings(db)
    _transcripts(db)
    _alignments(db)
    count_stale(db)  # as every step does at its end
    db.close()
    return folder


DOUBTS = json.dumps(["not in the text: 'Plus tard,' (812 characters)", "no date found"])


def _pages(db: Database) -> None:
    kept = {"captured": "2026-03-01T10:00:00Z", "media_type": "text/html", "status": 200}
    captures = [
        {
            "id": n,
            "url": url,
            "source": url or "evil.html",
            "sha256": f"{n:064x}",
            "size": 9_000,
            "path": f"{n}",
            **kept,
        }
        for n, url in enumerate([STATEMENT, STATEMENT, None], 1)
    ]
    db.table("captures").insert_all(captures)
    known = {"url": STATEMENT, "number": "(2006)042", "issuer": "NATO", "date": "2006-03-31", "language": "en"}
    title = "Statement on NATO-Belarus relations"
    db.table("releases").insert({"id": 1, "title": "Statement on Belarus", "capture": 1, **known})
    db.table("releases").insert({"id": 2, "title": title, "capture": 2, "replaces": 1, **known})
    db.table("releases").insert({"id": 3, "title": "<script>alert('title')</script>", "capture": 3})
    db.table("releases").update(3, {"language": "fr", "translation_of": 2})
    db.table("releases").update(1, {"doubts": '["no date found"]'})  # of a version that nobody sees any more
    db.table("releases").update(2, {"doubts": DOUBTS, "lost": 0.25})
    db.table("paragraphs").insert({"id": 1, "release": 1, "position": 1, "text": "An older text."})
    db.table("paragraphs").insert_all(
        {"id": n + 1, "release": 2, "position": n, "label": f"{n}.", "text": text}
        for n, text in enumerate(PARAGRAPHS, 1)
    )
    db.table("paragraphs").insert({"id": 5, "release": 3, "position": 1, "text": "<script>alert('written')</script>"})


def _recordings(db: Database) -> None:
    db.table("recordings").insert_all(
        {
            "id": n,
            "sha256": f"{n:064x}",
            "path": f"media/00/{n:064x}.mp3",
            "size": 20_036_000,
            "format": "mp3",
            "codec": "mp3",
            "duration": seconds,
            "bit_rate": 128_000,
            "channels": 1,
            "sample_rate": 44_100,
            "heard_duration": seconds,
            "peaks": "[" + ", ".join(["42"] * 400) + "]",
            "added": "2026-03-01T10:01:00Z",
        }
        for n, seconds in [(1, 1252.25), (2, 600.0), (3, 30.0)]
    )
    links: list[dict[str, object]] = [
        {"label": "Press briefing by the NATO Spokesman", "announced_kb": 20_036, "recording": 1, "reason": None},
        {"label": "Press conference", "announced_kb": 9_600, "recording": 2, "reason": None},
        {"label": "Video", "announced_kb": None, "recording": None, "reason": "the server said 404 Not Found"},
    ]
    db.table("release_recordings").insert_all({"release": 2, "position": n, **link} for n, link in enumerate(links, 1))
    db.table("release_recordings").insert({"release": 3, "position": 1, "label": "Sound", "recording": 3})


def _transcripts(db: Database) -> None:
    made = {"engine": "faster-whisper", "model": "tiny.en", "parameters": "{}", "created": "2026-03-01T10:02:00Z"}
    db.table("transcripts").insert_all({"id": n, "recording": n, "language": "en", **made} for n in (1, 2, 3))
    db.table("segments").insert_all(
        {
            "id": n,
            "transcript": transcript,
            "position": n,
            "start": start,
            "end": end,
            "heard": text,
            "text": text,
            "speaker": speaker,
            "confidence": confidence,
            "language": "fr" if n == 6 else "en",
            "flags": '["unlikely"]' if confidence < 0.5 else "[]",
        }
        for n, (transcript, speaker, start, end, confidence, text) in enumerate(SENTENCES, 1)
    )
    db.table("words").insert({"id": 1, "segment": 1, "position": 1, "heard": "Good", "start": 0.0, "end": 0.4})
    unsure = {"heard": "reforming", "start": 8.0, "end": 8.6, "probability": 0.3}
    db.table("words").insert({"id": 2, "segment": 6, "position": 7, **unsure})
    db.table("speakers").insert({"transcript": 1, "label": "S1", "name": "James Appathurai"})
    db.table("speakers").insert({"transcript": 1, "label": "S2"})


def _alignments(db: Database) -> None:
    made = {"method": "words and meaning", "version": "0.1.0", "parameters": "{}", "created": "2026-03-01T10:03:00Z"}
    pairs = [(1, 2, 1), (2, 2, 2), (3, 3, 3)]
    db.table("alignments").insert_all({"id": n, "release": r, "transcript": t, **made} for n, r, t in pairs)
    read, said = {"relation": "verbatim", "score": 0.97}, {"relation": "paraphrase", "score": 0.71}
    whole = len(PARAGRAPHS[0])
    db.table("links").insert_all(
        [
            {"id": 1, "alignment": 1, "segment": 2, "paragraph": 2, "span_start": 0, "span_end": 60, **read},
            {"id": 2, "alignment": 1, "segment": 3, "paragraph": 2, "span_start": 61, "span_end": whole, **read},
            {"id": 3, "alignment": 1, "segment": 5, "paragraph": 2, "span_start": 0, "span_end": whole, **said},
            {"id": 4, "alignment": 2, "segment": 6, "paragraph": 4, "span_start": 0, "span_end": 56, **said},
        ]
    )
    db.table("events").insert(
        {"at": made["created"], "version": "0.1.0", "action": "align", "outcome": "done", "message": ""}
    )


@pytest.fixture(scope="session")
def datasette(archive: Path) -> Iterator[Any]:
    opened = open_datasette(archive)
    yield opened
    close(opened)


@pytest.fixture
def ask(datasette: Any) -> Callable[..., httpx.Response]:
    """GET a path from the application; keywords are its parameters."""

    def get(path: str, **params: str) -> httpx.Response:
        asked = datasette.client.get(path, params=params or None, follow_redirects=True)
        response: httpx.Response = asyncio.run(asked)
        return response

    return get


@pytest.fixture(scope="module")  # while one is open, nothing else may run asyncio in this thread
def browser() -> Iterator[Browser]:
    with chromium.browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on a release of a hundred paragraphs and three hundred sentences."""
    with chromium.served(long_release.make(tmp_path_factory.mktemp("long"))) as served:
        yield served


@pytest.fixture(scope="session")
def axe_script(pytestconfig: pytest.Config) -> str:
    return axe.source(Path(pytestconfig.cache.mkdir("axe")))
