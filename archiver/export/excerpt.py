"""Excerpts: a document with what was said in pieces of one recording alone, at the times of a clip of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archiver.export.document import Document

EDGE_SECONDS = 0.25  # by which a word may stand over the edge of a piece; clips are cut in pauses


def excerpt(
    document: Document,
    transcript_id: int,
    pieces: Sequence[tuple[float, float]],
    places: Sequence[tuple[float, float]],
) -> Document:
    """The document of a clip: the sentences of a transcript that stand in its pieces, or those of their words that do.

    pieces: (start, end) in seconds of the recording
    places: where each piece lies in the clip
    """
    for recording in document["recordings"]:
        for transcript in recording["transcripts"]:
            if transcript["id"] == transcript_id:
                segments = list(_segments(transcript["segments"], pieces, places))
                own = {**recording, "transcripts": [{**transcript, "segments": segments}]}
                own["duration"] = max((end for _, end in places), default=0.0)
                return {**document, "recordings": [own]}
    return {**document, "recordings": []}


def _segments(
    segments: Sequence[Document], pieces: Sequence[tuple[float, float]], places: Sequence[tuple[float, float]]
) -> Iterator[Document]:
    for (start, end), (begin, over) in zip(pieces, places, strict=True):
        for segment in segments:
            if segment["start"] is None or segment["end"] <= start or segment["start"] >= end:
                continue
            words = [word for word in segment["words"] if _stands(word, start, end)]
            whole = len(words) == len(segment["words"])
            if not words and segment["words"]:
                continue
            text = segment["text"] if whole else " ".join(filter(None, (word["word"] for word in words)))
            times = _moved(segment, start - begin, (begin, over))
            moved = [{**word, **_moved(word, start - begin, (begin, over))} for word in words]
            links = [{**link, "start": None, "end": None} for link in segment["links"]]
            yield {**segment, **times, "text": text, "words": moved, "links": links}


def _stands(word: Document, start: float, end: float) -> bool:
    """Whether a word stands in a piece; one without a time stands wherever its sentence does."""
    if word["start"] is None or word["end"] is None:
        return True
    return bool(word["start"] >= start - EDGE_SECONDS and word["end"] <= end + EDGE_SECONDS)


def _moved(timed: Document, by: float, within: tuple[float, float]) -> dict[str, float | None]:
    """The times of a sentence or a word in the clip, inside of the piece."""
    return {
        edge: None if timed[edge] is None else round(min(max(timed[edge] - by, within[0]), within[1]), 3)
        for edge in ("start", "end")
    }
