"""Releases of which something is missing: no recording, no sound, no duration, no transcript, in every combination."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import httpx
import pytest
from sqlite_utils import Database

from archiver.archive.migrations import migrations
from archiver.web.compat import close
from archiver.web.serve import open_datasette

Ask = Callable[..., httpx.Response]

SOUND = {"sha256": "ab", "path": "media/ab/ab.mp3", "size": 9, "format": "mp3"}
RECORDINGS: dict[str, dict[str, object] | None] = {
    "no link": None,
    "not obtained": {},
    "no sound": {"added": "2026-03-01T10:01:00Z"},
    "no duration": {**SOUND, "added": "2026-03-01T10:01:00Z"},
    "only what the file says": {**SOUND, "duration": 90.0, "added": "2026-03-01T10:01:00Z"},
    "whole": {**SOUND, "duration": 90.0, "heard_duration": 90.0, "peaks": "[1, 2]", "added": "2026-03-01T10:01:00Z"},
}
TRANSCRIPTS = {"no transcript": None, "an empty transcript": 0, "a transcript": 2}
CASES = [
    (recording, transcript)
    for recording, transcript in product(RECORDINGS, TRANSCRIPTS)
    if recording not in ("no link", "not obtained") or transcript == "no transcript"
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """An archive with a release for each case, in their order."""
    folder = tmp_path_factory.mktemp("missing")
    (folder / "db").mkdir()
    db = Database(folder / "db" / "archive.db")
    migrations.apply(db)
    for key, (recording, transcript) in enumerate(CASES, 1):
        _release(db, key, RECORDINGS[recording], TRANSCRIPTS[transcript])
    db.close()
    datasette = open_datasette(folder)

    def get(path: str) -> httpx.Response:
        answer: httpx.Response = asyncio.run(datasette.client.get(path))
        return answer

    yield get
    close(datasette)


def _release(db: Database, key: int, recording: dict[str, object] | None, sentences: int | None) -> None:
    capture = {
        "id": key,
        "source": "a.html",
        "sha256": f"{key:064x}",
        "size": 1,
        "path": "a",
        "media_type": "text/html",
    }
    db.table("captures").insert({**capture, "captured": "2026-03-01T10:00:00Z"})
    db.table("releases").insert({"id": key, "title": f"Case {key}", "capture": key})
    db.table("paragraphs").insert({"id": key, "release": key, "position": 1, "text": "The Council met."})
    if recording is None:
        return
    if recording:
        db.table("recordings").insert(
            {"id": key, **recording, **({"sha256": f"{key:064x}"} if "size" in recording else {})}
        )
    link = {"release": key, "position": 1, "label": "Sound", "recording": key if recording else None}
    db.table("release_recordings").insert(link)
    if sentences is None:
        return
    made: dict[str, Any] = {"model": "tiny.en", "parameters": "{}", "created": "2026-03-01T10:02:00Z"}
    db.table("transcripts").insert({"id": key, "recording": key, "engine": "file", **made})
    aligned = {"id": key, "release": key, "transcript": key, "method": "words", "version": "1", "parameters": "{}"}
    db.table("alignments").insert({**aligned, "created": "2026-03-01T10:03:00Z"})
    for number in range(sentences):
        row = {"id": key * 10 + number, "transcript": key, "position": number + 1, "start": number * 5.0, "flags": "[]"}
        text = "The Council met."
        db.table("segments").insert({**row, "end": number * 5.0 + 4, "heard": text, "text": text})
        place = {"span_start": 0, "span_end": 16, "relation": "verbatim", "score": 0.9}
        db.table("links").insert({"alignment": key, "segment": key * 10 + number, "paragraph": key, **place})


@pytest.mark.parametrize("key", range(1, len(CASES) + 1), ids=lambda key: " and ".join(CASES[key - 1]))
def test_every_briefing_opens(pages: Ask, key: int) -> None:
    answer = pages(f"/-/archive/releases/{key}")
    assert answer.status_code == 200, answer.text
    recording, transcript = CASES[key - 1]
    assert answer.text.count('class="said"') == (TRANSCRIPTS[transcript] or 0)
    assert ("<audio" in answer.text) == ("sha256" in (RECORDINGS[recording] or {}))


def test_without_sound_the_last_sentence_ends_the_line(pages: Ask) -> None:
    page = pages(f"/-/archive/releases/{CASES.index(('no sound', 'a transcript')) + 1}").text
    assert 'x="0.00%" width="100.00%"' in page
    assert '"duration":9.0' in page


def test_the_first_page_says_what_there_is(pages: Ask) -> None:
    page = pages("/-/archive").text
    said = [part.partition("</span></p>")[0].rpartition("<span>")[2] for part in page.split('class="name"')[1:]]
    expected = {
        "no link": ["no recording"],
        "not obtained": ["recording not in the archive"],
        "no sound": ["not transcribed yet", "transcript without sound", "transcript without sound"],
        "no duration": ["not transcribed yet", "transcribed", "transcribed"],
        "only what the file says": ["not transcribed yet", "2 min transcribed", "2 min transcribed"],
        "whole": ["not transcribed yet", "2 min transcribed", "2 min transcribed"],
    }
    assert said[::-1] == [one for recording in RECORDINGS for one in expected[recording]]
    assert "6 recordings transcribed: 6 min · 2 transcripts without sound" in page


@pytest.mark.parametrize("path", ["/archive/all_releases", "/-/archive/search?q=council"])
def test_the_other_pages_open_too(pages: Ask, path: str) -> None:
    assert pages(path).status_code == 200
