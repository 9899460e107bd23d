"""IIIF Presentation 3.0: a manifest with a canvas for every recording, its transcript and its paragraphs.

The transcript is annotations of the motivation ``supplementing``, as IIIF's cookbook shows for captions; the
paragraphs are ranges of the structure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archiver.display import one_line
from archiver.export.addresses import release_address, sound_id
from archiver.export.cues import Cue, cues_of
from archiver.export.document import Document, display_names, first_transcribed, newest_transcripts
from archiver.export.moments import timed_passages
from archiver.export.sound_address import fragment, is_web_address, sound_type

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
UNKNOWN_SECONDS = 1.0  # of a recording of which nobody knows how long it is; a canvas must have some


def render_iiif(document: Document) -> str:
    """Write the manifest; recordings that were not obtained have no canvas.

    Raises ``UsageError`` if there is no transcript, as a manifest without a canvas is none.
    """
    release = document["release"]
    base, language = release_address(release), release["language"] or "none"
    first_transcribed(document)
    transcribed = newest_transcripts(document)
    facts = {"Issuer": release["issuer"], "Number": release["number"], "Date": release["date"]}
    manifest: dict[str, Any] = {
        "@context": CONTEXT,
        "id": f"{base}#manifest",
        "type": "Manifest",
        "label": {language: [one_line(release["title"])]},
        "metadata": [_metadata(name, value) for name, value in facts.items() if value],
        "items": [_canvas(base, release, *one) for one in transcribed],
        "structures": [_structure(base, release, transcribed)],
    }
    if is_web_address(release["url"]):
        homepage = {"id": release["url"], "type": "Text", "format": "text/html"}
        manifest["homepage"] = [{**homepage, "label": {language: [one_line(release["title"])]}}]
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def _metadata(name: str, value: str) -> dict[str, Any]:
    return {"label": {"en": [name]}, "value": {"none": [one_line(value)]}}


def _canvas(base: str, release: Document, recording: Document, transcript: Document) -> dict[str, Any]:
    """A recording's sound with its sentences."""
    canvas, cues = _canvas_id(base, recording), list(cues_of(transcript))
    last = max((cue.end / 1000 for cue in cues), default=UNKNOWN_SECONDS)
    duration = max(float(recording["duration"] or 0), last)
    sound = {"id": sound_id(release, recording), "type": "Sound", "format": sound_type(recording), "duration": duration}
    painting = {
        "id": f"{canvas}-sound",
        "type": "Annotation",
        "motivation": "painting",
        "body": sound,
        "target": canvas,
    }
    label = one_line(recording["label"]) or "Recording"
    return {
        "id": canvas,
        "type": "Canvas",
        "label": {release["language"] or "none": [label]},
        "duration": duration,
        "items": [{"id": f"{canvas}-painting", "type": "AnnotationPage", "items": [painting]}],
        "annotations": [
            {
                "id": f"{canvas}-transcript",
                "type": "AnnotationPage",
                "label": {"en": ["Transcript"]},
                "items": [_sentence(canvas, cue, display_names(transcript)) for cue in cues],
            }
        ],
    }


def _sentence(canvas: str, cue: Cue, names: dict[str, str]) -> dict[str, Any]:
    speaker = names.get(cue.segment["speaker"])
    body = {"type": "TextualBody", "value": f"{speaker}: {cue.text}" if speaker else cue.text, "format": "text/plain"}
    if cue.segment["language"]:
        body["language"] = cue.segment["language"]
    return {
        "id": f"{canvas}-s{cue.segment['position']}",
        "type": "Annotation",
        "motivation": "supplementing",
        "body": body,
        "target": f"{canvas}#t={fragment(cue.start / 1000, cue.end / 1000)}",
    }


def _structure(base: str, release: Document, transcribed: list[tuple[Document, Document]]) -> dict[str, Any]:
    """The paragraphs that were talked about, each with its passages."""
    ranges = []
    for paragraph in release["paragraphs"]:
        if parts := list(_parts(base, paragraph["position"], transcribed)):
            label = one_line(f"{paragraph['label'] or ''} {paragraph['text']}")
            told = {"id": f"{base}#range-p{paragraph['position']}", "type": "Range"}
            ranges.append({**told, "label": {release["language"] or "none": [label]}, "items": parts})
    whole = [{"id": _canvas_id(base, recording), "type": "Canvas"} for recording, _ in transcribed]
    return {
        "id": f"{base}#range-paragraphs",
        "type": "Range",
        "label": {"en": ["Paragraphs"]},
        "items": ranges or whole,
    }


def _parts(base: str, position: int, transcribed: list[tuple[Document, Document]]) -> Iterator[dict[str, str]]:
    for recording, transcript in transcribed:
        for passage in timed_passages(transcript):
            if passage.paragraph == position:
                times = fragment(passage.start, passage.end)
                yield {"id": f"{_canvas_id(base, recording)}#t={times}", "type": "Canvas"}


def _canvas_id(base: str, recording: Document) -> str:
    """A canvas must be named without a fragment, since its parts are named by one."""
    return f"{base}{'&' if '?' in base else '?'}canvas={recording['id']}"
