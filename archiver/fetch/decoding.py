"""Decoding of bodies, counted while they come, and unpacked no faster than they are counted."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

ACCEPTED_ENCODINGS = "gzip, deflate"
UNPACKED_BLOCK_BYTES = 1 << 16  # what one step of unpacking yields at most, so that a bomb is noticed in time
GZIP_MAGIC = b"\x1f"
GZIP_OR_ZLIB = zlib.MAX_WBITS | 32  # whichever it is


class TooManyBytes(Exception):
    """A body is longer than it may be."""


class NotUnpacked(Exception):
    """A body is not packed as its server says."""


def bounded(blocks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Pass blocks on. Raises ``TooManyBytes`` before there are more than ``limit`` bytes."""
    total = 0
    for block in blocks:
        total += len(block)
        if total > limit:
            raise TooManyBytes
        yield block


def unpacked(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Undo a content coding, in blocks of at most ``UNPACKED_BLOCK_BYTES`` bytes. Raises ``NotUnpacked``."""
    if coding in ("", "identity"):
        return iter(blocks)
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise NotUnpacked(f"it is packed as {coding}, which was not asked for")
    return _inflated(blocks, coding)


def _inflated(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    unpacker = None
    for block in blocks:
        rest = block
        while rest:
            if unpacker is None or unpacker.eof:
                if unpacker and not rest.startswith(GZIP_MAGIC):
                    return  # gzip files may follow each other; anything else is padding
                # Some servers send deflate without the zlib header that it has by the book.
                is_bare = coding == "deflate" and rest[0] & 0x0F != zlib.DEFLATED
                unpacker = zlib.decompressobj(-zlib.MAX_WBITS if is_bare else GZIP_OR_ZLIB)
            yield from _out_of(unpacker, rest)
            rest = unpacker.unused_data
    if unpacker and not unpacker.eof:
        raise NotUnpacked("the packed body ends too early")


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
