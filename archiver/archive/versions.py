"""Readings of one capture: what a newer one takes over from the older, and how the two differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from archiver.models import MediaLink, Paragraph, Release, Translation

FACTS = ("title", "number", "issuer", "date", "updated", "language")
NOT_FETCHED = "not fetched yet"
NOT_ASKED = "not fetched (--no-fetch)"


@dataclass(frozen=True, slots=True)
class KnownLink:
    """A media link with what came of it.

    recording_id: None while it was not obtained
    reason: why it was not
    by_hand: whether a person added it, and not the page
    """

    printed: MediaLink
    recording_id: int | None = None
    reason: str | None = NOT_FETCHED
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a reading tells of a release; ``doubts``, ``lost`` and ``translations`` are as in ``Release``."""

    facts: Mapping[str, str | None]
    paragraphs: tuple[Paragraph, ...]
    links: tuple[KnownLink, ...]
    doubts: tuple[str, ...] = ()
    lost: float = 0.0
    translations: tuple[Translation, ...] = ()


def read_again(older: Reading, release: Release, edited: Collection[str] = (), *, base_known: bool = True) -> Reading:
    """A new reading of the same bytes, with what people and the network added to the older one.

    edited: facts that a person corrected; they stay
    base_known: whether the page was read with the address that its links are relative to; if not, links that are the
        same keep the address that they have
    """
    facts = {name: older.facts[name] if name in edited else getattr(release, name) for name in FACTS}
    links = _taken_over(older.links, release.media, keep_addresses=not base_known)
    return Reading(facts, release.paragraphs, links, release.doubts, release.lost, release.translations)


def differences(older: Reading, newer: Reading) -> list[str]:
    """What a person would see change, in a few words each; empty for readings that are the same."""
    return [
        *(name for name in FACTS if older.facts[name] != newer.facts[name]),
        *_counted("paragraph", older.paragraphs, newer.paragraphs),
        *_counted("media link", [link.printed for link in older.links], [link.printed for link in newer.links]),
    ]


def _counted(what: str, older: Sequence[object], newer: Sequence[object]) -> list[str]:
    more = len(newer) - len(older)
    number = abs(more) or sum(before != after for before, after in zip(older, newer, strict=True))
    how = "more" if more > 0 else "fewer" if more else "changed"
    return [f"{number} {what}{'s' * (number != 1)} {how}"] if number else []


def _taken_over(
    older: Sequence[KnownLink], read: Sequence[MediaLink], *, keep_addresses: bool
) -> tuple[KnownLink, ...]:
    """The links as read now, with what came of them; what was obtained or added by hand stays, read or not."""
    pairs = _pairs(older, read)
    newer = [
        _continued(older[pairs[place]], link, keep_addresses) if place in pairs else KnownLink(link)
        for place, link in enumerate(read)
    ]
    left = (link for place, link in enumerate(older) if place not in pairs.values())
    return (*newer, *(link for link in left if link.recording_id or link.by_hand))


def _continued(before: KnownLink, link: MediaLink, keep_address: bool) -> KnownLink:
    if keep_address and before.printed.url and link.url:
        link = replace(link, url=before.printed.url)
    tried = before.recording_id or before.printed.url == link.url  # why one address failed says nothing about another
    return KnownLink(link, before.recording_id, before.reason if tried else NOT_FETCHED)


# Two media links are the same if one of these says so; the surest goes first.
_SAME_LINK: tuple[Callable[[MediaLink, MediaLink], bool], ...] = (
    lambda before, link: (before.label, before.url) == (link.label, link.url),
    lambda before, link: bool(link.url) and before.url == link.url,
    lambda before, link: before.label == link.label and not _lead_apart(before, link),
    # one of the addresses was made from what is printed in another way
    lambda before, link: before.label == link.label and _file_name(before) == _file_name(link),
)


def _lead_apart(before: MediaLink, link: MediaLink) -> bool:
    """Whether the links have different addresses."""
    return bool(before.url and link.url and before.url != link.url)


def _file_name(link: MediaLink) -> str:
    return (link.url or "").rpartition("/")[2]


def _pairs(older: Sequence[KnownLink], read: Sequence[MediaLink]) -> dict[int, int]:
    """From the links as read now to the older ones that are the same, by their places; the surest first."""
    pairs: dict[int, int] = {}
    for same in _SAME_LINK:
        for place, link in enumerate(read):
            free = (n for n, before in enumerate(older) if n not in pairs.values() and same(before.printed, link))
            if place not in pairs and (found := next(free, None)) is not None:
                pairs[place] = found
    if len(older) == len(read) == 1 and not _lead_apart(older[0].printed, read[0]):
        return {0: 0}  # the page's one link, whatever it is called now
    return pairs
