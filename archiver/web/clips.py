"""Clips from the page: a passage as an MP3, where the server allows it.

Cutting decodes the recording up to the passage, which takes seconds of a processor: one clip is cut at a time.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from datasette import Response

from archiver.errors import ArchiverError
from archiver.web.archives import folder_of
from archiver.web.briefing_page import BRIEFING_TABLES, LONGEST_CLIP
from archiver.web.pages import PAGE_HEADERS, Unanswered, archive_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

_cutting = asyncio.Semaphore(1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a release's recording, by the ids of both.

    start, end: seconds
    """

    release: int
    recording: int
    start: float
    end: float


Cutter = Callable[[Path, Part], bytes]
"""Cuts a part out of a recording of the archive in a folder, as an MP3. Raises ``ArchiverError``."""


def cutter_of(archive: Database) -> Cutter | None:
    """What cuts clips for visitors of an archive; None where nobody allowed it."""
    found: Cutter | None = getattr(archive, "clips", None)
    return found


async def show_clip(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/releases/ID/clip.mp3?recording=1&from=26.0&to=45.4``."""
    archive = await archive_of(datasette, request, BRIEFING_TABLES)
    cut = cutter_of(archive)
    if cut is None:
        text = "“archiver serve --clips” allows it; “archiver clip” cuts them on the command line."
        raise Unanswered("No clips are cut here", text, status=403)
    part = _part(request)
    try:
        async with _cutting:
            data = await asyncio.to_thread(cut, folder_of(archive), part)
    except ArchiverError as error:
        raise Unanswered("There is no such clip", f"{error}.") from error
    name = quote(f"release-{part.release}-{part.start:.0f}-{part.end:.0f}.mp3")
    headers = {**PAGE_HEADERS, "Content-Disposition": f"attachment; filename={name}"}
    return Response(data, headers=headers, content_type="audio/mpeg")


def _part(request: Request) -> Part:
    """What is asked for. Raises ``Unanswered``."""
    try:
        recording = int(request.args.get("recording") or "")
        start, end = (float(request.args.get(name) or "") for name in ("from", "to"))
    except ValueError as error:
        text = "Its address must say which recording, from when and until when, in seconds."
        raise Unanswered("This is no clip", text, status=400) from error
    if not (math.isfinite(start) and math.isfinite(end) and 0 <= start < end <= start + LONGEST_CLIP):
        text = f"A clip begins before it ends, and is not longer than {LONGEST_CLIP / 60:.0f} minutes."
        raise Unanswered("This is no clip", text, status=400)
    return Part(int(request.url_vars["release"]), recording, start, end)
