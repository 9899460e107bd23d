"""WebVTT: the newest transcript for players in a page, with speakers, languages and paragraphs.

Written by hand: pysubs2 knows neither voice tags nor identifiers, and does not escape.
"""

from __future__ import annotations

from html import escape

from archiver.display import one_line
from archiver.export.cues import Cue, cues_of
from archiver.export.document import Document, credit, display_names, first_transcribed
from archiver.export.doubtful import runs
from archiver.export.grades import left_out_words
from archiver.export.provenance import provenance_notes, provenance_of

ARROW = "-->"  # marks a timing line; anywhere else it would break the file


def render_vtt(document: Document) -> str:
    """Write a cue for every sentence, its identifier telling position and paragraph (``12 p4 verbatim``).

    The first note tells the language that is spoken most; sentences in another are marked with theirs. Further notes
    tell what made the transcript and who corrected it.

    Raises ``UsageError`` if there is no transcript.
    """
    release, (recording, transcript) = document["release"], first_transcribed(document)
    # In a comment nothing is escaped, only the arrow is not allowed.
    spoken = transcript["language"]
    told = [release["title"], release["date"], release["url"], credit(transcript), spoken and f"Language: {spoken}"]
    facts = (one_line(fact) for fact in [*told, left_out_words(document, [transcript])])
    note = "\n".join(["NOTE", *(fact.replace(ARROW, "→") for fact in facts if fact)])
    made = [f"NOTE\n{one.replace(ARROW, '→')}" for one in provenance_notes(provenance_of(recording, transcript))]
    names = display_names(transcript)
    cues = [_cue_block(cue, names.get(cue.segment["speaker"], ""), spoken) for cue in cues_of(transcript)]
    return "\n\n".join(["WEBVTT", note, *made, *cues]) + "\n"


def _cue_block(cue: Cue, speaker: str, spoken: str | None) -> str:
    """One cue: identifier, timing, and the sentence with its speaker, if there is one.

    spoken: the language that goes without saying
    """
    links = (f"p{link['paragraph']} {link['relation'] or ''}" for link in cue.segment["links"])
    identifier = one_line(" ".join([str(cue.segment["position"]), *links]))
    voice = f"<v {escape(speaker, quote=False)}>" if speaker else ""
    text, language = " ".join(_run(*run) for run in runs(cue.segment)), cue.segment["language"]
    said = text if language in (None, spoken) else f"<lang {language}>{text}</lang>"
    return f"{identifier}\n{cue.time_line('.')}\n{voice}{said}"


def _run(words: str, doubtful: bool) -> str:
    """Doubtful words are underlined, and of a class of their own for players that can be told how to show them."""
    text = escape(words, quote=False)
    return f"<c.doubtful><u>{text}</u></c>" if doubtful else text
