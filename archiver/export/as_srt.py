"""SubRip: the newest transcript for players that know nothing else.

The format has no escapes, so words are left as they are; only the arrow that marks a timing line is drawn otherwise.
"""

from __future__ import annotations

from archiver.export.cues import cues_of
from archiver.export.document import Document, newest_transcript


def render_srt(document: Document) -> str:
    """Write a numbered cue for every sentence. Raises ``UsageError`` if there is no transcript."""
    return "\n".join(
        f"{number}\n{cue.time_line(',')}\n{cue.text.replace('-->', '→')}\n"
        for number, cue in enumerate(cues_of(newest_transcript(document)), start=1)
    )
