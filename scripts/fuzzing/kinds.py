"""The kinds of input that strangers send, each with its seeds and what reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from archiver.demo import RECORDING
from archiver.page.lists import read_listing
from archiver.recording.audio import probe
from archiver.release import read_release
from archiver.transcript.captions import read_transcript
from fuzzing.on_archives import addresses, bags, forms, queries, quotes, ranges, receipts, sites
from fuzzing.trying import Kind, files

TESTS = Path(__file__).parents[2] / "tests"
MEDIA_TYPES = (None, "text/plain", "text/html; charset=iso-8859-1", "text/html; charset=utf-8", "text/xml")
CAPTIONS = ("talk.vtt", "talk.srt", "talk.json", "talk.txt", "talk")
SOUND_HEAD = 20_000  # bytes of the demo's recording that are changed


@contextmanager
def reader(kept: Path) -> Iterator[Kind]:
    """Pages."""
    seeds = files(kept, TESTS / "release" / "pages")
    yield Kind(seeds, lambda data: read_release(data, MEDIA_TYPES[len(data) % len(MEDIA_TYPES)]))


@contextmanager
def lists(kept: Path) -> Iterator[Kind]:
    """Index pages, feeds, sitemaps and files of addresses."""
    seeds = files(kept, TESTS / "page" / "lists" / "pages")
    yield Kind(
        seeds, lambda data: read_listing(data, MEDIA_TYPES[len(data) % len(MEDIA_TYPES)], "https://example.org/")
    )


@contextmanager
def captions(kept: Path) -> Iterator[Kind]:
    """Captions and transcripts."""
    yield Kind(files(kept), lambda data: read_transcript(data, CAPTIONS[len(data) % len(CAPTIONS)]))


@contextmanager
def sound(kept: Path) -> Iterator[Kind]:
    """Recordings, as far as they are looked at before they are decoded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sound")

        def use(data: bytes) -> None:
            path.write_bytes(data)
            probe(path)

        yield Kind([*files(kept), RECORDING.read_bytes()[:SOUND_HEAD]], use)


KINDS: dict[str, Callable[[Path], AbstractContextManager[Kind]]] = {
    "reader": reader,
    "captions": captions,
    "lists": lists,
    "sound": sound,
    "bags": bags,
    "queries": queries,
    "quotes": quotes,
    "receipts": receipts,
    "sites": sites,
    "addresses": addresses,
    "forms": forms,
    "ranges": ranges,
}
