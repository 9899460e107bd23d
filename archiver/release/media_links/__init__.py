"""Media links: the recordings that a line points to or names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from archiver.models import MediaLink
from archiver.release.layout.blocks import Address, Block, ends_sentence, is_sentence, resolve
from archiver.release.media_links.labels import MEASURES, SOUND, MediaLabel, labels_in, without_labels

_TYPES = {
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/x-mp3": "mp3",
    "mp3": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/x-m4a": "m4a",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/vnd.rn-realaudio": "ra",
    "audio/x-pn-realaudio": "ram",
}
# What a page calls a recording of which it says nothing else.
_ENGLISH_TALK = r"(?:press|briefing|conference|speech|statement|interview|remarks|address|meeting)\b"
_FRENCH_TALK = r"(?:conférence|point de presse|discours|déclaration|allocution|entretien|intervention)\b"
_SPOKEN_OF = re.compile(
    rf"(?:bullet )?(?P<label>audio (?:files?|recording|clip)|audio of the (?:[\w'’-]+ ){{0,3}}{_ENGLISH_TALK}.{{0,60}}"
    rf"|fichiers? (?:audio|son)|enregistrement (?:audio|sonore)|audio (?:du |de la |de l[’'])(?:\w+ ){{0,2}}"
    rf"{_FRENCH_TALK}.{{0,60}})",
    re.IGNORECASE,
)
_SECURE = re.compile("^https:")
_MEASURES = re.compile(rf"\b{MEASURES}", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
_MOST_LINK_WORDS = 12  # words; "Listen to the briefing." is no paragraph
_LONGEST_MEDIA_LINE = 150  # code points; longer is prose that mentions a recording


def links_in(block: Block, base: str | None) -> list[MediaLink]:
    """The recordings of a line, their addresses resolved against ``base``."""
    if block.addresses:
        return list(_pointed_at(block, base))
    if is_sentence(block.text):
        return []
    labels = (label for label in labels_in(block.text) if label.alone)
    named = [MediaLink(label.words, None, label.format, label.kilobytes, label.seconds) for label in labels]
    spoken_of = None if named else _SPOKEN_OF.fullmatch(block.text[:_LONGEST_MEDIA_LINE])
    return [MediaLink(spoken_of["label"])] if spoken_of else named


def is_spoken_of(line: str) -> bool:
    """Whether a line only says that there is a recording (``Audio file``)."""
    return bool(_SPOKEN_OF.fullmatch(line))


def is_media_line(block: Block) -> bool:
    """Whether a line with media links says nothing else."""
    said = without_labels(block.text)
    after = without_labels(block.text[block.addresses[-1].end :]) if block.addresses else ""
    is_sentence = ends_sentence(said) and (len(said.split()) > _MOST_LINK_WORDS or any(map(str.isalnum, after)))
    return len(said) <= _LONGEST_MEDIA_LINE and not is_sentence


def is_middle_of_sentence(block: Block) -> bool:
    """Whether a line with a media link, right below a text, goes on with it: its words tell nothing of a file."""
    return block.follows and block.text[:1].islower() and not labels_in(block.text)


def is_other_file(line: str) -> bool:
    """Whether a line only offers a video or a document (``Video - .wmv/ 9.025kb``)."""
    labels = labels_in(line)
    others = bool(labels) and all(label.sound is False and label.kilobytes for label in labels)
    return others and not any(map(str.isalnum, line[labels[-1].end :]))


def distinct(links: Iterable[MediaLink]) -> tuple[MediaLink, ...]:
    """One link for each address, and for each label without one; what one of them leaves out the other tells."""
    found: dict[tuple[str | None, str | None, int | None], MediaLink] = {}
    for given in links:
        link = replace(given, url=_without_counter(given.url))
        key = (_SECURE.sub("http:", link.url), None, None) if link.url else (None, link.label, link.announced_kb)
        found[key] = completed(found.get(key, link), link)
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


def _without_counter(url: str | None) -> str | None:
    """An address without the counter of a player (``a.mp3?_=1``) and without the place in the recording (``#t=10``)."""
    return re.sub(r"(?:[?&]_=[0-9]+)?(?:#.*)?$", "", url) if url else None


def _pointed_at(block: Block, base: str | None) -> Iterator[MediaLink]:
    done = 0
    for number, address in enumerate(block.addresses):
        following = block.addresses[number + 1].start if number + 1 < len(block.addresses) else len(block.text)
        told = _told(block.text, min(done, address.start), address, max(following, address.end))
        if _is_sound(address, told):
            start = min(done, address.start) if is_media_line(block) else address.start
            words = without_labels(block.text[start : address.end])
            yield MediaLink(
                label=words or address.title,
                url=resolve(base, address.href),
                format=_format(address) or (told.format if told else None),
                announced_kb=told.kilobytes if told else None,
                announced_seconds=told.seconds if told else None,
            )
        done = max(address.end, told.end if told else 0)


def _told(text: str, start: int, address: Address, following: int) -> MediaLabel | None:
    """What the words inside or right after a link, or else those before it, tell of the file behind it."""
    for label in labels_in(text[address.start : following]):
        after = _MEASURES.sub("", text[address.end : max(address.end, address.start + label.start)])
        if not any(map(str.isalnum, after)):
            return replace(label, start=address.start + label.start, end=address.start + label.end)
    before = labels_in(text[start : address.start])
    return replace(before[-1], end=0) if before else None


def _is_sound(address: Address, told: MediaLabel | None) -> bool:
    scheme = _SCHEME.match(address.href)
    if address.href.startswith("#") or (scheme and scheme[1].lower() not in ("http", "https", "ftp")):
        return False
    if _format(address) or (address.media_type or "").startswith("audio/"):
        return True
    return told is not None and told.end > address.start and bool(told.sound) and told.alone


def _format(address: Address) -> str | None:
    return sound_format(address.href, address.media_type)


def sound_format(href: str, media_type: str | None = None) -> str | None:
    """The sound format that an address ends in, or else the one that its declared type names."""
    try:
        suffix = PurePosixPath(unquote(urlsplit(href).path)).suffix.lstrip(".").lower()
    except ValueError:
        suffix = ""
    return suffix if suffix in SOUND else _TYPES.get((media_type or "").partition(";")[0].strip().lower())


def _file_name(url: str | None) -> str:
    return unquote((url or "").rpartition("/")[2].partition("?")[0])
