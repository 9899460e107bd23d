"""Which of a page's media links are one recording, and which are recordings of its text at all.

What stands in a sidebar, in a menu or outside ``<main>`` is rarely this page's briefing: a radio's bulletins, the
newest podcast. It is left out with a doubt that says where it is, unless its own words speak of a talk.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from archiver.models import MediaLink
from archiver.release.media_links.addresses import best, sound_format, stem_of

_SECURE = re.compile("^https:")
# Parameters that tell players, visitors and moments apart, and never recordings.
_COUNTER = re.compile(
    r"[?&](?:_|t|ts|time|timestamp|uuid|rnd|rand|random|cb|cache|cachebuster|nocache|dl|download|dest-id|dest|session"
    r"|session_?id|sid|token|sig|signature|expires|autoplay|played_on|utm_[a-z]+)=[^&#]*",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"\b(?:press conference|press briefing|briefing by|news conference|remarks|statement by|speech by|interview with"
    r"|conférence de presse|point de presse|discours d|déclaration d|allocution d|entretien avec"
    r"|pressekonferenz|pressegespräch|rede (?:von|des|der)|erklärung (?:von|des|der)"
    r"|(?:rueda|conferencia) de prensa|discurso d|declaración d|persconferentie|persbriefing|toespraak van)",
    re.IGNORECASE,
)
_MOST_TOLD = 3  # addresses in one doubt

Key = tuple[str | None, str | None, int | None]


def distinct(links: Iterable[MediaLink]) -> tuple[MediaLink, ...]:
    """One link for each recording, and for each label without an address; what one leaves out the other tells."""
    found: dict[Key, MediaLink] = {}
    for given in links:
        link = replace(given, url=_without_counter(given.url))
        key = recording_key(link)
        found[key] = _joined(found[key], link) if key in found else link
    return tuple(replace(link, label=link.label or _file_name(link.url)) for link in found.values())


def completed(link: MediaLink, other: MediaLink) -> MediaLink:
    """A link with what it leaves out itself told by another one."""
    return replace(
        link,
        label=link.label or other.label,
        format=link.format or other.format,
        announced_kb=link.announced_kb or other.announced_kb,
        announced_seconds=link.announced_seconds or other.announced_seconds,
    )


def own_recordings(
    links: Sequence[MediaLink], declared: Iterable[MediaLink], elsewhere: Iterable[str]
) -> tuple[tuple[MediaLink, ...], tuple[str, ...]]:
    """The recordings of a text, and doubts about those beside it.

    links: all that the page's lines and source name, each once
    declared: those that the source names as the page's own
    elsewhere: addresses of sound beside the text
    """
    declared_keys = {recording_key(link) for link in declared}
    beside = {key: url for url in elsewhere if (key := recording_key(MediaLink("", url))) not in declared_keys}
    kept = tuple(link for link in links if recording_key(link) not in beside or _TALK.search(link.label))
    spoken_of = [link.label for link in kept if beside.pop(recording_key(link), None)]
    asked = (f"{label!r} stands beside the text; see whether it is this page's recording" for label in spoken_of)
    return kept, (*asked, *_left_out(beside.values()))


def _left_out(addresses: Collection[str]) -> Iterator[str]:
    if addresses:
        several = f"{len(addresses)} recordings" if len(addresses) > 1 else "a recording"
        first = ", ".join(list(addresses)[:_MOST_TOLD]) + (", …" if len(addresses) > _MOST_TOLD else "")
        yield f"left out, as it stands beside the text: {several}, {first}; give the page's own with --audio"


def recording_key(link: MediaLink) -> Key:
    """What links to one recording have in common: the address without its format and what changes between players."""
    if not link.url:
        return None, link.label, link.announced_kb
    place, mark, query = _SECURE.sub("http:", link.url.partition("#")[0]).partition("?")
    kept = _COUNTER.sub("", f"&{query}").lstrip("&") if mark else ""
    return f"{place}?{kept}" if kept else stem_of(place), None, None


def _joined(link: MediaLink, other: MediaLink) -> MediaLink:
    """Two links to one recording as one: the better format, or the query of the link with words, or the shorter one."""
    formats = [(one, sound_format(one.url or "") or one.format) for one in (link, other)]
    if formats[0][1] != formats[1][1] and (chosen := best(formats)):
        rest = other if chosen is link else link
        seconds = chosen.announced_seconds or rest.announced_seconds
        return replace(chosen, label=chosen.label or rest.label, announced_seconds=seconds)
    better = min((link, other), key=lambda one: (not one.label, len(one.url or "")))
    has_other_query = (link.url or "").partition("?")[2] != (other.url or "").partition("?")[2]
    return replace(completed(link, other), url=better.url if has_other_query else link.url)


def _without_counter(url: str | None) -> str | None:
    """An address without the counter of a player (``a.mp3?_=1``) and without the place in the recording (``#t=10``)."""
    return re.sub(r"(?:[?&]_=[0-9]+)?(?:#.*)?$", "", url) if url else None


def _file_name(url: str | None) -> str:
    return unquote((url or "").rpartition("/")[2].partition("?")[0])
