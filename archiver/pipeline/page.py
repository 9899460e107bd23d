"""The first step: a page's bytes as a capture, and the release that was read from them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from archiver import release as reader
from archiver.archive import read, write
from archiver.archive.files import checked_bytes, named_hash, require_bytes, settle, taking_in
from archiver.archive.store import Archive, Event, Row
from archiver.errors import NoParagraphs, NotAPage
from archiver.fetch import warc
from archiver.models import Capture, Release
from archiver.page.source import FetchedPage
from archiver.release import read_release
from archiver.reporting import Reporter


def keep_page(archive: Archive, page: FetchedPage, release: Release, reporter: Reporter) -> tuple[int, str, bool]:
    """Keep a page's bytes and what was read from them; a page that is in the archive is only found again.

    Returns the release, its title, and whether it is new.
    """
    sha256 = hashlib.sha256(page.data).hexdigest()
    known = read.release_of_page(archive, page.url, sha256)
    if known is not None:
        reporter.say(f"release {known}: {release.title} (already archived)")
        return known, release.title, False
    contents, extension, offset = _as_kept(page)
    step = archive.step(Event("page", f"read {page.name}"))
    with taking_in([contents], archive.folder) as incoming, step as event:
        path = settle(incoming, archive.folder, extension)
        capture = write.add_capture(archive, _capture(page, path, sha256, offset))
        event.release_id = write.add_release(archive, capture, release, reader=reader.READER)
        for doubt in release.doubts:
            archive.warn(Event("page", doubt, event.release_id))
    for doubt in release.doubts:
        reporter.warn(doubt)
    count = len(release.paragraphs)
    dated = f" ({release.date})" if release.date else ""
    reporter.say(f"release {event.release_id}: {release.title}{dated}, {count} paragraph{'s' * (count != 1)}")
    assert event.release_id is not None
    return event.release_id, release.title, True


def _as_kept(page: FetchedPage) -> tuple[bytes, str, int | None]:
    """The file that keeps a page, its ending, and where the page begins in it if that is a WARC file."""
    if page.exchanges:
        contents, offset = warc.written(page.exchanges)
        return contents, "warc.gz", offset
    html = "html" in (page.media_type or "") or b"<html" in page.data[:1000].lower()
    return page.data, "html" if html else "txt", None


def _capture(page: FetchedPage, path: str, sha256: str, offset: int | None) -> Capture:
    return Capture(
        source=page.name,
        path=path,
        sha256=sha256,
        size=len(page.data),
        url=page.url,
        media_type=page.media_type,
        status=page.status,
        base=page.base,
        warc_offset=offset,
        etag=page.etag,
        last_modified=page.last_modified,
        memento=page.memento,
        doubts=page.doubts,
    )


def captured_bytes(archive: Archive, capture: Row) -> bytes:
    """The bytes of a page as they came, if they are still those. Raises ``DamagedFile``.

    capture: its row
    """
    if capture["warc_offset"] is None:
        return checked_bytes(archive.folder, capture["path"], capture["sha256"])
    whole = checked_bytes(archive.folder, capture["path"], named_hash(capture["path"]))
    return require_bytes(warc.page_in(whole, capture["warc_offset"]), capture["path"], capture["sha256"])


def release_in(page: FetchedPage) -> Release:
    """What a page says, and what was doubted when it came. Raises ``NotAPage`` or ``NoParagraphs``, with its name."""
    try:
        release = read_release(page.data, page.media_type, page.base)
        return replace(release, url=page.url, doubts=(*page.doubts, *release.doubts))
    except (NotAPage, NoParagraphs) as error:  # the reader does not know what the page is called
        raise type(error)(f"{page.name}: {error.message}", kept=error.kept, hint=error.hint) from error
