"""Playlists: small texts that a server sends where sound was expected, and the file that they name.

Old press pages link ``briefing.ram`` or ``briefing.m3u``: one line with the address of the sound. Windows Media has it
in tags (``<asx><ref href=…>``), and so have XSPF and SMIL. A playlist is followed for one step, to one file; a list of
the pieces of a stream (HLS) is no recording, and neither is one of many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from archiver.errors import DownloadFailed
from archiver.fetch.http import is_address

LARGEST = 1 << 16  # bytes; a list with one file in it is shorter than this page
ENDINGS = (".m3u", ".m3u8", ".pls", ".ram", ".asx", ".wax", ".xspf", ".smil", ".smi")
TYPES = ("audio/x-mpegurl", "audio/mpegurl", "application/vnd.apple.mpegurl", "audio/x-scpls", "audio/x-pn-realaudio")
_IN_TAGS = re.compile(r"\s*(?:<[?!][^>]{0,300}>\s*){0,9}<(?:asx|smil|playlist)\b", re.IGNORECASE)
_SECTIONS = ("[playlist]", "[reference]")  # as .pls and the oldest .asx have them
_KEYS = re.compile(r"(?:file|ref)[0-9]*", re.IGNORECASE)


def named_in(path: Path, url: str, media_type: str | None) -> str | None:
    """The address that a playlist names; None for what is no playlist.

    url: what the addresses in it are relative to

    Raises ``DownloadFailed`` for a playlist that does not name one file that can be fetched.
    """
    text = _text(path)
    if text is None or not _is_playlist(text, url, media_type):
        return None
    if "#EXT-X-" in text:
        raise no_recording(f"{url} is an HLS playlist, the pieces of a stream and no recording")
    try:
        named = {urljoin(url, entry) for entry in _entries(text)}
        if _IN_TAGS.match(text):  # one sound by several ways: mms:, rtsp: and http:
            named = set(filter(is_address, named)) or named
    except ValueError as error:
        raise no_recording(f"{url} is a playlist that cannot be read: {error}") from error
    if len(named) != 1:
        raise no_recording(f"{url} is a playlist of {len(named) or 'no'} files, not of one")
    (target,) = named
    if not is_address(target):
        raise no_recording(f"{url} is a playlist of {target}, which is no http address")
    return target


def no_recording(message: str) -> DownloadFailed:
    """A playlist came and is all that there is: the server did answer, and no other copy would say more."""
    return DownloadFailed(message, hint="give the sound with --audio FILE", status=200)


def _text(path: Path) -> str | None:
    """The beginning of a file as text; None where it is none."""
    with path.open("rb") as file:
        data = file.read(LARGEST)
    return None if b"\0" in data else data.decode("utf-8-sig", errors="replace")


def _is_playlist(text: str, url: str, media_type: str | None) -> bool:
    """Whether a text is a playlist by its first line, or by its name and type and not being a page."""
    first = text.lstrip()[:10].lower()
    if first.startswith(("#extm3u", *(section[:10] for section in _SECTIONS))) or _IN_TAGS.match(text):
        return True
    told = urlsplit(url).path.lower().endswith(ENDINGS) or (media_type or "").partition(";")[0].strip().lower() in TYPES
    entries = _entries(text)
    addresses = bool(entries) and all("://" in entry.partition(" ")[0] for entry in entries)
    return addresses or (told and bool(entries) and not first.startswith("<"))


def _entries(text: str) -> list[str]:
    """The files that a playlist names, in any of the ways of writing one."""
    if _IN_TAGS.match(text):
        return list(_in_tags(text))
    lines = [line.strip() for line in text.splitlines()]
    if lines and lines[0].lower() in _SECTIONS:
        pairs = (line.partition("=") for line in lines)
        return [value.strip() for key, _, value in pairs if _KEYS.fullmatch(key.strip()) and value.strip()]
    played = takewhile(lambda line: line.lower() != "--stop--", lines)  # as .ram has it
    return [line for line in played if line and not line.startswith("#")]


def _in_tags(text: str) -> Iterator[str]:
    """The files of ASX, SMIL and XSPF, which people write as loosely as HTML, and in capitals as well."""
    for node in LexborHTMLParser(text).css("ref, audio, video, media, location"):
        named = node.attributes.get("href") or node.attributes.get("src")
        if node.tag == "location":
            named = named or node.text()
        if named and named.strip():
            yield named.strip()
