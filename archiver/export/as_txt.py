"""Plain text: the release and what was said about it, for reading and printing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from archiver.export.document import Document, credit, heard_transcript, one_line, speakers
from archiver.export.times import clock

WIDTH = 100  # columns
INDENT = " " * 4
MANNER = {"verbatim": "read out", "paraphrase": "in other words", None: "talked about"}


def render_txt(document: Document) -> str:
    """Write the paragraphs, each with the moments that are linked to it, then the newest transcript.

    A release of which nothing was heard yet is written all the same.
    """
    release = document["release"]
    heard = heard_transcript(document)
    segments = heard[1]["segments"] if heard else []
    lines = [*head(release), *paragraphs(release, segments)]
    lines += [*source(*heard), *sentences(heard[1])] if heard else ["Nothing was heard yet."]
    return "\n".join(lines) + "\n"


def head(release: Document) -> Iterator[str]:
    """Give the title, then what is known of issuer, number, date and address."""
    yield from wrapped(release["title"])
    facts = (one_line(release[key]) for key in ("issuer", "number", "date", "url"))
    yield from wrapped(" · ".join(filter(None, facts)))
    yield ""


def paragraphs(release: Document, segments: Sequence[Document]) -> Iterator[str]:
    """Give each paragraph under its heading, marked with its position, and its moments below it."""
    above = None
    for paragraph in release["paragraphs"]:
        if paragraph["heading"] and paragraph["heading"] != above:
            yield from (*wrapped(paragraph["heading"]), "")
        above = paragraph["heading"]
        yield from wrapped(f"{mark(paragraph['position'])} {paragraph['label'] or ''} {paragraph['text']}")
        yield from moments(paragraph["position"], segments)
        yield ""


def moments(position: int, segments: Sequence[Document]) -> Iterator[str]:
    """Give when and how a paragraph was talked about: ``[01:01-01:10] read out``.

    Where the words of a link were not timed, the time is that of its sentence.
    """
    for segment in segments:
        for link in segment["links"]:
            if link["paragraph"] == position:
                start, end = (segment[edge] if link[edge] is None else link[edge] for edge in ("start", "end"))
                yield f"{INDENT}[{written(start)}-{written(end)}] {MANNER[link['relation']]}"


def source(recording: Document, transcript: Document) -> Iterator[str]:
    """Say what was heard, and by what."""
    facts = (one_line(recording["label"]), one_line(recording["url"]), credit(transcript))
    yield from (*wrapped(" · ".join(filter(None, facts))), "")


def sentences(transcript: Document) -> Iterator[str]:
    """Give the sentences in speaking order: ``[01:01] Speaker: words ¶4``."""
    called = speakers(transcript)
    for segment in transcript["segments"]:
        speaker = called.get(segment["speaker"])
        marks = " ".join(mark(link["paragraph"]) for link in segment["links"])
        said = f"{speaker}: {segment['text']}" if speaker else segment["text"]
        yield from wrapped(f"[{written(segment['start'])}] {said} {marks}")


def mark(position: int) -> str:
    """Write what stands for a paragraph wherever it is named."""
    return f"¶{position}"


def written(seconds: float | None) -> str:
    """Write a time, or that there is none."""
    return "no time" if seconds is None else clock(seconds)


def wrapped(text: str) -> list[str]:
    """Break text into lines; an address is never broken."""
    return textwrap.wrap(
        one_line(text), WIDTH, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )
