"""Typed text to lines: a blank line divides, and a printed address is a link."""

from __future__ import annotations

import re

from archiver.release.blocks import Address, Block, Page, meant, one_line

_PRINTED_ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s<>\"']{1,2000}[^\s<>\"'.,;:!?)\]]")


def read(text: str) -> Page:
    """The lines of a text as a person typed it or a browser saved it."""
    blocks: list[Block] = []
    after_gap = True
    for line in meant(text).split("\n"):
        typed = one_line(line)
        if typed:
            blocks.append(Block(typed, follows=not after_gap, addresses=_addresses(typed)))
        after_gap = not typed
    return Page(tuple(blocks))


def _addresses(line: str) -> tuple[Address, ...]:
    if "://" not in line:
        return ()
    return tuple(Address(found.group(), *found.span()) for found in _PRINTED_ADDRESS.finditer(line))
