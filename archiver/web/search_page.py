"""The search page: a question with its filters, and the hits, each playable where it stands."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from datasette.utils import sqlite_timelimit

from archiver.web.briefing_view import speaker_label
from archiver.web.least import least_asked
from archiver.web.pages import archive_of, number_asked, paging, query_rows, render_page, with_query
from archiver.web.search_query import LANGUAGES, LONGEST_SEARCH, SPEAKERS, Found, SearchRequest, find

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

HITS_ON_A_PAGE = 20
KINDS = (None, "Everything"), ("said", "Said"), ("written", "Written")


async def show_search(datasette: Datasette, request: Request) -> Response:
    """Hits in what was said and written."""
    archive = await archive_of(datasette, request)
    asked, number = asked_by(request), number_asked(request, "page")
    home = datasette.urls.path("/-/archive")

    def look(connection: sqlite3.Connection) -> Found | None:
        with sqlite_timelimit(connection, datasette.sql_time_limit_ms):
            return find(connection, asked, home, HITS_ON_A_PAGE, (number - 1) * HITS_ON_A_PAGE)

    found: Found | None = await archive.execute_fn(look)
    context = {
        "q": request.args.get("q") or "",
        "asked": asked,
        "cut": len(request.args.get("q") or "") > LONGEST_SEARCH and LONGEST_SEARCH,
        "found": found,
        "speakers": [
            {"value": row["value"], "name": speaker_label(row["value"], row["value"] if row["named"] else None)}
            for row in await query_rows(archive, SPEAKERS)
        ],
        "languages": [row["language"] for row in await query_rows(archive, LANGUAGES)],
        "all_links": with_query(request, least=None),
        "kinds": [(name, with_query(request, kind=kind), kind == asked.kind) for kind, name in KINDS],
        "paging": paging(request, number, found.total if found else 0, HITS_ON_A_PAGE),
    }
    return await render_page(datasette, request, "archive_search.html", context)


def asked_by(request: Request) -> SearchRequest:
    """The search in an address; a filter that cannot be understood does not count."""
    kind = request.args.get("kind")
    return SearchRequest(
        (request.args.get("q") or "")[:LONGEST_SEARCH],
        kind if kind in ("said", "written") else None,
        _day(request.args.get("from")),
        _day(request.args.get("to")),
        request.args.get("speaker") or None,
        request.args.get("language") or None,
        least_asked(request),
    )


def _day(typed: str | None) -> str | None:
    """A day, month or year, as far as it was given."""
    return typed if typed and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", typed) else None
