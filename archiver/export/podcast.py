"""The transcript that a podcast's feed points to, as Podcasting 2.0 has it; its chapters are in ``as_chapters``.

Transcript format 1.0.0, https://github.com/Podcastindex-org/podcast-namespace
"""

from __future__ import annotations

import json

from archiver.export.cues import cues_of
from archiver.export.document import Document, display_names, newest_transcript


def render_podcast_transcript(document: Document) -> str:
    """Write the sentences with who says them. Raises ``UsageError`` if there is no transcript."""
    transcript = newest_transcript(document)
    names = display_names(transcript)
    segments = [
        {"speaker": names.get(cue.segment["speaker"]), "startTime": cue.start / 1000, "endTime": cue.end / 1000}
        | {"body": cue.text}
        for cue in cues_of(transcript)
    ]
    kept = [{name: value for name, value in one.items() if value is not None} for one in segments]
    return json.dumps({"version": "1.0.0", "segments": kept}, ensure_ascii=False) + "\n"
