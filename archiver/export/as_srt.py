"""SubRip: the newest transcript for players that know nothing else.

The format has no escapes, so words are left as they are; only the arrow that marks a timing line is drawn otherwise.
"""

from __future__ import annotations

from archiver.export.cues import cues
from archiver.export.document import Document, newest_transcript


def render_srt(document: Document) -> str:
    """Write a numbered cue for every sentence.

    Raises UsageError if nothing was heard yet.
    """
    transcript = newest_transcript(document)
    return "\n".join(
        f"{number}\n{cue.timing(',')}\n{cue.text.replace('-->', '→')}\n"
        for number, cue in enumerate(cues(transcript), start=1)
    )
