"""The first step: a page's bytes as a capture, and the release that was read from them."""

from __future__ import annotations

from dataclasses import replace

from archiver.archive import read, write
from archiver.archive.files import settle, taking_in
from archiver.archive.store import Archive, Event
from archiver.fetch.sources import Page
from archiver.release import read_release
from archiver.reporting import Reporter
from archiver.steps import warn


def keep_page(archive: Archive, page: Page, reporter: Reporter) -> tuple[int, str, bool]:
    """Keep a page's bytes and what was read from them; the same page again is only found again.

    Returns the release, its title, and whether it is new. Raises ``NotAPage`` or ``NoParagraphs``.
    """
    release = read_release(page.data, page.media_type, page.base)
    release = replace(release, url=page.url)
    with taking_in([page.data], archive.folder) as incoming:
        known = read.release_of_page(archive, page.url, incoming.sha256)
        if known is not None:
            reporter.say(f"release {known}: {release.title} (already archived)")
            return known, release.title, False
        path = settle(incoming, archive.folder, _extension(page))
        with archive.step(Event("page", f"read {page.name}")) as event:
            capture = write.add_capture(
                archive, incoming, path, source=page.name, url=page.url, media_type=page.media_type, status=page.status
            )
            event.release = write.add_release(archive, capture, release)
    for doubt in release.doubts:
        warn(archive, reporter, Event("page", doubt, event.release))
    count = len(release.paragraphs)
    dated = f" ({release.date})" if release.date else ""
    reporter.say(f"release {event.release}: {release.title}{dated}, {count} paragraph{'s' * (count != 1)}")
    assert event.release is not None
    return event.release, release.title, True


def _extension(page: Page) -> str:
    html = "html" in (page.media_type or "") or b"<html" in page.data[:1000].lower()
    return "html" if html else "txt"
