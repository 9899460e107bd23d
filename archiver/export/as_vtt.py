"""WebVTT: the newest transcript for players in a page, with speakers and paragraphs.

Written by hand: pysubs2 knows neither voice tags nor identifiers, and does not escape.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from archiver.export.cues import Cue, cues
from archiver.export.document import Document, credit, newest_transcript, one_line, speakers

ARROW = "-->"  # marks a timing line; anywhere else it would break the file


def render_vtt(document: Document) -> str:
    """Write a cue for every sentence, its identifier telling position and paragraph (``12 p4 verbatim``).

    Raises UsageError if nothing was heard yet.
    """
    transcript = newest_transcript(document)
    called = speakers(transcript)
    cued = [block(cue, called.get(cue.segment["speaker"], "")) for cue in cues(transcript)]
    blocks = ["WEBVTT", "\n".join(note(document["release"], transcript)), *cued]
    return "\n\n".join(blocks) + "\n"


def note(release: Document, transcript: Document) -> Iterator[str]:
    """Say what the cues belong to; in a comment nothing is escaped, only the arrow is not allowed."""
    yield "NOTE"
    for fact in (release["title"], release["date"], release["url"], credit(transcript)):
        if line := one_line(fact):
            yield line.replace(ARROW, "→")


def block(cue: Cue, speaker: str) -> str:
    """Write one cue: identifier, timing, and the sentence with its speaker, if there is one."""
    voice = f"<v {escape(speaker, quote=False)}>" if speaker else ""
    return f"{identifier(cue.segment)}\n{cue.timing('.')}\n{voice}{escape(cue.text, quote=False)}"


def identifier(segment: Document) -> str:
    """Name a sentence by its position and, for each link, the paragraph and how it is told."""
    parts = [str(segment["position"])]
    for link in segment["links"]:
        parts += [f"p{link['paragraph']}", link["relation"] or ""]
    return one_line(" ".join(parts))
