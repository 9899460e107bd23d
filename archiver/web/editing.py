"""Who may put things right in the browser: whoever signed in with the token that ``archiver serve --edit`` tells.

It is an action of Datasette's permissions, so that an owner of another Datasette can let in others by its means. That a
form is ours, and no stranger's page sent it, Datasette's protection against cross-site requests tells.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from datasette import Response

from archiver.web.compat import is_allowed
from archiver.web.pages import Unanswered, archive_of
from archiver.web.visitors import allowed_in

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

    from archiver.web.compat import Actor

EDIT = "archiver-edit"
"""What may be done, as Datasette's permissions name it."""
EDITOR = "archiver-editor"
"""Who signed in with the token, as Datasette names them."""


async def may_edit(datasette: Datasette, actor: Actor, archive: Database) -> bool:
    """Whether an actor may put things right in an archive."""
    return allowed_in(archive).editing is not None and await is_allowed(datasette, actor, EDIT)


def is_editor(actor: Actor) -> bool:
    """Whether an actor signed in with the token."""
    return bool(actor and actor.get("id") == EDITOR)


async def sign_in(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/edit?token=…``: the way in, which leads to the first page."""
    editing = allowed_in(await archive_of(datasette, request)).editing
    given = request.args.get("token") or ""
    if editing is None or not secrets.compare_digest(given.encode(), editing.token.encode()):
        text = "“archiver serve --edit” prints the address by which you may; it is another one each time."
        raise Unanswered("Nothing is put right by this address", text, status=403)
    response = Response.redirect(datasette.urls.path("/-/archive"))
    signed = datasette.sign({"a": {"id": EDITOR, "name": editing.name}}, "actor")
    response.set_cookie("ds_actor", signed, httponly=True)  # no script needs it
    return response
