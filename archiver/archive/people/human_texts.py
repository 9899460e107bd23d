"""Sentences corrected by hand: keeping what a person says was said, who says so, and what the transcript had there."""

from __future__ import annotations

from functools import partial

from archiver.archive.people.best_text import applied_to, refresh, unfit_texts
from archiver.archive.people.decisions import conclude, keep, known_sentence, name_sentence, time_of, withdraw
from archiver.archive.store import Archive, Event, Row
from archiver.display import one_line
from archiver.errors import UsageError


def correct_sentence(archive: Archive, release_id: int, segment_id: int, text: str, who: str) -> list[str]:
    """Keep what was said in a sentence of a recording of a release; what was said about it before is superseded.

    who: the name of the person who says so

    Returns what was done, and what could not be applied. Raises ``UsageError`` for an empty text or name, and for a
    sentence that is not there.
    """
    text, who = one_line(text), one_line(who)
    if not text:
        raise UsageError("a sentence needs words", hint="--undo takes back an earlier correction")
    if not who:
        raise UsageError("nobody says so", hint="give your name with --by")
    with archive.step(Event("edit", "", release_id)) as event:
        sentence = known_sentence(archive, release_id, segment_id)
        place = {name: sentence[name] for name in ("recording", "start", "end", "heard")}
        about = applied_to(archive, sentence["transcript"], segment_id)
        replaced = [one.edit.id for one in about if one.whole is not None] + _unplaced(archive, sentence)
        keep(archive, "human_texts", {**place, "text": text, "who": who}, replaced)
        told = f"{name_sentence(sentence)}, corrected by {who}: “{sentence['text']}” to “{text}”"
        return conclude(archive, event, sentence, told, partial(refresh, archive))


def undo_correction(archive: Archive, release_id: int, segment_id: int) -> list[str]:
    """Withdraw what people corrected in a sentence, so that the transcript, with what the release knows, counts again.

    Returns what was done, and what could not be applied. Raises ``UsageError`` where nobody corrected anything.
    """
    with archive.step(Event("edit", "", release_id)) as event:
        sentence = known_sentence(archive, release_id, segment_id)
        about = applied_to(archive, sentence["transcript"], segment_id)
        withdrawn = [one.edit.id for one in about] + _unplaced(archive, sentence)
        if not withdrawn:
            raise UsageError(f"nobody put anything right in {name_sentence(sentence)}")
        withdraw(archive, "human_texts", withdrawn)
        told = f"{name_sentence(sentence)} has its transcribed text again"
        return conclude(archive, event, sentence, told, partial(refresh, archive))


def _unplaced(archive: Archive, sentence: Row) -> list[int]:
    """Earlier corrections in a sentence's time that have no place in its transcript any more."""
    unfit = unfit_texts(archive, sentence["transcript"])
    return [edit.id for edit in unfit if edit.time.overlaps(time_of(sentence))]
