"""Small jobs for worker processes, in a module of its own that a worker imports at once."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from archiver.errors import EmptyRecording
from archiver.reporting import Reporter


def add(first: int, second: int, reporter: Reporter) -> int:
    """A job that says what it does, and how far it is."""
    reporter.say(f"adding {second} to {first}")
    with reporter.bar("adding", 4.0, "numbers") as advance:
        advance(2.0)
    return first + second


def process(reporter: Reporter) -> tuple[int, str | None]:
    """Who did it, and with how many threads libraries compute there."""
    return os.getpid(), os.environ.get("OMP_NUM_THREADS")


def empty(reporter: Reporter) -> None:
    raise EmptyRecording("briefing.mp3 is empty", kept="nothing", hint="copy it again")


def kill(reporter: Reporter) -> None:
    """What a system does that runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def leave(reporter: Reporter) -> None:
    raise SystemExit(3)


def sleep(seconds: float, mark: Path, reporter: Reporter) -> None:
    """Write whose process it is, and stay there."""
    mark.with_suffix(".new").write_text(str(os.getpid()))
    mark.with_suffix(".new").replace(mark)
    time.sleep(seconds)


def size(recording: Path, reporter: Reporter) -> int:
    """How large a recording is, in bytes."""
    return recording.stat().st_size
