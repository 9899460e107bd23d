"""Decoding of bodies, counted while they come, and unpacked no faster than they are counted.

What a server says of its packing is often wrong: a body may come as plain text all the same, or packed without a word.
Its bytes decide.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

import brotli
import zstandard

ACCEPTED_ENCODINGS = "gzip, deflate, br"  # zstd is unpacked, too, but others' readers of web archives do not know it
UNPACKED_BLOCK_BYTES = 1 << 16  # what one step of unpacking yields about, so that a bomb is noticed in time
ZSTD_STEP_BYTES = 64  # packed; four of them may make a block of 128 kB
ZSTD_WINDOW_BYTES = 1 << 23  # the most that a server may ask of a browser (RFC 9659)
TRIED_BYTES = 512  # by which it is seen whether a body is packed at all
TRIED_BLOCKS = 4  # of what these are unpacked to; they may be the beginning of a bomb
MOST_CODINGS = 2  # one over the other; some servers pack what was packed before
GZIP_MAGIC = b"\x1f"
GZIP_FILE = b"\x1f\x8b\x08"
MAGIC = {GZIP_FILE: "gzip", b"\x28\xb5\x2f\xfd": "zstd"}  # the others have none
GZIP_OR_ZLIB = zlib.MAX_WBITS | 32  # whichever it is


class TooManyBytes(Exception):
    """A body is longer than it may be."""


class NotUnpacked(Exception):
    """A body is not packed as its server says."""


class _EndsEarly(NotUnpacked):
    """Nothing was wrong with a body until it ended."""


def bounded(blocks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Pass blocks on. Raises ``TooManyBytes`` before there are more than ``limit`` bytes."""
    total = 0
    for block in blocks:
        total += len(block)
        if total > limit:
            raise TooManyBytes
        yield block


def unpacked(blocks: Iterable[bytes], told: str, limit: int = sys.maxsize) -> Iterator[bytes]:
    """Undo content codings, each in blocks of about ``UNPACKED_BLOCK_BYTES`` and to ``limit`` bytes at most.

    told: a ``Content-Encoding``, the coding that was done last at its end

    Raises ``NotUnpacked`` or ``TooManyBytes``.
    """
    names = [name for part in told.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    unknown = [name for name in names if name not in _UNPACKERS]
    if unknown:
        raise NotUnpacked(f"it is packed as {unknown[0]}, which was not asked for")
    if len(names) > MOST_CODINGS:
        raise NotUnpacked(f"it is packed {len(names)} times over")
    for name in reversed(names):
        blocks = bounded(_undone(blocks, name), limit)
    return iter(blocks)


def page_unpacked(blocks: Iterable[bytes], told: str, media_type: str, limit: int) -> Iterator[bytes]:
    """Undo content codings, and a gzip that was not told; the media type of a packed file does tell.

    Raises as ``unpacked``.
    """
    start, blocks = _begun(unpacked(blocks, told, limit), len(GZIP_FILE))
    untold = start.startswith(GZIP_FILE) and "zip" not in media_type.lower()
    yield from bounded(_inflated(blocks, "gzip"), limit) if untold else blocks


def _begun(blocks: Iterable[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes of a body, at least ``size`` if it has so many, and the whole of it."""
    rest, start = iter(blocks), b""
    while len(start) < size and (block := next(rest, None)) is not None:
        start += block
    return start, chain([start] if start else [], rest)


def _undone(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Undo one coding; a body that is not packed at all is passed on as it is."""
    start, blocks = _begun(blocks, TRIED_BYTES)
    packed_as = next((name for magic, name in MAGIC.items() if start.startswith(magic)), None)
    if packed_as or _may_be(start[:TRIED_BYTES], coding):
        blocks = _UNPACKERS[packed_as or coding](blocks)
    yield from blocks


def _may_be(start: bytes, coding: str) -> bool:
    """Whether a body may be packed as its server says, from how it begins."""
    try:
        for _ in islice(_UNPACKERS[coding]([start]), TRIED_BLOCKS):
            pass
    except _EndsEarly:
        return True
    except NotUnpacked:
        return False
    return True


def _inflated(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    unpacker = None
    for block in blocks:
        rest = block
        while rest:
            if unpacker is None or unpacker.eof:
                if unpacker and not rest.startswith(GZIP_MAGIC):
                    return  # gzip files may follow each other; anything else is padding
                # Some servers send deflate without the zlib header that it has by the book.
                is_bare = coding == "deflate" and rest[0] & 0x0F != zlib.DEFLATED and not rest.startswith(GZIP_MAGIC)
                unpacker = zlib.decompressobj(-zlib.MAX_WBITS if is_bare else GZIP_OR_ZLIB)
            yield from _out_of(unpacker, rest)
            rest = unpacker.unused_data
    if unpacker and not unpacker.eof:
        raise _EndsEarly("the packed body ends too early")


def _out_of(unpacker: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    full = True
    while not unpacker.eof and (data or full):
        try:
            out = unpacker.decompress(data, UNPACKED_BLOCK_BYTES)
        except zlib.error as error:
            raise NotUnpacked(str(error)) from error
        if out:
            yield out
        data, full = unpacker.unconsumed_tail, len(out) == UNPACKED_BLOCK_BYTES


def _from_brotli(blocks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker, any_came = brotli.Decompressor(), False
    for block in blocks:
        any_came, data, out = True, block, b""
        while not unpacker.is_finished() and (data or out or not unpacker.can_accept_more_data()):
            try:
                out = unpacker.process(data, output_buffer_limit=UNPACKED_BLOCK_BYTES)
            except brotli.error as error:
                raise NotUnpacked(str(error)) from error
            data = b""
            if out:
                yield out
    if any_came and not unpacker.is_finished():
        raise _EndsEarly("the packed body ends too early")


def _from_zstd(blocks: Iterable[bytes]) -> Iterator[bytes]:
    format_ = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
    unpacker = None
    for step in (block[at : at + ZSTD_STEP_BYTES] for block in blocks for at in range(0, len(block), ZSTD_STEP_BYTES)):
        rest = step
        while rest:
            if unpacker is None or unpacker.eof:  # frames may follow each other
                unpacker = format_.decompressobj()
            try:
                out = unpacker.decompress(rest)
            except zstandard.ZstdError as error:
                raise NotUnpacked(str(error)) from error
            if out:
                yield out
            rest = unpacker.unused_data
    if unpacker and not unpacker.eof:
        raise _EndsEarly("the packed body ends too early")


_UNPACKERS: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "gzip": lambda blocks: _inflated(blocks, "gzip"),
    "x-gzip": lambda blocks: _inflated(blocks, "gzip"),
    "deflate": lambda blocks: _inflated(blocks, "deflate"),
    "br": _from_brotli,
    "zstd": _from_zstd,
}
