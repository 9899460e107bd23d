"""Rows of another archive: each is found here, or added with all that belongs to it and its file.

A row that is there already is the same row: bytes by their SHA-256, a reading by its page and paragraphs, a
transcript or alignment by what made it and when, what a person decided by what it says and when.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from archiver.archive.files import named_hash, settle, taking_in
from archiver.archive.store import Archive, Row
from archiver.archive.tables import TABLES
from archiver.archive.write import LOGGED, ids_by_position
from archiver.errors import DamagedFile
from archiver.shared_files import read_blocks

# By table, in the order of taking over: what makes two rows the same, besides the rows that they belong to. Of several
# that are the same, the first there is the first here.
SAME: Mapping[str, tuple[str, ...]] = {
    "captures": ("url", "sha256"),
    "releases": ("url", "capture"),  # and its paragraphs; what people or another reader say of it may differ
    "recordings": ("sha256",),
    "downloads": ("recording", "url", "downloaded"),
    "transcripts": ("recording", "engine", "engine_version", "model", "model_sha256", "parameters", "created"),
    "alignments": ("release", "transcript", "method", "version", "parameters", "created"),
    "human_links": ("release", "recording", "start", "end", "paragraph", "said", "created"),
    "human_texts": ("recording", "start", "end", "heard", "text", "who", "created"),
}
# What comes whole with a new row, and with no other: by table, the column that says with which.
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "releases": (("paragraphs", "release"), ("release_recordings", "release")),
    "transcripts": (("segments", "transcript"), ("sounds", "transcript"), ("speakers", "transcript")),
    "segments": (("words", "segment"),),
    "alignments": (("links", "alignment"), ("corrections", "alignment")),
}
ORDER = ("captures", "recordings", "releases", "downloads", "transcripts", "human_links", "human_texts", "alignments")
SELF_NAMED = {"replaces", "superseded_by"}  # columns that name a row of the same table, which may come later
HINT = "`archiver verify` on the other archive tells more"
# Where a file of an archive lies; nobody's database leads us anywhere else.
PATH = re.compile(r"media/([0-9a-f]{2})/\1[0-9a-f]{62}\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")


@dataclass(slots=True)
class Merging:
    """One merge under way.

    ids: by table, from ids there to ids here
    new: by table, the ids here of the rows that were added
    files: the SHA-256 of those that came
    chosen: the releases there that are taken over; None: everything
    """

    ours: Archive
    theirs: Archive
    chosen: Collection[int] | None
    ids: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    new: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    files: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def wanted_rows(work: Merging, table: str) -> Iterator[Row]:
    """The rows there that are to be taken over, with those that they need."""
    if work.chosen is None:
        yield from work.theirs.rows(f"select * from {table} order by id")
        return
    these = "(select value from json_each(:releases))"
    recordings = (
        f"(select recording from release_recordings where release in {these} union select recording from transcripts "
        f"join alignments on alignments.transcript = transcripts.id where release in {these})"
    )
    which = {
        "releases": f"id in {these}",
        "captures": f"id in (select capture from releases where id in {these} union "
        f"select capture from transcripts where recording in {recordings})",
        "recordings": f"id in {recordings}",
        "alignments": f"release in {these}",
        "human_links": f"release in {these}",
    }.get(table, f"recording in {recordings}")
    values = {"releases": json.dumps(sorted(work.chosen))}
    yield from work.theirs.rows(f"select * from {table} where {which} order by id", values)


def _older_first(rows: Iterable[Row]) -> Iterator[Row]:
    """Releases, each after the one that it replaces, whatever their ids are."""
    waiting: dict[int | None, list[Row]] = defaultdict(list)
    found = list(rows)
    ids = {row["id"] for row in found}
    for row in found:
        waiting[row["replaces"] if row["replaces"] in ids else None].append(row)
    ready = waiting[None]
    while ready:
        yield (row := ready.pop(0))
        ready += waiting[row["id"]]


def take_rows(work: Merging, table: str) -> Iterator[Row]:
    """Find every row of a table here, or add it with all that belongs to it; yields each before that."""
    known: dict[str, list[int]] = defaultdict(list)
    for row in work.ours.rows(f"select * from {table} order by id"):
        known[_key(work.ours, table, row)].append(row["id"])
    wanted = wanted_rows(work, table)
    for row in _older_first(wanted) if table == "releases" else wanted:
        yield row
        there, mapped = row["id"], mapped_row(work, table, row)
        here = known[_key(work.theirs, table, mapped | {"id": there})]
        if here:
            work.ids[table][there] = here.pop(0)
            continue
        _take_file(work, row)
        if table == "releases":
            mapped["replaces"] = _followed(work, row)
        if table == "alignments":
            _match_parts(work, "releases", row["release"])
            _match_parts(work, "transcripts", row["transcript"])
        add_row(work, table, mapped, there)
        _take_parts(work, table, there)


def _key(archive: Archive, table: str, row: Row) -> str:
    """What is the same in two rows that are the same."""
    same: list[object] = [row[name] for name in SAME[table]]
    if table == "recordings" and row["sha256"] is None:
        same.append(row["added"])
    if table == "releases":
        sql = "select position, label, heading, text from paragraphs where release = ? order by position"
        same.append([list(one.values()) for one in archive.rows(sql, [row["id"]])])
    return json.dumps(same)


def mapped_row(work: Merging, table: str, row: Row) -> Row:
    """A row with the ids that the rows it names have here; those of its own table are named later."""
    mapped = {}
    for name, value in row.items():
        to = TABLES[table].columns[name].to
        mapped[name] = None if name in SELF_NAMED else work.ids[to].get(value) if to and value is not None else value
    return mapped


def add_row(work: Merging, table: str, row: Row, there: int) -> None:
    """Add a row, by its own id where that is free here."""
    here = free_id(work.ours, table, there)
    work.ours.table(table).insert(row | {"id": here})
    work.ids[table][there] = here
    work.new[table].append(here)


def free_id(archive: Archive, table: str, wanted: int) -> int:
    """The id that was wanted if no row has it and the log does not speak of it, else one that nobody ever had."""
    logged = LOGGED.get(table)
    taken = f"exists (select 1 from {table} where id = :id)"
    highest = f"(select coalesce(max(id), 0) from {table})"
    if logged:
        taken += f" or exists (select 1 from events where {logged} = :id)"
        highest = f"max({highest}, (select coalesce(max({logged}), 0) from events))"
    (row,) = archive.rows(f"select {taken} as taken, 1 + {highest} as next", {"id": wanted})
    return int(row["next"]) if row["taken"] else wanted


def _take_parts(work: Merging, table: str, there: int) -> None:
    for part, owner in PARTS.get(table, ()):
        for row in work.theirs.rows(f"select * from {part} where {owner} = ? order by id", [there]):
            add_row(work, part, mapped_row(work, part, row), row["id"])
            _take_parts(work, part, row["id"])


def _take_file(work: Merging, row: Row) -> None:
    """Copy the file of a row, if it has one that is not here. Raises ``DamagedFile``."""
    path = row.get("path")
    if path is None:
        return
    if not PATH.fullmatch(path):
        raise DamagedFile(f"the other archive names a file {path!r}", kept="nothing was merged", hint=HINT)
    if (work.ours.folder / path).is_file():
        return
    source = work.theirs.folder / path
    if not source.is_file():
        raise DamagedFile(f"{path} is missing in the other archive", kept="nothing was merged", hint=HINT)
    with taking_in(_blocks(source, path), work.ours.folder, marked=True) as incoming:
        if incoming.sha256 != named_hash(path):
            raise DamagedFile(f"{path} of the other archive has changed", kept="nothing was merged", hint=HINT)
        settle(incoming, work.ours.folder, PurePosixPath(path).name.partition(".")[2])
    work.files.append(incoming.sha256)


def _blocks(source: Path, path: str) -> Iterator[bytes]:
    """The bytes of a file of the other archive. Raises ``DamagedFile``."""
    try:
        yield from read_blocks(source)
    except OSError as error:
        told = f"{path} of the other archive cannot be read: {error.strerror}"
        raise DamagedFile(told, kept="nothing was merged", hint=HINT) from error


def _match_parts(work: Merging, table: str, there: int) -> None:
    """Find the parts of a row that was here already, by their positions."""
    here = work.ids[table][there]
    if here in work.new[table]:
        return  # its parts came with it
    for part, owner in PARTS.get(table, ()):
        if "position" in TABLES[part].columns:
            places = ids_by_position(work.ours, part, owner, here)
            for position, key in ids_by_position(work.theirs, part, owner, there).items():
                if position in places:
                    work.ids[part][key] = places[position]
                    _match_parts(work, part, key)


def _followed(work: Merging, row: Row) -> int | None:
    """The release here whose place a new one takes; one that is read differently here is followed by it, and told."""
    named = work.ids["releases"].get(row["replaces"])
    newest = _newest_of(work.ours, row["url"]) if named is None else _successor(work.ours, named)
    if newest is None or newest in work.new["releases"]:
        return named if newest is None else newest
    what = f"“{row['title']}”" + (f" ({row['url']})" if row["url"] else "")
    work.conflicts.append(f"{what} was read or has changed differently in both; what came now counts as the newest")
    return int(newest)


def _newest_of(archive: Archive, url: str | None) -> int | None:
    """The newest version of a page; None for one that is not here, or has no address."""
    found = archive.first(
        "select id from releases where url = ? "
        "and not exists (select 1 from releases newer where newer.replaces = releases.id) order by id desc",
        [url],
    )
    return int(found["id"]) if found else None


def _successor(archive: Archive, release_id: int) -> int | None:
    """The newest version that took the place of a release; None where none did."""
    (row,) = archive.rows(
        "with recursive later(id, depth) as (select :id, 0 union "
        "select releases.id, depth + 1 from releases join later on releases.replaces = later.id) "
        "select id from later order by depth desc limit 1",
        {"id": release_id},
    )
    return None if row["id"] == release_id else int(row["id"])
