"""Sources: what a person names on the command line, as bytes with what is known about them."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archiver.archive.files import read_blocks
from archiver.errors import SourceNotFound
from archiver.fetch.download import Download, downloaded
from archiver.fetch.http import is_address
from archiver.fetch.playlists import named_in, no_recording
from archiver.fetch.web import Web
from archiver.release import declared_address
from archiver.reporting import Reporter

PAGES = (".html", ".htm", ".xhtml", ".txt")


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page.

    url: its identity in the archive; None for a file whose address nobody gave
    base: what relative links are relative to
    folder: where a saved page lies, to find recordings saved beside it
    """

    name: str
    data: bytes
    media_type: str | None = None
    url: str | None = None
    base: str | None = None
    status: int | None = None
    folder: Path | None = None


def sources_in(source: str) -> list[str]:
    """The pages that a source stands for: itself, or all the pages of a folder. Raises ``SourceNotFound``."""
    if is_address(source) or Path(source).is_file():
        return [source]
    if not Path(source).is_dir():
        raise SourceNotFound(f"there is no file {source}", hint="check the name, or give an http address")
    found = sorted(str(path) for path in Path(source).iterdir() if path.suffix.lower() in PAGES)
    if not found:
        raise SourceNotFound(f"the folder {source} has no pages in it", hint=f"pages end in {', '.join(PAGES)}")
    return found


def read_page(source: str, url: str | None = None, web: Web | None = None) -> Page:
    """Read a page from its address or a file.

    url: where a saved page came from
    web: what to ask for an address; None for a web of its own, with the best of manners

    Raises ``SourceNotFound`` or ``DownloadFailed``.
    """
    url = url or None
    if not is_address(source):
        path = Path(source)
        data = _read_file(path)
        return Page(path.name, data, _guess(path.name), url, url, folder=path.parent)
    response, body = (web or Web()).read(source)
    return Page(source, body, response.media_type, url or source, response.url, response.status)


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError as error:
        raise SourceNotFound(f"{path} is a folder", hint="name one of its pages") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceNotFound(f"there is no file {path}", hint="check the name, or give an http address") from error
    except PermissionError as error:
        raise SourceNotFound(f"{path} may not be read", hint="check the file's permissions") from error


def _guess(name: str) -> str | None:
    return mimetypes.guess_type(name)[0]


@contextmanager
def sound(source: str, folder: Path, web: Web, reporter: Reporter) -> Iterator[Iterator[bytes]]:
    """The bytes of a recording as a stream; those of an address are whole before the first of them is given.

    folder: the archive's, where a download that breaks off is kept

    Raises ``SourceNotFound`` or ``DownloadFailed``.
    """
    if not is_address(source):
        check_readable(source)
        yield read_blocks(Path(source))
        return
    with _recording(source, folder, web, reporter) as got:
        yield read_blocks(got.path)


@contextmanager
def _recording(url: str, folder: Path, web: Web, reporter: Reporter) -> Iterator[Download]:
    """Download a recording, by way of a playlist that names it."""
    with downloaded(web, url, folder, reporter) as got:
        target = named_in(got.path, got.url, got.media_type)
        if target is None:
            yield got
            return
    with downloaded(web, target, folder, reporter) as got:
        if named_in(got.path, got.url, got.media_type):
            raise no_recording(f"{url} is a playlist of a playlist, {target}")
        yield got


def check_readable(source: str) -> None:
    """Raise ``SourceNotFound`` for a file that is not there or may not be read; an address is not asked."""
    if is_address(source):
        return
    if not Path(source).is_file():
        raise SourceNotFound(f"there is no file {source}", hint="check the name")
    if not os.access(source, os.R_OK):
        raise SourceNotFound(f"{source} may not be read", hint="check the file's permissions")


def beside(page: Page, address: str | None) -> str | None:
    """A recording that was saved with its page: a link to a file in the page's own folder or below it."""
    if page.folder is None or not address:
        return None
    try:
        folder = page.folder.resolve()
        relative = _from_its_folder(page, address)
        path = (folder / unquote(urlsplit(relative).path)).resolve() if relative else folder
        found = path.is_relative_to(folder) and path.is_file()
    except (ValueError, OSError):  # no address, or nothing that a file can be called
        return None
    return str(path) if found else None


def _from_its_folder(page: Page, address: str) -> str | None:
    """An address as it is from the page's own; None where it leads out of the page's folder on the web."""
    if not urlsplit(address).scheme:
        return address
    own = page.base or declared_address(page.data, page.media_type) or ""
    folder = own.rpartition("/")[0] + "/"
    return address.removeprefix(folder) if is_address(own) and address.startswith(folder) else None
