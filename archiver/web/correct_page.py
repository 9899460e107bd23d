"""The page that puts a sentence right: its text, its paragraph and its speaker's name, with history and undo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datasette import Response

from archiver.archive.meaning.kept import renew
from archiver.archive.people.human_links import decide, take_back
from archiver.archive.people.human_texts import correct_sentence, undo_correction
from archiver.archive.people.misheard_again import MisheardAgain, misheard_again
from archiver.archive.people.sentence_record import SentenceRecord, sentence_record
from archiver.archive.release_document import written
from archiver.archive.speaker_names import name_speakers
from archiver.archive.store import Archive, Row, open_archive
from archiver.display import clock, one_line
from archiver.errors import ArchiverError, UsageError
from archiver.web.archives import ask, folder_of
from archiver.web.audio_files import sound_address
from archiver.web.briefing_page import BRIEFING_TABLES
from archiver.web.briefing_view import day, paragraph_label, speaker_label
from archiver.web.editing import may_edit
from archiver.web.pages import Unanswered, archive_of, render_page
from archiver.web.row_links import page_address
from archiver.web.visitors import allowed_in

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the release, the sentence, where its recording lies, and the same mishearing elsewhere."""

    release: Row
    sentence: SentenceRecord
    sha256: str | None
    path: str | None
    again: Sequence[MisheardAgain]


async def put_right(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/releases/ID/sentences/ID``: the form, and what it sends."""
    archive = await archive_of(datasette, request, BRIEFING_TABLES)
    if not await may_edit(datasette, request.actor, archive):
        raise Unanswered("You may not put things right here", "“archiver serve --edit” prints the way in.", status=403)
    release, segment = int(request.url_vars["release"]), int(request.url_vars["segment"])
    folder, problem, typed = folder_of(archive), None, None
    if request.method == "POST":
        given = await request.post_vars()
        try:
            done = await asyncio.to_thread(_write, folder, release, segment, given)
        except ArchiverError as error:
            # What a UsageError advises is for the command line.
            problem, typed = error.message if isinstance(error, UsageError) else str(error), given
        else:
            for line in done:
                datasette.add_message(request, line)
            return Response.redirect(request.path)
    shown = await ask(archive, lambda opened: look_up(opened, release, segment))
    editing = allowed_in(archive).editing
    who = (request.actor or {}).get("name") or (editing and editing.name)
    context = _context(shown, datasette.urls.path("/-/archive")) | {"who": who, "problem": problem, "typed": typed}
    return await render_page(datasette, request, "archive_correct.html", context, 400 if problem else 200)


def look_up(archive: Archive, release_id: int, segment_id: int) -> Shown:
    """What the page shows. Raises ``Unanswered`` for what is not in the archive."""
    try:
        sentence = sentence_record(archive, release_id, segment_id)
    except UsageError as error:
        raise Unanswered("There is no such sentence", str(error)) from error
    recording = archive.first("select sha256, path from recordings where id = ?", [sentence.row["recording"]]) or {}
    return Shown(written(archive, release_id), sentence, **recording, again=misheard_again(archive, segment_id))


def _context(shown: Shown, home: str) -> dict[str, object]:
    release, sentence = shown.release, shown.sentence
    row, start, end = sentence.row, sentence.row["start"], sentence.row["end"]
    sound = sound_address(home, shown.sha256, shown.path) if shown.sha256 and sentence.timed else None
    place = {"release": release["id"], "recording": row["recording"], "start": start if sentence.timed else None}
    return {
        "release": release,
        "day": day(release["date"]),
        "sentence": sentence,
        "speaker": speaker_label(row["speaker"], sentence.name) if row["speaker"] else None,
        "at": clock(start) if sentence.timed else None,
        "sound": f"{sound}#t={start:g},{end:g}" if sound else None,
        "back": page_address(home, place),
        "paragraphs": [
            {**one, "name": paragraph_label(one["label"], one["position"])} for one in release["paragraphs"]
        ],
        "again": [(one, clock(one.start)) for one in shown.again],
    }


def _write(folder: Path, release: int, segment: int, given: Mapping[str, str]) -> list[str]:
    """Do what a form asks for; returns what was done, and warnings. Raises ``ArchiverError``."""
    do = ACTIONS.get(given.get("do", ""))
    if do is None:
        raise UsageError("the form does not say what to do")
    with open_archive(folder) as archive:
        told = do(archive, release, segment, given)
        renew(archive, release)
    return told


def _correct(archive: Archive, release: int, segment: int, given: Mapping[str, str]) -> list[str]:
    return correct_sentence(archive, release, segment, given.get("text", ""), given.get("who", ""))


def _correct_again(archive: Archive, release: int, segment: int, given: Mapping[str, str]) -> list[str]:
    """Put the same mishearing right in the sentences that were chosen."""
    chosen = [one for one in misheard_again(archive, segment) if f"also-{one.segment}" in given]
    if not chosen:
        raise UsageError("no sentence was chosen")
    who = given.get("who", "")
    return [line for one in chosen for line in correct_sentence(archive, release, one.segment, one.proposed, who)]


def _undo_text(archive: Archive, release: int, segment: int, given: Mapping[str, str]) -> list[str]:
    return undo_correction(archive, release, segment)


def _link(archive: Archive, release: int, segment: int, given: Mapping[str, str]) -> list[str]:
    """Put the sentence on the paragraph that was chosen, or on none."""
    chosen = given.get("paragraph", "")
    if chosen != "none" and not chosen.isdecimal():
        raise UsageError("no paragraph was chosen")
    position = None if chosen == "none" else int(chosen)
    return decide(archive, release, segment, position, also="also" in given and position is not None)


def _undo_link(archive: Archive, release: int, segment: int, given: Mapping[str, str]) -> list[str]:
    return take_back(archive, release, segment)


def _name(archive: Archive, release: int, segment: int, given: Mapping[str, str]) -> list[str]:
    """Name the sentence's speaker; without a name they are a label again."""
    row = sentence_record(archive, release, segment).row
    if not row["speaker"]:
        raise UsageError("nobody knows who speaks in this sentence")
    names = {row["speaker"]: one_line(given.get("name", "")) or None}
    return [name_speakers(archive, release, names, row["recording"])]


ACTIONS: Mapping[str, Callable[[Archive, int, int, Mapping[str, str]], list[str]]] = {
    "text": _correct,
    "again": _correct_again,
    "undo text": _undo_text,
    "link": _link,
    "undo link": _undo_link,
    "name": _name,
}
"""What the buttons of the form do, by their values."""
