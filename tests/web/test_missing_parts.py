"""Briefings without a release, text, recording, sound, duration or transcript, in every combination."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlite_utils import Database

from archiver.archive.migrations import migrations
from archiver.web.compat import close
from archiver.web.queries import QUERIES, Query
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
RELEASES = ("a release", "a release without text", "no release")
TRANSCRIPTS = {"no transcript": None, "an empty transcript": 0, "a transcript": 2}
CASES = [
    (release, recording, transcript)
    for release, recording, transcript in product(RELEASES, RECORDINGS, TRANSCRIPTS)
    if RECORDINGS[recording] or (transcript == "no transcript" and release != "no release")
]
KEYS = {case: key for key, case in enumerate(CASES, 1)}
WITH_RELEASE = [case for case in CASES if case[0] != "no release"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """An archive with all cases: the rows of one have its number."""
    folder = tmp_path_factory.mktemp("missing")
    (folder / "db").mkdir()
    db = Database(folder / "db" / "archive.db")
    migrations.apply(db)
    for (release, recording, transcript), key in KEYS.items():
        if release != "no release":
            _add_release(db, key, RECORDINGS[recording], has_text=release == "a release")
        if sound := RECORDINGS[recording]:
            _add_recording(db, key, sound, TRANSCRIPTS[transcript])
        if release != "no release" and TRANSCRIPTS[transcript] is not None:
            _add_alignment(db, key, TRANSCRIPTS[transcript] or 0, has_text=release == "a release")
    db.close()
    datasette = open_datasette(folder)

    def get(path: str) -> httpx.Response:
        answer: httpx.Response = asyncio.run(datasette.client.get(path))
        return answer

    yield get
    close(datasette)


def _add_release(db: Database, key: int, recording: dict[str, object] | None, *, has_text: bool) -> None:
    page = {"source": "a.html", "sha256": f"{key:064x}", "size": 1, "path": "a", "media_type": "text/html"}
    db.table("captures").insert({"id": key, **page, "captured": "2026-03-01T10:00:00Z"})
    db.table("releases").insert({"id": key, "title": f"Case {key}", "capture": key})
    if has_text:
        db.table("paragraphs").insert({"id": key, "release": key, "position": 1, "text": "The Council met."})
    if recording is not None:
        link = {"release": key, "position": 1, "label": "Sound", "recording": key if recording else None}
        db.table("release_recordings").insert(link)


def _add_recording(db: Database, key: int, sound: dict[str, object], sentences: int | None) -> None:
    db.table("recordings").insert({"id": key, **sound, **({"sha256": f"{key:064x}"} if "size" in sound else {})})
    if sentences is None:
        return
    made: dict[str, Any] = {"model": "tiny.en", "parameters": "{}", "created": "2026-03-01T10:02:00Z"}
    db.table("transcripts").insert({"id": key, "recording": key, "engine": "file", **made})
    for number in range(sentences):
        row = {"id": key * 10 + number, "transcript": key, "position": number + 1, "start": number * 5.0, "flags": "[]"}
        text = "The Council met."
        db.table("segments").insert({**row, "end": number * 5.0 + 4, "heard": text, "text": text})


def _add_alignment(db: Database, key: int, sentences: int, *, has_text: bool) -> None:
    aligned = {"id": key, "release": key, "transcript": key, "method": "words", "version": "1", "parameters": "{}"}
    db.table("alignments").insert({**aligned, "created": "2026-03-01T10:03:00Z"})
    for number in range(sentences if has_text else 0):
        place = {"span_start": 0, "span_end": 16, "relation": "verbatim", "score": 0.9}
        db.table("links").insert({"alignment": key, "segment": key * 10 + number, "paragraph": key, **place})


@pytest.mark.parametrize("case", WITH_RELEASE, ids=" and ".join)
def test_every_briefing_opens(pages: Ask, case: tuple[str, str, str]) -> None:
    answer = pages(f"/-/archive/releases/{KEYS[case]}")
    assert answer.status_code == 200, answer.text
    _, recording, transcript = case
    assert answer.text.count('class="said"') == (TRANSCRIPTS[transcript] or 0)
    assert ("<audio" in answer.text) == ("sha256" in (RECORDINGS[recording] or {}))


@pytest.mark.parametrize("case", [case for case in CASES if RECORDINGS[case[1]]], ids=" and ".join)
def test_every_recording_and_transcript_has_a_page(pages: Ask, case: tuple[str, str, str]) -> None:
    assert pages(f"/archive/recordings/{KEYS[case]}").status_code == 200
    assert pages(f"/archive/transcripts/{KEYS[case]}").status_code == (404 if case[2] == "no transcript" else 200)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_question_is_answered(pages: Ask, query: Query) -> None:
    for case in (None, *WITH_RELEASE) if "release" in query.params else (None,):
        asked = dict.fromkeys(query.params, "") | ({"release": str(KEYS[case])} if case else {})
        answer = pages(f"/archive/{query.name}.json?{urlencode({**asked, '_shape': 'array'})}")
        assert answer.status_code == 200, (case, answer.text)


def test_without_sound_the_last_sentence_ends_the_line(pages: Ask) -> None:
    page = pages(f"/-/archive/releases/{KEYS['a release', 'no sound', 'a transcript']}").text
    assert 'x="0.00%" width="100.00%"' in page
    assert '"duration":9.0' in page


def test_the_first_page_says_what_there_is(pages: Ask) -> None:
    page = pages("/-/archive").text
    said = [part.partition("</span></p>")[0].rpartition("<span>")[2] for part in page.split('class="name"')[1:]]
    expected = {
        "no link": ["no recording"],
        "not obtained": ["recording not in the archive"],
        "no sound": ["not transcribed yet", "transcribed: nobody speaks", "transcript without sound"],
        "no duration": ["not transcribed yet", "transcribed: nobody speaks", "transcribed"],
        "only what the file says": ["not transcribed yet", "transcribed: nobody speaks", "2 min transcribed"],
        "whole": ["not transcribed yet", "transcribed: nobody speaks", "2 min transcribed"],
    }
    assert said[::-1] == [one for recording in RECORDINGS for one in expected[recording]] * 2
    assert "18 recordings transcribed: 18 min · 6 transcripts without sound" in page
    assert " 0 s" not in page
    assert "of 0 paragraphs" not in page


@pytest.mark.parametrize("path", ["/archive/all_releases", "/-/archive/search?q=council"])
def test_the_other_pages_open_too(pages: Ask, path: str) -> None:
    assert pages(path).status_code == 200
