"""Bytes to text."""

from __future__ import annotations

import pytest

from archiver.errors import NotAPage
from archiver.release.formats.encoding import charset_in, decode, require_text


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        (b"the boy\x92s mother", "iso-8859-1", "the boy’s mother"),  # Latin-1 means windows-1252
        (b"the boy\x92s mother", None, "the boy’s mother"),
        ("Communiqué".encode(), None, "Communiqué"),
        ("Communiqué".encode(), "iso-8859-1", "Communiqué"),  # a server's default, and wrong
        (b"\xef\xbb\xbfCommuniqu\xc3\xa9", None, "Communiqué"),
        ("Communiqué".encode("utf-16"), None, "Communiqué"),
        ("Минск".encode("cp1251"), "windows-1251", "Минск"),
        ("Łódź".encode("iso-8859-2"), "iso-8859-2", "Łódź"),
        (b'<meta content="text/html; charset=windows-1251">' + "Минск".encode("cp1251"), None, None),
        ("Минск, ещё раз".encode() + b"\xff", "utf-8", "Минск, ещё раз\ufffd"),  # one broken byte
        (b"plain", "base64", "plain"),  # no character set
        (b"plain", "no\x00thing", "plain"),
    ],
)
def test_bytes_mean_a_text(data: bytes, declared: str | None, text: str | None) -> None:
    assert decode(data, declared) == text if text else decode(data, declared).endswith("Минск")


def test_the_media_type_names_the_character_set() -> None:
    assert charset_in('text/html; Charset="ISO-8859-1"') == "ISO-8859-1"
    assert charset_in("text/html") is None


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"", None),
        (b" \n", None),
        (b"\x89PNG\r\n\x1a\n....", None),
        (b"%PDF-1.4 and so on", "text/html"),
        (b"ID3\x03\x00 and so on", None),
        (b"\x00\x00\x00\x20ftypM4A ", None),
        (bytes(range(256)) * 8, None),
        (b"a sentence.", "audio/mpeg"),
        (b"{}", "application/json"),
    ],
)
def test_what_is_no_page(data: bytes, media_type: str | None) -> None:
    with pytest.raises(NotAPage):
        require_text(data, media_type)


@pytest.mark.parametrize("data", [b"ID3 tags are text here.", b"A stray \x00 in a longer line of text."])
def test_what_is_a_page(data: bytes) -> None:
    require_text(data, "application/octet-stream")


@pytest.mark.parametrize("name", ["iso8859-15", "iso-8859-12", "windows-1259", "utf16le", "cp-125x", "base64"])
def test_any_name_of_a_character_set_is_known_or_ignored(name: str) -> None:
    assert decode(b"The quays", name)
    assert decode("ports \u20ac".encode("iso8859-15"), "iso8859-15") == "ports \u20ac"
