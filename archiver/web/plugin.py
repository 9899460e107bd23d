"""The hooks by which Datasette gets our pages, our descriptions and our links.

The command line imports this package too, so nothing here imports Datasette before Datasette asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import sqlite3

    from datasette.app import Datasette
    from starlette.types import ASGIApp

    from archiver.web.compat import Actor
    from archiver.web.pages import View

hookimpl = pluggy.HookimplMarker("datasette")


@hookimpl
async def startup(datasette: Datasette) -> None:
    """Find out which of the databases are archives, and describe them."""
    from archiver.web.archives import find_archives
    from archiver.web.compat import describe
    from archiver.web.datasette_metadata import database_metadata

    for name in await find_archives(datasette):
        await describe(datasette, name, database_metadata())


@hookimpl(optionalhook=True)  # Datasette 1.0 has no such hook
def get_metadata(datasette: Datasette, key: str | None) -> dict[str, Any]:
    """Titles, descriptions and canned queries of the archives."""
    from archiver.web.archives import found_archives
    from archiver.web.datasette_metadata import metadata_asked

    return {"databases": {name: metadata_asked(key) for name in found_archives(datasette)}}


@hookimpl(trylast=True)  # one of the functions takes the place of Datasette's
def prepare_connection(conn: sqlite3.Connection) -> None:
    """What our queries ask and SQLite cannot tell."""
    from archiver.archive.numbers import number_words
    from archiver.web import search_words
    from archiver.web.archives import is_archive

    if is_archive(conn):
        number_words.prepare(conn)
        search_words.prepare(conn)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[ASGIApp], ASGIApp]:
    """Headers of every answer where we serve an archive; whoever has it in a Datasette of their own decides there."""
    from archiver.web.guard import with_headers

    def is_ours() -> bool:
        return any(hasattr(database, "archive_folder") for database in datasette.databases.values())

    return lambda app: with_headers(app, is_ours)


@hookimpl
def extra_template_vars(datasette: Datasette) -> dict[str, Any]:
    """The names of the archives, for templates of Datasette's that we add to."""
    from archiver.web.archives import found_archives

    return {"briefing_archives": found_archives(datasette)}


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    """The way to our pages, in the menu of every page of Datasette's."""
    from archiver.web.archives import found_archives

    link = {"href": datasette.urls.path("/-/archive"), "label": "Read and listen to the briefings"}
    return [link] if found_archives(datasette) else []


@hookimpl
def table_actions(datasette: Datasette, database: str, table: str) -> list[dict[str, str]]:
    """The way to all rows of a table or view, in the menu of its page."""
    from archiver.archive.migrations import SCHEMA
    from archiver.web.archives import found_archives

    link = {"href": datasette.urls.path(f"/-/archive/tables/{table}.csv"), "label": "All rows as CSV"}
    return [link] if found_archives(datasette) == (database,) and table in SCHEMA else []


@hookimpl(optionalhook=True)  # Datasette 0.65 asks the one above about views, too
def view_actions(datasette: Datasette, database: str, view: str) -> list[dict[str, str]]:
    """The same, in the menu of a view's page."""
    return table_actions(datasette, database, view)


@hookimpl
def render_cell(
    row: sqlite3.Row, value: object, column: str, table: str | None, database: str, datasette: Datasette
) -> str | None:
    """Cells that lead on."""
    from archiver.web.archives import found_archives
    from archiver.web.cells import Cell, show_cell

    if database not in found_archives(datasette):
        return None
    return show_cell(Cell(row, column, value, table), database, datasette)


@hookimpl(optionalhook=True)  # Datasette 1.0 asks by the next two
def permission_allowed(actor: Actor, action: str) -> bool | None:
    """Let in whoever signed in with the token to put things right."""
    from archiver.web.editing import EDIT, is_editor

    return True if action == EDIT and is_editor(actor) else None


@hookimpl(optionalhook=True)  # Datasette 0.65 has no such hook
def register_actions() -> list[object]:
    """What Datasette 1.0 has to know before it decides who may do it."""
    from datasette.permissions import Action

    from archiver.web.editing import EDIT

    return [Action(name=EDIT, description="Put sentences, links and names of an archive right")]


@hookimpl(optionalhook=True)
def permission_resources_sql(actor: Actor, action: str) -> object:
    """Let in whoever signed in with the token to put things right."""
    from datasette.permissions import PermissionSQL

    from archiver.web.editing import EDIT, is_editor

    return PermissionSQL.allow("signed in with the token") if action == EDIT and is_editor(actor) else None


@hookimpl
def register_routes() -> list[tuple[str, View]]:
    """Our addresses, and what answers each."""
    from archiver.web.routes import ROUTES

    return list(ROUTES)
