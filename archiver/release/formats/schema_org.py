"""Things of schema.org, as JSON-LD and microdata have them."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any

from archiver.release.blocks import one_line

Thing = Mapping[str, Any]


def is_a(thing: Thing, kinds: frozenset[str]) -> bool:
    """Whether one of a thing's types is among these."""
    kind = thing.get("@type")
    return not kinds.isdisjoint(str(one) for one in (kind if isinstance(kind, list) else [kind]))


def text_in(value: object) -> str | None:
    """A property's words on one line; None for what is no text."""
    return one_line(unescape(value)) or None if isinstance(value, str) else None
