"""The queue: releases whose recordings are to be downloaded, transcribed and linked when there is time.

A release stands in it once. It lies in the archive's own database, so that a run on any day goes on with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Literal

from archiver.archive.store import Archive, Row, now
from archiver.errors import ArchiveLocked, UsageError
from archiver.shared_files import take_file

State = Literal["waiting", "running", "done", "failed"]
STATES: tuple[State, ...] = ("running", "waiting", "failed", "done")
LOCK = ".working"
"""File in ``media/`` that the one process has locked that does what waits."""

RATE_FROM = 50  # of the last that were done, from whose ends the time is reckoned that the rest takes


def put_in(archive: Archive, release_id: int, options: Mapping[str, object]) -> bool:
    """Put a release in, or at the end of the queue again if it was done or failed; returns whether it was not there.

    options: how it is to be transcribed
    """
    known = archive.first("select state from queue where release = ?", [release_id])
    if known and known["state"] in ("waiting", "running"):
        return False
    row = {"release": release_id, "options": json.dumps(options), "state": "waiting", "added": now()}
    with archive.locked():
        archive.db.execute("delete from queue where release = ?", [release_id])
        archive.table("queue").insert(row)
    return True


@contextmanager
def working(archive: Archive) -> Iterator[None]:
    """Nobody else does what waits; what a run had begun that was killed waits again.

    Raises ``ArchiveLocked`` where another process does.
    """
    path = archive.folder / "media" / LOCK
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        if not take_file(file, path):
            raise ArchiveLocked("another `archiver work` is at work here", hint="`archiver queue` shows how far it is")
        try:
            _back(archive)
            yield
        finally:
            _back(archive)
            path.unlink(missing_ok=True)


def _back(archive: Archive) -> None:
    with archive.locked():
        archive.db.execute("update queue set state = 'waiting', begun = null where state = 'running'")


def begin_next(archive: Archive) -> Row | None:
    """The release that waits longest, which from now on is running; None where none waits."""
    row = archive.first("select * from queue where state = 'waiting' order by id limit 1")
    if row:
        _update(archive, row["id"], state="running", begun=now())
    return row


def end(archive: Archive, row: Row, failures: list[str]) -> None:
    """Keep what became of a release that was begun; failures: what went wrong, in words for a person."""
    state: State = "failed" if failures else "done"
    _update(archive, row["id"], state=state, ended=now(), message="; ".join(failures) or None)


def _update(archive: Archive, row_id: int, **values: object) -> None:
    with archive.locked():
        archive.table("queue").update(row_id, values)


def rows_of(archive: Archive, state: State | None = None) -> list[Row]:
    """The queue, in its order, with the releases' titles and how many seconds each took; of one state or of all."""
    return archive.rows(
        "select queue.id, release, title, state, added, begun, ended, message, "
        "strftime('%s', ended) - strftime('%s', begun) as seconds from queue join releases on releases.id = release "
        "where :state is null or state = :state order by queue.id",
        {"state": state},
    )


def count_states(archive: Archive) -> dict[State, int]:
    """How many releases are in each state."""
    found = {
        row["state"]: row["count"] for row in archive.rows("select state, count(*) as count from queue group by 1")
    }
    return {state: found.get(state, 0) for state in STATES}


def seconds_left(archive: Archive) -> float | None:
    """How long what waits and runs will take, if it goes on as it went; None where that cannot be told yet.

    The median of the times between two ends counts, so that nights in which nobody worked do not.
    """
    counts = count_states(archive)
    left = counts["waiting"] + counts["running"]
    ends = archive.rows("select ended from queue where ended not null order by ended desc limit ?", [RATE_FROM])
    times = sorted(datetime.fromisoformat(row["ended"]) for row in ends)
    if not left or len(times) < 2:
        return 0.0 if not left else None
    return left * median((later - earlier).total_seconds() for earlier, later in pairwise(times))


def retry(archive: Archive, release_id: int | None = None) -> int:
    """Have what failed, of one release or of all, wait again; returns how many.

    Raises ``UsageError`` for a release that has not failed.
    """
    failed = [row["id"] for row in rows_of(archive, "failed") if release_id in (None, row["release"])]
    if release_id is not None and not failed:
        raise UsageError(f"release {release_id} has not failed", hint="`archiver queue` shows what has")
    for row_id in failed:
        _update(archive, row_id, state="waiting", begun=None, ended=None, message=None)
    return len(failed)


def clear(archive: Archive, *, everything: bool = False) -> int:
    """Take what is done out of the queue, or all but what is running; returns how many. The archive stays as it is."""
    states = ("done", "failed", "waiting") if everything else ("done",)
    with archive.locked():
        marks = ", ".join("?" * len(states))
        return archive.db.execute(f"delete from queue where state in ({marks})", states).rowcount
