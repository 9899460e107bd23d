"""Leads: the sentences between the title of a page and its text, which sum it up, wherever their markup stands."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.release.blocks import Block, is_prose
from archiver.release.layout.furniture import is_cookie_notice, is_furniture

_FARTHEST = 25  # lines from the title to the text


def lead_places(blocks: Sequence[Block], first: int) -> frozenset[int]:
    """The places of sentences between a text and the largest heading near above it, the last one of several.

    first: where the text begins
    """
    headings = [number for number in range(max(0, first - _FARTHEST), first) if blocks[number].level]
    title = min(reversed(headings), key=lambda number: blocks[number].level, default=first)
    near = range(title + 1, first)
    return frozenset(number for number in near if is_prose(blocks[number]) and not _is_around(blocks[number].text))


def _is_around(text: str) -> bool:
    return is_furniture(text) or is_cookie_notice(text)
