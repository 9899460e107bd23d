"""Correcting a release's metadata by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from archiver.archive.store import Archive, Event
from archiver.archive.translations import set_translation
from archiver.archive.versions import FACTS
from archiver.display import one_line
from archiver.errors import UsageError

CHECKED = "doubts"
"""Stands among what a person corrected in a release where they looked at the page, and its doubts are settled."""


def edit_release(archive: Archive, release_id: int, changes: Mapping[str, str], *, checked: bool = False) -> None:
    """Correct a release's metadata; the event says what stood there before. An empty text means not known.

    What was corrected stays so when the page is read again.

    checked: whether the page's doubts are settled

    Raises ``UsageError`` for an empty title, and for a release that cannot be a translation of another one.
    """
    if not changes and not checked:
        names = (*FACTS, "translation-of", "checked", "segment")
        raise UsageError("nothing to change", hint=f"give one of {', '.join(f'--{name}' for name in names)}")
    changes = {name: one_line(value) for name, value in changes.items()}
    if not changes.get("title", "as it is"):
        raise UsageError("a release needs a title")
    if not re.fullmatch(r"([a-z]{2,3})?", changes.get("language", "")):
        raise UsageError(f"{changes['language']!r} is no code of a language", hint="write en, fr, …")
    (before,) = archive.rows("select * from releases where id = ?", [release_id])
    said = [f"{name}: {before[name]!r} to {value or None!r}" for name, value in changes.items()]
    said += ["the page was checked, its doubts are settled"] if checked else []
    settled = [CHECKED] if checked else []
    edited = json.dumps(list(dict.fromkeys((*json.loads(before["edited"]), *changes, *settled))))
    with archive.step(Event("edit", "; ".join(said), release_id)):
        values = {name: value or None for name, value in changes.items()}
        archive.table("releases").update(release_id, {**values, "edited": edited})
        if values.get("translation_of"):
            set_translation(archive, release_id, int(values["translation_of"] or 0))
