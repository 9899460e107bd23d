"""Sentences put right by hand: keeping what a person says was said, who says so, and what was heard."""

from __future__ import annotations

from archiver.archive.people.best_text import applied_to, refresh
from archiver.archive.people.human_links import known_sentence, named
from archiver.archive.read import transcripts_of
from archiver.archive.store import Archive, Event, Row, now
from archiver.errors import UsageError
from archiver.export.document import one_line


def put_right(archive: Archive, release_id: int, segment_id: int, text: str, who: str) -> list[str]:
    """Keep what was said in a sentence of a recording of a release; what was said about it before is superseded.

    who: the name of the person who says so

    Returns what was done, and what could not be applied. Raises ``UsageError`` for an empty text or name, and for a
    sentence that is not there.
    """
    text, who = one_line(text), one_line(who)
    if not text:
        raise UsageError("a sentence needs words", hint="--undo takes back what was put right before")
    if not who:
        raise UsageError("nobody says so", hint="give your name with --by")
    with archive.step(Event("edit", "", release_id)) as event:
        sentence = known_sentence(archive, release_id, segment_id)
        (before,) = archive.rows("select text from segments where id = ?", [segment_id])
        older = [one.edit for one in applied_to(archive, sentence["transcript"], segment_id) if one.whole is not None]
        place = {name: sentence[name] for name in ("recording", "start", "end", "heard")}
        new = archive.table("human_texts").insert({**place, "text": text, "who": who, "created": now()}).last_pk
        for edit in older:
            archive.table("human_texts").update(edit.id, {"superseded_by": new})
        told = f"{named(sentence)}, put right by {who}: “{before['text']}” to “{text}”"
        return _finish(archive, event, sentence, told)


def undo(archive: Archive, release_id: int, segment_id: int) -> list[str]:
    """Withdraw what people put right in a sentence, so that what was heard, with what the release knows, counts again.

    Returns what was done, and what could not be applied. Raises ``UsageError`` where nobody put anything right.
    """
    with archive.step(Event("edit", "", release_id)) as event:
        sentence = known_sentence(archive, release_id, segment_id)
        about = applied_to(archive, sentence["transcript"], segment_id)
        if not about:
            raise UsageError(f"nobody put anything right in {named(sentence)}")
        for one in about:
            archive.table("human_texts").update(one.edit.id, {"withdrawn": now()})
        return _finish(archive, event, sentence, f"{named(sentence)} is as it was heard again")


def _finish(archive: Archive, event: Event, sentence: Row, told: str) -> list[str]:
    """Apply what counts now to all transcripts of the recording, and say what was done."""
    event.message, event.recording_id, event.transcript_id = told, sentence["recording"], sentence["transcript"]
    made = transcripts_of(archive, sentence["recording"])
    return [told, *(warning for transcript in made for warning in refresh(archive, transcript["id"]))]
