"""Redirects: the way from the address that was asked for to where its answer is, with the cookies set on that way.

Some servers set a cookie, lead back to the same address, and answer only who brings it. What is set on one way is sent
on that way, to whom it is meant for, and forgotten at its end.
"""

from __future__ import annotations

import httpx

from archiver.errors import DownloadFailed
from archiver.fetch.http import Response, parsed, shown
from archiver.release.blocks import with_slashes

MAX_REDIRECTS = 20  # as browsers allow; podcasts are counted by six to eight hosts before one sends them
REDIRECT_STATUSES = {301, 302, 303, 307, 308}


class Way:
    """The addresses from the first one on, and the cookies for the next."""

    def __init__(self, url: httpx.URL) -> None:
        self._jar = httpx.Cookies()
        self._been = [(url, "")]

    @property
    def here(self) -> httpx.URL:
        """The address to ask now."""
        return self._been[-1][0]

    @property
    def cookies(self) -> str:
        """The ``Cookie`` header for the address to ask now; empty where there is none."""
        return self._been[-1][1]

    @property
    def name(self) -> str:
        """What an error calls this address: the one that was asked for, and where that led."""
        first, here = shown(self._been[0][0]), shown(self.here)
        return first if len(self._been) == 1 else f"{first}, which leads to {here},"

    def follow(self, response: Response) -> None:
        """Go where a redirect leads. Raises ``DownloadFailed``."""
        there = self._next(response)
        pairs = [pair for pair in response.headers if pair[0].lower() == "set-cookie"]
        self._jar.extract_cookies(httpx.Response(response.status, headers=pairs, request=_get(self.here)))
        asking = _get(there)
        self._jar.set_cookie_header(asking)
        step = (there, asking.headers.get("Cookie") or "")
        failed = f"{shown(self._been[0][0])} could not be fetched"
        if step in self._been:
            raise DownloadFailed(f"{failed}: its redirects go in a circle")
        if len(self._been) > MAX_REDIRECTS:
            raise DownloadFailed(f"{failed}: more than {MAX_REDIRECTS} redirects")
        self._been.append(step)

    def _next(self, response: Response) -> httpx.URL:
        location = _as_meant(response.header("location") or "")
        if not location:
            raise DownloadFailed(f"{self.name} answered {response.status} without saying where to")
        try:
            there = parsed(with_slashes(location, str(self.here)), self.here)
        except DownloadFailed as error:
            first = shown(self._been[0][0])
            raise type(error)(f"{first} could not be fetched: its redirect, {error.message}") from error
        return there.copy_with(userinfo=self.here.userinfo if is_same_server(self.here, there) else b"")


def is_same_server(here: httpx.URL, there: httpx.URL) -> bool:
    """Whether two addresses are one server's, so that what is secret between us and it stays so."""
    upgraded = (here.scheme, there.scheme, here.port, there.port) == ("http", "https", None, None)
    return here.host == there.host and (upgraded or (here.scheme, here.port) == (there.scheme, there.port))


def _get(url: httpx.URL) -> httpx.Request:
    return httpx.Request("GET", url.copy_with(userinfo=b""))


def _as_meant(location: str) -> str:
    """An address from a header: its bytes, of which each is one character, are UTF-8 where they can be."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location
