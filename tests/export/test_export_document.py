from __future__ import annotations

import json

import pytest
from export_documents import document, recording, segment, transcribed, transcript, without_transcript

from archiver.errors import UsageError
from archiver.export import FORMATS
from archiver.export.document import newest_transcript

OLD, NEW, OTHER = (transcript(segment(text)) for text in ("older", "newer", "another"))


def test_newest_transcript_is_the_last_of_the_first_recording_that_was_heard() -> None:
    several = document(recording(), recording(OLD, NEW), recording(OTHER))
    assert newest_transcript(several) is NEW


@pytest.mark.parametrize("format", ["vtt", "srt"])
@pytest.mark.parametrize("nothing", [document(), without_transcript()])
def test_without_a_transcript_there_is_nothing_to_show(format: str, nothing: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="there is no transcript yet of Statement on relations") as error:
        FORMATS[format](nothing)
    assert error.value.hint is not None
    assert "archiver transcribe" in error.value.hint


@pytest.mark.parametrize("format", ["vtt", "srt", "txt"])
def test_every_format_shows_the_newest_transcript_only(format: str) -> None:
    text = FORMATS[format](document(recording(OLD, NEW), recording(OTHER)))
    assert "newer" in text
    assert "older" not in text
    assert "another" not in text


@pytest.mark.parametrize("format", list(FORMATS))
def test_every_format_ends_with_one_line_break(format: str) -> None:
    text = FORMATS[format](transcribed(segment("Good morning.")))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_json_comes_back_as_it_was() -> None:
    whole = transcribed(segment('Größe, Беларусь, <script> "--> \n\u200f', None, None), title="Z before A")
    text = FORMATS["json"](whole)
    assert json.loads(text) == whole
    assert list(json.loads(text)["release"]) == list(whole["release"])
    assert "Беларусь" in text
