"""Answers that stay the same until somebody writes to the archive: found once, and kept with the connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    Answer = TypeVar("Answer")


class KeepingConnection(sqlite3.Connection):
    """A connection that may keep answers.

    answers: what was found by its name, and in which version of the database
    """

    answers: dict[str, tuple[int, Any]] | None = None


def kept(connection: sqlite3.Connection, name: str, find: Callable[[], Answer]) -> Answer:
    """What ``find`` found, if nobody has written since. SQLite tells, of what others wrote; so this only reads.

    name: of the answer; one that depends on something else than the archive has that in its name
    """
    if not isinstance(connection, KeepingConnection):  # of a Datasette that somebody else runs
        return find()
    (version,) = connection.execute("pragma data_version").fetchone()
    connection.answers = connection.answers or {}
    if name not in connection.answers or connection.answers[name][0] != version:
        connection.answers[name] = version, find()
    answer: Answer = connection.answers[name][1]
    return answer
