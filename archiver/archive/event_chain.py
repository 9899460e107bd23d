"""The chain of events: each has a hash of its own row and of the hash before it, so that none is changed unseen.

Whoever rewrites the whole chain, or cuts off its end, leaves no trace in it: that is told by a hash, a backup or a bag
that was kept somewhere else.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archiver.errors import DamagedLog, UsageError

# Columns of the log that are not told by their own hash. What is empty is left out, so that a column that comes later
# changes no hash.
UNTOLD = frozenset({"sha256"})
HASH = re.compile("[0-9a-f]{64}")
MOST_TOLD = 5  # events, of a log that does not hold; after the first break a rewritten one has little more to say
RESTORE_LOG = "compare it with the log of a backup, which tells what it said before"


@dataclass(frozen=True, slots=True)
class Chain:
    """What the log says of itself.

    events: how many there are
    first: when the first happened, ISO 8601
    last: the hash of the last; None where it has none
    breaks: what does not fit, in words for a person, by the id of the event
    """

    events: int
    first: str | None
    last: str | None
    breaks: Mapping[int, str]


def event_hash(row: Mapping[str, object], previous: str | None) -> str:
    """The SHA-256 of an event, in hex: of its columns and ``previous``, the hash before it, as compact sorted JSON."""
    told = {**row, "previous": previous}
    kept = {name: value for name, value in told.items() if value is not None and name not in UNTOLD}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check_chain(rows: Iterable[Mapping[str, object]]) -> Chain:
    """Hold every event against its hash.

    rows: the whole log, by id
    """
    breaks: dict[int, str] = {}
    count, first, previous = 0, None, None
    for row in rows:
        count, first = count + 1, first or str(row["at"])
        sealed = row["sha256"]
        if sealed is None:
            breaks[int(str(row["id"]))] = "it has no hash: an older program or another tool added it"
        elif sealed != event_hash(row, previous):
            breaks[int(str(row["id"]))] = "it was changed, or an event before it was changed, added or taken out"
        previous = None if sealed is None else str(sealed)
    return Chain(count, first, previous, breaks)


def read_chain(db: Database) -> Chain:
    """Check the whole log of an archive."""
    return check_chain(db.query("select * from events order by id"))


def require_chain(chain: Chain) -> Chain:
    """A chain that holds. Raises ``DamagedLog``."""
    if chain.breaks:
        told = "; ".join(f"event {key}: {what}" for key, what in list(chain.breaks.items())[:MOST_TOLD])
        more = f"; and {len(chain.breaks) - MOST_TOLD:,} more" if len(chain.breaks) > MOST_TOLD else ""
        raise DamagedLog(f"the log was tampered with or damaged: {told}{more}", hint=RESTORE_LOG)
    return chain


def require_events(db: Database, kept: str) -> int:
    """Look for all events in a log that were kept somewhere else; returns how many they are.

    kept: an event's hash, or the path of a backup, a bag or a copy of this archive

    Raises ``DamagedLog`` for events that are here no more, ``UsageError`` for what keeps none.
    """
    here = {one for row in db.query("select sha256, origin from events") for one in row.values()}
    events = {kept: "the one with that hash"} if HASH.fullmatch(kept) else _kept_in(Path(kept))
    gone = [told for sha256, told in events.items() if sha256 not in here]
    if gone:
        hint = "what is kept elsewhere tells what they said"
        raise DamagedLog(f"{len(gone):,} events are gone from the log that {kept} has: {gone[0]}", hint=hint)
    return len(events)


def _kept_in(copy: Path) -> dict[str, str]:
    """The events of a backup, a bag or a copy, in words, by the hashes that they had first."""
    found = [path for path in (copy, copy / "db" / "archive.db", copy / "data" / "db" / "archive.db") if path.is_file()]
    try:
        with closing(sqlite3.connect(f"{found[0].absolute().as_uri()}?mode=ro", uri=True)) as db:
            rows = db.execute("select coalesce(origin, sha256), at, action, message from events order by id").fetchall()
    except (IndexError, sqlite3.Error) as error:
        hint = "name a backup, a bag or a copy of the archive, or a hash that `history --verify` printed"
        raise UsageError(f"{copy} keeps no log", hint=hint) from error
    return {sha256: f"{action} on {at}: {message}" for sha256, at, action, message in rows}


def seal_events(db: Database) -> None:
    """Give a hash to the events of a log that was kept without; from then on they cannot be changed unseen."""
    previous = None
    for row in list(db.query("select * from events order by id")):
        previous = event_hash(row, previous)
        db.execute("update events set sha256 = ? where id = ?", [previous, row["id"]])
