"""JSON Feed (jsonfeed.org): the entries of a feed in JSON, told as feedparser tells those in XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from archiver.release.formats.json_text import loaded

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')
_Parsed = tuple[dict[str, Any], list[dict[str, Any]]]


def is_json_feed(text: str) -> bool:
    """Whether a text is a feed in JSON, whatever the server calls it."""
    return text.lstrip("\ufeff \t\r\n").startswith("{") and _VERSION.search(text) is not None


def parsed(data: bytes) -> _Parsed | None:
    """What a feed in UTF-8 says of itself, and its entries; None for what is no JSON Feed."""
    whole = _loaded(data.decode("utf-8", "replace"))
    if whole is None:
        return None
    told = {"title": _text(whole, "title"), "link": _text(whole, "home_page_url"), "language": _text(whole, "language")}
    return told, [_entry(item) for item in _dicts(whole.get("items"))]


def entries(text: str) -> Iterator[bytes]:
    """Each entry as a feed of its own, with nothing else of the feed but whose it is."""
    whole = _loaded(text) or {}
    kept = {name: whole[name] for name in ("version", "title", "home_page_url", "language") if name in whole}
    for item in _dicts(whole.get("items")):
        yield json.dumps({**kept, "items": [item]}, ensure_ascii=False).encode("utf-8", "replace")


def _loaded(text: str) -> dict[str, Any] | None:
    """The feed; None where the text is no JSON, or JSON of another kind."""
    if not is_json_feed(text):
        return None
    try:
        whole = loaded(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return whole if isinstance(whole, dict) else None


def _entry(item: Mapping[str, Any]) -> dict[str, Any]:
    """An entry under the names that feedparser has."""
    page = _text(item, "content_html") or _text(item, "content_text")
    attached = list(_dicts(item.get("attachments")))
    seconds = next((file["duration_in_seconds"] for file in attached if file.get("duration_in_seconds")), None)
    told = {
        "id": str(item.get("id") or ""),
        "link": _text(item, "url") or _text(item, "external_url"),
        "title": _text(item, "title"),
        "summary": _text(item, "summary"),
        "content": [{"value": page}] if page else [],
        "published_parsed": _day(_text(item, "date_published")),
        "updated_parsed": _day(_text(item, "date_modified")),
        "enclosures": [_enclosure(file) for file in attached],
        "itunes_duration": str(seconds or "").partition(".")[0],
    }
    return {name: value for name, value in told.items() if value}


def _enclosure(file: Mapping[str, Any]) -> dict[str, str]:
    size = file.get("size_in_bytes")
    length = str(size) if isinstance(size, int) else ""
    return {"href": _text(file, "url"), "type": _text(file, "mime_type"), "length": length}


def _day(printed: str) -> tuple[int, int, int] | None:
    try:
        day = date.fromisoformat(printed[:10])
    except ValueError:
        return None
    return day.year, day.month, day.day


def _dicts(value: object) -> Iterator[Mapping[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
