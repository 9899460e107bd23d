"""What happens in an archive, in the words of PREMIS, by which archives understand each other's logs.

The words are labels of the Library of Congress' vocabularies, https://id.loc.gov/vocabulary/preservation/eventType and
https://id.loc.gov/vocabulary/preservation/eventOutcome.
"""

from __future__ import annotations

from collections.abc import Mapping

from archiver.archive.store import Action, Outcome, Row

EVENT_TYPES: Mapping[Action, str] = {
    "page": "capture",
    "recording": "capture",
    "transcript": "creation",
    "alignment": "creation",
    "speakers": "metadata modification",
    "reread": "metadata extraction",
    "edit": "metadata modification",
    "link": "metadata modification",
    "remove": "deaccession",
    "backup": "replication",
    "verify": "fixity check",
    "verify sample": "fixity check",
    "verify quick": "validation",
    "repair": "recovery",
    "merge": "information package merging",
    "bag": "information package creation",
}
OUTCOMES: Mapping[Outcome, str] = {"done": "success", "warning": "warning", "failed": "fail"}


def with_premis(event: Row) -> Row:
    """An event of the log with its PREMIS type and outcome beside our words for them; null where PREMIS has none."""
    return {
        **event,
        "event_type": EVENT_TYPES.get(event["action"]),
        "event_outcome": OUTCOMES.get(event["outcome"]),
    }
