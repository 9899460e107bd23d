"""The first page: what the archive has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archiver.web.pages import archive_of, page, rows

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

RELEASES = """
    select id, title, date, issuer, number from current_releases order by date desc nulls last, id desc
"""


async def home(datasette: Datasette, request: Request) -> Response:
    """The releases, the newest first."""
    archive = await archive_of(datasette, request)
    releases = await rows(archive, RELEASES)
    return await page(datasette, request, "archive_home.html", {"releases": releases})
