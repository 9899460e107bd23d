"""Correcting a release's metadata by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from archiver.archive.store import Archive, Event
from archiver.archive.translations import set_translation
from archiver.archive.versions import FACTS
from archiver.errors import UsageError


def edit_release(archive: Archive, release_id: int, changes: Mapping[str, str]) -> None:
    """Correct a release's metadata; the event says what stood there before. An empty text means not known.

    What was corrected stays so when the page is read again.

    Raises ``UsageError`` for an empty title, and for a release that cannot be a translation of another one.
    """
    if not changes:
        raise UsageError("nothing to change", hint=f"give one of {', '.join('--' + name for name in FACTS)}")
    if not changes.get("title", "as it is").strip():
        raise UsageError("a release needs a title")
    if not re.fullmatch(r"([a-z]{2,3})?", changes.get("language", "")):
        raise UsageError(f"{changes['language']!r} is no code of a language", hint="write en, fr, …")
    (before,) = archive.rows("select * from releases where id = ?", [release_id])
    said = "; ".join(f"{name}: {before[name]!r} to {value or None!r}" for name, value in changes.items())
    edited = json.dumps(list(dict.fromkeys((*json.loads(before["edited"]), *changes))))
    with archive.step(Event("edit", said, release_id)):
        values = {name: value or None for name, value in changes.items()}
        archive.table("releases").update(release_id, {**values, "edited": edited})
        if values.get("translation_of"):
            set_translation(archive, release_id, int(values["translation_of"] or 0))
