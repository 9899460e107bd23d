"""The files that a podcast's feed points to, as Podcasting 2.0 has them: a transcript and chapters, both JSON.

Transcript format 1.0.0 and chapters format 1.2.0, https://github.com/Podcastindex-org/podcast-namespace
"""

from __future__ import annotations

import json
import textwrap
from itertools import groupby

from archiver.display import one_line
from archiver.export.cues import cues_of
from archiver.export.document import Document, display_names, newest_transcript
from archiver.export.moments import moments_of

TITLE_CHARACTERS = 70  # about a line in a player's list


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


def render_podcast_chapters(document: Document) -> str:
    """Write a chapter for each passage on a paragraph. Raises ``UsageError`` if there is no transcript."""
    titles = {one["position"]: _title(one) for one in document["release"]["paragraphs"]}
    moments = sorted(moments_of(newest_transcript(document)), key=lambda moment: moment.start)
    chapters = []
    for paragraph, run in groupby(moments, key=lambda moment: moment.paragraph):
        own = list(run)
        end = max(moment.end for moment in own)
        chapters.append({"startTime": round(own[0].start, 3), "endTime": round(end, 3), "title": titles[paragraph]})
    return json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False) + "\n"


def _title(paragraph: Document) -> str:
    text = " ".join(filter(None, (paragraph["label"], paragraph["text"])))
    return textwrap.shorten(one_line(text), TITLE_CHARACTERS, placeholder=" …")
