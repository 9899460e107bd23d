"""Bytes to text: is it text at all, and which characters do the bytes mean?"""

from __future__ import annotations

import codecs
import re

from archiver.errors import NotAPage

# How files begin that are no pages.
_SIGNATURES = {
    "a picture": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"II*\x00", b"MM\x00*"),
    "a PDF": (b"%PDF-",),
    "a word processor's file": (b"{\\rtf", b"\xd0\xcf\x11\xe0"),
    "sound": (b"ID3\x02", b"ID3\x03", b"ID3\x04", b"fLaC", b"OggS", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "sound or video": (b"RIFF",),
    "video": (b"\x1aE\xdf\xa3",),
    "a packed file": (b"PK\x03\x04", b"\x1f\x8b"),
    "a database": (b"SQLite format 3",),
}
_PAGE_TYPES = re.compile(r"text/(?!css|javascript|calendar).*|application/([\w.-]+\+)?xml|application/octet-stream")
_JSON_TYPES = re.compile(r"application/([\w.-]+\+)?json")
_JSON_FEED = b"jsonfeed.org"  # names the version of a feed; other JSON is data and no page
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL_BYTES = bytes(code for code in range(0x20) if code not in b"\t\n\x0b\x0c\r\x1b")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{1,40})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)

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
    declared = (media_type or "").partition(";")[0].strip().lower()
    is_json_feed = bool(_JSON_TYPES.fullmatch(declared)) and _JSON_FEED in data
    if "/" in declared and not _PAGE_TYPES.fullmatch(declared) and not is_json_feed:
        raise NotAPage(f"this is no page but {declared}")
    for name, signatures in _SIGNATURES.items():
        if data.startswith(signatures):
            raise NotAPage(f"this is no page but {name}")
    if data[4:8] == b"ftyp" or _is_binary(data):
        raise NotAPage("this is no page: the bytes are not text")


def charset_in(media_type: str | None) -> str | None:
    """The character set that a media type names."""
    found = _CHARSET.search(media_type or "")
    return found.group(1) if found else None


def decode(data: bytes, declared: str | None = None) -> str:
    """The text that the bytes mean: by byte order mark, by declaration, by what UTF-8 allows, else as windows-1252."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
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
    return _western(data)


def _western(data: bytes) -> str:
    return data.decode("cp1252", "replace")


def _is_multibyte(data: bytes) -> bool:
    """Whether the bytes are faultless UTF-8 beyond ASCII: text in another character set is that by accident only."""
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _is_binary(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    return controls * 20 > len(data)  # noise has a tenth; text has none, or a stray one
