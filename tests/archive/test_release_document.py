"""The export document: the contract of ``briefing-archive/1``, key by key and in order."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from archive_examples import (
    HEARD,
    LINKS,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    archive_with,
)

from archiver.archive.release_document import build_document
from archiver.archive.store import Archive
from archiver.models import Link, Why

archive = archive_with()


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ([], "format release recordings"),
        (["release"], "id url title number issuer date updated language translations paragraphs"),
        (["release", "paragraphs", 0], "position label heading text"),
        (["recordings", 0], "id sha256 url label announced_kb duration transcripts"),
        (["recordings", 1], "id sha256 url label announced_kb duration transcripts"),
        (
            ["recordings", 0, "transcripts", 0],
            "id created engine engine_version model model_sha256 language parameters seconds_taken speakers sounds "
            "segments provenance",
        ),
        (
            ["recordings", 0, "transcripts", 0, "segments", 1],
            "id position start end speaker turn language confidence flags text heard words links corrections edited",
        ),
        (["recordings", 0, "transcripts", 0, "segments", 0, "words", 0], "start end word heard probability"),
        (
            ["recordings", 0, "transcripts", 0, "segments", 1, "links", 0],
            "paragraph relation score start end span by decided why grade",
        ),
    ],
)
def test_keys_in_order(archive: Archive, path: list[str | int], keys: str) -> None:
    found: Any = json.loads(json.dumps(build_document(archive, add_everything(archive))))
    for step in path:
        found = found[step]
    assert list(found) == keys.split()


def test_whole_document(archive: Archive) -> None:
    found = build_document(archive, add_everything(archive))
    assert found["format"] == "briefing-archive/1"
    assert found["release"] == {
        "id": 1,
        "url": "https://example.org/p06-042e.htm",
        "title": "Statement on harbour safety",
        "number": "(2006)042",
        "issuer": "Harbour Union",
        "date": "2006-03-31",
        "updated": "2006-04-01",
        "language": "en",
        "translations": [],
        "paragraphs": [
            {"position": 1, "label": "1.", "heading": None, "text": STATEMENT.paragraphs[0].text},
            {"position": 2, "label": "2.", "heading": "Next steps", "text": STATEMENT.paragraphs[1].text},
        ],
    }
    (transcript,) = found["recordings"][0]["transcripts"]
    assert transcript["parameters"] == {"beam_size": 5, "language": None}
    assert (transcript["engine"], transcript["seconds_taken"]) == ("faster-whisper", 12.5)
    assert transcript["segments"][1] == {
        "id": 2,
        "position": 2,
        "start": 2.5,
        "end": 6.0,
        "speaker": "S1",
        "turn": None,
        "language": None,
        "confidence": None,
        "flags": [],
        "text": "The ministers deplore the flooding of the old keys.",
        "heard": "The ministers deplore the flooding of the old keys.",
        "words": [],
        "links": [
            {
                "paragraph": 1,
                "relation": "verbatim",
                "score": 0.97,
                "start": 2.5,
                "end": 5.75,
                "span": [0, 52],
                "by": "machine",
                "decided": None,
                "why": None,
                "grade": "certain",
            }
        ],
        "corrections": [],
        "edited": None,
    }
    assert transcript["speakers"] == [{"label": "S1", "name": None}, {"label": "S2", "name": None}]
    assert [len(segment["links"]) for segment in transcript["segments"]] == [0, 1, 1, 0]
    assert transcript["segments"][3]["flags"] == ["unlikely"]
    assert transcript["segments"][0]["words"] == [
        {"start": 0.5, "end": 1.0, "word": "Good", "heard": "Good", "probability": 0.9},
        {"start": 1.0, "end": 2.0, "word": "morning.", "heard": "morning.", "probability": 0.8},
    ]


def test_a_recording_for_every_link_the_obtained_first(archive: Archive) -> None:
    obtained, missing = build_document(archive, add_everything(archive))["recordings"]
    assert (obtained["label"], obtained["announced_kb"], obtained["duration"]) == ("Press briefing", 20_036, 12.25)
    assert missing == {
        "id": None,
        "sha256": None,
        "url": None,
        "label": "Video",
        "announced_kb": None,
        "duration": None,
        "transcripts": [],
    }


def test_transcripts_oldest_first_with_the_links_of_their_newest_alignment(archive: Archive) -> None:
    release = add_everything(archive)
    add_links(archive, release, 1, LINKS[:1])
    add_links(archive, release, add_heard(archive, 1, replace(HEARD, engine="openai-whisper")), LINKS[1:])
    older, newer = build_document(archive, release)["recordings"][0]["transcripts"]
    assert [t["engine"] for t in (older, newer)] == ["faster-whisper", "openai-whisper"]
    assert [[len(s["links"]) for s in t["segments"]] for t in (older, newer)] == [[0, 1, 0, 0], [0, 0, 1, 0]]


def test_links_are_those_of_this_release(archive: Archive) -> None:
    """Two pages share a recording, and each has its own paragraphs."""
    first = add_everything(archive)
    second = add_page(archive, replace(STATEMENT, url=None, title="Another"))
    add_sound(archive, second)
    add_links(archive, second, 1, (Link(1, 2, "paraphrase", 0.6, (0, 32), 0.5, 2.0),))

    def linked(release: int) -> list[list[int]]:
        (transcript,) = build_document(archive, release)["recordings"][0]["transcripts"]
        return [[link["paragraph"] for link in segment["links"]] for segment in transcript["segments"]]

    assert linked(first) == [[], [1], [2], []]
    assert linked(second) == [[2], [], [], []]


def test_text_is_the_best_reading_and_heard_stays(archive: Archive) -> None:
    release = add_everything(archive)
    archive.db.execute("update segments set text = replace(text, 'keys', 'quays')")
    segment = build_document(archive, release)["recordings"][0]["transcripts"][0]["segments"][1]
    assert segment["text"] == "The ministers deplore the flooding of the old quays."
    assert segment["heard"] == "The ministers deplore the flooding of the old keys."


def test_a_link_keeps_why_it_was_made(archive: Archive) -> None:
    release = add_everything(archive)
    why = Why("meaning", (((0, 5), (6, 10)), ((8, 9), (2, 4))), {"constant": -5.07, "likeness": 7.5}, 1.25, 0.5)
    add_links(archive, release, 1, (replace(LINKS[1], why=why),))
    (link,) = build_document(archive, release)["recordings"][0]["transcripts"][0]["segments"][2]["links"]
    assert link["why"] == {
        "basis": "meaning",
        "matched": [[[0, 5], [6, 10]], [[8, 9], [2, 4]]],
        "parts": {"constant": -5.07, "likeness": 7.5},
        "staying": 1.25,
        "margin": 0.5,
    }


def test_a_release_that_nobody_spoke_about(archive: Archive) -> None:
    found = build_document(archive, add_page(archive, replace(STATEMENT, media=())))
    assert found["recordings"] == []
    assert len(found["release"]["paragraphs"]) == 2
