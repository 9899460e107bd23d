"""A release in an archive, for the steps that come after its page."""

from __future__ import annotations

from archiver.archive import read
from archiver.archive.store import Archive, Row
from archiver.models import Segment, Transcript, Word
from archiver.page.source import FetchedPage
from archiver.pipeline.page import keep_page, release_in
from archiver.reporting import Silent

PARAGRAPHS = ("The ministers deplore the flooding of the old quays.", "Every quay will be lit at night.")
TEXT = """Harbour Union

Statement on harbour safety

31 March 2006

{media}
1. The ministers deplore the flooding of the old quays.

2. Every quay will be lit at night.
"""


def page(*media: str, url: str | None = None) -> FetchedPage:
    """A typed page with these lines for its recordings."""
    lines = "".join(f"{line}\n\n" for line in media)
    return FetchedPage("release.txt", TEXT.format(media=lines).encode(), "text/plain", url, url)


def read_and_keep(archive: Archive, found: FetchedPage) -> tuple[int, str, bool]:
    """Read a page and keep it; its release, its title, and whether it is new."""
    return keep_page(archive, found, release_in(found), Silent())


def kept(archive: Archive, *media: str) -> list[Row]:
    """The media links of a page that was just archived."""
    release, _, _ = read_and_keep(archive, page(*media))
    return read.media_links_of(archive, release)


def sentence(text: str, start: float, end: float) -> Segment:
    """A sentence with its words evenly spoken."""
    words = text.split()
    step = (end - start) / len(words)
    timed = (Word(word, start + n * step, start + (n + 1) * step) for n, word in enumerate(words))
    return Segment(start, end, text, tuple(timed))


HEARD = Transcript(
    "faster-whisper",
    "tiny.en",
    (
        sentence("Good morning.", 1.0, 2.0),
        sentence(PARAGRAPHS[0], 3.0, 6.0),
        sentence("And once more, if I may.", 6.5, 7.5),
        sentence(PARAGRAPHS[0], 20.0, 23.0),
    ),
    language="en",
)
