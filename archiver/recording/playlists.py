"""Playlists: small texts that a server sends where sound was expected, and the file that they name.

Old press pages link ``briefing.ram`` or ``briefing.m3u``: one line with the address of the sound. A playlist is
followed for one step, to one file; a list of the pieces of a stream (HLS) is no recording, and neither is one of many.
"""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from archiver.errors import DownloadFailed
from archiver.fetch.http import is_address

LARGEST = 1 << 16  # bytes; a list with one file in it is shorter than this page
ENDINGS = (".m3u", ".m3u8", ".pls", ".ram")
TYPES = ("audio/x-mpegurl", "audio/mpegurl", "application/vnd.apple.mpegurl", "audio/x-scpls", "audio/x-pn-realaudio")


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
    if first.startswith(("#extm3u", "[playlist]")):
        return True
    told = urlsplit(url).path.lower().endswith(ENDINGS) or (media_type or "").partition(";")[0].strip().lower() in TYPES
    entries = _entries(text)
    addresses = bool(entries) and all("://" in entry.partition(" ")[0] for entry in entries)
    return addresses or (told and bool(entries) and not first.startswith("<"))


def _entries(text: str) -> list[str]:
    """The files that a playlist names, in any of the three ways of writing one."""
    lines = [line.strip() for line in text.splitlines()]
    if lines and lines[0].lower() == "[playlist]":
        pairs = (line.partition("=") for line in lines)
        return [value.strip() for key, _, value in pairs if key.lower().startswith("file") and value.strip()]
    played = takewhile(lambda line: line.lower() != "--stop--", lines)  # as .ram has it
    return [line for line in played if line and not line.startswith("#")]
