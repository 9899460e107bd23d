"""Merging: what another archive has beyond this one is taken over, known by hashes, addresses and times, not by ids.

Merging again changes nothing. All rows come in one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archiver.archive.files import forget
from archiver.archive.kept_figures import count_all
from archiver.archive.merge.filled_in import fill_in
from archiver.archive.merge.rows import ORDER, SAME, Merging, free_id, take_rows, wanted_rows
from archiver.archive.read import VERSIONS
from archiver.archive.store import Archive, Event
from archiver.archive.tidy import tidy_archive
from archiver.archive.write import LOGGED
from archiver.errors import ArchiverError
from archiver.reporting import Reporter, Silent

FOREIGN_ACTIONS = ("verify", "verify sample", "verify quick", "repair")  # tell of the other archive's disk only


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge.

    added: how many rows, by table
    files: how many came with them
    conflicts: where the archives say different things, and which of them counts now, in words for a person
    """

    added: Mapping[str, int]
    files: int
    conflicts: tuple[str, ...]


def merge(
    ours: Archive,
    theirs: Archive,
    releases: Iterable[int] | None = None,
    *,
    told: bool = True,
    reporter: Reporter | None = None,
) -> Merged:
    """Take over what another archive has beyond this one.

    releases: only these, by their ids there, with all versions of their pages; None: everything
    told: whether the log here tells of the merge; a copy that is made for others has the log of what was copied alone
    reporter: is told how far it is

    Raises ``DamagedFile`` for a file of the other archive that is gone or is not what it was; nothing is changed then.
    """
    tidy_archive(ours)  # of files that a merge brought which was then killed
    chosen = None if releases is None else _all_versions(theirs, releases)
    work = Merging(ours, theirs, chosen)
    try:
        with ours.locked():
            _take_over(work, reporter or Silent())
            if told and any(work.new.values()):
                what = ", ".join(f"{len(rows):,} {name}" for name, rows in work.new.items() if rows and name in SAME)
                ours.done(Event("merge", f"another archive was merged: {what or 'what was known only there'}"))
    except ArchiverError:
        tidy_archive(ours)
        raise
    for sha256 in work.files:
        forget(ours.folder, sha256, kept=True)
    return Merged({name: len(rows) for name, rows in work.new.items() if rows}, len(work.files), tuple(work.conflicts))


def _take_over(work: Merging, reporter: Reporter) -> None:
    total = sum(1 for table in ORDER for _ in wanted_rows(work, table))
    with reporter.bar("merging", total, "rows") as advance:
        for done, _ in enumerate(row for table in ORDER for row in take_rows(work, table)):
            advance(done)
    fill_in(work)
    _take_events(work)
    if any(work.new.values()):
        count_all(work.ours.db)


def _all_versions(archive: Archive, releases: Iterable[int]) -> set[int]:
    sql = f"{VERSIONS} select id from line"
    return {row["id"] for key in releases for row in archive.rows(sql, {"release": key})}


def _take_events(work: Merging) -> None:
    """Take over the log of what was taken over: each event once, known by the hash that it was given first."""
    known = {row["hash"] for row in work.ours.rows("select coalesce(origin, sha256) as hash from events")}
    for row in work.theirs.rows("select * from events order by id"):
        origin = row["origin"] or row["sha256"]
        about = [(column, work.ids[table].get(row[column])) for table, column in LOGGED.items()]
        if row["action"] in FOREIGN_ACTIONS or origin in known or not (work.chosen is None or any(n for _, n in about)):
            continue
        for table, column in LOGGED.items():
            if row[column] is not None and row[column] not in work.ids[table]:  # it is gone there
                work.ids[table][row[column]] = free_id(work.ours, table, row[column])
        mapped = {column: work.ids[table].get(row[column]) for table, column in LOGGED.items()}
        work.ours.take_event({**row, **mapped, "origin": origin})
        work.new["events"].append(row["id"])
