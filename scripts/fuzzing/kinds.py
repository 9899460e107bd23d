"""The kinds of input that strangers send, each with its seeds and what reads it."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import bagit

from archiver.archive.bags.read_bag import unpack_bag
from archiver.archive.bags.write_bag import write_bag
from archiver.archive.search import search_archive
from archiver.archive.store import open_archive, read_archive
from archiver.demo import RECORDING, RELEASE
from archiver.page.lists import read_listing
from archiver.pipeline.batch import Batch, archive_all
from archiver.pipeline.run import GivenMedia, IngestOptions, Run
from archiver.recording.audio import probe
from archiver.release import read_release
from archiver.transcript.captions import read_transcript
from archiver.web.compat import close
from archiver.web.serve import open_datasette
from archiver.weights import sha256_of
from fuzzing.trying import Kind

TESTS = Path(__file__).parents[2] / "tests"
MEDIA_TYPES = (None, "text/plain", "text/html; charset=iso-8859-1", "text/html; charset=utf-8", "text/xml")
CAPTIONS = ("talk.vtt", "talk.srt", "talk.json", "talk.txt", "talk")
QUERIES = (
    *(b"harbour safety", b'"lit at night" -quays', b"OSCE/ODIHR cease-fire", b"title:lamps OR (quay* NEAR/2 night)"),
    *(b"2,000 pilots' l\xe2\x80\x99eau", b'"', b"AND", b"*", b"^a + {b c} : d"),
)
RANGES = (
    b"bytes=0-99",
    b"bytes=-5",
    b"bytes=900-",
    b"bytes=0-1,5-9,-3",
    b"bytes=5-1",
    b"lines=1-2",
    b"bytes=",
    b"bytes=a-b",
)
ANSWERS = (200, 206, 400, 416)
SOUND_HEAD = 20_000  # bytes of the demo's recording that are changed


def _files(*folders: Path) -> list[bytes]:
    files = sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.name != "current")
    return [path.read_bytes() for path in files]


@contextmanager
def reader(kept: Path) -> Iterator[Kind]:
    """Pages."""
    seeds = _files(kept, TESTS / "release" / "pages")
    yield Kind(seeds, lambda data: read_release(data, MEDIA_TYPES[len(data) % len(MEDIA_TYPES)]))


@contextmanager
def lists(kept: Path) -> Iterator[Kind]:
    """Index pages, feeds, sitemaps and files of addresses."""
    seeds = _files(kept, TESTS / "page" / "lists" / "pages")
    yield Kind(
        seeds, lambda data: read_listing(data, MEDIA_TYPES[len(data) % len(MEDIA_TYPES)], "https://example.org/")
    )


@contextmanager
def captions(kept: Path) -> Iterator[Kind]:
    """Captions and transcripts."""
    yield Kind(_files(kept), lambda data: read_transcript(data, CAPTIONS[len(data) % len(CAPTIONS)]))


@contextmanager
def sound(kept: Path) -> Iterator[Kind]:
    """Recordings, as far as they are looked at before they are decoded."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sound")

        def use(data: bytes) -> None:
            path.write_bytes(data)
            probe(path)

        yield Kind([*_files(kept), RECORDING.read_bytes()[:SOUND_HEAD]], use)


@contextmanager
def bags(kept: Path) -> Iterator[Kind]:
    """Files of a bag that somebody changed, and made valid again if they are of its payload."""
    with demo_archive() as folder:
        bag, damaged, unpacked = (folder.with_name(name) for name in ("bag", "damaged", "unpacked"))
        with open_archive(folder) as archive:
            write_bag(archive, bag)
        paths = [path.relative_to(bag) for path in sorted(bag.rglob("*")) if path.is_file() and path.suffix != ".mp3"]

        def use(data: bytes) -> None:
            name, _, content = data.partition(b"\n")
            path = next((one for one in paths if one.as_posix().encode() == name), paths[0])
            for old in (damaged, unpacked):
                shutil.rmtree(old, ignore_errors=True)
            shutil.copytree(bag, damaged)
            (damaged / path).write_bytes(content)
            if path.parts[0] == "data":
                bagit.Bag(str(damaged)).save(manifests=True)
            unpack_bag(damaged, unpacked)

        yield Kind(
            [*_files(kept), *(path.as_posix().encode() + b"\n" + (bag / path).read_bytes() for path in paths)], use
        )


@contextmanager
def queries(kept: Path) -> Iterator[Kind]:
    """What people search for."""
    with demo_archive() as folder, read_archive(folder) as archive:
        yield Kind([*_files(kept), *QUERIES], lambda data: search_archive(archive, data.decode("utf-8", "replace")))


@contextmanager
def ranges(kept: Path) -> Iterator[Kind]:
    """Range headers."""
    address = f"/-/archive/recordings/{sha256_of(RECORDING)}.mp3"
    with demo_archive() as folder, asyncio.Runner() as runner:
        datasette = open_datasette(folder)

        def use(data: bytes) -> None:
            asked = datasette.client.get(address, headers={b"range": data.translate(None, b"\0\r\n")[:8_000]})
            status = runner.run(asked).status_code
            assert status in ANSWERS, status

        yield Kind([*_files(kept), *RANGES], use)
        close(datasette)


@contextmanager
def demo_archive() -> Iterator[Path]:
    """The demo's release and recording, in an archive; nobody transcribed it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive")
        options = IngestOptions(GivenMedia(audio=(str(RECORDING),)), transcribe=False)
        with open_archive(path, create=True) as archive:
            archive_all(Run(archive, options), [str(RELEASE)], Batch())
        yield path


KINDS: dict[str, Callable[[Path], AbstractContextManager[Kind]]] = {
    "reader": reader,
    "captions": captions,
    "lists": lists,
    "sound": sound,
    "bags": bags,
    "queries": queries,
    "ranges": ranges,
}
