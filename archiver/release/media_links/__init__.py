"""Media links: the recordings that a line points to or names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archiver.models import MediaLink
from archiver.release.blocks import Address, Block, ends_sentence, is_sentence, resolve
from archiver.release.media_links.addresses import sound_format
from archiver.release.media_links.labels import MEASURES, PLAYLISTS, MediaLabel, labels_in, without_labels

# What a page calls a recording of which it says nothing else.
_ENGLISH_TALK = r"(?:press|briefing|conference|speech|statement|interview|remarks|address|meeting)\b"
_FRENCH_TALK = r"(?:conférence|point de presse|discours|déclaration|allocution|entretien|intervention)\b"
_SPOKEN_OF = re.compile(
    rf"(?:bullet )?(?P<label>audio (?:files?|recording|clip)|audio of the (?:[\w'’-]+ ){{0,3}}{_ENGLISH_TALK}.{{0,60}}"
    rf"|fichiers? (?:audio|son)|enregistrement (?:audio|sonore)|audio (?:du |de la |de l[’'])(?:\w+ ){{0,2}}"
    rf"{_FRENCH_TALK}.{{0,60}}"
    r"|audiodateien?|audiomitschnitt|tonaufnahme|archivos? de audio|grabación|audiobestand|geluidsopname)",
    re.IGNORECASE,
)
_FILM = re.compile(r"\b(?:vid[eé]os?|films?|webcast|filmpje)\b", re.IGNORECASE)
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


def _pointed_at(block: Block, base: str | None) -> Iterator[MediaLink]:
    done = 0
    for number, address in enumerate(block.addresses):
        following = block.addresses[number + 1].start if number + 1 < len(block.addresses) else len(block.text)
        told = _told(block.text, min(done, address.start), address, max(following, address.end))
        if _is_sound(address, told):
            start = min(done, address.start) if is_media_line(block) else address.start
            words = without_labels(block.text[start : address.end])
            if _format(address) in PLAYLISTS and _FILM.search(words or address.title):
                continue
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
