"""SubRip: the newest transcript for players that know nothing else.

The format has no escapes, so words are left as they are; only the arrow that marks a timing line is drawn otherwise.
Doubtful words are underlined by ``<u>``, one of the four tags that nearly every player knows.
"""

from __future__ import annotations

from archiver.export.cues import Cue, cues_of
from archiver.export.document import Document, display_names, newest_transcript
from archiver.export.doubtful import marked


def render_srt(document: Document) -> str:
    """Write a numbered cue for every sentence, with its speaker before it where there are several.

    Raises ``UsageError`` if there is no transcript.
    """
    transcript = newest_transcript(document)
    names = display_names(transcript)
    return "\n".join(
        f"{number}\n{cue.time_line(',')}\n{_said(cue, names).replace('-->', '→')}\n"
        for number, cue in enumerate(cues_of(transcript), start=1)
    )


def _said(cue: Cue, names: dict[str, str]) -> str:
    """The sentence as viewers see it; a single voice needs no name."""
    speaker = names.get(cue.segment["speaker"]) if len(names) > 1 else None
    text = marked(cue.segment, lambda words: f"<u>{words}</u>")
    return f"{speaker}: {text}" if speaker else text
