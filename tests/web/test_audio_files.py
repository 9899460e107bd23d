"""Recordings by their hash: a table of requests, byte for byte, and what is not given out."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlite_utils import Database

from archiver.archive.migrations import migrations
from archiver.recording.containers import CONTAINERS
from archiver.web.audio_files import MEDIA_TYPES, extension, satisfiable
from archiver.web.compat import close
from archiver.web.serve import open_datasette

SOUND = bytes(range(256)) * 4  # 1024 bytes, so that a byte tells where it lies
SHA256 = hashlib.sha256(SOUND).hexdigest()
TAG = f'"{SHA256}"'
ADDRESS = f"/-/archive/recordings/{SHA256}.mp3"
OUTSIDE = "cd" * 32
MISSING = "ef" * 32
PAGE = "12" * 32
OGG = hashlib.sha256(b"OggS").hexdigest()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "archive"
    files = {f"media/{SHA256}.mp3": SOUND, "secret.mp3": b"secret", "media/page.html": b"<p>", "media/a.ogg": b"OggS"}
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "db").mkdir()
    db = Database(folder / "db" / "archive.db")
    migrations.apply(db)
    paths = {
        SHA256: f"media/{SHA256}.mp3",
        OUTSIDE: "media/../secret.mp3",
        MISSING: "media/gone.mp3",
        PAGE: "media/page.html",
        OGG: "media/a.ogg",
    }
    db.table("recordings").insert_all({"sha256": key, "path": path, "added": "2026"} for key, path in paths.items())
    db.close()
    return folder


@pytest.fixture(scope="module")
def opened(kept: Path) -> Iterator[Any]:
    datasette = open_datasette(kept)
    yield datasette
    close(datasette)


def ask(datasette: Any, path: str = ADDRESS, method: str = "get", **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer: httpx.Response = asyncio.run(getattr(datasette.client, method)(path, headers=named))
    return answer


def test_the_whole(opened: Any) -> None:
    answer = ask(opened)
    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == "1024"
    assert answer.headers["etag"] == TAG
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 1023),
        ("bytes=1023-", 1023, 1023),
        ("bytes=1000-5000", 1000, 1023),  # as far as there is
        ("bytes=-1", 1023, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),  # the last 5000 of 1024 are all
        ("bytes=0-9,2000-", 0, 9),  # what can be had
        ("bytes=0-99,50-149", 0, 149),  # overlapping ranges are one
        ("BYTES = 7-8", 7, 8),
    ],
)
def test_a_range(opened: Any, asked: str, first: int, last: int) -> None:
    answer = ask(opened, range=asked)
    assert (answer.status_code, answer.content) == (206, SOUND[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/1024"
    assert answer.headers["content-length"] == str(last - first + 1)
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["etag"] == TAG


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0", "bytes=1024-,2000-"])
def test_a_range_beyond_the_end(opened: Any, asked: str) -> None:
    answer = ask(opened, range=asked)
    assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */1024")
    assert SOUND[:10] not in answer.content


@pytest.mark.parametrize("asked", ["bytes=", "bytes=a-b", "bytes=9-3", "bytes=-", "bytes"])
def test_a_range_that_is_none(opened: Any, asked: str) -> None:
    assert ask(opened, range=asked).status_code in (200, 400)


def test_a_unit_that_nobody_knows_is_ignored(opened: Any) -> None:
    answer = ask(opened, range="seconds=1-2")
    assert (answer.status_code, answer.content) == (200, SOUND)


def test_several_ranges(opened: Any) -> None:
    answer = ask(opened, range="bytes=0-3,100-101,-2")
    assert answer.status_code == 206
    kind, boundary = answer.headers["content-type"].split("; boundary=")
    assert kind == "multipart/byteranges"
    assert answer.headers["content-length"] == str(len(answer.content))
    parts = [(0, 3), (100, 101), (1022, 1023)]
    expected = b"".join(
        f"--{boundary}\r\nContent-Type: audio/mpeg\r\nContent-Range: bytes {a}-{b}/1024\r\n\r\n".encode()
        + SOUND[a : b + 1]
        + b"\r\n"
        for a, b in parts
    )
    assert answer.content == expected + f"--{boundary}--".encode()


def test_more_ranges_than_anybody_needs_are_ignored(opened: Any) -> None:
    many = ",".join(f"{n}-{n}" for n in range(0, 1000, 2))
    assert ask(opened, range=f"bytes={many}").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status", "length"),
    [({}, 200, "1024"), ({"range": "bytes=0-9"}, 206, "10"), ({"range": "bytes=2000-"}, 416, None)],
)
def test_head_has_the_headers_only(opened: Any, headers: dict[str, str], status: int, length: str | None) -> None:
    answer = ask(opened, method="head", **headers)
    assert answer.status_code == status
    assert length is None or (answer.headers["content-length"], answer.content) == (length, b"")


@pytest.mark.parametrize(
    ("condition", "status", "length"),
    [
        (TAG, 206, 10),  # still the same: the range
        ('"another"', 200, 1024),  # changed since: everything
        (f"W/{TAG}", 200, 1024),  # a weak tag does not vouch for bytes
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200, 1024),
    ],
)
def test_if_range(opened: Any, condition: str, status: int, length: int) -> None:
    answer = ask(opened, range="bytes=0-9", if_range=condition)
    assert (answer.status_code, len(answer.content)) == (status, length)


def test_if_range_with_the_time_of_the_file(opened: Any) -> None:
    modified = ask(opened).headers["last-modified"]
    assert ask(opened, range="bytes=0-9", if_range=modified).status_code == 206


@pytest.mark.parametrize(
    ("tags", "status"), [(TAG, 304), (f'"x", {TAG}', 304), (f"W/{TAG}", 304), ("*", 304), ('"x"', 200)]
)
def test_what_the_browser_has_is_not_sent_again(opened: Any, tags: str, status: int) -> None:
    answer = ask(opened, if_none_match=tags)
    assert (answer.status_code, answer.content) == (status, b"" if status == 304 else SOUND)


@pytest.mark.parametrize(
    "path",
    [
        ADDRESS.replace(".mp3", ".html"),  # not the ending that it has
        ADDRESS.replace(SHA256, SHA256.upper()),
        ADDRESS.replace(SHA256, "0" * 64),
        f"/-/archive/recordings/{OUTSIDE}.mp3",
        f"/-/archive/recordings/{MISSING}.mp3",
        f"/-/archive/recordings/{PAGE}.html",  # a page is never shown from our address
        f"/-/archive/recordings/{PAGE}.mp3",
        "/-/archive/recordings/..%2F..%2Fsecret.mp3",
        "/-/archive/recordings/%2e%2e/secret.mp3",
    ],
)
def test_what_is_not_given_out(opened: Any, path: str) -> None:
    answer = ask(opened, path)
    assert answer.status_code == 404
    assert b"secret" not in answer.content.replace(b"secret.mp3", b"")


def test_a_link_out_of_the_folder_is_not_followed(opened: Any, kept: Path) -> None:
    (kept / "media" / "gone.mp3").symlink_to(kept / "secret.mp3")
    try:
        assert ask(opened, f"/-/archive/recordings/{MISSING}.mp3").status_code == 404
    finally:
        (kept / "media" / "gone.mp3").unlink()


@pytest.mark.parametrize("other", [SOUND[:100], bytes(reversed(SOUND))])
def test_another_file_is_not_given_out_under_the_hash_of_a_recording(opened: Any, kept: Path, other: bytes) -> None:
    file = kept / "media" / f"{SHA256}.mp3"
    try:
        file.write_bytes(other)
        assert ask(opened).status_code == 404
    finally:
        file.write_bytes(SOUND)
    assert ask(opened).status_code == 200


def test_other_containers_have_their_own_ending(opened: Any) -> None:
    answer = ask(opened, f"/-/archive/recordings/{OGG}.ogg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/ogg")


def test_every_container_of_the_archive_has_a_type() -> None:
    assert set(MEDIA_TYPES) == set(CONTAINERS.values())


@pytest.mark.parametrize(
    ("path", "ending"), [("media/ab/cd.mp3", "mp3"), ("media/ab/cd.ogg", "ogg"), ("media/x.html", ""), (None, "")]
)
def test_endings(path: str | None, ending: str) -> None:
    assert extension(path) == ending


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("bytes=0-9", "bytes=0-9"),
        ("bytes=0-9, 200-", "bytes=0-9"),
        ("bytes=200-, -0", "bytes=200-, -0"),
        ("pages=1", None),
        ("", None),
    ],
)
def test_ranges_that_can_be_had(asked: str, given: str | None) -> None:
    assert satisfiable(asked, 100) == given
    assert given is None or re.match("bytes=", given)
