"""What only the other archive knows about rows that are here: recordings, facts, names, decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator

from archiver.archive.merge.rows import Merging, add_row, mapped_row, wanted_rows
from archiver.archive.people.best_text import refresh
from archiver.archive.people.human_links import apply_decisions
from archiver.archive.store import Row
from archiver.archive.versions import FACTS


def fill_in(work: Merging) -> None:
    """Take over what is known only there about rows that are here: recordings, names, corrections, decisions."""
    for table in ("human_links", "human_texts"):
        _name_later_decisions(work, table)
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


def _old(work: Merging, table: str) -> Iterator[tuple[Row, Row]]:
    """The rows there of a table that were here already, each with the one here."""
    new = set(work.new[table])
    for row in wanted_rows(work, table):
        here = work.ids[table][row["id"]]
        if here not in new:
            yield row, work.ours.table(table).get(here)


def _fill_links(work: Merging) -> None:
    """A recording that could not be had here, and could there; links that were added by hand there."""
    for there, here in _old(work, "releases"):
        sql = "select * from release_recordings where release = ? order by position"
        own = work.ours.rows(sql, [here["id"]])
        for link in work.theirs.rows(sql, [there["id"]]):
            recording = work.ids["recordings"].get(link["recording"])
            same = [one for one in own if (one["label"], one["url"]) == (link["label"], link["url"])]
            if not same and link["by_hand"]:
                row = mapped_row(work, "release_recordings", link) | {"position": len(own) + 1}
                add_row(work, "release_recordings", row, link["id"])
            elif same and recording and same[0]["recording"] is None:
                work.ours.table("release_recordings").update(same[0]["id"], {"recording": recording, "reason": None})
                work.new["filled in"].append(same[0]["id"])


def _fill_facts(work: Merging) -> None:
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


def _fill_names(work: Merging) -> None:
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


def _fill_decisions(work: Merging) -> None:
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


def _settle_decision(work: Merging, new: Row) -> None:
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


def _name_later_decisions(work: Merging, table: str) -> None:
    """Let new decisions name those that took their place."""
    for row in wanted_rows(work, table):
        here, later = work.ids[table][row["id"]], work.ids[table].get(row["superseded_by"])
        if here in work.new[table] and later is not None:
            work.ours.table(table).update(here, {"superseded_by": later})
