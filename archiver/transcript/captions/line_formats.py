"""Captions with a line of text for each: SubStation and what else pysubs2 reads, lyrics (LRC), tables (TSV)."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterator, Mapping
from io import StringIO

from archiver.models import Word
from archiver.transcript.captions.cue import Cue, Line, Reading, clock_seconds, plain_lines, until_next, untimed
from archiver.transcript.captions.languages import language_code

# How a file of each format begins, by pysubs2's name for it.
BEGINNINGS: Mapping[str, re.Pattern[str]] = {
    "ass": re.compile(r"\s*\[Script Info\]|(?:.*\n){0,200}\[Events\]|\s*Dialogue:", re.IGNORECASE),
    "microdvd": re.compile(r"\s*\{\d+\}\{\d+\}"),
    "mpl2": re.compile(r"\s*\[\d+\]\[\d+\]"),
    "sami": re.compile(r"\s*<SAMI>", re.IGNORECASE),
    "tmp": re.compile(r"\s*\d{1,2}:\d\d:\d\d:\D"),
}
STARTS_ONLY = ("sami", "tmp")  # pysubs2 makes up the ends

LYRIC = re.compile(r"\s*((?:\[\d+:\d+(?:[.:]\d+)?\]\s*)+)(.*)")
LYRIC_FACT = re.compile(r"\s*\[([a-z#]+)\s*:\s*(.*)\]\s*", re.IGNORECASE)
LYRIC_WORD = re.compile(r"<(\d+:\d+(?:[.:]\d+)?)>")

TABLE_HEADER = re.compile(r"start\tend\t(?:speaker\t)?text\s*", re.IGNORECASE)
TABLE_LINE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\t(\d+(?:[.,]\d+)?)\t(.*)")  # Audacity's labels: seconds


def subtitle_format(text: str) -> str | None:
    """pysubs2's name of the format of a text; None for one that it does not know."""
    return next((name for name, begins in BEGINNINGS.items() if begins.match(text)), None)


def read_subtitles(text: str, name: str) -> Reading:
    """Read what pysubs2 reads. Raises ``ValueError``."""
    import pysubs2

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # about layers, margins and other figures of the layout
            events = pysubs2.SSAFile.from_string(text, format_=name)
    except pysubs2.exceptions.UnknownFPSError as error:
        raise ValueError("it counts frames and does not say how many make a second; convert it to SRT") from error
    except (pysubs2.exceptions.Pysubs2Error, NotImplementedError, AssertionError) as error:
        raise ValueError(str(error) or "malformed") from error
    spoken = [one for one in events if not one.is_comment and not one.is_drawing]
    cues = [
        Cue(
            one.start / 1000,
            None if name in STARTS_ONLY else one.end / 1000,
            plain_lines(one.plaintext, one.name or None),
        )
        for one in spoken
    ]
    return Reading(name, cues, doubts=[*_lost(text, len(events.events))] if name == "ass" else ())


def _lost(text: str, read: int) -> Iterator[str]:
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"(?:Dialogue|Comment)\s*:", line)]
    if len(lines) > read:
        yield f"{len(lines) - read} of {len(lines)} lines of dialogue cannot be read and were left out"


def is_lyrics(text: str) -> bool:
    """Whether most lines begin with a time in brackets."""
    lines = [line for line in text.splitlines() if line.strip()]
    fitting = [line for line in lines if (found := LYRIC.fullmatch(line)) and "-->" not in found[2]]
    return bool(fitting) and 2 * sum(bool(LYRIC_FACT.fullmatch(line)) for line in lines) + 2 * len(fitting) > len(lines)


def read_lyrics(text: str) -> Reading:
    """Read LRC: a line lasts until the next begins; an empty line only ends the one before."""
    facts: dict[str, str] = {}
    timed: list[tuple[float, str]] = []
    doubts = []
    for number, line in enumerate(text.splitlines(), 1):
        if found := LYRIC.fullmatch(line):
            timed += ((_lyric_seconds(one), found[2]) for one in re.findall(r"\[([\d:.]+)\]", found[1]))
        elif fact := LYRIC_FACT.fullmatch(line):
            facts[fact[1].lower()] = fact[2]
        elif line.strip():
            doubts.append(f"line {number}, “{line.strip()[:60]}”: no time; left out")
    shift = -float(facts.get("offset") or 0) / 1000  # so the format has it: more is earlier
    timed = sorted((max(0.0, start + shift), said) for start, said in timed)
    ends = [*(start for start, _ in timed[1:]), None]
    cues = [Cue(start, end, _lyric_lines(said, end)) for (start, said), end in zip(timed, ends, strict=True)]
    return Reading("lrc", [cue for cue in cues if cue.lines], language_code(facts.get("la")), doubts)


def _lyric_seconds(clock: str) -> float:
    minutes, seconds = clock.split(":", 1)
    return clock_seconds(f"{minutes}:{seconds.replace(':', '.')}")


def _lyric_lines(said: str, end: float | None) -> tuple[Line, ...]:
    parts = LYRIC_WORD.split(said)
    words: list[Word] = [*untimed(parts[0])]
    for clock, part in zip(parts[1::2], parts[2::2], strict=True):
        given = untimed(part)
        words += (Word(word.heard, None if n else _lyric_seconds(clock)) for n, word in enumerate(given))
    return until_next([Line(tuple(words))], end) if words else ()


def is_table(text: str) -> bool:
    """Whether a text is Whisper's table, or labels of Audacity."""
    first = text.lstrip("\n").partition("\n")[0]
    return bool(TABLE_HEADER.fullmatch(first) or TABLE_LINE.fullmatch(first.rstrip("\r")))


def read_table(text: str) -> Reading:
    """Read a table: Whisper's has a header, and counts milliseconds; labels have none, and count seconds."""
    lines = text.strip("\n").splitlines()
    has_header = bool(TABLE_HEADER.fullmatch(lines[0]))
    names = [one.strip().lower() for one in lines[0].split("\t")] if has_header else ["start", "end", "text"]
    rows = csv.reader(StringIO("\n".join(lines[has_header:])), delimiter="\t", quoting=csv.QUOTE_NONE)
    cues, doubts = [], []
    for number, row in enumerate(rows, 1 + has_header):
        told = dict(zip(names, row, strict=False))
        try:
            start, end = (float(told[name].replace(",", ".")) for name in ("start", "end"))
        except (KeyError, ValueError):
            doubts += [f"line {number}, “{' '.join(row)[:60]}”: no times; left out"] if any(row) else []
            continue
        unit = 1000 if has_header and not re.search(r"[.,]", told["start"] + told["end"]) else 1
        cues.append(Cue(start / unit, end / unit, plain_lines(told.get("text", ""), told.get("speaker") or None)))
    return Reading("tsv", cues, doubts=doubts)
