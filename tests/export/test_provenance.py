"""What made a transcript and who corrected it."""

from __future__ import annotations

import pytest
from export_documents import document, recording, segment, transcript

from archiver.export.as_vtt import render_vtt
from archiver.export.document import Document
from archiver.export.provenance import TPME, provenance_notes, provenance_of

ENGINE = {"application_type": "ASR", "application_name": "faster-whisper", "human_review_level": "machine-generated"}
FILE = {"application_type": "format conversion", "human_review_level": "third-party-unknown"}


def steps(*segments: Document, **other: object) -> list[Document]:
    spoken = transcript(*segments, created="2026-01-02T03:04:05Z", **other)
    entries: list[Document] = provenance_of(recording(spoken), spoken)["tpme"]
    return entries


@pytest.mark.parametrize(("engine", "told"), [("faster-whisper", ENGINE), ("file", FILE)])
def test_the_first_step_is_what_made_it(engine: str, told: Document) -> None:
    (made,) = steps(segment("Good morning."), engine=engine)
    assert {name: made[name] for name in told} == told
    assert (made["media_id"], made["transcript_id"]) == (f"sha256:{'ab' * 32}", "transcript-3")
    assert (made["modification_date"], made["transcript_language"]) == ("2026-01-02T03:04:05Z", ["en"])
    assert ("inference_model" in made) == (engine != "file")


def test_each_step_has_the_one_before_it_as_its_parent() -> None:
    by_release = {"first": 1, "last": 2, "heard": "a b", "text": "c", "reason": "", "by": "release", "release": 1}
    by_release["at"] = "2026-01-03T00:00:00Z"
    edits = [{"by": "Ada", "at": "2026-02-01T00:00:00Z"}, {"by": "Ben", "at": "2026-01-09T00:00:00Z"}]
    said = [segment("One.", corrections=[by_release], edited=None)]
    said += [segment("Two.", corrections=[], edited=edit) for edit in [*edits, edits[0]]]
    entries = steps(*said)
    assert [one.get("human_agent") for one in entries] == [None, None, "Ben", "Ada"]
    assert [one.get("parent_transcript_id") for one in entries] == [
        None,
        *(one["transcript_id"] for one in entries[:-1]),
    ]
    assert entries[1]["processing_note"].startswith("2 words were replaced")
    assert entries[1]["modification_date"] == "2026-01-03T00:00:00Z"
    assert entries[3]["processing_note"] == "2 sentences were corrected by hand"
    spoken = transcript(*said, created="2026-01-02T03:04:05Z")
    events = provenance_of(recording(spoken), spoken)["events"]
    assert [one["event_type"] for one in events] == ["creation", "modification", "modification", "modification"]
    assert [one["agent"] for one in events][2:] == ["Ben", "Ada"]
    assert events[1]["date"] == "2026-01-03T00:00:00Z"


def test_captions_carry_it_in_notes_that_end_where_they_should() -> None:
    spoken = transcript(segment("Yes."), model="a --> b\n\n00:00.000 --> 00:01.000\nnot said")
    vtt = render_vtt(document(recording(spoken)))
    assert f"NOTE\n{TPME}\nmedia_id: sha256:abab" in vtt
    assert vtt.count("-->") == 1
    assert vtt.count("\n\n") == 3
    (note,) = provenance_notes(provenance_of(recording(spoken), spoken))
    assert "\n\n" not in note
