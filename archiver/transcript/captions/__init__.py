"""Transcripts that exist already: captions and transcripts of every make, read into sentences without inventing a time.

What a file holds tells its format, not what it is called. Each format is read into cues; then lines that are shown
again are taken once, it is told who speaks and what is a sound, and sentences are cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from archiver.errors import TranscriptFileError
from archiver.models import UNTIMED, Transcript
from archiver.release.facts.language import language_of
from archiver.transcript.captions.cue import Cue, Reading, ends_filled
from archiver.transcript.captions.cues import has_times, read_cues
from archiver.transcript.captions.encoding import decoded
from archiver.transcript.captions.json_dialects import read_json
from archiver.transcript.captions.languages import language_code
from archiver.transcript.captions.line_formats import (
    is_lyrics,
    is_table,
    read_lyrics,
    read_subtitles,
    read_table,
    subtitle_format,
)
from archiver.transcript.captions.plain_text import PLAIN_TEXT, read_plain_text
from archiver.transcript.captions.rolling import each_word_once
from archiver.transcript.captions.turns import spoken_and_heard
from archiver.transcript.captions.within_reason import within_reason
from archiver.transcript.captions.xml_captions import is_xml_captions, read_xml
from archiver.transcript.sentences import sentences

# What is no text at all, by its first bytes; what is to be done about it.
NOT_TEXT = (
    (b"PK\x03\x04", "a Word document or another ZIP file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM file"),
    (b"ID3", "an MP3"),
    (b"RIFF", "a WAV or AVI file"),
    (b"OggS", "an Ogg file"),
)
CAPTION_ENDINGS = frozenset({"vtt", "srt", "sbv"})
TEXT_ENDINGS = frozenset({"txt", "text", "md"})
READABLE = "give VTT, SRT, SBV, ASS, TTML, LRC, TSV, JSON or plain text"
MOST_TOLD = 20  # doubts; more of them say no more


def read_transcript(data: bytes, name: str, language: str | None = None) -> Transcript:
    """Read a transcript file.

    name: the file's name, whose ending tells the format where what it holds does not
    language: ISO 639-1 code; what the file itself says goes first, and where nobody says, the words tell

    Words have times and probabilities only where the file gives them; the sentences of a text without any are flagged
    ``not timed``. Raises ``TranscriptFileError``.
    """
    ending = PurePath(name).suffix.lower().lstrip(".")
    try:
        text, encoding, odd = decoded(_checked(data))
        reading = _read(text, ending)
        return _transcript(reading, name, language, encoding, odd)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        told = f"{name} cannot be read as {ending or 'a transcript'}: {error or 'malformed'}"
        raise TranscriptFileError(told, hint=READABLE) from error


def _checked(data: bytes) -> bytes:
    kind = next((kind for magic, kind in NOT_TEXT if data.lstrip(b"\xef\xbb\xbf").startswith(magic)), None)
    if kind:
        raise ValueError(f"it is {kind}")
    return data


def _read(text: str, ending: str) -> Reading:
    """Read what a text holds, in the format that it is in. Raises ``ValueError`` and its like."""
    if not text.strip():
        raise ValueError("it is empty")
    if text.lstrip().startswith(("{\\rtf", "<!doctype html", "<!DOCTYPE html", "<html", "<HTML")):
        raise ValueError("it is a web page" if text.lstrip().startswith("<") else "it is a rich text document (RTF)")
    if known := subtitle_format(text):
        return read_subtitles(text, known)
    if is_xml_captions(text):
        return read_xml(text)
    is_json = ending == "json" and text.lstrip()[0] in "{["
    if not is_json and (text.startswith("WEBVTT") or has_times(text)):
        return read_cues(text, ending if ending in CAPTION_ENDINGS | {"txt"} else "srt")
    if is_lyrics(text):
        return read_plain_text(text) if ending in TEXT_ENDINGS else read_lyrics(text)
    if is_table(text):
        return read_table(text)
    if ending in TEXT_ENDINGS:
        return read_plain_text(text)
    if ending == "json" or text.lstrip()[0] in "{[":
        return read_json(text)
    raise ValueError("nothing in it looks like captions")


def _transcript(reading: Reading, name: str, language: str | None, encoding: str, odd: Sequence[str]) -> Transcript:
    is_timed = reading.format != PLAIN_TEXT
    given, unreasonable = within_reason(reading.cues)
    cues = each_word_once(ends_filled(given) if is_timed else _at_nothing(given))
    chunks, sounds = spoken_and_heard(cues)
    spoken = reading.language or language_code(language) or language_of(_sample(cues))
    segments = sentences(chunks, spoken)
    if not is_timed:
        segments = tuple(replace(segment, flags=(UNTIMED,)) for segment in segments)
    if not segments:
        raise TranscriptFileError(f"{name} has no words in it" + (f", only {len(sounds)} sounds" if sounds else ""))
    marks = {} if encoding in ("utf-8", "utf-16") else {"encoding": encoding}
    doubts = [*odd, *reading.doubts, *unreasonable]
    if language and reading.language and language_code(language) != reading.language:
        doubts.append(f"the file says that it is in {reading.language!r}, which goes before --language {language}")
    if len(doubts) > MOST_TOLD:
        doubts[MOST_TOLD:] = [f"{len(doubts) - MOST_TOLD} more doubts like these"]
    return Transcript(
        engine="file",
        model=name,
        language=spoken,
        parameters={"format": reading.format, **marks},
        segments=segments,
        sounds=sounds,
        doubts=tuple(f"{name}: {doubt}" for doubt in doubts),
    )


def _at_nothing(cues: Sequence[Cue]) -> list[Cue]:
    """Cues of a text without times, all at 0, which their sentences are marked for."""
    return [replace(cue, start=0.0, end=0.0) for cue in cues]


def _sample(cues: Sequence[Cue]) -> str:
    """The words, without what is in capitals only as it stands: the identifier knows small letters better."""
    text = " ".join(line.text for cue in cues for line in cue.lines)
    return re.sub(r"\s+", " ", text.lower() if text.isupper() else text)
