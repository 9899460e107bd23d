"""The step behind linking: what was said and written is read by meaning, so that it can be searched by it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from archiver.archive.meaning.kept import Owner, Read, Unread, keep, unread
from archiver.archive.store import Archive
from archiver.pipeline.jobs import Step
from archiver.reporting import Reporter


def prepare_meaning(archive: Archive, release_id: int, transcript_id: int) -> Step[list[Read], None] | None:
    """The step that gives a release and a transcript their vectors; None where they have them."""
    owners = Owner("release", release_id), Owner("transcript", transcript_id)
    todo = [one for owner in owners for one in unread(archive, owner)]
    return Step(partial(_read, todo), partial(_keep, archive)) if todo else None


def _read(todo: Sequence[Unread], _: Reporter) -> list[Read]:
    return [one.read() for one in todo]


def _keep(archive: Archive, found: Sequence[Read]) -> None:
    for one in found:
        keep(archive, one)
