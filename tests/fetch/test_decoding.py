"""Bodies: what is packed is unpacked, in small steps, and counted before and after."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator

import brotli
import pytest
import zstandard

from archiver.fetch.decoding import UNPACKED_BLOCK_BYTES, NotUnpacked, TooManyBytes, bounded, page_unpacked, unpacked

TEXT = b"The ministers met. " * 9000
RAW = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "raw deflate": RAW.compress(TEXT) + RAW.flush(),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "identity": TEXT,
    "": TEXT,
}


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 7, 1000, 1_000_000])
@pytest.mark.parametrize("coding", PACKED)
def test_unpacking(coding: str, size: int) -> None:
    blocks = cut(PACKED[coding], size)
    assert b"".join(unpacked(blocks, coding.removeprefix("raw "))) == TEXT


@pytest.mark.parametrize("size", [1, 1_000_000])
@pytest.mark.parametrize("after", [b"", b"\0" * 20])
def test_packed_files_follow_each_other(size: int, after: bytes) -> None:
    blocks = cut(gzip.compress(TEXT) + gzip.compress(b"more") + after, size)
    assert b"".join(unpacked(blocks, "gzip")) == TEXT + b"more"


@pytest.mark.parametrize(
    "data", [os.urandom(200_000), bytes(UNPACKED_BLOCK_BYTES * 3), b"", b"x" * UNPACKED_BLOCK_BYTES]
)
def test_any_bytes_come_out_as_they_went_in(data: bytes) -> None:
    assert b"".join(unpacked([gzip.compress(data)], "gzip")) == data


@pytest.mark.parametrize(
    ("data", "coding", "said"),
    [
        (gzip.compress(TEXT)[:-9], "gzip", "ends too early"),
        (gzip.compress(TEXT)[:-4] + b"\0\0\0\0", "gzip", "incorrect length check"),
        (brotli.compress(TEXT)[:-1], "br", "ends too early"),
        (zstandard.compress(TEXT)[:-1], "zstd", "ends too early"),
        (zstandard.compress(TEXT)[:20] + b"\xff" * 20, "zstd", "zstd decompressor error"),
        (TEXT, "compress", "packed as compress, which was not asked for"),
        (TEXT, "gzip, br, gzip", "packed 3 times over"),
    ],
)
def test_what_is_packed_badly(data: bytes, coding: str, said: str) -> None:
    with pytest.raises(NotUnpacked, match=said):
        list(unpacked([data], coding))


def test_an_empty_body_needs_no_packing() -> None:
    assert list(unpacked([], "gzip")) == []


@pytest.mark.parametrize("told", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><p>The quays will be lit at night.</p>",
        "<p>Les quais seront éclairés la nuit, dit la préfète.</p>".encode(),
        b"",
    ],
)
def test_what_is_not_packed_whatever_is_told(page: bytes, told: str) -> None:
    assert b"".join(unpacked([page], told)) == page
    assert b"".join(unpacked(cut(page, 1), told)) == page


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(gzip.compress(TEXT), "", id="untold"),
        pytest.param(gzip.compress(gzip.compress(TEXT)), "gzip", id="twice, told once"),
        pytest.param(gzip.compress(TEXT), "gzip, gzip", id="once, told twice"),
        pytest.param(gzip.compress(zlib.compress(TEXT)), "deflate, gzip", id="twice"),
        pytest.param(brotli.compress(gzip.compress(TEXT)), "gzip, br", id="twice, in brotli"),
        pytest.param(gzip.compress(TEXT), "deflate", id="told as another"),
        pytest.param(gzip.compress(TEXT), "br", id="told as a quite different one"),
    ],
)
def test_a_page_is_unpacked_by_its_bytes(data: bytes, told: str) -> None:
    for blocks in ([data], cut(data, 5)):
        assert b"".join(page_unpacked(blocks, told, "text/html", 1_000_000)) == TEXT


def test_a_file_that_is_said_to_be_packed_stays_so() -> None:
    data = gzip.compress(TEXT)
    assert b"".join(page_unpacked([data], "", "application/x-gzip", 1_000_000)) == data


BOMBS = {
    "gzip": gzip.compress(bytes(50_000_000), 9),
    "br": brotli.compress(bytes(50_000_000), quality=5),
    "zstd": zstandard.compress(bytes(50_000_000)),
}


@pytest.mark.parametrize("told", ["br", "zstd", "gzip, gzip"])
def test_every_kind_of_bomb_is_stopped(told: str) -> None:
    bomb = gzip.compress(BOMBS["gzip"]) if told == "gzip, gzip" else BOMBS[told]
    sizes: list[int] = []
    with pytest.raises(TooManyBytes):
        sizes.extend(len(block) for block in unpacked([bomb], told, 5_000_000))
    assert sum(sizes) <= 5_000_000


def test_a_bomb_is_unpacked_no_further_than_it_may() -> None:
    """A thousand blocks of nothing in each block that comes: only a few are made before it is stopped."""
    bomb = gzip.compress(bytes(50_000_000), 9)
    read = 0

    def blocks() -> Iterator[bytes]:
        nonlocal read
        for block in cut(bomb, 1000):
            read += len(block)
            yield block

    out = bounded(unpacked(blocks(), "gzip"), 1_000_000)
    sizes: list[int] = []
    with pytest.raises(TooManyBytes):
        sizes.extend(len(block) for block in out)
    assert max(sizes) <= UNPACKED_BLOCK_BYTES
    assert sum(sizes) <= 1_000_000
    assert read <= 2000


@pytest.mark.parametrize(("limit", "fits"), [(9, False), (10, True)])
def test_counting(limit: int, fits: bool) -> None:
    if fits:
        assert list(bounded([b"12345", b"", b"67890"], limit)) == [b"12345", b"", b"67890"]
        return
    with pytest.raises(TooManyBytes):
        list(bounded([b"12345", b"", b"67890"], limit))
