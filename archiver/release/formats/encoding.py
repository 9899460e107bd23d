"""Bytes to text: is it text at all, and which characters do the bytes mean?"""

from __future__ import annotations

import codecs
import re
import string
from collections import Counter
from typing import NamedTuple

from archiver.errors import NotAPage

AS_TEXT = "save it as plain text or HTML, and archive that with --url, the address that it came from"
BY_READER = "unpack it, and archive the HTML file in it that has the text"
BY_BROWSER = "open it in a browser, save it as “HTML only”, and archive that with --url, the address that it came from"
_ZIP = (b"PK\x03\x04",)


class _Kind(NamedTuple):
    """A kind of file that is no page.

    begins: how its bytes begin
    hint: what helps, where it may hold a release
    within: what else is in it
    """

    name: str
    begins: tuple[bytes, ...]
    hint: str | None = None
    within: bytes = b""


_KINDS = (
    _Kind("a picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"II*\x00", b"MM\x00*")),
    _Kind("a PDF", (b"%PDF-",), f"{AS_TEXT}; `pdftotext -layout` does it, too"),
    _Kind("a Word document", _ZIP, AS_TEXT, b"word/document.xml"),
    _Kind("an OpenDocument text", _ZIP, AS_TEXT, b"mimetypeapplication/vnd.oasis.opendocument.text"),
    _Kind("an EPUB book", _ZIP, BY_READER, b"mimetypeapplication/epub+zip"),
    _Kind("a word processor's file", (b"{\\rtf", b"\xd0\xcf\x11\xe0"), AS_TEXT),
    _Kind("sound", (b"ID3\x02", b"ID3\x03", b"ID3\x04", b"fLaC", b"OggS", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    _Kind("sound or video", (b"RIFF",)),
    _Kind("video", (b"\x1aE\xdf\xa3",)),
    _Kind("a packed file", (*_ZIP, b"\x1f\x8b"), "unpack it, and archive the page in it"),
    _Kind("a database", (b"SQLite format 3",)),
)
_MHTML = re.compile(rb"\A(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*){0,20}?Content-Type: *multipart/related", re.IGNORECASE)
_PAGE_TYPES = re.compile(r"text/(?!css|javascript|calendar).*|application/([\w.-]+\+)?xml|application/octet-stream")
_JSON_TYPES = re.compile(r"application/([\w.-]+\+)?json")
_JSON_FEED = b"jsonfeed.org"  # names the version of a feed; other JSON is data and no page
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL_BYTES = bytes(code for code in range(0x20) if code not in b"\t\n\x0b\x0c\r\x1b")
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{1,40})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)

# By which bytes without a declaration are guessed, where most of their letters are no Western ones.
_OTHER_SCRIPTS = (
    "koi8_r",
    "koi8_u",
    "cp1251",
    "iso8859_5",
    "cp866",
    "mac_cyrillic",
    "cp1253",
    "cp1255",
    "cp1256",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
)
_GUESSED_BY = 50_000  # bytes
_SAME = 0.9  # of the second bytes; typographic quotes and dashes are of another block
_TAGS = re.compile(rb"<[^<>]{0,2000}>")

# Python's codecs also hold base64, rot13 and the like, so only what looks like a character set is looked up.
_KNOWN = re.compile(
    r"utf-?8|utf-?16(-?[lb]e)?|(iso-?)?8859-\d{1,2}|(windows-|cp-?)125\d|koi8-[ru]|macintosh|gbk|gb2312|gb18030|big5"
    r"|shift[_-]jis|euc-(jp|kr)"
)
# Browsers have always read these as windows-1252, and pages are written for browsers.
_WESTERN = re.compile(r"(us-)?ascii|iso-?8859-1|iso_8859-1|latin-?1|l1|(windows-|cp-?)1252")


def require_text(data: bytes, media_type: str | None = None) -> None:
    """Raise NotAPage unless the bytes can be a page, typed or HTML."""
    if not data.strip():
        raise NotAPage("the page is empty")
    for kind in _KINDS:
        if data.startswith(kind.begins) and kind.within in data:
            raise NotAPage(f"this is no page but {kind.name}", hint=kind.hint)
    if _MHTML.match(data):
        raise NotAPage("this is no page but a page with its pictures in one file (MHTML)", hint=BY_BROWSER)
    declared = (media_type or "").partition(";")[0].strip().lower()
    is_json_feed = bool(_JSON_TYPES.fullmatch(declared)) and _JSON_FEED in data
    if "/" in declared and not _PAGE_TYPES.fullmatch(declared) and not is_json_feed:
        raise NotAPage(f"this is no page but {declared}")
    if data[4:8] == b"ftyp" or _is_binary(data):
        raise NotAPage("this is no page: the bytes are not text")


def charset_in(media_type: str | None) -> str | None:
    """The character set that a media type names."""
    found = _CHARSET.search(media_type or "")
    return found.group(1) if found else None


def decode(data: bytes, declared: str | None = None) -> str:
    """The text that the bytes mean: by byte order mark, by declaration, by what UTF-8 allows, else as windows-1252.

    Where most letters would be accented then, what it is in truth is guessed, as of Russian in KOI8-R.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if unmarked := _utf16(data):
        return data.decode(unmarked, "replace")
    name = (declared or _declared_inside(data) or "").lower()
    codec = _codec(name)
    if codec and not _WESTERN.fullmatch(name) and codec != "utf-8":
        return data.decode(codec, "replace")
    return _western(data) if _WESTERN.fullmatch(name) and not _is_multibyte(data) else _utf8_or_western(data)


def _codec(name: str) -> str | None:
    """Python's name for a character set; None for what is none, or unknown."""
    if not _KNOWN.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _declared_inside(data: bytes) -> str | None:
    found = _META_CHARSET.search(data, 0, 4096) or _XML_ENCODING.search(data, 0, 200)
    name = found.group(1).decode("ascii", "ignore") if found else None
    # A declaration that can be read byte by byte is not in UTF-16, whatever it says.
    return "utf-8" if name and name.lower().startswith("utf-16") else name


def _utf8_or_western(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken or broken < sum(character > "\x7f" for character in text) - broken:
        return text  # a few broken bytes do not make a UTF-8 page another one
    return _guessed(data) if _is_mostly_high(data) else _western(data)


def _is_mostly_high(data: bytes) -> bool:
    """Whether most letters are beyond ASCII, as in no Western language; tags of HTML are not counted."""
    text = _TAGS.sub(b"", data[:_GUESSED_BY])
    high = len(text.translate(None, bytes(range(0x80))))
    return high > len(text.translate(None, bytes(set(range(256)) - set(string.ascii_letters.encode()))))


def _guessed(data: bytes) -> str:
    """The text by the character set that its language is most likely in."""
    import charset_normalizer

    found = charset_normalizer.from_bytes(data[:_GUESSED_BY], cp_isolation=[*_OTHER_SCRIPTS]).best()
    return data.decode(found.encoding, "replace") if found else _western(data)


def _utf16(data: bytes) -> str | None:
    """The name of UTF-16 without a mark, in which every second byte is zero or the number of a script's letters."""
    head = data[:_GUESSED_BY]
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        common = dict(Counter(high).most_common(2))
        text = head.decode(name, "replace")
        if common.get(0) and sum(common.values()) > _SAME * len(high) and not _CONTROLS.search(text):
            return name
    return None


def _western(data: bytes) -> str:
    return data.decode("cp1252", "replace")


def _is_multibyte(data: bytes) -> bool:
    """Whether the bytes are faultless UTF-8 beyond ASCII: text in another character set is that by accident only."""
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _is_binary(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _utf16(data):
        return False
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    return controls * 20 > len(data)  # noise has a tenth; text has none, or a stray one
