"""Recordings that a page's source declares: Open Graph, cards, schema.org in JSON-LD and microdata, enclosures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archiver.models import MediaLink
from archiver.release.blocks import one_line
from archiver.release.formats.html_elements import attribute
from archiver.release.formats.schema_org import Thing, is_a, text_in
from archiver.release.media_links.addresses import is_enclosed_sound, sound_behind, sound_format
from archiver.release.media_links.labels import labels_in

_OPEN_GRAPH = ("og:audio:secure_url", "og:audio:url", "og:audio")
_CARD = ("twitter:player:stream", "twitter:player:stream:content_type")
_SOUND_TYPES = frozenset(["AudioObject", "Audiobook", "MusicRecording"])
_MEDIA_TYPES = frozenset(["MediaObject", "PodcastEpisode", "RadioEpisode", "Episode", "Clip"])
_ADDRESSES = ("contentUrl", "embedUrl")
_VALUE_ATTRIBUTES = ("content", "href", "src", "datetime", "value")
_MOST_ELEMENTS = 200  # of one thing in microdata; things may stand in each other, and their time must not multiply
_DURATION = re.compile(
    r"P(?:0+Y)?(?:0+M)?(?:(?P<d>[0-9]{1,3})D)?"
    r"(?:T(?:(?P<h>[0-9]{1,3})H)?(?:(?P<m>[0-9]{1,4})M)?(?:(?P<s>[0-9]{1,6})(?:\.[0-9]+)?S)?)?"
)


def declared_sound(tree: LexborHTMLParser, metas: Mapping[str, str], things: Sequence[Thing]) -> Iterator[MediaLink]:
    """The recordings that a page's source declares, their addresses as written there.

    metas: meta tags by name
    things: the objects in the page's JSON-LD
    """
    yield from _in_metas(metas)
    for thing in (*things, *_microdata(tree)):
        yield from _in_thing(thing)
    for node in tree.css("link[href]"):
        address, kind = attribute(node, "href"), attribute(node, "type")
        relation = attribute(node, "rel").lower().split()
        is_sound = ("enclosure" in relation and is_enclosed_sound(address, kind)) or (
            "alternate" in relation and kind.startswith("audio/")
        )
        if is_sound:
            yield MediaLink(
                attribute(node, "title"), address, sound_format(address, kind), _bytes(attribute(node, "length"))
            )


def seconds_in(duration: str) -> float | None:
    """Seconds of an ISO 8601 duration (``PT12M38S``); None where it is none."""
    found = _DURATION.fullmatch(duration.strip())
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (int(found[unit] or 0) for unit in "dhms")
    return days * 86_400.0 + hours * 3600.0 + minutes * 60.0 + seconds or None


def _in_metas(metas: Mapping[str, str]) -> Iterator[MediaLink]:
    """The recordings of Open Graph and of a card; the secure address is another way to the same."""
    address = next((metas[name] for name in _OPEN_GRAPH if metas.get(name)), None)
    if address:
        kind = metas.get("og:audio:type")
        yield MediaLink(metas.get("og:audio:title", ""), address, sound_format(address, kind))
    stream, kind = (metas.get(name, "") for name in _CARD)
    if stream and (sound_format(stream) or kind.startswith("audio/")):
        yield MediaLink("", stream, sound_format(stream, kind))


def _in_thing(thing: Thing) -> Iterator[MediaLink]:
    """The recording that a thing of schema.org is; of other media only where the address says that it is sound."""
    address = next((address for name in _ADDRESSES if (address := text_in(thing.get(name)))), None)
    kind = text_in(thing.get("encodingFormat")) or text_in(thing.get("fileFormat")) or ""
    is_sound = is_a(thing, _SOUND_TYPES) or (
        is_a(thing, _MEDIA_TYPES) and address and (sound_format(address) or kind.startswith("audio/"))
    )
    if address and is_sound:
        size = next((label.kilobytes for label in labels_in(text_in(thing.get("contentSize")) or "")), None)
        address = sound_behind(address) or address
        yield MediaLink(
            label=text_in(thing.get("name")) or text_in(thing.get("description")) or "",
            url=address,
            format=sound_format(address, kind),
            announced_kb=size or _bytes(thing.get("contentSize")),
            announced_seconds=seconds_in(text_in(thing.get("duration")) or ""),
        )


def _microdata(tree: LexborHTMLParser) -> Iterator[Thing]:
    """The recordings in microdata, as JSON-LD would have them; and what a page or an article calls its ``audio``."""
    for scope in tree.css("[itemscope][itemtype]"):
        kind = attribute(scope, "itemtype").rpartition("/")[2]
        if kind in _SOUND_TYPES | _MEDIA_TYPES:
            thing: dict[str, str] = {"@type": kind}
            for node in islice(scope.traverse(), _MOST_ELEMENTS):
                for name in attribute(node, "itemprop").split():
                    thing.setdefault(name, _value(node))
            yield thing
    for node in tree.css("[itemprop~=audio], [itemprop~=associatedMedia]"):
        if sound_format(_value(node)):
            yield {"@type": "AudioObject", "contentUrl": _value(node)}


def _value(node: LexborNode) -> str:
    """A property's value: that of the attribute that its element has for it, or else its words."""
    return next((value for name in _VALUE_ATTRIBUTES if (value := attribute(node, name))), None) or one_line(
        node.text()
    )


def _bytes(size: object) -> int | None:
    """Kilobytes of a size that is a bare number of bytes."""
    digits = str(size) if isinstance(size, int) else text_in(size) or ""
    return round(int(digits) / 1000) if re.fullmatch("[0-9]{4,12}", digits) else None
