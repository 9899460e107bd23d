"""Page sources: what a person names on the command line, as bytes with what is known about them."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from pathlib import Path

from archiver.errors import DownloadFailed, SourceNotFound
from archiver.fetch import wayback
from archiver.fetch.client import Web
from archiver.fetch.exchange_log import ExchangeLog
from archiver.fetch.http import NOT_MODIFIED, Response, conditions, is_address, named
from archiver.fetch.limits import PAGE_LIMITS
from archiver.release import Onward, leads_on, stands_in

MOST_ONWARD = 5  # pages that only lead on, one after the other
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt")


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The bytes of a page.

    url: its identity in the archive; None for a file whose address nobody gave
    base: what relative links are relative to
    folder: where a saved page lies, to find recordings saved beside it
    exchanges: what went over the wires to get it; none for a file
    etag, last_modified: by which the server knows whether it has changed
    memento: when a web archive captured it, ISO 8601; None where the page itself answered
    doubts: what is to be said about how it was come by
    """

    name: str
    data: bytes
    media_type: str | None = None
    url: str | None = None
    base: str | None = None
    status: int | None = None
    folder: Path | None = None
    exchanges: tuple[ExchangeLog, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    memento: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows whether a page is still the one that it gave (``ETag``, ``Last-Modified``).

    base: where the redirects ended when it gave them; what another page says of them means nothing
    """

    etag: str | None = None
    last_modified: str | None = None
    base: str | None = None


def sources_in(source: str) -> list[str]:
    """The pages that a source stands for: itself, or all the pages of a folder. Raises ``SourceNotFound``."""
    if is_address(source) or Path(source).is_file():
        return [source]
    if not Path(source).is_dir():
        raise SourceNotFound(f"there is no file {source}", hint="check the name, or give an http address")
    found = sorted(str(path) for path in Path(source).iterdir() if path.suffix.lower() in PAGE_SUFFIXES)
    if not found:
        raise SourceNotFound(f"the folder {source} has no pages in it", hint=f"pages end in {', '.join(PAGE_SUFFIXES)}")
    return found


def read_page(source: str, url: str | None = None, web: Web | None = None, near: str | None = None) -> FetchedPage:
    """Read a page from its address or a file.

    url: where a saved page came from
    web: what to ask for an address; None for a web of its own, at its most polite
    near: the ISO date whose nearest capture is wanted, should only a web archive have the page; None for the oldest

    Raises ``SourceNotFound`` or ``DownloadFailed``.
    """
    if not is_address(source):
        path = Path(source)
        media_type, _ = mimetypes.guess_type(path.name)
        return FetchedPage(path.name, read_file(path), media_type, url or None, url or None, folder=path.parent)
    web = web or Web()
    try:
        page = changed_page(source, url, web)
    except DownloadFailed as error:
        if not web.politeness.wayback or not wayback.is_gone(error):
            raise
        page = _from_web_archive(source, url, web, near, error)
    assert page is not None  # nothing was said that it could be the same as
    return page


def changed_page(source: str, url: str | None, web: Web, known: Validators | None = None) -> FetchedPage | None:
    """Read a page from its address; None where its server says that it is still the one with these validators.

    Many houses lead from what they took away to their front page, or say in its place that it is not there; where a
    web archive may be asked instead, that is as good as an answer that the page is gone. Such words never take the
    place of a page that is known.

    Raises ``DownloadFailed``.
    """
    is_known, known = known is not None, known or Validators()
    response, body = web.read(source, conditions(known.etag, known.last_modified))
    if response.status == NOT_MODIFIED:
        if known.base in (None, response.url):
            return None
        response, body = web.read(source)
    response, body, doubts = _gone_on(response, body, source, web)
    buried = f"{named(source)} leads to {response.url}, perhaps because the page is gone"
    is_buried = wayback.leads_home(source, response.url)
    if is_buried and web.politeness.wayback:
        raise DownloadFailed(buried)
    if is_known or web.politeness.wayback:
        _check_page(response, body, named(source))
    return replace(
        _page_in(response, body, source, url),
        etag=response.header("etag"),
        last_modified=response.header("last-modified"),
        doubts=(*doubts, buried) if is_buried else doubts,
    )


def _check_page(response: Response, body: bytes, name: str) -> None:
    """Raise ``DownloadFailed`` for what only stands in the place of a page."""
    if found := stands_in(body, response.media_type):
        raise DownloadFailed(f"{name} brings {found.kind} ({found.said!r}) in place of the page")


def _gone_on(response: Response, body: bytes, source: str, web: Web) -> tuple[Response, bytes, tuple[str, ...]]:
    """What a browser shows in the end where a page only leads on to another, and what is to be said about that.

    Raises ``DownloadFailed``.
    """
    been, exchanges, doubts = [response.url], response.exchanges, list[str]()
    while onward := leads_on(body, response.media_type, response.url, response.header("refresh")):
        if onward.url in been or len(been) > MOST_ONWARD:
            told = f"{named(source)} could not be read: its pages lead on and on, in the end to {onward.url}"
            raise DownloadFailed(told, hint=PAGE_LIMITS.by_hand)
        if onward.by == "script":
            doubts.append(f"a script leads from {response.url} to {onward.url}, which was read in its place")
        been.append(onward.url)
        response, body = _read_next(source, onward, web)
        exchanges += response.exchanges
    return replace(response, exchanges=exchanges), body, tuple(doubts)


def _read_next(source: str, onward: Onward, web: Web) -> tuple[Response, bytes]:
    try:
        return web.read(onward.url)
    except DownloadFailed as error:
        told = f"{named(source)} leads on by a {onward.by}: {error.message}"
        raise type(error)(told, hint=error.hint, status=error.status) from error


def _page_in(response: Response, body: bytes, source: str, url: str | None) -> FetchedPage:
    return FetchedPage(
        name=named(source),
        data=body,
        media_type=response.media_type,
        url=url or named(source),
        base=response.url,
        status=response.status,
        exchanges=response.exchanges,
    )


def _from_web_archive(source: str, url: str | None, web: Web, near: str | None, gone: DownloadFailed) -> FetchedPage:
    """A page as a web archive has it. Raises ``DownloadFailed`` where it has none."""
    for memento in wayback.mementos(web, source, near):
        try:
            response, body = web.read(memento.address)
            _check_page(response, body, memento.address)
        except DownloadFailed as error:
            web.reporter.say(f"{error}; looking for another capture")
            continue
        return replace(
            _page_in(response, body, source, url),
            name=memento.address,
            base=memento.original,
            memento=wayback.captured_at(response.header("memento-datetime"), response.url) or memento.captured,
            doubts=(f"{gone.message}; this is what {web.politeness.wayback} captured of it",),
        )
    raise not_captured(gone, web)


def not_captured(gone: DownloadFailed, web: Web) -> DownloadFailed:
    """The error for what neither its server nor a web archive has."""
    return DownloadFailed(f"{gone.message}, and {web.politeness.wayback} has no capture of it", status=gone.status)


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises ``SourceNotFound``."""
    try:
        return path.read_bytes()
    except IsADirectoryError as error:
        raise SourceNotFound(f"{path} is a folder", hint="name one of its pages") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceNotFound(f"there is no file {path}", hint="check the name, or give an http address") from error
    except PermissionError as error:
        raise SourceNotFound(f"{path} may not be read", hint="check the file's permissions") from error
    except OSError as error:
        told = f"{str(path)[:100]} cannot be read: {error.strerror}"
        raise SourceNotFound(told, hint="check the name") from error
