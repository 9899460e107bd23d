"""Media labels: what the words beside a link say about the recording behind it.

A label such as ``(.MP3/20.036kb)`` names a format and a size. The dot groups thousands, so this is 20 036 kB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SOUND = ("mp3", "mp2", "wav", "ogg", "oga", "opus", "m4a", "aac", "flac", "wma", "aiff", "aif", "ram", "ra", "au")
PLAYLISTS = ("asx", "wax", "m3u", "pls", "xspf", "smil", "smi")
"""Endings of small files that name the sound, or a film; see ``archiver.recording.playlists``."""
_OTHER_FORMATS = "wmv|pdf|mpeg|mpg|avi|mov|mp4|m4v|webm|docx|doc|ppt|rtf|zip|jpeg|jpg"

_LABEL_NUMBER = r"(?:\.?[0-9]{1,12}(?:[.,][0-9]{1,9})*)"
_UNIT = r"(?:[kmg][bo])\b"
# ``RA``, ``AU`` and ``PLS`` are words as well, and so need their dot.
_WORDLIKE_FORMATS = f"ra|ram|au|aif|aiff|{'|'.join(PLAYLISTS)}"
_FORMAT = (
    rf"(?<!\w)(?:\.|(?!(?:{_WORDLIKE_FORMATS})\b))(?P<format>{'|'.join((*SOUND, *PLAYLISTS))}|{_OTHER_FORMATS})\b"
    rf"(?:\s?/\s?(?P<bare>{_LABEL_NUMBER})(?![0-9]|[.,][0-9]|\s?{_UNIT}))?"
)
_SIZE = rf"(?P<size>{_LABEL_NUMBER})\s?(?P<unit>{_UNIT})"
_TIME = (
    r"(?:(?P<hours>[0-9]{1,2})\s?(?:h|hours?|heures?)\b\s?)?(?P<minutes>[0-9]{1,3})\s?(?:mins?|minutes?|mn)\b\.?"
    r"(?:\s?(?P<seconds>[0-9]{1,2})\s?(?:s|secs?|seconds?|secondes?)\b\.?)?"
    r"|(?<![\w:])(?P<clock>(?:[0-9]{1,2}:)?[0-9]{1,3}:[0-5][0-9])(?![\w:])"
)
_TOLD = re.compile(rf"{_FORMAT}|{_SIZE}|{_TIME}", re.IGNORECASE)
MEASURES = r"(?:duration|length|size|time|durée|taille|poids)\b"
_BETWEEN = re.compile(rf"[\s/,;(|–—-]{{0,4}}(?:{MEASURES}\s?:?\s?)?", re.IGNORECASE)
# A player's name in brackets tells a format, and not even whether it is sound.
_PLAYER = re.compile(
    r"\s?[(\[](?:(?:for|in|pour|en|format|im|für)\s){0,2}"
    r"(?:windows media(?: player| audio)?|real\s?(?:audio|player|media)|quick\s?time(?: player)?|winamp|itunes"
    r"|flash(?: player)?)(?:[ -](?:format|file|fichier|datei))?[)\]]",
    re.IGNORECASE,
)
_TRIM = " \t()[]{}-–—|/:,;·"
_LONGEST_LABEL = 300  # nothing longer is a label
_LARGEST_KB = 10**9  # kB; a recording of a terabyte is a misprint


@dataclass(frozen=True, slots=True)
class MediaLabel:
    """What a label tells of one file.

    words: those before it, without format, size and duration (``Press briefing by the NATO Spokesman``)
    alone: it names a recording without a link as well: ``.MP3``, ``(MP3)``, a size or a duration, not just ``MP3``
    sound: False for a video or a document, None where the label does not tell
    kilobytes: of 1000 bytes
    start, end: code points that tell format, size and duration
    """

    words: str
    alone: bool
    sound: bool | None
    format: str | None
    kilobytes: int | None
    seconds: float | None
    start: int
    end: int


def labels_in(line: str) -> tuple[MediaLabel, ...]:
    """The labels that a line prints, each with the words before it."""
    if len(line) > _LONGEST_LABEL:
        return ()
    labels: list[MediaLabel] = []
    done = 0
    for told in _runs(line):
        labels.append(_label(told, line, done))
        done = told[-1].end()
    return tuple(labels)


def without_labels(line: str) -> str:
    """The line's words without what they tell of formats, sizes and durations."""
    line = _PLAYER.sub(" ", line) if len(line) <= _LONGEST_LABEL else line
    kept, done = [], 0
    for label in labels_in(line):
        kept.append(_trimmed(line[done : label.start]))
        done = label.end
    return " ".join(part for part in (*kept, _trimmed(line[done:])) if part)


def _trimmed(text: str) -> str:
    """Words without the signs around them; a bracket that closes one among them stays: ``Briefing (English)``."""
    words = text.strip(_TRIM)
    closed = f"{words})"
    return closed if words.count("(") > words.count(")") and closed in text else words


def _runs(line: str) -> Iterator[list[re.Match[str]]]:
    """What stands together about one file: ``.MP3/20.036kb`` is a format and a size."""
    run: list[re.Match[str]] = []
    for found in _TOLD.finditer(line):
        names_next_file = found["format"] is not None and any(earlier["format"] for earlier in run)
        if run and not (_BETWEEN.fullmatch(line, run[-1].end(), found.start()) and not names_next_file):
            yield run
            run = []
        run.append(found)
    if run:
        yield run


def _label(told: list[re.Match[str]], line: str, done: int) -> MediaLabel:
    start, end = told[0].start(), told[-1].end()
    words = _trimmed(line[done:start])
    format_, kilobytes, seconds = None, None, None
    for found in told:
        if found["format"]:
            format_ = found["format"].lower()
        if number := found["size"] or found["bare"]:
            told_size = _kilobytes(number, (found["unit"] or "kb").lower())
            kilobytes = told_size if told_size <= _LARGEST_KB else None
        if found["minutes"] or found["clock"]:
            seconds = _seconds(found)
    is_video = bool(re.search(r"\bvid[eé]os?\b", words, re.IGNORECASE))
    sound = format_ in SOUND if format_ and format_ not in PLAYLISTS else False if is_video else bool(format_) or None
    marked = line[start] == "." or line[start - 1 : start] == "("
    alone = bool(marked or kilobytes or seconds) if format_ else bool(kilobytes and seconds)
    return MediaLabel(words, alone and sound is not False, sound, format_, kilobytes, seconds, start, end)


def _kilobytes(number: str, unit: str) -> int:
    """20.036 kB is 20036 kB, and so is .20036 kB with its stray dot; 11.8 MB and 9.5 kB are decimal."""
    scale = {"k": 1, "m": 1000, "g": 1_000_000}[unit[0]]
    whole, *groups = re.split("[.,]", number)
    if scale == 1 and (not whole or not groups or all(len(group) == 3 for group in groups)):
        return int(whole + "".join(groups))
    return round(float(f"{whole or 0}.{''.join(groups) or 0}") * scale)


def clock_seconds(printed: str) -> float:
    """Seconds of ``12:38`` or ``1:12:38``."""
    return float(sum(int(part) * 60**power for power, part in enumerate(reversed(printed.split(":")))))


def _seconds(found: re.Match[str]) -> float:
    if found["clock"]:
        return clock_seconds(found["clock"])
    return 3600.0 * int(found["hours"] or 0) + 60.0 * int(found["minutes"]) + int(found["seconds"] or 0)
