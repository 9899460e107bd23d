"""A program that is over at the n-th step that reaches the disk: a transaction, a rename, an unlink or a sync.

Kills are real: a forked process ends at once (``os._exit``), without unwinding, flushing or rolling back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from typing import Any

KILLED = 9
STEPS = ("fsync", "replace", "rename", "unlink", "rmdir")  # of ``os``
STATEMENTS = ("BEGIN", "COMMIT", "VACUUM", "PRAGMA JOURNAL_MODE", "PRAGMA WAL_CHECKPOINT")


class _Countdown:
    """Counts steps, and ends the process before the one that is asked for."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            os._exit(KILLED)


def killed_at(step: int, command: Callable[[], object]) -> bool:
    """Run a command in a process of its own that is over before its step ``step``, from 0; whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            _watch(_Countdown(step))
            command()
        except BaseException:  # noqa: BLE001
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"the command failed at step {step}"
    return code == KILLED


def _watch(count: _Countdown) -> None:
    for name in STEPS:
        setattr(os, name, _counted(getattr(os, name), count))
    connect = sqlite3.connect

    def watched(*args: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **named)
        connection.set_trace_callback(lambda sql: count() if sql.lstrip().upper().startswith(STATEMENTS) else None)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]


def _counted(real: Callable[..., Any], count: _Countdown) -> Callable[..., Any]:
    def step(*args: Any, **named: Any) -> Any:
        count()
        return real(*args, **named)

    return step
