"""Caption files as they come: in older encodings, and with languages named in full."""

from __future__ import annotations

import json

import pytest

from archiver.transcript.captions import read_transcript

SUBRIP = "1\n00:00:01,000 --> 00:00:03,000\nMise à jour de l'été.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_accents_survive(encoding: str) -> None:
    (segment,) = read_transcript(SUBRIP.encode(encoding), "briefing.srt").segments
    assert segment.heard == "Mise à jour de l'été."


@pytest.mark.parametrize(("named", "code"), [("fr", "fr"), ("french", "fr"), ("English", "en"), ("klingon", None)])
def test_language_becomes_a_code(named: str, code: str | None) -> None:
    document = {"language": named, "segments": [{"start": 0, "end": 2, "text": "Bonjour."}]}
    assert read_transcript(json.dumps(document).encode(), "w.json").language == code
