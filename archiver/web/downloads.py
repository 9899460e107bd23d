"""Addresses of a release as a file: captions, text, JSON, and rows of what was said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from datasette import Response

from archiver.archive.release_document import build_document
from archiver.archive.store import Archive
from archiver.errors import UsageError
from archiver.export.document import only
from archiver.export.grades import with_least
from archiver.web.archives import ask
from archiver.web.briefing_page import BRIEFING_TABLES
from archiver.web.file_forms import FILE_FORMS, file_name
from archiver.web.least import least_asked
from archiver.web.pages import PAGE_HEADERS, Unanswered, archive_of, check_release

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


# Nothing in a file of ours is a page, whatever a browser may think of it.
FILE_HEADERS: Mapping[str, str] = {**PAGE_HEADERS, "Content-Security-Policy": "default-src 'none'; sandbox"}


async def release_file(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/releases/ID.vtt`` and its like, of the ``recording`` and ``transcript`` that the address names."""
    archive = await archive_of(datasette, request, BRIEFING_TABLES)
    release, ending = int(request.url_vars["release"]), request.url_vars["ending"]
    recording, transcript = (_named(request, name) for name in ("recording", "transcript"))
    least = least_asked(request).value or None

    def written(opened: Archive) -> tuple[str, str]:
        check_release(opened, release)
        document = with_least(only(build_document(opened, release), recording, transcript), least)
        return FILE_FORMS[ending].render(document), file_name(document["release"], ending)

    try:
        text, name = await ask(archive, written)
    except UsageError as error:
        raise Unanswered("There is no such file", str(error)) from error
    disposition = f"inline; filename*=UTF-8''{quote(name)}"
    headers = {**FILE_HEADERS, "Content-Disposition": disposition}
    return Response(text, headers=headers, content_type=f"{FILE_FORMS[ending].media_type}; charset=utf-8")


def _named(request: Request, name: str) -> int | None:
    """The number that the address gives; None for none. Raises ``Unanswered`` for what is no number."""
    given = request.args.get(name)
    if given and not re.fullmatch("[0-9]{1,18}", given):
        raise Unanswered(f"There is no such {name}", f"{given} is no number.")
    return int(given) if given else None
