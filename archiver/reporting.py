"""What a running command tells the person at the keyboard: lines, warnings and progress bars."""

from __future__ import annotations

import codecs
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from io import BytesIO, TextIOWrapper
from typing import Any, Protocol, TextIO, cast
from unicodedata import combining

from archiver.display import visible
from archiver.outputs import told_of

Advance = Callable[[float], None]
"""Called with how far the work has come, in the bar's own unit, from its beginning."""
BYTES = "bytes"
"""The unit of a bar that tells size and speed as downloads do."""
_NEAR_MARKS = {"▒": "+", "·": "."}  # drawn beside █, which is # without Unicode


class Reporter(Protocol):
    """Where the parts that take time or meet trouble say so."""

    def say(self, line: str) -> None:
        """Something was done."""

    def warn(self, line: str) -> None:
        """Something is doubtful; it was kept and changes nothing."""

    def fail(self, line: str) -> None:
        """Something failed; the rest goes on."""

    def bar(self, title: str, total: float | None, unit: str) -> AbstractContextManager[Advance]:
        """Progress of something that takes over a second; ``total`` None where the end is not known."""


class Silent:
    """Says nothing: for use as a library, and for ``--json``."""

    def say(self, line: str) -> None:
        """Drop the line; everything that matters is in the archive's events."""

    def warn(self, line: str) -> None:
        """Drop the warning, which is kept in the archive's events."""

    def fail(self, line: str) -> None:
        """Drop the failure, which is in the outcome, too."""

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        """A bar that is not drawn."""
        yield lambda done: None


_watching: ContextVar[Reporter] = ContextVar("_watching", default=Silent())  # noqa: B039 - it keeps nothing


@contextmanager
def watched_by(reporter: Reporter) -> Iterator[None]:
    """Have long computations tell a reporter how far they are, through much that has nothing to tell."""
    before = _watching.set(reporter)
    try:
        yield
    finally:
        _watching.reset(before)


def watching() -> Reporter:
    """Who is told how far a long computation is; nobody, unless somebody watches."""
    return _watching.get()


class Gathered(Silent):
    """Says nothing at once; keeps the warnings, and how often each was given."""

    def __init__(self) -> None:
        self.warnings: Counter[str] = Counter()

    def warn(self, line: str) -> None:
        """Keep the warning for the end."""
        self.warnings[line] += 1


class Terminal:
    """Lines, warnings and bars on standard error; no bars where that is no terminal.

    What strangers wrote is in them, so that nothing in it steers the terminal.
    """

    def say(self, line: str) -> None:
        """Print a line."""
        print(visible(line), file=sys.stderr)

    def warn(self, line: str) -> None:
        """Print a warning."""
        print(f"warning: {visible(line)}", file=sys.stderr)

    def fail(self, line: str) -> None:
        """Print an error."""
        print(f"archiver: {visible(line)}", file=sys.stderr)

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        """A bar with the time left, gone when the work is done."""
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            ProgressColumn,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )

        from archiver.consoles import PlainConsole

        console = PlainConsole(file=_beneath(sys.stderr))  # a bar has Rich put a stream of its own in that place
        if not console.is_terminal:
            yield lambda done: None
            return
        counted: tuple[ProgressColumn, ...] = (
            TextColumn("{task.completed:.0f}/{task.total:.0f} " + unit if total else "{task.completed:.0f} " + unit),
        )
        if unit == BYTES:
            counted = (DownloadColumn(), TransferSpeedColumn())
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), *counted, TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task(title, total=total)
            yield lambda done: progress.update(task, completed=done)


def _beneath(stream: TextIO) -> TextIO:
    """The stream that others stand before."""
    while (proxied := getattr(stream, "rich_proxied_file", None)) is not None:
        stream = proxied
    return stream


class VisibleStream:
    """A stream for people, in which the signs that would steer a terminal are shown.

    Rich's consoles, which draw in colour, find the stream beneath it by ``rich_proxied_file``.
    """

    def __init__(self, stream: TextIO) -> None:
        self.rich_proxied_file = stream

    def write(self, text: str) -> int:
        """Write a text as it may be shown."""
        return self.rich_proxied_file.write(visible(text))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.rich_proxied_file, name)


def near_letters(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks in letters that it has, as ``—`` in Latin-1 as ``-``; an error handler of codecs."""
    from anyascii import anyascii

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    near = (_NEAR_MARKS.get(sign) or anyascii(sign) or "?" * (not combining(sign)) for sign in lacking)
    return "".join(near), error.end


def _use_near_letters(stream: TextIO, lacking: set[str] | None = None) -> None:
    """Have a stream whose encoding is not Unicode write other letters for those that it lacks.

    lacking: takes the encoding, once that has happened
    """
    if not isinstance(stream, TextIOWrapper) or stream.encoding.lower().startswith("utf"):
        return

    def handler(error: UnicodeError) -> tuple[str, int]:
        if lacking is not None:
            lacking.add(stream.encoding)
        return near_letters(error)

    codecs.register_error(f"near-letters-{stream.name}", handler)
    stream.reconfigure(errors=f"near-letters-{stream.name}")


@contextmanager
def visible_streams() -> Iterator[None]:
    """While a command runs, nothing that it prints for people steers a terminal; files and pipes get it as it is.

    A stream whose encoding lacks a letter gets another one for it; of results, this is told at the end.
    """
    before = sys.stdout, sys.stderr
    # Where a stream was closed before we began, Python has none.
    stdout = told_of(sys.stdout)
    stderr = sys.stderr or TextIOWrapper(BytesIO(), "utf-8")
    lacking = set[str]()
    _use_near_letters(stdout, lacking)
    _use_near_letters(stderr)
    sys.stdout = cast(TextIO, VisibleStream(stdout)) if stdout.isatty() else stdout
    sys.stderr = cast(TextIO, VisibleStream(stderr))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for encoding in lacking:
            told = f"{encoding} lacks letters of what was printed, and others stand for them"
            print(f"warning: {told}; set PYTHONIOENCODING=utf-8 to have them all", file=stderr)
