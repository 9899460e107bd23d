"""Leads: the sentences between the title of a page and its text, which sum it up, wherever their markup stands."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.release.layout.blocks import Block, is_prose
from archiver.release.layout.furniture import is_cookie_notice, is_furniture

_FARTHEST = 8  # lines below the title


def lead_places(blocks: Sequence[Block], first: int) -> frozenset[int]:
    """The places of sentences below the last title above a text.

    first: where the text begins
    """
    title = next((number for number in reversed(range(first)) if blocks[number].level == 1), first)
    near = range(title + 1, min(first, title + 1 + _FARTHEST))
    return frozenset(number for number in near if is_prose(blocks[number]) and not _is_around(blocks[number].text))


def _is_around(text: str) -> bool:
    return is_furniture(text) or is_cookie_notice(text)
