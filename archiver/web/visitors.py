"""What visitors may do beside reading, where whoever serves an archive allows it: put it right, have clips cut."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasette.database import Database

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Editing:
    """That an archive may be put right in the browser.

    name: who does so, unless they say otherwise
    token: by which they sign in; another each time that the server starts
    """

    name: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES))

    @property
    def path(self) -> str:
        """The address that signs in, below the server's."""
        return f"/-/archive/edit?token={self.token}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a release's recording, by the ids of both.

    start, end: seconds
    """

    release: int
    recording: int
    start: float
    end: float


Cutter = Callable[[Path, Part], bytes]
"""Cuts a part out of a recording of the archive in a folder, as an MP3. Raises ``ArchiverError``."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What visitors of an archive may do beside reading.

    download: whether they may have the database as a file
    editing: by what those who sign in put things right; None where nobody may
    clips: what cuts clips for them; None where they may not have any
    """

    download: bool = False
    editing: Editing | None = None
    clips: Cutter | None = None


def allowed_in(archive: Database) -> Allowed:
    """What visitors may do in an archive; nothing in one that another Datasette serves."""
    allowed: Allowed = getattr(archive, "allowed", Allowed())
    return allowed
