"""The briefing page: a release beside what was said of it, to read, listen to and cite."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader

from archiver.archive.read import media_links_of, newer_version
from archiver.archive.release_document import spoken, written
from archiver.archive.store import Archive, Row
from archiver.archive.transcripts import transcripts_of
from archiver.export.document import Document
from archiver.export.grades import leave_out
from archiver.web.archives import ask
from archiver.web.audio_files import extension, sound_address
from archiver.web.briefing_view import BriefingView, day, view_briefing
from archiver.web.editing import may_edit
from archiver.web.file_forms import file_name, forms_of
from archiver.web.least import choices, least_asked
from archiver.web.pages import PAGE_TABLES, Unanswered, archive_of, check_release, render_page
from archiver.web.visitors import allowed_in

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

# Besides what all pages show: what the best text of a sentence is made of.
BRIEFING_TABLES = (*PAGE_TABLES, "alignments", "corrections", "human_links", "human_texts")

LONGEST_CLIP = 600  # seconds; for more there is the recording itself

# Datasette's own environment awaits every piece of a template, which for thousands of sentences takes twice as long.
SENTENCES = Environment(loader=PackageLoader("archiver.web"), autoescape=True)


@dataclass(frozen=True, slots=True)
class Briefing:
    """What was asked for, and what could be asked for instead.

    newer: the version of the release that took this one's place
    recording: None where the page links none; its ``transcript`` None where it was not transcribed yet
    recordings: every link's, the obtained ones first
    transcripts: of the chosen recording, the newest first
    said: the chosen transcript as exported
    """

    release: Row
    newer: int | None
    recording: Row | None
    transcript: Row | None
    recordings: Sequence[Row]
    transcripts: Sequence[Row]
    said: Document | None
    view: BriefingView


async def show_briefing(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/releases/ID``, with ``recording`` and ``transcript`` where there are several."""
    archive = await archive_of(datasette, request, BRIEFING_TABLES)
    asked = int(request.url_vars["release"])
    wanted = {name: request.args.get(name) for name in ("recording", "transcript")}
    least = least_asked(request)
    shown = await ask(archive, lambda opened: look_up(opened, asked, wanted, least.value))
    home = datasette.urls.path("/-/archive")
    edit = f"{home}/releases/{asked}/sentences" if await may_edit(datasette, request.actor, archive) else None
    context = briefing_context(shown, home, edit)
    context["clips"] = f"{home}/releases/{asked}/clip.mp3" if allowed_in(archive).clips else None
    context["longest_clip"] = LONGEST_CLIP
    context["grades"] = choices(least)
    context["chosen"] = {name: value for name, value in wanted.items() if value}
    return await render_page(datasette, request, "archive_briefing.html", context)


def look_up(
    archive: Archive,
    release_id: int,
    wanted: Mapping[str, str | None],
    least: float = 0.0,
    *,
    names: bool = True,
) -> Briefing:
    """Read what the page shows.

    wanted: the numbers of a recording and a transcript, None for the first that was transcribed and the newest
    least: how sure links must be, 0 to 1
    names: whether those who corrected sentences are named, who may be called what they log in with

    Raises ``Unanswered`` for what is not in the archive.
    """
    check_release(archive, release_id)
    recordings = list({link["recording"] or -link["id"]: link for link in media_links_of(archive, release_id)}.values())
    made = {link["id"]: transcripts_of(archive, link["recording"]) for link in recordings if link["recording"]}
    had = sorted((link for link in recordings if link["recording"]), key=lambda link: not made[link["id"]])
    recording = _chosen(had, "recording", wanted["recording"], "recording of this release")
    transcripts = made[recording["id"]][::-1] if recording else []
    transcript = _chosen(transcripts, "id", wanted["transcript"], "transcript of this recording")
    release = written(archive, release_id)
    own = recording and {
        "id": recording["recording"],
        **{name: recording[name] for name in ("label", "sha256", "duration")},
    }
    said = leave_out(spoken(archive, release_id, transcript), least) if transcript else None
    said = said if names or not said else without_names(said)
    view = view_briefing(release, own, said, _peaks(archive, recording))
    newer = newer_version(archive, release_id)
    return Briefing(release, newer, recording, transcript, recordings, transcripts, said, view)


def without_names(transcript: Document) -> Document:
    """A transcript that does not say by whom, but that a sentence was put right by hand."""
    return {**transcript, "segments": [_without_name(segment) for segment in transcript["segments"]]}


def _without_name(segment: Document) -> Document:
    corrections = [
        {**one, "reason": "put right by hand"} if one["by"] == "human" else one for one in segment["corrections"]
    ]
    edited = segment["edited"] and {**segment["edited"], "by": "hand"}
    return {**segment, "corrections": corrections, "edited": edited}


def _chosen(found: Sequence[Row], column: str, wanted: str | None, what: str) -> Row | None:
    if not wanted:
        return found[0] if found else None
    for row in found:
        if str(row[column]) == wanted:
            return row
    raise Unanswered(f"There is no such {what.split()[0]}", f"No {what} has the number {wanted}.")


def _peaks(archive: Archive, recording: Row | None) -> list[int]:
    if recording is None:
        return []
    (row,) = archive.rows("select peaks from recordings where id = ?", [recording["recording"]])
    return list(json.loads(row["peaks"])) if row["peaks"] else []


def briefing_context(shown: Briefing, home: str, edit: str | None = None) -> dict[str, Any]:
    """What the template shows.

    home: where our pages begin
    edit: where sentences are put right; None where nobody may
    """
    release, recording = shown.release, shown.recording
    web = str(release["url"] or "").startswith(("http://", "https://"))
    return {
        "release": release,
        "day": day(release["date"]),
        "updated": day(release["updated"]) if release["updated"] != release["date"] else None,
        "address": release["url"] if web else None,
        "newer": shown.newer,
        "recording": recording,
        "transcript": shown.transcript,
        "recordings": shown.recordings,
        "transcripts": shown.transcripts,
        "sound": recording and sound_address(home, recording["sha256"], recording["path"]),
        "sound_ending": recording and extension(recording["path"]),
        "files": forms_of(shown.transcript is not None),
        "file_name": file_name(release, ""),
        "kept": _kept(shown),
        "view": shown.view,
        "sentences": SENTENCES.get_template("archive_sentences.html").render(blocks=shown.view.blocks, edit=edit),
    }


def _kept(shown: Briefing) -> dict[str, int]:
    """What addresses say of the recording and the transcript that are shown, where there are others."""
    kept = {}
    if shown.recording and len(shown.recordings) > 1:
        kept["recording"] = int(shown.recording["recording"])
    if shown.transcript and shown.transcript["id"] != shown.transcripts[0]["id"]:
        kept["transcript"] = int(shown.transcript["id"])
    return kept
