"""Encodings of caption files: the text in bytes that say, or do not say, how they are to be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archiver.vocabulary import frequency

# Code pages in which caption programs wrote before UTF-8, with the languages that they are for; likelier ones first.
CODE_PAGES: Mapping[str, tuple[str, ...]] = {
    "windows-1252": ("fr", "de", "es", "pt", "it", "nl", "sv", "fi"),
    "windows-1250": ("pl", "cs", "hu", "sk", "sl", "ro", "sh"),
    "windows-1251": ("ru", "uk", "bg", "sh", "mk"),
    "windows-1253": ("el",),
    "windows-1254": ("tr",),
    "iso8859-2": ("pl", "cs", "hu", "sk", "sl", "ro", "sh"),
    "koi8-r": ("ru", "bg"),
    "iso8859-5": ("ru", "bg", "sh"),
    "mac-roman": ("fr", "de", "es", "pt", "it", "nl", "sv", "fi"),
    "cp850": ("fr", "de", "es", "pt", "it", "nl", "sv", "fi"),
    "cp852": ("pl", "cs", "hu", "sk", "sl"),
    "cp866": ("ru", "bg"),
}
MOST_WORDS = 400  # with letters beyond ASCII; more does not change the answer
ODD_SHARE = 0.1  # of the bytes beyond ASCII: up to this many wrong ones, a file is UTF-8 with slips


def decoded(data: bytes) -> tuple[str, str, list[str]]:
    """The text of bytes, the encoding, and what is to be told about it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16"), "utf-16", []
    pairs = data[: len(data) // 2 * 2][:2000]
    if len(pairs) > 8 and max(pairs[0::2].count(0), pairs[1::2].count(0)) > len(pairs) // 4:
        encoding = "utf-16-be" if pairs[0::2].count(0) > pairs[1::2].count(0) else "utf-16-le"
        return data.decode(encoding), encoding, []
    try:
        return data.decode("utf-8-sig"), "utf-8", []
    except UnicodeDecodeError:
        return _slips(data) or _code_page(data)


def _slips(data: bytes) -> tuple[str, str, list[str]] | None:
    """UTF-8 in which a few bytes are of windows-1252, as where lines were pasted from elsewhere; else None."""
    text = data.decode("utf-8-sig", "surrogateescape")
    odd = re.findall(r"[\udc80-\udcff]", text)
    beyond = len(re.findall(r"[^\x00-\x7f\udc80-\udcff]", text))
    if len(odd) > max(1, ODD_SHARE * (beyond + len(odd))) or not beyond:
        return None
    places = [n for n, line in enumerate(text.splitlines(), 1) if re.search(r"[\udc80-\udcff]", line)]
    mended = re.sub(r"[\udc80-\udcff]", lambda found: bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    lines = ", ".join(str(n) for n in places[:10]) + ("…" if len(places) > 10 else "")
    return mended, "utf-8", [f"{len(odd)} bytes that are not UTF-8 were read as windows-1252 (line {lines})"]


def _code_page(data: bytes) -> tuple[str, str, list[str]]:
    """The code page in which most of the words with letters beyond ASCII are words of one of its languages."""
    read = {page: text for page in CODE_PAGES if (text := _read(data, page)) is not None}
    if not read:
        raise ValueError("its bytes are no text in any encoding that we know")
    known = {page: _known(text, CODE_PAGES[page]) for page, text in read.items()}
    best = max(read, key=lambda page: known[page])
    told = f"it does not say its encoding; read as {best}"
    if known[best] < 0:
        told += ", a guess: look whether its accents are right"
    return read[best], best, [] if best == "windows-1252" and known[best] >= 0 else [told]


def _read(data: bytes, page: str) -> str | None:
    try:
        text = data.decode(page)
    except UnicodeDecodeError:
        return None
    return None if re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", text) else text


def _known(text: str, languages: tuple[str, ...]) -> int:
    """How many more words with letters beyond ASCII are known in the likeliest of the languages than are not."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    odd = [word for word in words if not word.isascii() and len(word) > 1][:MOST_WORDS]
    marks = len(re.findall(r"(?<=\w)[’'´](?=\w)|[«»“”„…–—]", text[:20_000]))

    score = max(sum(1 if frequency(word, language) else -1 for word in odd) for language in languages)
    return score * 2 + min(marks, 2 * len(odd))
