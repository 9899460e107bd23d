"""A program that meets its end, a full disk or an unreadable file at its n-th step that has to do with the disk.

Kills are real: a forked process ends at once (``os._exit``), without unwinding, flushing or rolling back.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sqlite3
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from archiver.errors import ArchiverError

KILLED, TOLD, UNEXPECTED = 9, 3, 1
STEPS = ("fsync", "replace", "rename", "unlink", "rmdir")  # of ``os``
STATEMENTS = ("BEGIN", "COMMIT", "VACUUM", "PRAGMA JOURNAL_MODE", "PRAGMA WAL_CHECKPOINT")
TAKE_ROOM = ("fsync", "replace", "rename")  # of ``os``
WRITE = ("COMMIT", "VACUUM", "PRAGMA JOURNAL_MODE =", "PRAGMA WAL_CHECKPOINT")


class _Countdown:
    """Counts steps, and does something instead of the one that is asked for, and of all that follow."""

    def __init__(self, last: int, instead: Callable[[], None]) -> None:
        self.left, self._instead = last, instead

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            self._instead()


def killed_at(step: int, command: Callable[[], object]) -> bool:
    """Run a command in a process of its own that is over before its step ``step``, from 0; whether it came so far."""
    count = _Countdown(step, lambda: os._exit(KILLED))

    def watch() -> None:
        _count_calls(STEPS, count)
        connect = sqlite3.connect

        def watched(*args: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **named)
            connection.set_trace_callback(lambda sql: count() if sql.lstrip().upper().startswith(STATEMENTS) else None)
            return connection

        sqlite3.connect = watched  # type: ignore[assignment]

    code = _ended(watch, command)
    assert code in (0, KILLED), f"the command failed at step {step}"
    return code == KILLED


def told_of_full_disk(step: int, folder: Path, command: Callable[[], object]) -> bool:
    """Run a command that can write nothing from its step ``step`` on, in a folder; whether it told that in words."""

    def no_room() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    count = _Countdown(step, no_room)

    def watch() -> None:
        _count_calls(TAKE_ROOM, count)
        _count_opened(folder, count, lambda mode: mode[0] in "wxa")
        connect = sqlite3.connect
        sqlite3.connect = lambda *args, **named: connect(*args, factory=_full_at(count), **named)  # type: ignore[assignment]

    code = _ended(watch, command)
    assert code in (0, TOLD), f"nobody was told in words at step {step}"
    return code == TOLD


def met_unreadable_file(step: int, folder: Path, command: Callable[[], object]) -> bool:
    """Run a command for which the ``step``-th file of a folder that it opens cannot be read; whether it opens it."""
    met = False

    def unreadable() -> None:
        nonlocal met
        if count.left == -1:
            met = True
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    count = _Countdown(step, unreadable)

    def run() -> None:
        command()
        if met:  # it went on without that file
            os._exit(TOLD)

    code = _ended(lambda: _count_opened(folder, count, lambda mode: mode[0] == "r"), run)
    assert code in (0, TOLD), f"nobody was told in words at the {step}-th file"
    return code == TOLD


def _ended(watch: Callable[[], None], command: Callable[[], object]) -> int:
    """How a process of its own ends that runs a command."""
    child = os.fork()
    if child == 0:
        try:
            watch()
            command()
        except ArchiverError:
            os._exit(TOLD)
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
            os._exit(UNEXPECTED)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _count_calls(names: tuple[str, ...], count: _Countdown) -> None:
    for name in names:
        setattr(os, name, _counted(getattr(os, name), count))


def _counted(real: Callable[..., Any], count: _Countdown) -> Callable[..., Any]:
    def step(*args: Any, **named: Any) -> Any:
        count()
        return real(*args, **named)

    return step


def _count_opened(folder: Path, count: _Countdown, counts: Callable[[str], bool]) -> None:
    """Count the files of a folder that are opened in a mode that counts."""
    real = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
        if isinstance(file, str | Path) and Path(file).is_relative_to(folder) and counts(mode):
            count()
        return real(file, mode, *args, **named)

    io.open = builtins.open = opened


def _full_at(count: _Countdown) -> type[sqlite3.Connection]:
    def write() -> None:
        try:
            count()
        except OSError as error:
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode, full.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
            raise full from error

    class FullConnection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql.lstrip().upper().startswith(WRITE):
                write()
            return super().execute(sql, *values)

        def commit(self) -> None:
            if self.in_transaction:
                write()
            super().commit()

    return FullConnection
