"""Answers that stay the same until somebody writes to the archive: found once, and kept for all who read it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    Answer = TypeVar("Answer")


class KeptAnswers:
    """What was found in a file, by its name, and in which version of the file.

    watching: a connection to the file that any thread may use; SQLite tells it when another one has written
    """

    def __init__(self, watching: sqlite3.Connection) -> None:
        self._watching = watching
        self._lock = threading.Lock()
        self._found: dict[str, tuple[int, Any]] = {}

    def get(self, name: str, find: Callable[[], Answer]) -> Answer:
        """What ``find`` found, now or earlier."""
        with self._lock:
            (version,) = self._watching.execute("pragma data_version").fetchone()
        if name not in self._found or self._found[name][0] != version:
            self._found[name] = version, find()
        answer: Answer = self._found[name][1]
        return answer


def kept(connection: sqlite3.Connection, name: str, find: Callable[[], Answer]) -> Answer:
    """What ``find`` found by a connection, if nobody has written since.

    name: of the answer; one that depends on something else than the archive has that in its name
    """
    answers: KeptAnswers | None = getattr(connection, "answers", None)  # none of a Datasette that somebody else runs
    return answers.get(name, find) if answers else find()
