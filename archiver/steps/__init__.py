"""The steps from a page to an archive, each a transaction: page, recording, transcript, alignment."""

from __future__ import annotations

from archiver.archive.store import Archive, Event
from archiver.reporting import Reporter


def warn(archive: Archive, reporter: Reporter, event: Event) -> None:
    """Keep a warning with its release or recording, and show it."""
    archive.warn(event)
    reporter.warn(event.message)
