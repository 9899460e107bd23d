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


def editing_of(archive: Database) -> Editing | None:
    """Whether an archive may be put right at all: None where it is only served to be read."""
    found: Editing | None = getattr(archive, "editing", None)
    return found


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


def cutter_of(archive: Database) -> Cutter | None:
    """What cuts clips for visitors of an archive; None where nobody allowed it."""
    found: Cutter | None = getattr(archive, "clips", None)
    return found
