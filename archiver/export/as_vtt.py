"""WebVTT: the newest transcript for players in a page, with speakers and paragraphs.

Written by hand: pysubs2 knows neither voice tags nor identifiers, and does not escape.
"""

from __future__ import annotations

from html import escape

from archiver.display import one_line
from archiver.export.cues import Cue, cues_of
from archiver.export.document import Document, credit, display_names, newest_transcript
from archiver.export.grades import left_out_words

ARROW = "-->"  # marks a timing line; anywhere else it would break the file


def render_vtt(document: Document) -> str:
    """Write a cue for every sentence, its identifier telling position and paragraph (``12 p4 verbatim``).

    Raises ``UsageError`` if there is no transcript.
    """
    release, transcript = document["release"], newest_transcript(document)
    # In a comment nothing is escaped, only the arrow is not allowed.
    told = release["title"], release["date"], release["url"], credit(transcript), left_out_words(document, [transcript])
    facts = (one_line(fact) for fact in told)
    note = "\n".join(["NOTE", *(fact.replace(ARROW, "→") for fact in facts if fact)])
    names = display_names(transcript)
    cues = [_cue_block(cue, names.get(cue.segment["speaker"], "")) for cue in cues_of(transcript)]
    return "\n\n".join(["WEBVTT", note, *cues]) + "\n"


def _cue_block(cue: Cue, speaker: str) -> str:
    """One cue: identifier, timing, and the sentence with its speaker, if there is one."""
    links = (f"p{link['paragraph']} {link['relation'] or ''}" for link in cue.segment["links"])
    identifier = one_line(" ".join([str(cue.segment["position"]), *links]))
    voice = f"<v {escape(speaker, quote=False)}>" if speaker else ""
    return f"{identifier}\n{cue.time_line('.')}\n{voice}{escape(cue.text, quote=False)}"
