"""The page of plots: how much was read out, who spoke how long, what was said with hedges; each with its table."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

from datasette import Response
from datasette.utils import sqlite_timelimit

from archiver.archive.figures import FIGURES, find_figures
from archiver.archive.store import Row
from archiver.errors import UsageError
from archiver.export.plots import draw
from archiver.web.pages import PAGE_HEADERS, Unanswered, archive_of, query_rows, render_page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# The styles of a picture stand in it.
PICTURE_HEADERS = {**PAGE_HEADERS, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


async def show_plots(datasette: Datasette, request: Request) -> Response:
    """All plots, of the archive or of one release."""
    archive, release = await archive_of(datasette, request), _release_asked(request)
    known = await query_rows(archive, "select id, title from releases where id = :id", {"id": release})
    if release is not None and not known:
        raise Unanswered("No such release", f"The archive has no release {release}.")
    tables = {name: await _rows(datasette, archive, name, release) for name in FIGURES}
    context = {"figures": FIGURES, "tables": tables, "release": known[0] if known else None, "lacking": _lacking()}
    return await render_page(datasette, request, "archive_plots.html", context)


async def plot_file(datasette: Datasette, request: Request) -> Response:
    """One plot as a picture; for dark paper with ``paper=dark``."""
    archive, asked = await archive_of(datasette, request), request.url_vars
    if asked["name"] not in FIGURES:
        raise Unanswered("There is no such plot", f"There are {', '.join(FIGURES)}.")
    rows = await _rows(datasette, archive, asked["name"], _release_asked(request))
    plot, is_dark = {asked["name"]: (FIGURES[asked["name"]].title, rows)}, request.args.get("paper") == "dark"
    try:
        drawn = await asyncio.to_thread(draw, plot, asked["form"], dark=is_dark)
    except UsageError as error:
        raise Unanswered("Plots cannot be drawn here", f"{error}.", status=501) from error
    return Response(drawn.data, content_type=TYPES[asked["form"]], headers=PICTURE_HEADERS)


def _release_asked(request: Request) -> int | None:
    asked = request.args.get("release") or ""
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 18 else None


async def _rows(datasette: Datasette, archive: Database, name: str, release: int | None) -> list[Row]:
    def find(connection: sqlite3.Connection) -> list[Row]:
        with sqlite_timelimit(connection, datasette.sql_time_limit_ms):
            return find_figures(connection, name, release)

    found: list[Row] = await archive.execute_fn(find)
    return found


def _lacking() -> str:
    """What a page says instead of pictures where there is nothing to draw them with."""
    from importlib.util import find_spec

    return "" if find_spec("matplotlib") else "pip install 'briefing-archiver[plots]'"
