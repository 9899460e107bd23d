"""One run of the checks: all of them, or what a quick look or a sample takes; kept in the log with what it found."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from archiver.archive.stats import LAST_WHOLE
from archiver.archive.store import Action, Archive, Event, Row, now
from archiver.archive.verify.fixity import FilesFound, KnownFile, check_file, check_sizes, find_files, modified, touched
from archiver.archive.verify.problems import Problem
from archiver.archive.verify.rows import (
    check_database,
    check_indexes,
    check_kept_figures,
    check_kept_texts,
    check_log,
    check_meanings,
    check_rows,
)
from archiver.display import counted
from archiver.reporting import BYTES, Reporter

KEPT_EVERY_SECONDS = 5.0  # what a run that is interrupted may have to read again
RESUMED_WITHIN = timedelta(days=30)  # a file that was read longer ago says little about today
ACTIONS: dict[str, Action] = {"whole": "verify", "sample": "verify sample", "quick": "verify quick"}
KEEP = """
    insert into file_checks (path, checked, modified, run) values (:path, :checked, :modified, :run)
    on conflict (path) do update set checked = excluded.checked, modified = excluded.modified, run = excluded.run
"""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is checked.

    how: everything; everything in the database and some of the files; or sizes, times and rows
    share: of the files that are read from the first byte to the last, 0 to 1
    """

    how: Literal["whole", "sample", "quick"] = "whole"
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Verified:
    """What a run found.

    files: how many were read from the first byte to the last
    size: of these, in bytes
    before: files that an interrupted run had read already
    last_whole: when all of the archive was last found whole before this run, ISO 8601
    """

    problems: tuple[Problem, ...]
    files: int
    size: int
    before: int
    last_whole: str | None


def verify(archive: Archive, extent: Extent, reporter: Reporter) -> Verified:
    """Check an archive and keep in its log what was found. What an interrupted run has read is not read again."""
    since = last_whole(archive)
    quick = extent.how == "quick"
    archive.write_ahead()  # so that nobody waits for who looks at the pages beside
    with ThreadPoolExecutor(1) as beside:
        pages = beside.submit(check_database, archive.path, since, quick=quick)
        others = [
            *check_indexes(archive, since, quick=quick),
            *check_rows(archive, since, quick=quick),
            *check_log(archive, since),
            *(() if quick else check_kept_figures(archive, since)),
            *(() if quick else check_kept_texts(archive, since, reporter)),
            *(() if quick else check_meanings(archive, since)),
        ]
        found = find_files(archive)
    problems = [*pages.result(), *others]
    sizes = list(check_sizes(found))
    run = _begun(archive) if extent.how == "whole" else None
    known_wrong = {one.path for one in sizes}
    there = [one for one in found.known if one.path in found.sizes and one.path not in known_wrong]
    chosen = _chosen(archive, there, extent, run)
    before = len(there) - len(chosen) if extent.how == "whole" else 0
    problems += sizes
    problems += _read_files(archive, chosen, found, run, reporter)
    size = sum(found.sizes[one.path] for one in chosen)
    verified = Verified(tuple(problems), len(chosen), size, before, since)
    event = Event(ACTIONS[extent.how], _told(verified))
    archive.failed(event) if problems else archive.done(event)
    return verified


def last_whole(archive: Archive) -> str | None:
    """When all of an archive was last found whole, ISO 8601."""
    (row,) = archive.rows(f"select ({LAST_WHOLE}) as at")
    return None if row["at"] is None else str(row["at"])


def _told(verified: Verified) -> str:
    read = f"{verified.files + verified.before:,} files were read, {verified.size / 1e6:,.1f} MB of them in this run"
    if not verified.problems:
        return f"whole; {read}"
    some = "; ".join(problem.what for problem in verified.problems[:5])
    return f"{counted(len(verified.problems), 'problem')}: {some}; {read}"


def _begun(archive: Archive) -> int:
    """The run that this one goes on with, if that did not come to its end; else a new one.

    A run is known by the last event before it: at its own end it adds one.
    """
    (row,) = archive.rows(
        "select coalesce((select max(run) from file_checks "
        "where not exists (select 1 from events where action = 'verify' and events.id > run)), max(id), 0) as run "
        "from events"
    )
    return int(row["run"])


def _chosen(archive: Archive, there: Sequence[KnownFile], extent: Extent, run: int | None) -> Sequence[KnownFile]:
    """The files to be read; those that were read before by the run that this one goes on with are not."""
    changed = dict.fromkeys(touched(archive.folder, there))
    if extent.how == "quick":
        return list(changed)
    if extent.how == "sample":  # those that nobody checked for longest, so that in time every file has its turn
        sample = there[: math.ceil(extent.share * len(there))]
        return list(dict.fromkeys([*sample, *changed]))
    oldest = (datetime.now(UTC) - RESUMED_WITHIN).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [one for one in there if one.run != run or one.since < oldest or one in changed]


def _read_files(
    archive: Archive, chosen: Sequence[KnownFile], found: FilesFound, run: int | None, reporter: Reporter
) -> Iterator[Problem]:
    """Read files, and keep from time to time which of them were whole."""
    total, size, kept = sum(found.sizes[one.path] for one in chosen), 0, time.monotonic()
    whole: list[Row] = []
    with reporter.bar("files", total, BYTES) as advance:
        for one in chosen:
            when = modified(archive.folder, one.path)  # before it is read: what is written later shows
            problem = check_file(archive.folder, one)
            if problem:
                yield problem
            else:
                whole.append({"path": one.path, "checked": now(), "modified": when, "run": run})
            size += found.sizes[one.path]
            advance(size)
            if time.monotonic() - kept > KEPT_EVERY_SECONDS:
                _keep(archive, whole)
                whole, kept = [], time.monotonic()
    _keep(archive, whole)


def _keep(archive: Archive, whole: Sequence[Row]) -> None:
    if whole and archive.keeps_log:
        with archive.locked():
            archive.db.conn.executemany(KEEP, whole)
