"""WebVTT, SubRip, SBV and what else writes two times over its text, read as they were meant.

Libraries for these formats leave out what does not follow the rules, and do not say so. Here a line of times is read
wherever it can be understood, what cannot is told with its number, and the words under it stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archiver.transcript.captions.cue import Cue, Reading, clock_seconds, marked_lines
from archiver.transcript.captions.languages import language_code

CLOCK = r"-?(?:\d+:)?\d+:\d+(?:[.,]\d+)?(?![\d:])"
ARROW = r"(?:[-–—=]{1,3}\s?(?:>|&gt;)+|→|[-–—]{1,3})"
TIMES = re.compile(
    rf"\s*(?P<bracket>\[?)\s*(?P<start>{CLOCK})\s*(?:{ARROW}|(?P<sbv>,))\s*(?P<end>{CLOCK})\s*\]?(?P<rest>.*)"
)
ONE_TIME = re.compile(rf"\s*\[?\s*(?P<start>{CLOCK})\s*{ARROW}")
DOUBTFUL = re.compile(r"\d.*-->|-->.*\d:\d|^\s*\d+:\d+:\d+\S*\s*\W{1,4}\s*\d*:?\d+:\d+")
SETTINGS = re.compile(
    r"(?:\s*(?:region|vertical|line|position|size|align|[ADLST]|[XY][12]):\S+)*\s*"
)  # align:start, X1:117: places on the screen
ASIDE = re.compile(r"(?:NOTE(?:\s.*)?|STYLE\s*|REGION\s*|WEBVTT(?:\s.*)?)")
LANGUAGE = re.compile(r"\s*Language\s*[:=]\s*([\w-]+)", re.IGNORECASE)
LONGEST_TIME_LINE = 200  # signs; in a line of a book, times would be looked for in each from each of its digits
SIXTY = re.compile(r":(?:[6-9]\d|\d{3,})")


@dataclass(frozen=True, slots=True)
class _TimeLine:
    """A line of times.

    place: its number, from 0
    text: words on the same line
    doubt: what is wrong with it
    """

    place: int
    start: float | None
    end: float | None
    text: str = ""
    doubt: str | None = None


def has_times(text: str) -> bool:
    """Whether any line tells two times."""
    return any(TIMES.fullmatch(line.strip()) for line in re.split(r"\r*\n|\r", text))


def read_cues(text: str, ending: str) -> Reading:
    """Read a file with a line of times over each text.

    ending: of the file's name, which tells the format where its header does not
    """
    lines = [line.strip() for line in re.split(r"\r*\n|\r", text)]
    is_vtt = lines[0].lstrip().startswith("WEBVTT")
    header = lines[: next((n for n, line in enumerate(lines) if TIMES.fullmatch(line)), len(lines))]
    language = next((language_code(found[1]) for line in header if (found := LANGUAGE.fullmatch(line))), None)
    doubts = [*_shifted(header)]
    if is_vtt:
        doubts += _without_asides(lines)
    marks = [mark for place, line in enumerate(lines) if (mark := _time_line(place, line))]
    cues = [*_cues(lines, marks, doubts, any_identifier=is_vtt)]
    return Reading("vtt" if is_vtt else ending, cues, language, doubts)


def _shifted(header: Sequence[str]) -> Iterator[str]:
    for line in header:
        if re.match(r"X-TIMESTAMP-MAP.*MPEGTS:0*[1-9]", line):
            yield f"{line}: a broadcast's clock; the times were read as they stand in the file"


def _without_asides(lines: list[str]) -> Iterator[str]:
    """Blank out comments, styles and headers of WebVTT in place; yields what in them looks like a cue."""
    inside, is_note = False, False
    for place, line in enumerate(lines):
        if not line.strip():
            inside = False
        elif place == 0 or (not lines[place - 1].strip() and ASIDE.fullmatch(line)):
            inside, is_note = True, line.startswith("NOTE")
        elif inside and TIMES.fullmatch(line) and not is_note:
            inside = False  # a header, and no blank line between it and the first cue
        elif inside and TIMES.fullmatch(line):
            yield f"line {place + 1}: a cue inside a note, {line.strip()}, was left out"
        if inside:
            lines[place] = ""


def _time_line(place: int, line: str) -> _TimeLine | None:
    told = f"line {place + 1}, “{line.strip()[:60]}”"
    if (found := TIMES.fullmatch(line)) and (SETTINGS.fullmatch(found["rest"]) or not found["rest"][0].isdigit()):
        text = "" if SETTINGS.fullmatch(found["rest"]) and not found["bracket"] else found["rest"]
        start, end = (_signed(found[name]) for name in ("start", "end"))
        doubt = f"{told}: minutes or seconds over 59" if SIXTY.search(found["start"] + " " + found["end"]) else None
        if start < 0 or end < 0:
            doubt = f"{told}: a time before the beginning, read as 0"
        return _TimeLine(place, max(0.0, start), max(0.0, end), text, doubt)
    if found := ONE_TIME.match(line):
        doubt = f"{told}: the end cannot be read; the words under it last until the next cue"
        return _TimeLine(place, max(0.0, _signed(found["start"])), None, doubt=doubt)
    if DOUBTFUL.search(line[:LONGEST_TIME_LINE]):
        doubt = f"{told}: no times that we can read; the words under it stand between the cues before and after"
        return _TimeLine(place, None, None, doubt=doubt)
    return None


def _signed(clock: str) -> float:
    seconds = clock_seconds(clock.lstrip("-"))
    return -seconds if clock.startswith("-") else seconds


def _cues(
    lines: Sequence[str], marks: Sequence[_TimeLine], doubts: list[str], *, any_identifier: bool
) -> Iterator[Cue]:
    """The cues under their lines of times; adds to ``doubts`` what was not read as it stands."""
    begins = [_identifier(lines, mark.place, any_identifier) for mark in marks]
    if marks and not any_identifier and (before := [line for line in lines[: begins[0]] if line.strip()]):
        doubts.append(f"{len(before)} lines before the first time were left out: “{before[0].strip()[:60]}”…")
    previous = 0.0
    for number, (mark, (_, until)) in enumerate(zip(marks, pairwise([*begins, len(lines)]), strict=True)):
        body = "\n".join([mark.text, *lines[mark.place + 1 : until]]).strip()
        if not body:
            continue
        following = next((one.start for one in marks[number + 1 :] if one.start is not None), None)
        start, end, doubt = _in_order(mark, previous, following)
        if doubt:
            doubts.append(doubt)
        yield Cue(start, end, marked_lines(body, start, end))
        previous = end if end is not None else previous


def _identifier(lines: Sequence[str], place: int, any_identifier: bool) -> int:
    """Where a cue begins whose times stand at ``place``: with the line before, if that is its number or name."""
    before = lines[place - 1].strip() if place else ""
    stands_alone = place == 1 or (place > 1 and not lines[place - 2].strip())
    if before.isdigit() and (stands_alone or not any_identifier):
        return place - 1
    return place - 1 if before and stands_alone and any_identifier else place


def _in_order(
    mark: _TimeLine, previous: float, following: float | None
) -> tuple[float | None, float | None, str | None]:
    """The cue's start and end, exchanged where they stand the wrong way round, and what is to be told."""
    start, end = mark.start, mark.end
    if start is None or end is None or end >= start:
        return start, end, mark.doubt
    told = f"line {mark.place + 1}: ends before it begins"
    if end >= previous and (following is None or start <= following):
        return end, start, f"{told}; read as {end:g} s to {start:g} s"
    return start, None, f"{told}; read as beginning at {start:g} s and lasting until the next cue"
