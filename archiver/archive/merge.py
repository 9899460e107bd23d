"""Merging: what another archive has beyond this one is taken over, known by hashes, addresses and times, not by ids.

A row that is there already is the same row: bytes by their SHA-256, a reading by its page and paragraphs, a
transcript or alignment by what made it and when, what a person decided by what it says and when. So merging again
changes nothing. All rows come in one step.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from archiver.archive.files import forget, named_hash, settle, taking_in
from archiver.archive.kept_figures import count_all
from archiver.archive.people.best_text import refresh
from archiver.archive.people.human_links import apply_decisions
from archiver.archive.read import VERSIONS
from archiver.archive.store import Archive, Event, Row
from archiver.archive.tables import TABLES
from archiver.archive.tidy import tidy_archive
from archiver.archive.versions import FACTS
from archiver.archive.write import LOGGED
from archiver.errors import ArchiverError, DamagedFile
from archiver.reporting import Reporter, Silent
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
FOREIGN_ACTIONS = ("verify", "verify sample", "verify quick", "repair")  # tell of the other archive's disk only
# Where a file of an archive lies; nobody's database leads us anywhere else.
HINT = "`archiver verify` on the other archive tells more"
PATH = re.compile(r"media/([0-9a-f]{2})/\1[0-9a-f]{62}\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")


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


@dataclass(slots=True)
class _Merge:
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
    work = _Merge(ours, theirs, chosen)
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


def _take_over(work: _Merge, reporter: Reporter) -> None:
    total = sum(1 for table in ORDER for _ in _wanted(work, table))
    with reporter.bar("merging", total, "rows") as advance:
        for done, _ in enumerate(row for table in ORDER for row in _take_rows(work, table)):
            advance(done)
    for table in ("human_links", "human_texts"):
        _name_later_decisions(work, table)
    _fill_in(work)
    _take_events(work)
    if any(work.new.values()):
        count_all(work.ours.db)


def _all_versions(archive: Archive, releases: Iterable[int]) -> set[int]:
    sql = f"{VERSIONS} select id from line"
    return {row["id"] for key in releases for row in archive.rows(sql, {"release": key})}


def _wanted(work: _Merge, table: str) -> Iterator[Row]:
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


def _take_rows(work: _Merge, table: str) -> Iterator[Row]:
    """Find every row of a table here, or add it with all that belongs to it; yields each before that."""
    known: dict[str, list[int]] = defaultdict(list)
    for row in work.ours.rows(f"select * from {table} order by id"):
        known[_key(work.ours, table, row)].append(row["id"])
    wanted = _wanted(work, table)
    for row in _older_first(wanted) if table == "releases" else wanted:
        yield row
        there, mapped = row["id"], _mapped(work, table, row)
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
        _add(work, table, mapped, there)
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


def _mapped(work: _Merge, table: str, row: Row) -> Row:
    """A row with the ids that the rows it names have here; those of its own table are named later."""
    mapped = {}
    for name, value in row.items():
        to = TABLES[table].columns[name].to
        mapped[name] = None if name in SELF_NAMED else work.ids[to].get(value) if to and value is not None else value
    return mapped


def _add(work: _Merge, table: str, row: Row, there: int) -> None:
    """Add a row, by its own id where that is free here."""
    here = _free_id(work.ours, table, there)
    work.ours.table(table).insert(row | {"id": here})
    work.ids[table][there] = here
    work.new[table].append(here)


def _free_id(archive: Archive, table: str, wanted: int) -> int:
    """The id that was wanted if no row has it and the log does not speak of it, else one that nobody ever had."""
    logged = LOGGED.get(table)
    taken = f"exists (select 1 from {table} where id = :id)"
    highest = f"(select coalesce(max(id), 0) from {table})"
    if logged:
        taken += f" or exists (select 1 from events where {logged} = :id)"
        highest = f"max({highest}, (select coalesce(max({logged}), 0) from events))"
    (row,) = archive.rows(f"select {taken} as taken, 1 + {highest} as next", {"id": wanted})
    return int(row["next"]) if row["taken"] else wanted


def _take_parts(work: _Merge, table: str, there: int) -> None:
    for part, owner in PARTS.get(table, ()):
        for row in work.theirs.rows(f"select * from {part} where {owner} = ? order by id", [there]):
            _add(work, part, _mapped(work, part, row), row["id"])
            _take_parts(work, part, row["id"])


def _take_file(work: _Merge, row: Row) -> None:
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


def _match_parts(work: _Merge, table: str, there: int) -> None:
    """Find the parts of a row that was here already, by their positions."""
    here = work.ids[table][there]
    if here in work.new[table]:
        return  # its parts came with it
    for part, owner in PARTS.get(table, ()):
        if "position" in TABLES[part].columns:
            places = _places(work.ours, part, owner, here)
            for position, key in _places(work.theirs, part, owner, there).items():
                if position in places:
                    work.ids[part][key] = places[position]
                    _match_parts(work, part, key)


def _places(archive: Archive, table: str, owner: str, key: int) -> dict[int, int]:
    """From positions to ids, of the rows of one owner."""
    return {row["position"]: row["id"] for row in archive.rows(f"select * from {table} where {owner} = ?", [key])}


def _name_later_decisions(work: _Merge, table: str) -> None:
    """Let new decisions name those that took their place."""
    for row in _wanted(work, table):
        here, later = work.ids[table][row["id"]], work.ids[table].get(row["superseded_by"])
        if here in work.new[table] and later is not None:
            work.ours.table(table).update(here, {"superseded_by": later})


def _followed(work: _Merge, row: Row) -> int | None:
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


def _fill_in(work: _Merge) -> None:
    """Take over what is known only there about rows that are here: recordings, names, corrections, decisions."""
    _fill_links(work)
    _fill_facts(work)
    _fill_names(work)
    _fill_decisions(work)
    decided = {work.ours.table("human_links").get(key)["recording"] for key in work.new["human_links"]}
    alignments = work.ours.rows(
        "select alignments.id, recording from alignments join transcripts on transcripts.id = transcript"
    )
    for row in alignments:
        if row["recording"] in decided and row["id"] not in work.new["alignments"]:
            apply_decisions(work.ours, row["id"])
    rewritten = {work.ours.table("human_texts").get(key)["recording"] for key in work.new["human_texts"]}
    linked = {work.ours.table("alignments").get(key)["transcript"] for key in work.new["alignments"]}
    for row in work.ours.rows("select id, recording from transcripts"):
        if (row["recording"] in rewritten or row["id"] in linked) and row["id"] not in work.new["transcripts"]:
            refresh(work.ours, row["id"])


def _old(work: _Merge, table: str) -> Iterator[tuple[Row, Row]]:
    """The rows there of a table that were here already, each with the one here."""
    new = set(work.new[table])
    for row in _wanted(work, table):
        here = work.ids[table][row["id"]]
        if here not in new:
            yield row, work.ours.table(table).get(here)


def _fill_links(work: _Merge) -> None:
    """A recording that could not be had here, and could there; links that were added by hand there."""
    for there, here in _old(work, "releases"):
        sql = "select * from release_recordings where release = ? order by position"
        own = work.ours.rows(sql, [here["id"]])
        for link in work.theirs.rows(sql, [there["id"]]):
            recording = work.ids["recordings"].get(link["recording"])
            same = [one for one in own if (one["label"], one["url"]) == (link["label"], link["url"])]
            if not same and link["by_hand"]:
                row = _mapped(work, "release_recordings", link) | {"position": len(own) + 1}
                _add(work, "release_recordings", row, link["id"])
            elif same and recording and same[0]["recording"] is None:
                work.ours.table("release_recordings").update(same[0]["id"], {"recording": recording, "reason": None})
                work.new["filled in"].append(same[0]["id"])


def _fill_facts(work: _Merge) -> None:
    """What a person corrected there and nobody here; where both did, what was corrected here stays."""
    for there, here in _old(work, "releases"):
        ours, theirs, changes = json.loads(here["edited"]), json.loads(there["edited"]), {}
        for name in FACTS:
            if name in theirs and name not in ours:
                changes[name] = there[name]
            elif there[name] != here[name] and (name in theirs or name not in ours):
                what = f"release {here['id']}: {name} is {there[name]!r} there, and {here[name]!r} here, which stays"
                work.conflicts.append(what)
        if changes:
            changes["edited"] = json.dumps([*ours, *changes], separators=(",", ":"))
            work.ours.table("releases").update(here["id"], changes)
            work.new["filled in"].append(here["id"])


def _fill_names(work: _Merge) -> None:
    """Speakers that were named there and not here."""
    sql = "select * from speakers where transcript = ? and name is not null"
    for there, here in _old(work, "transcripts"):
        for speaker in work.theirs.rows(sql, [there["id"]]):
            values = [here["id"], speaker["label"]]
            own = work.ours.first("select * from speakers where transcript = ? and label = ?", values)
            if own and own["name"] is None:
                work.ours.table("speakers").update(own["id"], {"name": speaker["name"]})
                work.new["filled in"].append(own["id"])
            elif own and own["name"] != speaker["name"]:
                what = f"{speaker['label']} in transcript {here['id']}"
                work.conflicts.append(f"{what} is called {speaker['name']} there, and {own['name']} stays")


def _fill_decisions(work: _Merge) -> None:
    """Decisions that were taken back there, or gave way to later ones."""
    for table in ("human_links", "human_texts"):
        for there, here in _old(work, table):
            changes = {}
            if there["withdrawn"] and not here["withdrawn"]:
                changes["withdrawn"] = there["withdrawn"]
            if there["superseded_by"] and not here["superseded_by"]:
                changes["superseded_by"] = work.ids[table][there["superseded_by"]]
            if changes:
                work.ours.table(table).update(here["id"], changes)
                work.new["filled in"].append(here["id"])
    for key in work.new["human_links"]:
        _settle_decision(work, work.ours.table("human_links").get(key))


def _settle_decision(work: _Merge, new: Row) -> None:
    """Of two decisions about the same moment, made apart, the later one counts; the other stays, superseded."""
    other = work.ours.first(
        "select * from human_links where release = :release and recording = :recording and start = :start "
        'and "end" = :end and id != :id and superseded_by is null and withdrawn is null and not also '
        "and paragraph is not :paragraph and id not in (select value from json_each(:new))",
        new | {"new": json.dumps(work.new["human_links"])},
    )
    if not other or new["superseded_by"] or new["withdrawn"] or new["also"]:
        return
    first, last = sorted((other, new), key=lambda row: row["created"])
    work.ours.table("human_links").update(first["id"], {"superseded_by": last["id"]})
    said = [f"paragraph {row['paragraph']}" if row["paragraph"] else "no paragraph" for row in (first, last)]
    told = f"release {new['release']}: what is said at {new['start']:g} s belongs to {said[0]} by one archive"
    work.conflicts.append(f"{told}, to {said[1]} by the other; the later decision, {said[1]}, counts")


def _take_events(work: _Merge) -> None:
    """Take over the log of what was taken over: each event once, known by the hash that it was given first."""
    known = {row["hash"] for row in work.ours.rows("select coalesce(origin, sha256) as hash from events")}
    for row in work.theirs.rows("select * from events order by id"):
        origin = row["origin"] or row["sha256"]
        about = [(column, work.ids[table].get(row[column])) for table, column in LOGGED.items()]
        if row["action"] in FOREIGN_ACTIONS or origin in known or not (work.chosen is None or any(n for _, n in about)):
            continue
        for table, column in LOGGED.items():
            if row[column] is not None and row[column] not in work.ids[table]:  # it is gone there
                work.ids[table][row[column]] = _free_id(work.ours, table, row[column])
        mapped = {column: work.ids[table].get(row[column]) for table, column in LOGGED.items()}
        work.ours.take_event({**row, **mapped, "origin": origin})
        work.new["events"].append(row["id"])
