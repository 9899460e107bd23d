"""A program that meets its end, a full disk or an unreadable file at its n-th step that has to do with the disk.

Kills are real: a process of its own ends at once (``os._exit``), without unwinding, flushing or rolling back.
"""

from __future__ import annotations

import builtins
import errno
import io
import multiprocessing
import os
import re
import sqlite3
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from ingest_examples import contents, media

from archiver.archive.meaning.encoders import DIMENSIONS
from archiver.arrays import Floats
from archiver.cli import main
from archiver.errors import ArchiverError
from archiver.site.manifest import MANIFEST
from archiver.weights import PackagedModel

TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
KILLED, TOLD, UNEXPECTED = 9, 3, 1
STEPS = ("fsync", "replace", "rename", "unlink", "rmdir")  # of ``os``
STATEMENTS = ("BEGIN", "COMMIT", "VACUUM", "PRAGMA JOURNAL_MODE", "PRAGMA WAL_CHECKPOINT")
IMPORTED = [
    "archiver.pipeline.work",
    "archiver.archive.bags.write_bag",
    "archiver.archive.bags.read_bag",
    "ingest_examples",
]
TAKE_ROOM = ("fsync", "replace", "rename")  # of ``os``
WRITE = ("COMMIT", "VACUUM", "PRAGMA JOURNAL_MODE =", "PRAGMA WAL_CHECKPOINT")


def outcome(folder: Path) -> dict[str, Any]:
    """What a command leaves of the archive in ``a``, and of one in ``b``, but for what tells when, or how often."""
    found: dict[str, Any] = contents(folder / "a", events=False)
    found.pop("file_checks")
    for table in ("human_links", "human_texts"):  # a decision that was kept before the kill is made once more
        found[table] = [{k: v for k, v in row.items() if k not in ("id", "superseded_by")} for row in found[table]][-1:]
    found["alignments"] = _each_once(found["alignments"])  # so is an alignment
    found.pop("links")
    for row in (*found["downloads"], *found["queue"], *found["captures"]):
        for told_when in ("downloaded", "headers", "begun", "ended"):
            row.pop(told_when, None)
    for row in found["captures"]:
        row["path"], row["warc_offset"] = _without_time(row["path"]), None
    found["out"] = _given_out(folder / "out")
    if (folder / "b").exists():
        found["b"] = [contents(folder / "b"), _lasting(folder / "b")]
    return found | {"media": _lasting(folder / "a")}


def _given_out(folder: Path) -> dict[str, bytes]:
    """The files that a command wrote for others; what a site's folder keeps for the next time tells when it was."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): TIME.sub(b"", path.read_bytes()) for path in files}


def _each_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that say different things, whatever their ids."""
    named = [{name: value for name, value in row.items() if name != "id"} for row in rows]
    return [row for n, row in enumerate(named) if row not in named[:n]]


def _lasting(archive: Path) -> list[str]:
    return sorted(_without_time(path) for path in media(archive) if not path.startswith("media/."))


def _without_time(path: str) -> str:
    """A file's name, which is its hash; a WARC file tells when it was written."""
    return "media/a.warc.gz" if path.endswith(".warc.gz") else path


def same_vectors(encoder: PackagedModel, texts: Sequence[str]) -> Floats:
    """Vectors that are there at once; a real model takes seconds to load."""
    return np.full((len(texts), DIMENSIONS[encoder.name]), 0.05, np.float32)


class _Countdown:
    """Counts steps, and does something instead of the one that is asked for, and of all that follow."""

    def __init__(self, last: int, instead: Callable[[], None]) -> None:
        self.left, self._instead = last, instead

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            self._instead()


def killed_at(step: int, folder: Path, command: Callable[[], object]) -> bool:
    """Run a command in a process of its own that is over before its step ``step``, from 0; whether it came so far.

    folder: what is opened to be written in its ``out`` counts, before and after
    """
    code = _ended(lambda: _end_at(step, folder), command)
    assert code in (0, KILLED), f"the command failed at step {step}"
    return code == KILLED


def _end_at(step: int, folder: Path) -> None:
    """Let this process end before its step ``step``."""
    count = _Countdown(step, lambda: os._exit(KILLED))
    _count_calls(STEPS, count)
    _count_opened(folder / "out", count, _writes, twice=True)
    connect = sqlite3.connect

    def watched(*args: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **named)
        connection.set_trace_callback(lambda sql: count() if sql.lstrip().upper().startswith(STATEMENTS) else None)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]


def command_line_ended(arguments: Sequence[str], step: int | None, prepare: Callable[[], None], folder: Path) -> int:
    """How ``archiver`` ends with these arguments; ``KILLED`` where it came to its step ``step``, from 0.

    prepare: what is done first in its process
    folder: where it is typed

    Its process is forked from one in which nothing ran yet: threads of networks that were used do not live through it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    process = context.Process(target=_command_line, args=(tuple(arguments), step, prepare, folder))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def _command_line(arguments: Sequence[str], step: int | None, prepare: Callable[[], None], folder: Path) -> None:
    os.chdir(folder)
    prepare()
    if step is not None:
        _end_at(step, folder)
    sys.argv = ["archiver", *arguments]
    main()


def told_of_full_disk(step: int, folder: Path, command: Callable[[], object]) -> bool:
    """Run a command that can write nothing from its step ``step`` on, in a folder; whether it told that in words."""

    def no_room() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    count = _Countdown(step, no_room)

    def watch() -> None:
        _count_calls(TAKE_ROOM, count)
        _count_opened(folder, count, _writes)
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


def _writes(mode: str) -> bool:
    return mode[0] in "wxa"


def _count_opened(folder: Path, count: _Countdown, counts: Callable[[str], bool], *, twice: bool = False) -> None:
    """Count the files of a folder that are opened in a mode that counts; twice: once more when there is an empty one"""
    real = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
        counted = isinstance(file, str | Path) and Path(file).absolute().is_relative_to(folder) and counts(mode)
        if counted:
            count()
        found = real(file, mode, *args, **named)
        if counted and twice:
            count()
        return found

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
