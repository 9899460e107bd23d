"""The first step: a page's bytes as a capture, and the release that was read from them."""

from __future__ import annotations

from dataclasses import replace

from archiver import release as reader
from archiver.archive import read, write
from archiver.archive.files import settle, taking_in
from archiver.archive.store import Archive, Event
from archiver.errors import NoParagraphs, NotAPage
from archiver.fetch.sources import Page
from archiver.models import Release
from archiver.release import read_release
from archiver.reporting import Reporter


def keep_page(archive: Archive, page: Page, reporter: Reporter) -> tuple[int, str, bool]:
    """Keep a page's bytes and what was read from them; the same page again is only found again.

    Returns the release, its title, and whether it is new. Raises ``NotAPage`` or ``NoParagraphs``.
    """
    release = release_in(page)
    with taking_in([page.data], archive.folder) as incoming:
        known = read.release_of_page(archive, page.url, incoming.sha256)
        if known is not None:
            reporter.say(f"release {known}: {release.title} (already archived)")
            return known, release.title, False
        path = settle(incoming, archive.folder, _extension(page))
        with archive.step(Event("page", f"read {page.name}")) as event:
            capture = write.add_capture(
                archive,
                incoming,
                path,
                source=page.name,
                url=page.url,
                media_type=page.media_type,
                status=page.status,
                base=page.base,
            )
            event.release = write.add_release(archive, capture, release, reader=reader.READER)
            for doubt in release.doubts:
                archive.warn(Event("page", doubt, event.release))
    for doubt in release.doubts:
        reporter.warn(doubt)
    count = len(release.paragraphs)
    dated = f" ({release.date})" if release.date else ""
    reporter.say(f"release {event.release}: {release.title}{dated}, {count} paragraph{'s' * (count != 1)}")
    assert event.release is not None
    return event.release, release.title, True


def release_in(page: Page) -> Release:
    """What a page says. Raises ``NotAPage`` or ``NoParagraphs``, with the name of the page."""
    try:
        return replace(read_release(page.data, page.media_type, page.base), url=page.url)
    except (NotAPage, NoParagraphs) as error:  # the reader does not know what the page is called
        raise type(error)(f"{page.name}: {error.message}", kept=error.kept, hint=error.hint) from error


def _extension(page: Page) -> str:
    html = "html" in (page.media_type or "") or b"<html" in page.data[:1000].lower()
    return "html" if html else "txt"
