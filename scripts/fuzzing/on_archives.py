"""The kinds of input that reach an archive: bags, questions, addresses, forms, receipts, a published folder."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import bagit
import httpx

from archiver.archive.bags.read_bag import unpack_bag
from archiver.archive.bags.write_bag import write_bag
from archiver.archive.phrases.life import life_of
from archiver.archive.quotes.check import check_quote
from archiver.archive.search import search_archive
from archiver.archive.store import open_archive, read_archive
from archiver.demo import RECORDING, RELEASE
from archiver.errors import UsageError
from archiver.pipeline.batch import Batch, archive_all
from archiver.pipeline.receipt import NAME, write_receipt
from archiver.pipeline.receipt_check import check_receipt
from archiver.pipeline.run import GivenMedia, IngestOptions, Run
from archiver.reporting import Silent
from archiver.site import publish
from archiver.site.manifest import MANIFEST
from archiver.web.compat import close
from archiver.web.serve import open_datasette
from archiver.web.visitors import Allowed, Editing
from archiver.weights import sha256_of
from fuzzing.trying import Kind, files

SAID = """WEBVTT

00:01.000 --> 00:08.000
<v Ines>The North Atlantic Council condemns and deplores the use of force by the authorities.

00:09.000 --> 00:14.000
<v Ada>Two thousand people, 2-1/4 of them in l’eau, were not asked in 2006.
"""
QUERIES = (
    *(b"harbour safety", b'"lit at night" -quays', b"OSCE/ODIHR cease-fire", b"title:lamps OR (quay* NEAR/2 night)"),
    *(b"2,000 pilots' l\xe2\x80\x99eau", b'"', b"AND", b"*", b"^a + {b c} : d"),
)
QUOTES = (
    b"The North Atlantic Council condemns and deplores the use of force",
    b"The Council [\xe2\x80\xa6] does not condemn 2,000 of 2\xc2\xbc people \xe2\x80\x94 in l\xe2\x80\x99eau",
    *(b"two thousand", b"uh", b"...", b"[...]"),
)
ADDRESSES = (
    b"search\nq=force&by=meaning&page=2&kind=said&from=2006-01-01&to=2006-12-31&speaker=Ines&language=en",
    b"search\nq=%22use+of+force%22&release=1&relation=verbatim&issuer=NATO",
    b"phrase\nq=use+of+force&page=1",
    b"quote\nq=The+Council+condemns&speaker=Ines",
    b"releases/1\nrecording=1&transcript=1&least=0.5",
    b"releases/1/differences\nleast=.4",
    b"releases/1.json\nleast=0.4",
    b"releases/1/clip.mp3\nrecording=1&from=1&to=2",
    b"\nyear=2006&house=NATO&speaker=Ines&amiss=missing&page=2",
    *(b"todo\npage=2", b"plots\nrelease=1", b"feed.rss\nn=1", b"episodes/1-1.chapters.json\n", b"rows/segments/1\n"),
)
FORMS = (
    b"do=text&text=Lamps.&who=Ines",
    b"do=link&paragraph=2&who=Ines",
    b"do=name&name=Ada",
    *(b"do=again&also-2=on&who=Ines", b"do=undo+text", b"do=undo+link", b"do=link&paragraph=none&also=on"),
    b"do=text&text=%00%ED%A0%80&who=%E2%80%AE",
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
SENTENCE = "/-/archive/releases/1/sentences/1"
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}


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
            [*files(kept), *(path.as_posix().encode() + b"\n" + (bag / path).read_bytes() for path in paths)], use
        )


@contextmanager
def queries(kept: Path) -> Iterator[Kind]:
    """What people search for."""
    with demo_archive() as folder, read_archive(folder) as archive:
        yield Kind([*files(kept), *QUERIES], lambda data: search_archive(archive, data.decode("utf-8", "replace")))


@contextmanager
def quotes(kept: Path) -> Iterator[Kind]:
    """Quotes and phrases, as they are typed."""
    with demo_archive() as folder, read_archive(folder) as archive:

        def use(data: bytes) -> None:
            words, speaker = data.decode("utf-8", "replace"), ("Ines", None)[len(data) % 2]
            for look in (lambda: check_quote(archive, words, speaker), lambda: life_of(archive, words)):
                try:
                    look()
                except UsageError:
                    continue

        yield Kind([*files(kept), *QUOTES], use)


@contextmanager
def receipts(kept: Path) -> Iterator[Kind]:
    """Receipts of quotes that somebody changed."""
    with demo_archive() as folder, read_archive(folder) as archive:
        receipt = folder.with_name("receipt")
        write_receipt(archive, check_quote(archive, QUOTES[0].decode()), receipt)

        def use(data: bytes) -> None:
            (receipt / NAME).write_bytes(data)
            check_receipt(receipt, archive)

        yield Kind([*files(kept), (receipt / NAME).read_bytes()], use)


@contextmanager
def sites(kept: Path) -> Iterator[Kind]:
    """What a published folder says of itself."""
    with demo_archive() as folder, read_archive(folder) as archive, patch.object(publish, "can_search", bool):
        site = folder.with_name("site")
        publish.publish(archive, site, publish.Options(), Silent())

        def use(data: bytes) -> None:
            (site / MANIFEST).write_bytes(data)
            publish.publish(archive, site, publish.Options(), Silent())

        yield Kind([*files(kept), (site / MANIFEST).read_bytes()], use)


@contextmanager
def addresses(kept: Path) -> Iterator[Kind]:
    """Addresses of our pages, with what is asked of them."""
    with demo_archive() as folder, asyncio.Runner() as runner:
        datasette = open_datasette(folder, allowed=Allowed(clips=lambda folder, part: b""))

        def use(data: bytes) -> None:
            path, _, asked = data.partition(b"\n")
            address = f"/-/archive/{quote(path[:500], safe='/')}?{quote(asked[:8_000], safe='=&%+')}"
            status = runner.run(datasette.client.get(address)).status_code
            assert status < 500, status

        yield Kind([*files(kept), *ADDRESSES], use)
        close(datasette)


@contextmanager
def forms(kept: Path) -> Iterator[Kind]:
    """The forms with which an archive is put right, as somebody sends them who may."""
    with demo_archive() as folder, asyncio.Runner() as runner:
        editing = Editing("Ines")
        datasette = open_datasette(folder, allowed=Allowed(editing=editing))
        signed = runner.run(datasette.client.get(editing.path)).headers["set-cookie"].partition(";")[0]
        page: httpx.Response = runner.run(datasette.client.get(SENTENCE, headers={"cookie": signed}))
        token = re.search('name="csrftoken" value="([^"]+)"', page.text)
        assert token
        cookies = "; ".join([signed, *(one.partition(";")[0] for one in page.headers.get_list("set-cookie"))])

        def use(data: bytes) -> None:
            body = f"csrftoken={token[1]}&".encode() + data
            sent = datasette.client.post(SENTENCE, content=body, headers={"cookie": cookies, **FORM_TYPE})
            status = runner.run(sent).status_code
            assert status < 500, status

        yield Kind([*files(kept), *FORMS], use)
        close(datasette)


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

        yield Kind([*files(kept), *RANGES], use)
        close(datasette)


@contextmanager
def demo_archive() -> Iterator[Path]:
    """The demo's release and recording, with captions, in an archive."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(Path(_made().name, "archive"), Path(folder, "archive")))


@cache
def _made() -> tempfile.TemporaryDirectory[str]:
    made = tempfile.TemporaryDirectory()
    captions = Path(made.name, "talk.vtt")
    captions.write_text(SAID, encoding="utf-8")
    options = IngestOptions(GivenMedia((str(RECORDING),), captions), transcribe=False)
    with open_archive(Path(made.name, "archive"), create=True) as archive:
        archive_all(Run(archive, options), [str(RELEASE)], Batch())
    return made
