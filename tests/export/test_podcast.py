"""The files of a podcast's episode: transcript and chapters in JSON."""

from __future__ import annotations

import json

import pytest
from export_documents import document, link, segment, transcribed, without_transcript

from archiver.errors import UsageError
from archiver.export.as_chapters import render_chapters
from archiver.export.podcast import render_podcast_transcript

BRIEFING = transcribed(
    segment("Good morning.", 1.0, 2.0, speaker="S1"),
    segment("The Council condemns the use of force.", 3.0, 5.0, speaker="S1", links=[link(1, start=3.1, end=4.9)]),
    segment("It does so strongly.", 5.5, 7.0, links=[link(1, "paraphrase")]),
    segment("A review has begun.", 60.0, 62.0, links=[link(2)]),
    segment("Force, again.", 70.0, 71.0, links=[link(1, "paraphrase")]),
)


def test_transcript() -> None:
    found = json.loads(render_podcast_transcript(BRIEFING))
    assert found["version"] == "1.0.0"
    assert found["segments"][0] == {"speaker": "S1", "startTime": 1.0, "endTime": 2.0, "body": "Good morning."}
    assert "speaker" not in found["segments"][2]


def test_chapters_are_the_passages_on_paragraphs() -> None:
    found = json.loads(render_chapters(BRIEFING))
    assert found["version"] == "1.2.0"
    assert [(one["startTime"], one["endTime"], one["title"]) for one in found["chapters"]] == [
        (3.1, 7.0, "1. The Council condemns the use of force."),
        (60.0, 62.0, "A review has begun."),
        (70.0, 71.0, "1. The Council condemns the use of force."),
    ]


@pytest.mark.parametrize("render", [render_chapters, render_podcast_transcript])
def test_nothing_heard(render: object) -> None:
    for empty in (without_transcript(), document()):
        with pytest.raises(UsageError, match="no transcript yet"):
            render(empty)  # type: ignore[operator]
