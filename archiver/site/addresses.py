"""Where the server's pages lie on a published site, and how one leads to another.

All names are made of numbers and hashes, so that no title can lead out of the folder, and links go from file to file:
they hold below any address, and without a server.
"""

from __future__ import annotations

import ipaddress
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archiver.errors import UsageError

HOME = "/-/archive"  # where the server's pages begin
SEARCH_PAGE = "search.html"
_LOCAL_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home.arpa")  # RFC 6762, 6761 and 8375, and custom


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the site.

    path: of the same page on the server
    file: below the site's folder
    alone: whether it shows the only recording of a release, and its only transcript: to choose them leads to it
    """

    path: str
    file: str
    alone: bool = False

    def to(self, path: str = "", **asked: object) -> str:
        """The address of another page as this one links to it: ``to(PATH, NAME=VALUE)`` of our templates."""
        return self.leads_to(self.file if self.alone and not path else file_of(path or self.path, **asked))

    def leads_to(self, file: str) -> str:
        """The address of a file of the site as this page links to it."""
        return posixpath.relpath(file, posixpath.dirname(self.file) or ".")

    def static(self, name: str) -> str:
        """The address of a script or stylesheet."""
        return self.leads_to(f"static/{name}")


def place_of(path: str, **asked: object) -> Place:
    """The page that has an address on the server."""
    return Place(path, file_of(path, **asked))


def file_of(path: str, **asked: object) -> str:
    """The file of a page, by its path on the server and what is asked there; None asks nothing."""
    below = path.removeprefix(HOME).strip("/")
    if asked.get("transcript") is not None:
        return f"{below}/transcript-{asked['transcript']}.html"
    if asked.get("recording") is not None:
        return f"{below}/recording-{asked['recording']}.html"
    if below:
        return f"{below}.html"
    number, year = asked.get("page") or 1, asked.get("year")
    if year is None:
        return "index.html" if number == 1 else f"page-{number}.html"
    name = re.sub(r"[^0-9]", "_", str(year)) or "undated"
    return f"years/{name}.html" if number == 1 else f"years/{name}-{number}.html"


def base_address(typed: str | None) -> str | None:
    """Where a site will be found, without a slash at its end. Raises ``UsageError`` for what is no such address."""
    if typed is None:
        return None
    parts = urlsplit(typed)
    wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    if wrong or parts.username or re.search(r"[\s<>\"]", typed):
        hint = "write it like https://archive.example.org/briefings"
        raise UsageError(f"--base-url {typed!r} is no address that a site can have", hint=hint)
    return typed.rstrip("/")


def public_address(url: str | None) -> str | None:
    """An address that strangers may see: of the web, without a password, and not of somebody's own network."""
    parts = urlsplit(url or "")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or parts.username or _is_local(host):
        return None
    return url


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)
