"""Bytes to text."""

from __future__ import annotations

import io
import zipfile

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


SAID_IN_RUSSIAN = "Сегодня министр выступил с заявлением. Он сказал, что фонари на набережной будут гореть всю ночь."
SAID = "The minister said: “The quays are lit at night — all of them.”"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        *((SAID_IN_RUSSIAN, charset) for charset in ("koi8-r", "cp1251", "iso8859-5", "cp866")),
        ("Ο Πρωθυπουργός δήλωσε σήμερα ότι η συμφωνία υπογράφηκε στην Αθήνα.", "cp1253"),
        ("国务院总理今天在北京会见了来访的外国客人，双方就共同关心的问题交换了意见。", "gb18030"),
        *((text, charset) for text in (SAID_IN_RUSSIAN, SAID) for charset in ("utf-16-le", "utf-16-be")),
    ],
)
@pytest.mark.parametrize(
    "page", ["{}", "<html><body><div class='lead'><p>{}</p></div></body></html>"], ids=["text", "html"]
)
def test_a_page_that_does_not_say_its_character_set(text: str, charset: str, page: str) -> None:
    data = page.format(text).encode(charset)
    require_text(data)
    assert decode(data) == page.format(text)


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


MHTML = b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=x"


def zipped(name: str, content: str = "") -> bytes:
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as file:
        file.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4", "a PDF; save it as plain text or HTML, .* the address that it came from; `pdftotext"),
        (zipped("word/document.xml"), "a Word document; save it as plain text or HTML"),
        (b"\xd0\xcf\x11\xe0", "a word processor's file; save it as plain text or HTML"),
        (zipped("mimetype", "application/vnd.oasis.opendocument.text"), "an OpenDocument text; save it as"),
        (zipped("mimetype", "application/epub+zip"), "an EPUB book; unpack it"),
        (zipped("page.htm"), "a packed file; unpack it"),
        (MHTML, r"a page with its pictures in one file \(MHTML\); open it in a browser, save it as “HTML only”"),
    ],
)
@pytest.mark.parametrize("media_type", [None, "application/octet-stream", "application/x-of-its-own"])
def test_what_helps_is_said(data: bytes, said: str, media_type: str | None) -> None:
    with pytest.raises(NotAPage, match=f"^this is no page but {said}"):
        require_text(data, media_type)


@pytest.mark.parametrize("data", [b"ID3 tags are text here.", b"A stray \x00 in a longer line of text."])
def test_what_is_a_page(data: bytes) -> None:
    require_text(data, "application/octet-stream")


@pytest.mark.parametrize("name", ["iso8859-15", "iso-8859-12", "windows-1259", "utf16le", "cp-125x", "base64"])
def test_any_name_of_a_character_set_is_known_or_ignored(name: str) -> None:
    assert decode(b"The quays", name)
    assert decode("ports \u20ac".encode("iso8859-15"), "iso8859-15") == "ports \u20ac"
