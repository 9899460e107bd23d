"""The briefing page: a release beside what was said of it, to read, hear and cite."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from archiver.archive.read import Row, media_links, newer_version, rows, transcripts_of
from archiver.archive.release_document import spoken, written
from archiver.archive.store import Archive
from archiver.web.audio_files import address
from archiver.web.briefing_view import Reading, day, reading, stretch
from archiver.web.pages import Unanswered, archive_of, page

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

# Besides what all pages show: what stands behind the best reading.
TABLES = (
    *("releases", "paragraphs", "release_recordings", "recordings", "transcripts", "segments", "words", "speakers"),
    *("alignments", "links", "corrections", "human_links", "human_texts"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What was asked for, and what could be asked for instead.

    newer: the version of the release that took this one's place
    recording: None where the page links none; its ``transcript`` None where it was not heard yet
    recordings: every link's, the obtained ones first
    transcripts: of the chosen recording, the newest first
    """

    release: Row
    newer: int | None
    recording: Row | None
    transcript: Row | None
    recordings: Sequence[Row]
    transcripts: Sequence[Row]
    reading: Reading


async def briefing(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/releases/ID``, with ``recording`` and ``transcript`` where there are several."""
    archive = await archive_of(datasette, request, TABLES)
    asked = int(request.url_vars["release"])
    wanted = {name: request.args.get(name) for name in ("recording", "transcript")}
    path = Path(archive.path).parent.parent
    shown = await archive.execute_fn(lambda connection: look_up(connection, path, asked, wanted))
    home = datasette.urls.path("/-/archive")
    return await page(datasette, request, "archive_briefing.html", _context(shown, home))


def look_up(connection: sqlite3.Connection, folder: Path, release: int, wanted: Mapping[str, str | None]) -> Shown:
    """Read what the page shows.

    wanted: the numbers of a recording and a transcript, None for the first that was heard and the newest

    Raises ``Unanswered`` for what is not in the archive.
    """
    archive = Archive(folder, Database(connection))
    if not rows(archive, "select 1 from releases where id = ?", [release]):
        raise Unanswered("There is no such release", f"No release of this archive has the number {release}.")
    recordings = list({link["recording"] or -link["id"]: link for link in media_links(archive, release)}.values())
    heard = {link["id"]: transcripts_of(archive, link["recording"]) for link in recordings if link["recording"]}
    had = sorted((link for link in recordings if link["recording"]), key=lambda link: not heard[link["id"]])
    recording = _chosen(had, "recording", wanted["recording"], "recording of this release")
    transcripts = heard[recording["id"]][::-1] if recording else []
    transcript = _chosen(transcripts, "id", wanted["transcript"], "transcript of this recording")
    text = written(archive, release)
    own = recording and {"id": recording["recording"], **{name: recording[name] for name in ("label", "duration")}}
    said = spoken(archive, release, transcript) if transcript else None
    laid_out = reading(text, own, said, _peaks(archive, recording))
    newer = newer_version(archive, release)
    return Shown(text, newer, recording, transcript, recordings, transcripts, laid_out)


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
    (row,) = rows(archive, "select peaks from recordings where id = ?", [recording["recording"]])
    return list(json.loads(row["peaks"])) if row["peaks"] else []


def _context(shown: Shown, home: str) -> dict[str, Any]:
    release, recording = shown.release, shown.recording
    sound = recording and address(home, recording["sha256"], recording["path"])
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
        "several": sum(1 for link in shown.recordings if link["recording"]) > 1,
        "sound": sound,
        "duration": recording["duration"] if recording else None,
        "reading": shown.reading,
        "stretch": stretch,
    }
