"""What stands before Datasette when we serve an archive: who may ask, and the headers of every answer.

A page of a stranger can have its own name lead to this machine (DNS rebinding) and then read, as if it were its own,
what only this machine should: the browser tells by the ``Host`` header by which name it asked.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from archiver.web.database import for_our_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nobody frames our pages or Datasette's, and no other site learns what was searched. Pages of ours say more.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
FIRST_PAGE = "/"  # Datasette's; nothing of a visitor's is asked in it, so it waits for nobody's questions
LONGEST_FORM = 1_000_000  # bytes: a sentence, and all sentences with the same mishearing
ABOUT_THIS_MACHINE = ("databases", "threads")  # pages of Datasette's that tell paths


def with_headers(app: ASGIApp, wanted: Callable[[], bool]) -> ASGIApp:
    """An application whose answers have ``HEADERS``, unless they say otherwise, and tell nothing of the machine.

    It gets no form that is longer than ``LONGEST_FORM``, for whoever looks for the token in it reads it whole.

    wanted: whether they are to, asked anew each time, since databases are added to a running Datasette
    """

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if not wanted():
            await app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}  # Datasette writes some in capitals
                more = ((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
                message["headers"] = [*message["headers"], *(one for one in more if one[0] not in said)]
            await send(message)

        place = scope.get("path", "").rpartition("/-/")[2].removesuffix(".json")
        if scope["type"] == "http" and place in ABOUT_THIS_MACHINE:
            await PlainTextResponse("This is not told.\n", 403)(scope, receive, send_with_headers)
            return
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD"):
            form = await _form(receive)
            if form is None:
                await PlainTextResponse("This is too much at once.\n", 413)(scope, receive, send_with_headers)
                return
            if not _is_text(form, Headers(scope=scope)):
                await PlainTextResponse("This is no form.\n", 400)(scope, receive, send_with_headers)
                return
            receive = _given_once(form, receive)
        before = for_our_page.set(scope.get("path") == FIRST_PAGE)
        try:
            await app(scope, receive, send_with_headers)
        finally:
            for_our_page.reset(before)

    return guarded


async def _form(receive: Receive) -> bytes | None:
    """What a request sends; None where that is too long or breaks off, after which no more of it is read."""
    form, is_whole = bytearray(), False
    while not is_whole:
        message = await receive()
        form += message.get("body", b"")
        if message["type"] != "http.request" or len(form) > LONGEST_FORM:
            return None
        is_whole = not message.get("more_body", False)
    return bytes(form)


def _is_text(form: bytes, headers: Headers) -> bool:
    """Whether what calls itself a form is one, or something else that nobody here takes for text."""
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return True
    try:
        form.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _given_once(form: bytes, receive: Receive) -> Receive:
    """What gives a form that was read already, and then what else comes."""
    messages: Iterator[Message] = iter([{"type": "http.request", "body": form, "more_body": False}])

    async def given() -> Message:
        return next(messages, None) or await receive()

    return given


def for_hosts(app: ASGIApp, names: Iterable[str]) -> ASGIApp:
    """An application that answers those who ask for it by one of its names, by an address or as ``localhost``."""
    known = {name.lower() for name in (*names, "localhost")}

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            asked = host_name(Headers(scope=scope).get("host", ""))
            if asked not in known and not _is_address(asked):
                told = (
                    "This server goes by another name. Its owner can allow this one: archiver serve --allow-host NAME\n"
                )
                await PlainTextResponse(told, 421)(scope, receive, send)
                return
        await app(scope, receive, send)

    return guarded


def host_name(header: str) -> str:
    """The name in a ``Host`` header, in small letters, without its port and a last dot."""
    name, bracket, _ = header.strip().lower().partition("]")
    return name + bracket if bracket else name.partition(":")[0].removesuffix(".")


def _is_address(name: str) -> bool:
    """Whether a name is an IP address, which nobody can have lead elsewhere."""
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
