"""Chapters: the passages of a recording that stay on one paragraph, for players and podcasts.

JSON as Podcasting 2.0 has it (JSON chapters format 1.2.0), and WebVTT for a track of the kind ``chapters``.
"""

from __future__ import annotations

import json
import textwrap
from html import escape

from archiver.display import one_line, timestamp
from archiver.export.document import Document, first_transcribed
from archiver.export.moments import Passage, timed_passages
from archiver.export.sound_address import is_web_address

TITLE_LENGTH = 70  # characters: a line in a player's list


def render_chapters(document: Document) -> str:
    """Write the passages as JSON chapters. Raises ``UsageError`` if there is no transcript."""
    release = document["release"]
    chapters = []
    for passage in timed_passages(first_transcribed(document)[1]):
        chapter = {"startTime": round(passage.start, 3), "endTime": round(passage.end, 3)}
        address = f"{release['url']}#p{passage.paragraph}" if is_web_address(release["url"]) else None
        chapters.append({**chapter, "title": _title(release, passage), **({"url": address} if address else {})})
    told = {"version": "1.2.0", "title": one_line(release["title"]), "author": one_line(release["issuer"])}
    told["podcastName"] = one_line(release["issuer"])
    kept = {name: value for name, value in told.items() if value}
    return json.dumps({**kept, "chapters": chapters}, ensure_ascii=False, indent=2) + "\n"


def render_chapters_vtt(document: Document) -> str:
    """Write the passages as a WebVTT track of chapters. Raises ``UsageError`` if there is no transcript."""
    cues = [
        f"p{passage.paragraph}\n{_stamp(passage.start)} --> {_stamp(max(passage.end, passage.start + 0.001))}\n"
        f"{escape(_title(document['release'], passage), quote=False)}"
        for passage in timed_passages(first_transcribed(document)[1])
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _title(release: Document, passage: Passage) -> str:
    """How a paragraph begins."""
    paragraph = next(one for one in release["paragraphs"] if one["position"] == passage.paragraph)
    label = f"{one_line(paragraph['label'])} " if paragraph["label"] else ""
    return label + textwrap.shorten(one_line(paragraph["text"]), TITLE_LENGTH, placeholder=" …")


def _stamp(seconds: float) -> str:
    return timestamp(round(seconds * 1000), ".")
