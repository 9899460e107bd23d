"""Clips from the page: a passage as an MP3, where the server allows it.

Cutting decodes the recording up to the passage, which takes seconds of a processor: one clip is cut at a time.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING
from urllib.parse import quote

from datasette import Response

from archiver.errors import ArchiverError
from archiver.web.archives import folder_of
from archiver.web.briefing_page import BRIEFING_TABLES, LONGEST_CLIP
from archiver.web.pages import PAGE_HEADERS, Unanswered, archive_of
from archiver.web.visitors import Part, allowed_in

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_cutting = asyncio.Semaphore(1)


async def show_clip(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/releases/ID/clip.mp3?recording=1&from=26.0&to=45.4``."""
    archive = await archive_of(datasette, request, BRIEFING_TABLES)
    cut = allowed_in(archive).clips
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
