"""The table of formats: how each is written, what its files are called, and what it has no place for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archiver.export.as_chapters import render_chapters, render_chapters_vtt
from archiver.export.as_csv import render_csv
from archiver.export.as_eaf import render_eaf
from archiver.export.as_epub import render_epub
from archiver.export.as_html import render_html
from archiver.export.as_iiif import render_iiif
from archiver.export.as_json import render_json
from archiver.export.as_md import render_md
from archiver.export.as_ohms import render_ohms
from archiver.export.as_srt import render_srt
from archiver.export.as_tei import render_tei
from archiver.export.as_textgrid import render_textgrid
from archiver.export.as_txt import render_txt
from archiver.export.as_vtt import render_vtt
from archiver.export.as_webannotation import render_webannotation


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a release can be written in.

    ending: of the names of its files
    render: takes the export document and, where ``needs_sound``, what cuts sound (``as_epub.Cut``); gives text or bytes
    about: what it is for, in a few words
    lacks: what of the document it has no place for; None where it has everything
    one_transcript: whether it has a single transcript, of a single recording
    has_links: whether it tells which sentences are on which paragraph
    marks_doubts: whether it marks doubtful words
    """

    ending: str
    render: Callable[..., str | bytes]
    about: str
    lacks: str | None
    one_transcript: bool = True
    has_links: bool = True
    needs_sound: bool = False
    marks_doubts: bool = False

    @property
    def is_binary(self) -> bool:
        """Whether its files are no text, and not for a terminal."""
        return self.needs_sound


FORMATS: Mapping[str, Format] = {
    "json": Format(".json", render_json, "programs", None, one_transcript=False),
    "vtt": Format(
        ".vtt", render_vtt, "captions, with speakers", "times of words and the written text", marks_doubts=True
    ),
    "srt": Format(
        ".srt",
        render_srt,
        "captions, anywhere",
        "times of words, links and the written text",
        has_links=False,
        marks_doubts=True,
    ),
    "txt": Format(".txt", render_txt, "reading and printing", "times of words and confidence", marks_doubts=True),
    "csv": Format(".csv", render_csv, "spreadsheets", "times of words and the written text", one_transcript=False),
    "md": Format(".md", render_md, "notes and wikis", "times of words and confidence", one_transcript=False),
    "html": Format(".html", render_html, "a page of its own", "times of words and confidence", one_transcript=False),
    "epub": Format(
        ".epub",
        render_epub,
        "a book that reads the release aloud",
        "what was said beside the reading",
        one_transcript=False,
        needs_sound=True,
    ),
    "textgrid": Format(".TextGrid", render_textgrid, "Praat", "the written text, languages and confidence"),
    "eaf": Format(".eaf", render_eaf, "ELAN", "the written text, languages and confidence"),
    "tei": Format(".tei.xml", render_tei, "corpora (ISO 24624)", "confidence and corrections"),
    "chapters": Format(".chapters.json", render_chapters, "podcasts", "the words that were said"),
    "chapters-vtt": Format(".chapters.vtt", render_chapters_vtt, "chapters in players", "the words that were said"),
    "webannotation": Format(
        ".webannotation.json",
        render_webannotation,
        "annotation servers",
        "sentences on no paragraph and scores",
        one_transcript=False,
    ),
    "iiif": Format(".iiif.json", render_iiif, "IIIF viewers", "times of words and confidence", one_transcript=False),
    "ohms": Format(".ohms.xml", render_ohms, "oral history viewers", "times of words and confidence"),
}
