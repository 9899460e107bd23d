"""Compressing what is sent: the page of a long briefing is some two megabytes of text, and a tenth of that as gzip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LEVEL = 4  # of zlib's 9: a tenth larger than the best, in a quarter of its time
SMALLEST = 1000  # bytes; less fits in one packet anyway
AS_THEY_ARE = "/-/archive/recordings/"  # sound is compressed already, and asked for in ranges of its own bytes


def compressed(app: ASGIApp) -> ASGIApp:
    """An application whose answers are compressed for browsers that ask for it, but for recordings."""
    smaller = GZipMiddleware(app, minimum_size=SMALLEST, compresslevel=LEVEL)

    async def chosen(scope: Scope, receive: Receive, send: Send) -> None:
        as_it_is = scope["type"] != "http" or AS_THEY_ARE in scope["path"]
        await (app if as_it_is else smaller)(scope, receive, send)

    return chosen
