"""What can be wrong with an archive, as it is told to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "missing", "changed", "unreadable", "unknown file", "database", "index", "rows", "kept figure", "meaning", "log"
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be.

    what: what is wrong, with which file or row
    since: the last moment at which it is known to have been right, ISO 8601; None where nobody knows
    todo: what to do about it
    path: the file it is about, relative to the archive's folder
    transcript_id: the transcript whose kept figures differ
    """

    kind: Kind
    what: str
    since: str | None
    todo: str
    path: str | None = None
    transcript_id: int | None = None
