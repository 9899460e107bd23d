from __future__ import annotations

import json

import pytest
from export_documents import document, recording, segment, transcribed, transcript, without_transcript

from archiver.errors import UsageError
from archiver.export.as_json import render_json
from archiver.export.document import credit, newest_transcript, only
from archiver.export.formats import FORMATS

OLD, NEW, OTHER = (transcript(segment(text)) for text in ("older", "newer", "another"))


def test_newest_transcript_is_the_last_of_the_first_recording_that_was_heard() -> None:
    several = document(recording(), recording(OLD, NEW), recording(OTHER))
    assert newest_transcript(several) is NEW


def test_one_recording_or_one_transcript_of_several() -> None:
    english, french = transcript(segment("Yes."), id=3), transcript(segment("Oui."), id=5, language="fr")
    both = document(recording(transcript(id=2), english, id=2), recording(french, id=4), recording(id=None))
    assert only(both) == both
    assert newest_transcript(only(both, recording=4)) is french
    assert newest_transcript(only(both, transcript=5)) is french
    assert only(both, transcript=2)["recordings"][0]["transcripts"] == [transcript(id=2)]
    with pytest.raises(UsageError, match=r"release 1 has no recording 9; it has recording 2 \(transcript 2, 3\); rec"):
        only(both, recording=9)
    with pytest.raises(UsageError, match="release 1 has no transcript 5"):
        only(both, recording=2, transcript=5)
    with pytest.raises(UsageError, match="none of its recordings was obtained"):
        only(without_transcript(), transcript=1)


@pytest.mark.parametrize("format", ["vtt", "srt", "textgrid", "eaf", "tei", "chapters", "chapters-vtt", "ohms", "iiif"])
@pytest.mark.parametrize("nothing", [document(), without_transcript()])
def test_without_a_transcript_there_is_nothing_to_show(format: str, nothing: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="there is no transcript yet of Statement on relations") as error:
        FORMATS[format].render(nothing)
    assert error.value.hint is not None
    assert "archiver transcribe" in error.value.hint


@pytest.mark.parametrize("format", ["vtt", "srt", "txt"])
def test_every_format_shows_the_newest_transcript_only(format: str) -> None:
    text = FORMATS[format].render(document(recording(OLD, NEW), recording(OTHER)))
    assert isinstance(text, str)
    assert "newer" in text
    assert "older" not in text
    assert "another" not in text


@pytest.mark.parametrize("format", [name for name, form in FORMATS.items() if not form.is_binary])
def test_every_format_ends_with_one_line_break(format: str) -> None:
    text = FORMATS[format].render(transcribed(segment("Good morning.")))
    data = text.encode() if isinstance(text, str) else text
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


def test_json_comes_back_as_it_was() -> None:
    whole = transcribed(segment('Größe, Беларусь, <script> "--> \n\u200f', None, None), title="Z before A")
    text = render_json(whole)
    assert json.loads(text) == whole
    assert list(json.loads(text)["release"]) == list(whole["release"])
    assert "Беларусь" in text


def test_who_or_what_made_a_transcript_is_told() -> None:
    assert credit(transcript(model="base")) == "Transcript made by faster-whisper 1.2.1, model base"
    assert credit(transcript(engine="file", model="quiet.vtt")) == "Transcript read from the file quiet.vtt"
