"""Sound addresses: the format that one ends in, and those inside scripts and the settings of players.

A player's page has the sound in its query (``player.html?file=/a/b.mp3``), Flash in its variables
(``mp3=/a/b.mp3&autoplay=0``), others have it in JSON or between the quotes of a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from mimetypes import MimeTypes
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from archiver.release.media_links.labels import PLAYLISTS, SOUND

_TYPES = {
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/x-mp3": "mp3",
    "audio/mpeg3": "mp3",
    "mp3": "mp3",
    "audio/ogg": "ogg",
    "audio/opus": "opus",
    "audio/mp4": "m4a",
    "audio/x-m4a": "m4a",
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/x-ms-wma": "wma",
    "audio/x-ms-wax": "wax",
    "audio/x-mpegurl": "m3u",
    "audio/mpegurl": "m3u",
    "audio/x-scpls": "pls",
    "application/xspf+xml": "xspf",
    "audio/vnd.rn-realaudio": "ra",
    "audio/x-pn-realaudio": "ram",
}
# Of one recording in several formats the first of these that there is: the one that plays everywhere, then by quality.
_BEST = ("mp3", "m4a", "flac", "wav", "aac", "opus", "ogg", "oga")
# What servers say of files of which they know nothing.
_ANY_TYPE = (
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/force-download",
    "application/download",
    "application/x-download",
)
_KNOWN_ENDINGS = MimeTypes()
_NAMES_SOUND = re.compile(rf"\.(?:{'|'.join((*SOUND, *PLAYLISTS))})(?![a-z0-9])", re.IGNORECASE)
_ENDING = re.compile(_NAMES_SOUND.pattern + r"(?=[?#]|$)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?![\w.-]{1,60}=)[^\s\"'`<>{}()|\\^*\[\],;]{1,2000}")
_WHOLE_SETTING = re.compile(r"[\"'`]")
_LIST = re.compile(r"[|,;\s()]+")
# Scripts that hand a file out under its name, and those that spread the word of it.
_HANDS_OUT = re.compile(
    r"down_?load|t[ée]l[ée]charg|(?:get|send|serve|fetch|deliver)[\w-]{0,20}\.\w+$|/dl\b", re.IGNORECASE
)
_SPREADS = re.compile(r"share|sharer|intent|mailto:|whatsapp|telegram|partage", re.IGNORECASE)
# What a page rings and clicks with, and the silence that a player begins with.
_EFFECT = re.compile(
    r"(?:^|/)(?:alarm|beep|bell|blank|click|ding|empty|notification|silence|silent)\.\w+(?:[?#].*)?$", re.IGNORECASE
)
_PLAYS = re.compile(r"play|listen|[ée]cout|audio|pop_?up|embed|\.swf$|h[öo]r|escuch|luister", re.IGNORECASE)
_DEEPEST = 5  # settings inside settings: a script's call, an address, its query, JSON in there, a list of files

_T = TypeVar("_T")


def sound_format(href: str, media_type: str | None = None) -> str | None:
    """The sound format that an address ends in, or else the one that its declared type names."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return _format_of_type(media_type)
    own = _suffix(parts.path)
    if not own and _HANDS_OUT.search(parts.path):
        own = next(filter(None, (_suffix(value) for _, value in _settings(parts.query))), None)
    return own or _format_of_type(media_type)


def is_enclosed_sound(href: str, media_type: str = "") -> bool:
    """Whether what a page or an entry brings along is sound: said so, or of no other kind that anybody names."""
    if sound_format(href, media_type) or media_type.startswith("audio/"):
        return True
    try:
        suffix = PurePosixPath(unquote(urlsplit(href).path)).suffix
    except ValueError:
        return False
    told = _KNOWN_ENDINGS.guess_type(f"x{suffix}")[0] or ""
    return bool(href) and told in _ANY_TYPE and media_type.partition(";")[0].strip().lower() in _ANY_TYPE


def sound_behind(href: str) -> str | None:
    """The sound that an address leads to: itself, or what a player's page has in its query; None for neither."""
    if sound_format(href):
        return href
    try:
        path = urlsplit(href).path
    except ValueError:
        return None
    inner = next(sounds_in(href), None) if "?" in href or "#" in href else None
    return inner if inner and ("/" in inner or _PLAYS.search(path)) else None


def sounds_in(value: str, depth: int = _DEEPEST) -> Iterator[str]:
    """The addresses of sound in an attribute or a script: the whole, or inside its query, its JSON, its quotes."""
    if not depth or not _NAMES_SOUND.search(value):
        return
    value = value.strip().replace("\\/", "/").replace("\\u0026", "&")
    if _ADDRESS.fullmatch(value):
        if _EFFECT.search(value):
            return
        if sound_format(value):
            yield value
            return
        if _SPREADS.search(value.partition("?")[0]):
            return
    for piece in _pieces(value):
        yield from sounds_in(piece, depth - 1)


def best(found: Iterable[tuple[_T, str | None]]) -> _T | None:
    """Of one recording in several formats the one to keep; None of none.

    found: each with its format
    """
    ranked = [(_BEST.index(format_) if format_ in _BEST else len(_BEST), one) for one, format_ in found]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def stem_of(address: str) -> str:
    """An address without the ending that tells its format."""
    return _ENDING.sub("", address)


def best_of_each(addresses: Iterable[str]) -> list[str]:
    """One address for each recording: those that differ only in their ending are one in several formats."""
    stems: dict[str, list[str]] = {}
    for address in addresses:
        stems.setdefault(stem_of(address), []).append(address)
    chosen = (best((one, sound_format(one)) for one in same) for same in stems.values())
    return [one for one in chosen if one]


def _pieces(value: str) -> list[str]:
    if _WHOLE_SETTING.search(value):
        return _WHOLE_SETTING.split(value)
    if settings := _settings(re.split(r"[?#]", value, maxsplit=1)[-1]):
        return [said.replace(" ", "%20") for _, said in settings]
    pieces = _LIST.split(value)
    return pieces if len(pieces) > 1 else []


def _settings(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query)
    except ValueError:
        return []


def _suffix(path: str) -> str | None:
    suffix = PurePosixPath(unquote(path)).suffix.lstrip(".").lower()
    return suffix if suffix in SOUND or suffix in PLAYLISTS else None


def _format_of_type(media_type: str | None) -> str | None:
    return _TYPES.get((media_type or "").partition(";")[0].strip().lower())
