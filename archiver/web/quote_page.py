"""The page that checks a quote: whether it was read out, said, said in other words or not said, and where."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archiver.archive.meaning.encoders import read_texts
from archiver.archive.quotes.check import Answer, Place, check_quote
from archiver.archive.quotes.telling import tell_differences, tell_verdict, time_of
from archiver.archive.store import Archive
from archiver.errors import ArchiverError
from archiver.web.archives import ask
from archiver.web.audio_files import sound_address
from archiver.web.briefing_view import day
from archiver.web.home_filters import MOST_OFFERED
from archiver.web.least import Least, least_asked
from archiver.web.pages import archive_of, query_rows, render_page
from archiver.web.row_links import page_address
from archiver.web.search_query import SPEAKERS
from archiver.web.sentence_view import anchor
from archiver.weights import MINILM

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

LONGEST_QUOTE = 20_000  # characters that are read, more than as many words as can be checked at once


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place as the page shows it.

    at: when it was said, as ``01:41``
    address: where it is read along; None where the recording stands on no release
    sound: where it is played, from its second on
    """

    of: Place
    at: str
    day: str | None
    address: str | None
    sound: str | None


async def show_quote(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/quote``: a box for the words as somebody reports them, and what became of them."""
    archive = await archive_of(datasette, request)
    asked, speaker = (request.args.get("q") or "")[:LONGEST_QUOTE].strip(), request.args.get("speaker") or None
    home, least = datasette.urls.path("/-/archive"), least_asked(request)

    def look(opened: Archive) -> tuple[Answer, dict[int, str | None]]:
        answer = check_quote(opened, asked, speaker)
        numbers = {place.recording for place in (*answer.places, *answer.also)}
        return answer, {number: _path(opened, number) for number in numbers}

    speakers = {row["name"]: row["name"] for row in await query_rows(archive, SPEAKERS)}
    context = {"q": asked, "speaker": speaker, "speakers": speakers, "most_offered": MOST_OFFERED}
    if asked:
        if MINILM.folder():  # reading its weights, once a process, may take longer than SQLite is given for a page
            await asyncio.to_thread(read_texts, MINILM, ["quote"])
        try:
            answer, paths = await ask(archive, look, datasette.sql_time_limit_ms)
        except ArchiverError as error:
            context["problem"] = str(error)
        else:
            context |= {
                "answer": answer,
                "verdict": tell_verdict(answer),
                "differences": tell_differences(answer),
                "places": _shown(answer.places, paths, home, least),
                "also": _shown(answer.also, paths, home, least),
            }
    return await render_page(datasette, request, "archive_quote.html", context)


def _path(archive: Archive, recording: int) -> str | None:
    """Where a recording lies in the archive's folder; None where only a transcript was to be had."""
    row = archive.first("select path from recordings where id = ?", [recording])
    return row["path"] if row else None


def _shown(places: Sequence[Place], paths: Mapping[int, str | None], home: str, least: Least) -> list[ShownPlace]:
    shown = []
    for place in places:
        known = {name: getattr(place, name) for name in ("release", "recording", "start")} | {"least": least.written}
        sound = sound_address(home, place.sha256, paths[place.recording]) if place.sha256 else None
        shown.append(
            ShownPlace(
                of=place,
                at=time_of(place),
                day=day(place.date),
                address=page_address(home, known) if place.release else None,
                sound=f"{sound}#{anchor(place.start)}" if sound and place.start is not None else None,
            )
        )
    return shown
