"""Where a recording comes from: an address, a playlist behind it, a web archive, or a file beside its page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archiver.errors import DownloadFailed, SourceNotFound
from archiver.fetch import wayback
from archiver.fetch.client import Web
from archiver.fetch.http import is_address, named
from archiver.models import Arrival, header
from archiver.page.source import FetchedPage, not_captured
from archiver.recording.playlists import named_in, no_recording
from archiver.recording.resumable_download import Download, downloaded
from archiver.release import declared_address
from archiver.reporting import Reporter
from archiver.shared_files import read_blocks


@contextmanager
def sound(
    source: str, folder: Path, web: Web, reporter: Reporter, near: str | None = None
) -> Iterator[tuple[Iterator[bytes], Arrival | None]]:
    """The bytes of a recording as a stream, and the answer that brought them; an address's are whole before the first.

    folder: the archive's, where a download that breaks off is kept
    near: the ISO date whose nearest capture is wanted, should only a web archive have the recording

    Raises ``SourceNotFound`` or ``DownloadFailed``.
    """
    if not is_address(source):
        check_readable(source)
        yield read_blocks(Path(source)), None
        return
    with ExitStack() as stack:
        got, memento = _Search(folder, web, reporter, near, stack).recording(source)
        arrival = Arrival(named(source), got.url, got.status, got.headers, memento, got.ends)
        yield read_blocks(got.path), arrival


@dataclass(frozen=True, slots=True)
class _Search:
    """What looking for a recording works with.

    near: an ISO date, near which a web archive's capture is wanted
    stack: keeps what was downloaded until it is no longer needed
    """

    folder: Path
    web: Web
    reporter: Reporter
    near: str | None
    stack: ExitStack

    def download(self, url: str) -> Download:
        """Download an address whole."""
        return self.stack.enter_context(downloaded(self.web, url, self.folder, self.reporter))

    def recording(self, url: str) -> tuple[Download, str | None]:
        """The recording behind an address, by way of a playlist that names it, and when a web archive captured it."""
        got, memento = self._found(url)
        target = named_in(got.path, got.url, got.media_type)
        if target is None:
            return got, memento
        got, memento = self._found(target)
        if named_in(got.path, got.url, got.media_type):
            raise no_recording(f"{url} is a playlist of a playlist, {target}")
        return got, memento

    def _found(self, url: str) -> tuple[Download, str | None]:
        """What an address brings, or what a web archive has of it if that may be asked."""
        try:
            got = self.download(url)
        except DownloadFailed as error:
            if not self.web.politeness.wayback or not wayback.is_gone(error):
                raise
            return self._captured(url, error)
        if self.web.politeness.wayback and (_is_page(got) or wayback.leads_home(url, got.url)):
            return self._captured(url, DownloadFailed(f"{url} brings a page and no sound"))
        return got, None

    def _captured(self, url: str, gone: DownloadFailed) -> tuple[Download, str | None]:
        """What a web archive has of an address. Raises ``DownloadFailed`` where it has none."""
        for memento in wayback.mementos(self.web, url, self.near):
            try:
                got = self.download(memento.address)
            except DownloadFailed as error:
                self.reporter.say(f"{error}; looking for another capture")
                continue
            if not _is_page(got):
                captured = wayback.captured_at(header(got.headers, "memento-datetime"), got.url) or memento.captured
                self.reporter.warn(f"{gone.message}; {self.web.politeness.wayback} captured it on {captured[:10]}")
                return got, captured
        raise not_captured(gone, self.web)


def _is_page(got: Download) -> bool:
    """Whether a server sent words where sound was expected, as many do for what they no longer have."""
    return (got.media_type or "").lower().startswith("text/html")


def check_readable(source: str) -> None:
    """Raise ``SourceNotFound`` for a file that is not there or may not be read; an address is not asked."""
    if is_address(source):
        return
    if not Path(source).is_file():
        raise SourceNotFound(f"there is no file {source}", hint="check the name")
    if not os.access(source, os.R_OK):
        raise SourceNotFound(f"{source} may not be read", hint="check the file's permissions")


def beside(page: FetchedPage, address: str | None) -> str | None:
    """A recording that was saved with its page: a link to a file in the page's own folder or below it.

    Of a mirror, that folder may be the host's root, too.
    """
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


def _from_its_folder(page: FetchedPage, address: str) -> str | None:
    """An address as it is from the page's own; None where it leads to another host.

    What begins at the host's root is looked for in the page's folder, as mirrors save it; of an address in full, a name
    alone says too little for that.
    """
    if not urlsplit(address).scheme:
        return address if address.startswith("//") else address.lstrip("/")
    own = page.base or declared_address(page.data, page.media_type) or ""
    folder = own.rpartition("/")[0] + "/"
    if is_address(own) and address.startswith(folder):
        return address.removeprefix(folder)
    same_host = is_address(own) and urlsplit(own).netloc == urlsplit(address).netloc
    path = urlsplit(address).path.lstrip("/")
    return path if same_host and "/" in path else None
