"""Markdown: the release and what was said about it, for notes, wikis and repositories."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.display import clock, one_line
from archiver.export.document import Document, credit, display_names, newest_transcripts, said_in
from archiver.export.grades import grade_of, in_words, left_out_words
from archiver.export.moments import link_times
from archiver.export.sound_address import at_time, is_web_address

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&$])")  # of CommonMark, and of what GitHub adds to it
_LIST = re.compile(r"^(\d*)([-+.)])")  # at the beginning of a line, it would begin a list


def render_md(document: Document) -> str:
    """Write the paragraphs with their moments, then the newest transcript of every recording; times lead to the sound.

    A release without a transcript is written all the same.
    """
    release = document["release"]
    transcribed = newest_transcripts(document)
    facts = [one_line(release[key]) for key in ("issuer", "number", "date")]
    address = release["url"] and _address(release["url"])
    told = " · ".join([*map(_plain, filter(None, facts)), *filter(None, [address])])
    parts = [f"# {_plain(release['title'])}", _LIST.sub(r"\1\\\2", told)]
    if left_out := left_out_words(document, [transcript for _, transcript in transcribed]):
        parts.append(f"*{_plain(left_out)}*")
    parts += _paragraphs(release, transcribed)
    for recording, transcript in transcribed:
        parts += _spoken(recording, transcript)
    return "\n\n".join(part for part in parts if part) + "\n"


def _paragraphs(release: Document, transcribed: list[tuple[Document, Document]]) -> Iterator[str]:
    above = None
    for paragraph in release["paragraphs"]:
        if paragraph["heading"] and paragraph["heading"] != above:
            yield f"## {_plain(paragraph['heading'])}"
        above = paragraph["heading"]
        yield f"**¶{paragraph['position']}** {_plain(paragraph['label'] or '')} {_plain(paragraph['text'])}"
        yield "\n".join(_moments(paragraph["position"], transcribed))


def _moments(position: int, transcribed: list[tuple[Document, Document]]) -> Iterator[str]:
    """The moments on a paragraph, as a list."""
    for recording, transcript in transcribed:
        for segment in transcript["segments"]:
            for link in segment["links"]:
                if link["paragraph"] == position:
                    how = in_words(link["relation"], None if link["by"] == "human" else grade_of(link))
                    yield f"- {_time(recording, *link_times(link, segment))} {how}: {_plain(said_in(segment))}"


def _spoken(recording: Document, transcript: Document) -> Iterator[str]:
    yield f"## {_plain(recording['label'] or 'Recording')}"
    yield _plain(credit(transcript))
    names = display_names(transcript)
    for segment in transcript["segments"]:
        speaker = names.get(segment["speaker"])
        text = said_in(segment) or "".join(f"({flag})" for flag in segment["flags"])
        marks = " ".join(f"¶{link['paragraph']}" for link in segment["links"])
        said = f"**{_plain(speaker)}:** {_plain(text)}" if speaker else _plain(text)
        yield f"{_time(recording, segment['start'], segment['end'])} {said} {marks}".rstrip()


def _time(recording: Document, start: float | None, end: float | None) -> str:
    """A time that leads to the sound, where that has an address."""
    if start is None:
        return "no time"
    told = clock(start)
    address = at_time(recording, start, end)
    return f"[{told}](<{address}>)" if address else told


def _address(url: str) -> str:
    return f"<{url}>" if is_web_address(url) else _plain(url)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SIGNS.sub(r"\\\1", one_line(text))
