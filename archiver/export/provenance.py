"""Provenance: what made a transcript and who corrected it, in words that archives share.

The elements are those of the Transcript Provenance Metadata Elements (TPME), version 1.0, of the AI4LAM Speech-to-Text
Working Group (https://doi.org/10.5281/zenodo.21287085, CC0). TPME leaves the form open; as in the American Archive of
Public Broadcasting's profile, from which the review levels come, there is an entry for every step, the first one first.
The events have the types of PREMIS, as those of the archive's log have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from archiver.display import one_line
from archiver.export.document import FROM_FILE, Document

TPME = "Transcript Provenance Metadata Elements (TPME) 1.0"
PROGRAM = "briefing-archiver"


def provenance_of(recording: Document, transcript: Document) -> Document:
    """A transcript's provenance: its ``vocabulary``, the ``tpme`` entries and the ``events``."""
    return {
        "vocabulary": TPME,
        "tpme": list(_entries(recording, transcript)),
        "events": list(_events(transcript)),
    }


def provenance_notes(provenance: Document) -> list[str]:
    """The entries as notes of captions: a line for every element."""
    return [
        "\n".join([f"{provenance['vocabulary']}", *(f"{name}: {_told(value)}" for name, value in entry.items())])
        for entry in provenance["tpme"]
    ]


def _told(value: object) -> str:
    return one_line(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _entries(recording: Document, transcript: Document) -> Iterator[Document]:
    """A step each: what made it, what the release put right in it, and what each person did."""
    made = f"transcript-{transcript['id']}"
    common = {"media_id": f"sha256:{recording['sha256']}" if recording["sha256"] else recording["url"]}
    yield _without_nothing({**common, "transcript_id": made, **_making(recording, transcript)})
    by_release, when = _corrected_by_release(transcript)
    if by_release:
        step = {"transcript_id": f"{made}-as-released", "parent_transcript_id": made, "type": "transcript"}
        made = step["transcript_id"]
        told = {"modification_date": when, "human_review_level": _review_level(transcript)}
        step["application_type"] = "automatic correction"
        note = f"{by_release} words were replaced by those of the written release, which was read out"
        yield _without_nothing({**common, **step, **told, "application_name": PROGRAM, "processing_note": note})
    for person, (sentences, day) in sorted(_editors(transcript).items(), key=lambda one: one[1][1]):
        step = {"transcript_id": f"transcript-{transcript['id']}-{day}", "parent_transcript_id": made}
        made = step["transcript_id"]
        told = {"modification_date": day, "type": "transcript", "human_review_level": "partially-corrected"}
        program = {"human_agent": person, "application_type": "transcript editor", "application_name": PROGRAM}
        yield _without_nothing({**common, **step, **told, **program, "processing_note": _sentences(sentences)})


def _making(recording: Document, transcript: Document) -> Document:
    """What is known of how a transcript was made."""
    heard = transcript["engine"] != FROM_FILE
    languages = [transcript["language"]] if transcript["language"] else []
    timed = any(segment["start"] is not None for segment in transcript["segments"])
    weights = transcript["model_sha256"]
    return {
        "modification_date": transcript.get("created"),
        "type": "transcript",
        "file_format": "JSON",
        "features": {"time_aligned": timed, "speaker_diarization": bool(transcript["speakers"])},
        "transcript_language": languages,
        "media_language": languages if heard else [],
        "human_review_level": _review_level(transcript),
        "application_type": "ASR" if heard else "format conversion",
        "application_name": transcript["engine"] if heard else PROGRAM,
        "application_version": transcript["engine_version"],
        "inference_model": transcript["model"] if heard else None,
        "application_parameters": transcript["parameters"],
        "originating_media_file": recording["url"],
        "processing_note": f"the model's weights have the SHA-256 {weights}" if weights else None,
    }


def _review_level(transcript: Document) -> str:
    return "third-party-unknown" if transcript["engine"] == FROM_FILE else "machine-generated"


def _corrected_by_release(transcript: Document) -> tuple[int, str | None]:
    """How many words the release has in place of the engine's, and when it was linked last, which put them in."""
    corrections = (one for segment in transcript["segments"] for one in segment.get("corrections", ()))
    found = [one for one in corrections if one["by"] == "release"]
    when = max((one["at"] for one in found if one.get("at")), default=None)
    return sum(max(1, one["last"] - one["first"] + 1) for one in found), when


def _editors(transcript: Document) -> dict[str, tuple[int, str]]:
    """Who corrected how many sentences, and when last."""
    found: dict[str, tuple[int, str]] = {}
    for segment in transcript["segments"]:
        if edited := segment.get("edited"):
            count, day = found.get(edited["by"], (0, ""))
            found[edited["by"]] = (count + 1, max(day, edited["at"]))
    return found


def _events(transcript: Document) -> Iterator[Document]:
    """What happened to a transcript, as PREMIS tells it."""
    made = f"{transcript['engine']} {transcript['engine_version'] or ''}".strip()
    yield {
        "event_type": "ingestion" if transcript["engine"] == FROM_FILE else "creation",
        "date": transcript.get("created"),
        "outcome": "success",
        "agent": PROGRAM if transcript["engine"] == FROM_FILE else made,
        "detail": f"model {transcript['model']}",
    }
    by_release, when = _corrected_by_release(transcript)
    if by_release:
        told = {"event_type": "modification", "date": when, "outcome": "success", "agent": PROGRAM}
        yield {**told, "detail": f"{by_release} words replaced by those of the written release"}
    for person, (sentences, day) in sorted(_editors(transcript).items(), key=lambda one: one[1][1]):
        told = {"event_type": "modification", "date": day, "outcome": "success", "agent": person}
        yield {**told, "detail": _sentences(sentences)}


def _sentences(count: int) -> str:
    return f"{count} {'sentence was' if count == 1 else 'sentences were'} corrected by hand"


def _without_nothing(entry: Document) -> Document:
    """An entry without elements of which nothing is known."""
    return {name: value for name, value in entry.items() if value not in (None, "", [], {})}
