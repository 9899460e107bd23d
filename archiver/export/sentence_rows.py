"""The sentences of a release as rows: what was said, when, by whom, and on which paragraphs."""

from __future__ import annotations

from archiver.display import one_line
from archiver.export.document import Document, display_names, newest_transcripts, said_in
from archiver.export.grades import grade_of

COLUMNS = (
    *("recording", "transcript", "sentence", "position", "start", "end", "speaker", "language"),
    *("text", "heard", "confidence", "flags", "paragraphs", "relations", "scores", "grades"),
)


def sentence_rows(document: Document) -> list[Document]:
    """A row for every sentence of the newest transcript of every recording; ``COLUMNS`` are its names.

    What belongs to its links is in lists of one length: their paragraphs, relations, scores and grades.
    """
    return [
        _row(recording["id"], transcript, segment, names.get(segment["speaker"]))
        for recording, transcript in newest_transcripts(document)
        for names in [display_names(transcript)]
        for segment in transcript["segments"]
    ]


def _row(recording: int, transcript: Document, segment: Document, speaker: str | None) -> Document:
    links = segment["links"]
    return {
        "recording": recording,
        "transcript": transcript["id"],
        "sentence": segment["id"],
        **{name: segment[name] for name in ("position", "start", "end")},
        "speaker": speaker,
        "language": segment["language"],
        "text": said_in(segment),
        "heard": one_line(segment["heard"]),
        "confidence": segment["confidence"],
        "flags": segment["flags"],
        "paragraphs": [link["paragraph"] for link in links],
        "relations": [link["relation"] for link in links],
        "scores": [link["score"] for link in links],
        "grades": [grade_of(link) for link in links],
    }
