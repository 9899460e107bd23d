"""What all our pages have in common: the archive they are about, who may see it, how they look, what they may do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.plugins import pm
from datasette.utils import async_call_with_supported_arguments

from archiver import web
from archiver.archive.store import Archive, Row
from archiver.web.archives import found_archives, is_current
from archiver.web.briefing_view import PARAGRAPH_COLOURS, speaker_label
from archiver.web.compat import require_view
from archiver.web.database import for_our_page
from archiver.web.least import ALL_LINKS, Least, keeping, least_asked

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request
    from starlette.types import Send

    View = Callable[..., Awaitable[Response | None]]  # of Datasette and the request; one that streams takes send too

ARCHIVE_NAME = "Briefing archive"

# Whoever may see these may see our pages, which are made of them.
PAGE_TABLES = (
    "releases",
    "paragraphs",
    "release_recordings",
    "recordings",
    "transcripts",
    "segments",
    "words",
    "links",
    "speakers",
)

# Scripts, styles and sound come from this server only; nothing stands inline, nothing frames us.
PAGE_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


READING = ("GET", "HEAD")
"""The methods of HTTP that change nothing."""


class Unanswered(Exception):
    """A page cannot be shown; what a person reads instead.

    status: of the HTTP answer
    """

    def __init__(self, title: str, text: str, status: int = 404) -> None:
        super().__init__(title)
        self.title = title
        self.text = text
        self.status = status


def answering(view: View, methods: Container[str] = READING) -> View:
    """A view for Datasette, from one of ours that may raise ``Unanswered``.

    methods: of HTTP, by which it may be asked
    """

    async def answer(datasette: Datasette, request: Request, send: Send) -> Response | None:
        before = for_our_page.set(True)
        try:
            if request.method not in methods:
                raise Unanswered("This page can only be read", "Ask for it by GET.", status=405)
            return await async_call_with_supported_arguments(view, datasette=datasette, request=request, send=send)
        except (QueryInterrupted, sqlite3.OperationalError) as error:
            if "interrupted" not in str(error.args):
                raise
            problem = Unanswered(
                "That took too long",
                "Ask once more: what was just read is found sooner. Or ask for less: more words, fewer years.",
                status=503,
            )
        except Unanswered as found:
            problem = found
        finally:
            for_our_page.reset(before)
        context = {"title": problem.title, "text": problem.text}
        return await render_page(datasette, request, "archive_message.html", context, problem.status)

    return answer


def check_release(archive: Archive, release_id: int) -> None:
    """Raise ``Unanswered`` where an archive has no such release."""
    if not archive.rows("select 1 from releases where id = ?", [release_id]):
        raise Unanswered("There is no such release", f"No release of this archive has the number {release_id}.")


async def nowhere(datasette: Datasette, request: Request) -> Response:
    """An address of ours that leads nowhere; the first page also answers to a slash behind it."""
    first = datasette.urls.path("/-/archive")
    if request.path == f"{first}/":
        return Response.redirect(first)
    raise Unanswered("There is no such page", "The address may be old, or mistyped.")


async def render_page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, Any], status: int = 200
) -> Response:
    """An HTML page of ours."""
    least = least_asked(request)
    home = datasette.urls.path("/-/archive")
    shown = {
        **frame(lambda name: static(datasette, name), keeping(least), home, least),
        "feeds": home,
        "tables": datasette.urls.path("/"),
        **context,
    }
    html = await datasette.render_template(template, shown, request=request)
    return Response.html(html, status=status, headers=dict(PAGE_HEADERS))


def frame(
    static: Callable[[str], str], to: Callable[..., str], home: str, least: Least = ALL_LINKS
) -> dict[str, object]:
    """What every page of ours shows, from a server or as a file.

    static: the address of a static file, by its name
    to: ``to(PATH, NAME=VALUE)`` is the address of a page, as this one leads there
    home: the path of the first page
    """
    return {
        "static": static,
        "to": to,
        "home": home,
        "search_page": f"{home}/search",
        "archive_name": ARCHIVE_NAME,
        "colours": range(1, PARAGRAPH_COLOURS + 1),
        "least": least,
        "voice": speaker_label,
    }


def static(datasette: Datasette, name: str) -> str:
    """Where Datasette serves one of our static files: under the distribution's name, if it found us by it."""
    address: str = datasette.urls.static_plugins(_known_as(), name)
    return address


@cache
def _known_as() -> str:
    """What Datasette calls us; to read it takes a millisecond."""
    known = [info.metadata["Name"] for plugin, info in pm.list_plugin_distinfo() if plugin is web]
    return known[0] if known else web.__name__


async def archive_of(datasette: Datasette, request: Request, tables: Sequence[str] = PAGE_TABLES) -> Database:
    """The archive that Datasette has open, if there is just one and its tables may be seen.

    Raises ``Unanswered``, or Datasette's ``Forbidden``.
    """
    found = found_archives(datasette)
    if not found:
        raise Unanswered("There is no archive here", "None of the databases that are open was made by the archiver.")
    if len(found) > 1:
        text = f"{', '.join(found)} are all archives, and these pages are about one. Open them one at a time."
        raise Unanswered(f"There are {len(found)} archives here", text, status=409)
    await require_view(datasette, request.actor, found[0], tables)
    database = datasette.get_database(found[0])
    if not await is_current(database):
        text = "An earlier version made it. “archiver serve” shows it; a command that writes brings it up to date."
        raise Unanswered("This archive is older than these pages", text, status=409)
    return database


@dataclass(frozen=True, slots=True)
class Paging:
    """Where we are in a long list: this page, from 1, of how many, and the addresses of its neighbours."""

    number: int
    count: int
    before: str | None
    after: str | None


def within(number: int, found: int, on_a_page: int) -> int:
    """A page's number, or that of the last page where it is beyond that."""
    return max(1, min(number, -(-found // on_a_page)))


def paging(request: Request, number: int, found: int, on_a_page: int) -> Paging:
    """The neighbours of a page of a list, or of its last one where the number is beyond that."""
    count, number = max(1, -(-found // on_a_page)), within(number, found, on_a_page)
    before = with_query(request, page=str(number - 1)) if number > 1 else None
    return Paging(number, count, before, with_query(request, page=str(number + 1)) if number < count else None)


def with_query(request: Request, **changed: str | None) -> str:
    """The address of this page with parts of its question changed or, with None, left out; from the first page on."""
    asked = {name: value for name, value in parse_qsl(request.query_string) if name != "page"} | changed
    return f"{request.path}?{urlencode({name: value for name, value in asked.items() if value is not None})}"


def number_asked(request: Request, name: str) -> int:
    """A whole number from 1 in the address; 1 for anything else."""
    asked = request.args.get(name) or ""
    return max(1, int(asked)) if re.fullmatch("[0-9]{1,6}", asked) else 1


async def query_rows(archive: Database, sql: str, values: Mapping[str, object] | None = None) -> list[Row]:
    """The rows of a query, asked through Datasette."""
    return [dict(row) for row in (await archive.execute(sql, values or {})).rows]
