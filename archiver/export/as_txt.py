"""Plain text: the release and what was said about it, for reading and printing."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from archiver.display import clock, one_line
from archiver.export.document import Document, credit, display_names, newest_transcripts
from archiver.export.doubtful import marked
from archiver.export.grades import grade_of, in_words, left_out_words
from archiver.export.moments import link_times

WIDTH = 100  # columns
INDENT = " " * 4
_LAST_LETTER = re.compile(r"\w(?!.*\w)")


def render_txt(document: Document) -> str:
    """Write the paragraphs, each with the moments that are linked to it, then the newest transcript.

    A release without a transcript is written all the same.
    """
    release = document["release"]
    lines = _wrapped(release["title"])
    lines += [*_wrapped(_facts(*(release[key] for key in ("issuer", "number", "date", "url")))), ""]
    transcribed = newest_transcripts(document)[:1]
    if left_out := left_out_words(document, [transcript for _, transcript in transcribed]):
        lines += [left_out, ""]
    lines += _paragraphs(release, transcribed[0][1]["segments"] if transcribed else [])
    for recording, transcript in transcribed:
        lines += [*_wrapped(_facts(recording["label"], recording["url"], credit(transcript))), ""]
        lines += _sentences(transcript)
    return "\n".join(lines if transcribed else [*lines, "There is no transcript yet."]) + "\n"


def _paragraphs(release: Document, segments: Sequence[Document]) -> Iterator[str]:
    """Each paragraph under its heading, and below it when and how it was talked about.

    As in ``[01:01-01:10] in other words, likely``.
    """
    above = None
    for paragraph in release["paragraphs"]:
        if paragraph["heading"] and paragraph["heading"] != above:
            yield from (*_wrapped(paragraph["heading"]), "")
        above = paragraph["heading"]
        yield from _wrapped(f"¶{paragraph['position']} {paragraph['label'] or ''} {paragraph['text']}")
        for segment in segments:
            for link in segment["links"]:
                if link["paragraph"] == paragraph["position"]:
                    start, end = map(_time, link_times(link, segment))
                    yield f"{INDENT}[{start}-{end}] {_how(link)}"
        yield ""


def _how(link: Document) -> str:
    """What a person decided is written as if it had been found."""
    return in_words(link["relation"], None if link["by"] == "human" else grade_of(link))


def _sentences(transcript: Document) -> Iterator[str]:
    """The sentences in speaking order: ``[01:01] Speaker: words, [one doubtful?] ¶4``."""
    names = display_names(transcript)
    for segment in transcript["segments"]:
        speaker = names.get(segment["speaker"])
        marks = " ".join(f"¶{link['paragraph']}" for link in segment["links"])
        text = marked(segment, _doubted) or "".join(f"({flag})" for flag in segment["flags"])
        said = f"{speaker}: {text}" if speaker else text
        yield from _wrapped(f"[{_time(segment['start'])}] {said} {marks}")


def _doubted(words: str) -> str:
    """Words of which nobody is sure, as transcribers write them: ``[as they?].``."""
    end = found.end() if (found := _LAST_LETTER.search(words)) else len(words)
    return f"[{words[:end]}?]{words[end:]}"


def _time(seconds: float | None) -> str:
    return "no time" if seconds is None else clock(seconds)


def _facts(*found: str | None) -> str:
    return " · ".join(filter(None, map(one_line, found)))


def _wrapped(text: str) -> list[str]:
    """Break text into lines; an address is never broken."""
    return textwrap.wrap(
        one_line(text), WIDTH, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )
