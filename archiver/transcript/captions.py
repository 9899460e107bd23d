"""Transcripts that exist already: WebVTT, SubRip and Whisper's JSON, read into sentences without inventing a time."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from archiver.errors import TranscriptFileError
from archiver.models import Transcript, Word
from archiver.transcript.chunk import Chunk
from archiver.transcript.sentences import UNSPACED, sentences

if TYPE_CHECKING:
    from webvtt.models import Caption

SUBRIP_POSITION = re.compile(r"\{\\[^}]*\}")  # {\an8} and the like, which players read as a place on the screen

# Nobody says them, and a terminal that shows them obeys: it may take another title, or print over what stands there.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def read_transcript(data: bytes, name: str, language: str | None = None) -> Transcript:
    """Read a transcript file.

    name: the file's name, whose ending tells the format
    language: ISO 639-1 code; a JSON file's own goes first

    Words have times and probabilities only where the file gives them. Raises ``TranscriptFileError``.
    """
    kind = PurePath(name).suffix.lower().lstrip(".")
    readers = {"vtt": _cues, "srt": _cues, "json": _whisper_json}
    if kind not in readers:
        raise TranscriptFileError(f"{name} is no transcript that we can read", hint="give a .vtt, .srt or .json file")
    try:
        text = _text(data)
        chunks, found = readers[kind](text, kind)
        segments = sentences(chunks, found or language or "en")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise TranscriptFileError(f"{name} cannot be read as {kind}: {error or 'malformed'}") from error
    if not segments:
        raise TranscriptFileError(f"{name} has no words in it")
    return Transcript(
        engine="file", model=name, language=found or language, parameters={"format": kind}, segments=segments
    )


def _text(data: bytes) -> str:
    """UTF-8, UTF-16 where a mark says so, else windows-1252, in which older caption programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252")


def _cues(text: str, kind: str) -> tuple[list[Chunk], str | None]:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    try:
        captions = webvtt.from_buffer(StringIO(text), format=kind)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise ValueError(str(error)) from error
    return [_cue(caption, kind) for caption in captions.captions], None


def _cue(caption: Caption, kind: str) -> Chunk:
    text = SUBRIP_POSITION.sub("", caption.text) if kind == "srt" else html.unescape(caption.text)
    return Chunk(_seconds(caption.start), _seconds(caption.end), _untimed(text), speaker=caption.voice)


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _untimed(text: str) -> tuple[Word, ...]:
    return tuple(Word(f" {word}") for word in CONTROLS.sub("", text).split())


def _whisper_json(text: str, kind: str) -> tuple[list[Chunk], str | None]:
    document = json.loads(text)
    language = _code(document.get("language"))
    return [_json_chunk(segment, language not in UNSPACED) for segment in document["segments"]], language


def _code(language: str | None) -> str | None:
    """The code of a language that OpenAI's service names in full (`french`); None for what is neither."""
    if language is None or re.fullmatch(r"[a-z]{2,3}", language):
        return language
    from whisper.tokenizer import TO_LANGUAGE_CODE

    code: str | None = TO_LANGUAGE_CODE.get(language.lower())
    return code


def _json_chunk(segment: Mapping[str, Any], spaced: bool) -> Chunk:
    return Chunk(
        start=_figure(float(segment["start"])),
        end=_figure(float(segment["end"])),
        words=_json_words(segment.get("words") or (), spaced) or _untimed(segment["text"]),
        speaker=segment.get("speaker"),
        avg_logprob=_known(segment.get("avg_logprob")),
        no_speech_prob=_known(segment.get("no_speech_prob")),
        compression_ratio=_known(segment.get("compression_ratio")),
        temperature=_known(segment.get("temperature")),
    )


def _json_words(words: Iterable[Mapping[str, Any]], spaced: bool) -> tuple[Word, ...]:
    """Whisper's words have a blank before them; WhisperX strips it and calls the probability a score."""
    given = list(words)
    blank = " " if spaced and not any(word["word"].startswith(" ") for word in given) else ""
    return tuple(
        Word(
            blank + CONTROLS.sub("", word["word"]),
            _known(word.get("start")),
            _known(word.get("end")),
            _known(word.get("probability", word.get("score"))),
        )
        for word in given
    )


def _known(given: str | float | None) -> float | None:
    return None if given is None else _figure(float(given))


def _figure(number: float) -> float:
    """JSON as Python writes it knows NaN and Infinity; a time or a probability is neither."""
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number that can be used")
    return number
