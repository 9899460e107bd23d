"""A cue: what a file of captions shows at one time, in lines, before it is known who speaks and what is no word."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archiver.models import Word
from archiver.transcript.captions.languages import language_code

# Nobody says them, and a terminal that shows them obeys: it may take another title, or print over what stands there.
# Halves of signs (lone surrogates) cannot be written at all.
# Marks of direction, soft hyphens and the like have no width, and make another word of the one that they stand in.
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)

# {\an8}, {\i1}: what players of SubRip and SubStation take for a place on the screen or a style.
STYLE = re.compile(r"\{\\[^}]*\}")
RUBY = re.compile(r"<rt>.*?(?:</rt>|$)", re.DOTALL)  # how a word is pronounced, printed over it
TAG = re.compile(r"<(?P<close>/?)(?:(?P<name>[A-Za-z][\w]*)(?P<rest>[^<>]*)|(?P<time>\d+:[\d:.]+))?>")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cue, or what one voice says of it.

    words: with the blank before them where the text has one
    language: ISO 639-1 code, where the file tells it of these words
    """

    words: tuple[Word, ...]
    speaker: str | None = None
    language: str | None = None

    @property
    def text(self) -> str:
        """The line as it is read."""
        return "".join(word.heard for word in self.words).strip()


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of a caption file, or a segment of an engine's.

    start, end: seconds; None where the file does not tell
    figures: the decoder's own, by their names in ``Chunk``
    """

    start: float | None
    end: float | None
    lines: tuple[Line, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> list[Word]:
        """The words of all lines."""
        return [word for line in self.lines for word in line.words]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was found to hold.

    format: its name for people
    language: ISO 639-1 code, where the file names it
    doubts: what could not be read as it stands, in words for a person
    """

    format: str
    cues: Sequence[Cue]
    language: str | None = None
    doubts: Sequence[str] = ()


def untimed(text: str) -> tuple[Word, ...]:
    """The words of a text that is timed as a whole."""
    return tuple(Word(f" {word}") for word in UNSEEN.sub("", text).split())


def plain_lines(text: str, speaker: str | None = None, language: str | None = None) -> tuple[Line, ...]:
    """The lines of a text without markup."""
    return tuple(Line(words, speaker, language) for line in text.splitlines() if (words := untimed(line)))


def marked_lines(text: str, start: float | None, end: float | None) -> tuple[Line, ...]:
    """The lines of a text with the markup of WebVTT and SubRip: voices, languages, times, styles, character references.

    start, end: when the cue is shown, in seconds, which times the first and last word of lines whose others have times
    """
    marked = _MarkedText(start, RUBY.sub("", STYLE.sub("", text)))
    return until_next(marked.lines(), end)


class _MarkedText:
    """A text with markup on its way to lines."""

    def __init__(self, start: float | None, text: str) -> None:
        self.text = text
        self.start = start
        stamp = re.search(r"<\d+:[\d:.]+>", text)
        self.first_timed = text.count("\n", 0, stamp.start()) if stamp else -1  # the line in which words have times
        self.row = 0
        self.when: float | None = start if self.first_timed == 0 else None  # of the next word
        self.speaker: str | None = None
        self.language: str | None = None
        self.words: list[Word] = []
        self.is_open = False  # whether the last word goes on behind a tag
        self.done: list[Line] = []

    def lines(self) -> list[Line]:
        """The lines that have words."""
        reached = 0
        for tag in TAG.finditer(self.text):
            self._take(self.text[reached : tag.start()])
            self._obey(tag)
            reached = tag.end()
        self._take(self.text[reached:])
        self._break()
        return self.done

    def _take(self, between: str) -> None:
        for number, part in enumerate(UNSEEN.sub("", html.unescape(between)).split("\n")):
            if number:
                self._break()
                self.row += 1
                self.when = self.start if self.row == self.first_timed else self.when
            given = list(untimed(part))
            if given and self.is_open and not part[0].isspace():
                last = self.words[-1]
                self.words[-1], self.when = replace(last, heard=last.heard + given.pop(0).heard.strip()), None
            if given and self.when is not None:
                given[0], self.when = replace(given[0], start=self.when), None
            self.words += given
            self.is_open = bool(self.words) and not part[-1].isspace() if part else self.is_open

    def _obey(self, tag: re.Match[str]) -> None:
        if tag["time"]:
            self.when = clock_seconds(tag["time"])
        elif tag["name"] in ("v", "lang", "br"):
            self._break()
        if tag["name"] in ("v", "lang"):
            told = html.unescape(re.sub(r"^\S*\s*", "", tag["rest"])).strip()
            named = None if tag["close"] else UNSEEN.sub("", told) or None
            if tag["name"] == "v":
                self.speaker = named
            else:
                self.language = language_code(named)

    def _break(self) -> None:
        if self.words:
            self.done.append(Line(tuple(self.words), self.speaker, self.language))
        self.words, self.is_open = [], False


def until_next(lines: Sequence[Line], end: float | None) -> tuple[Line, ...]:
    """Lines in which a word that begins at a time lasts until the next begins, or the cue is over: at ``end``."""
    following = end
    done: list[Line] = []
    for line in reversed(lines):
        words: list[Word] = []
        for word in reversed(line.words):
            known = word.start is not None and word.end is None and following is not None
            words.append(replace(word, end=following) if known else word)
            following = word.start
        done.append(replace(line, words=tuple(reversed(words))))
    return tuple(reversed(done))


def clock_seconds(clock: str) -> float:
    """The seconds of ``1:02:03.5``, ``02:03,5`` or ``123.5``."""
    whole = 0.0
    for part in clock.replace(",", ".").split(":"):
        whole = whole * 60 + float(part)
    return round(whole, 6)


def ends_filled(cues: Iterable[Cue]) -> list[Cue]:
    """The cues in order; one without a beginning stands between its neighbours, one without an end before the next.

    Raises ``ValueError`` where no cue has a time.
    """
    given = list(cues)
    if given and all(cue.start is None for cue in given):
        raise ValueError("nothing in it has a time")
    nexts: list[float | None] = []
    following: float | None = None
    for cue in reversed(given):
        nexts.append(following)
        following = cue.start if cue.start is not None else following
    done: list[Cue] = []
    for cue, after in zip(given, reversed(nexts), strict=True):
        before = done[-1].end if done else None
        start = cue.start if cue.start is not None else before if before is not None else (after or 0.0)
        end = cue.end if cue.end is not None else _last_end(cue) or after
        done.append(Cue(start, max(start, start if end is None else end), cue.lines, cue.figures))
    return sorted(done, key=lambda cue: cue.start or 0.0)


def _last_end(cue: Cue) -> float | None:
    return max((word.end for word in cue.words if word.end is not None), default=None)
