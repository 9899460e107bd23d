"""What a question is narrowed to: a slip in a speaker's name or in a language is told, and not taken for silence."""

from __future__ import annotations

from archiver.archive.store import Archive
from archiver.archive.word_forms import languages_asked
from archiver.errors import UsageError

CALLED = "select name as called from speakers where name is not null union select label from speakers"


def known_speaker(archive: Archive, speaker: str | None) -> str | None:
    """A speaker's name, given by people, or label as the archive spells it. Raises ``UsageError`` for nobody's."""
    if speaker is None:
        return None
    spelled = {row["called"].casefold(): str(row["called"]) for row in archive.rows(CALLED)}
    if speaker.casefold() not in spelled:
        hint = "`archiver speakers` lists who has a name, and `archiver speakers RELEASE` who speaks there"
        raise UsageError(f"nobody in the archive is called {speaker!r}", hint=hint)
    return spelled[speaker.casefold()]


def require_language(archive: Archive, language: str | None) -> None:
    """Raise ``UsageError`` unless anything in the archive is in this language (ISO 639-1)."""
    known = languages_asked(archive.db.conn, None)
    if language is None or language in known:
        return
    if archive.first("select 1 from segments where language = ? limit 1", [language]) is None:
        raise UsageError(f"nothing in the archive is in {language!r}", hint=f"there are {', '.join(known) or 'none'}")
