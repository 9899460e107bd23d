"""Families of addresses: pages that a site names in one way, and those that are no page of their own."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from archiver.release.media_links.addresses import sound_format

_DIGITS = re.compile("[0-9]+")
_DOCUMENT_SUFFIXES = (
    "pdf doc docx rtf odt xls xlsx ods csv ppt pptx odp ps epub zip gz tar 7z jpg jpeg png gif tif tiff bmp svg webp "
    "ico mp4 m4v wmv avi mov mpg mpeg webm flv rm asx m3u m3u8 xml rss atom json ics css js exe"
)
_DOCUMENTS = frozenset(_DOCUMENT_SUFFIXES.split())
# What the addresses of the further pages of a list, or of another order of it, differ in.
_TURNING = "page paged pg pageno p start offset from seite pagina sort order orderby dir per_page year month"
_TURNS = frozenset(_TURNING.split())
_TURNED = re.compile(r"/(?:page|seite|pagina)?/?[0-9]{1,4}/?")
_INDEX = re.compile(r"(?:index|default|home|welcome)(?:\.\w{1,5})?", re.IGNORECASE)

Family = tuple[str, str, str]


def family_of(address: str) -> Family:
    """The host, the folder with its numbers made equal, and how the page's name in it is made.

    Names are numbers, codes with digits in them, slugs of several words, plain words, or none at all.
    """
    parts = urlsplit(address)
    *folders, name = [part for part in parts.path.split("/") if part] or [""]
    if any(_DIGITS.search(value) for _, value in parse_qsl(parts.query)):
        keys = ",".join(sorted({key for key, _ in parse_qsl(parts.query)}))
        return host_of(address), f"{parts.path}?{keys}", "number"
    return host_of(address), _DIGITS.sub("0", "/".join(folders)), _made_of(name)


def is_numbered(family: Family) -> bool:
    """Whether pages of this family are named as the members of a series are."""
    return family[2] in ("number", "code", "slug")


def _made_of(name: str) -> str:
    if not name or _INDEX.fullmatch(name):
        return "none"
    stem = name.partition(".")[0] if name.count(".") == 1 else name.rpartition(".")[0] or name
    if stem.isdigit():
        return "number"
    if len(re.findall("[-_+]|%20", stem)) > 1:
        return "slug"
    return "code" if _DIGITS.search(stem) else "word"


def host_of(address: str) -> str:
    """The host of an address without www; empty for a relative one."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def is_page(address: str) -> bool:
    """Whether an address does not end like that of a recording, a picture or a document."""
    suffix = urlsplit(address).path.rpartition(".")[2].lower()
    return suffix not in _DOCUMENTS and not sound_format(address)


def is_same_list(address: str, own: str, words: str) -> bool:
    """Whether an address is that of the list itself, or of a further page of it."""
    one, other = urlsplit(address), urlsplit(own)
    if host_of(address) != host_of(own):
        return False
    path, own_path = _without_index(one.path), _without_index(other.path)
    if path != own_path:
        return path.startswith(own_path) and bool(_TURNED.fullmatch(path[len(own_path) :])) and words.isdigit()
    differing = {key for key, _ in set(parse_qsl(one.query)) ^ set(parse_qsl(other.query))}
    return differing <= _TURNS and (differing != {"p"} or len(words.split()) < 2)


def _without_index(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return folder if not name or _INDEX.fullmatch(name) else path
