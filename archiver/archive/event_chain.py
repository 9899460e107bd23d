"""The chain of events: each has a hash of its own row and of the hash before it, so that none is changed unseen.

Whoever rewrites the whole chain leaves no trace in it; against that, keep the last hash somewhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from archiver.errors import DamagedLog

# Columns of the log that are not told by their own hash. What is empty is left out, so that a column that comes later
# changes no hash.
UNTOLD = frozenset({"sha256"})
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


def seal_events(db: Database) -> None:
    """Give a hash to the events of a log that was kept without; from then on they cannot be changed unseen."""
    previous = None
    for row in list(db.query("select * from events order by id")):
        previous = event_hash(row, previous)
        db.execute("update events set sha256 = ? where id = ?", [previous, row["id"]])
