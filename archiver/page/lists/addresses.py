"""Text files of addresses: one a line, and behind it what somebody calls the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.page.lists.listed_page import ListedPage, Listing, day_in, each_once, page_address
from archiver.release.blocks import meant, one_line
from archiver.release.facts.dates import DATE, iso_date

_WEB = re.compile(r"https?://", re.IGNORECASE)


def list_addresses(text: str, url: str | None = None) -> Listing:
    """The addresses of a text; where it came from the web, the lines without any are only words.

    In a file of one's own a line that begins with no address is a file's name, up to a tab.
    """
    return Listing(each_once(_items(text, url)))


def _items(text: str, url: str | None) -> Iterator[ListedPage]:
    for line in map(str.strip, meant(text).split("\n")):
        if not line or line.startswith("#"):
            continue
        if _WEB.match(line):
            source, _, said = line.replace("\t", " ").partition(" ")
            if address := page_address(None, source):
                yield _item(address, said)
        elif url is None:
            source, _, said = line.partition("\t")
            yield _item(source.strip(), said)


def _item(source: str, said: str) -> ListedPage:
    """A date alone is no title."""
    title = one_line(said)
    named = any(map(str.isalnum, DATE.sub("", title, count=1)))
    return ListedPage(source, title if named else None, iso_date(title) or day_in(source))
