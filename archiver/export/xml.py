"""XML: text that it can hold, and documents as bytes."""

from __future__ import annotations

import re

from lxml import etree

from archiver.display import one_line

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML 1.0, escaped or not


def xml_text(text: str | None) -> str:
    """Text on one line, with U+FFFD for signs that XML cannot hold."""
    return whole_text(one_line(text))


def whole_text(text: str) -> str:
    """Text with its blanks as they are, with U+FFFD for signs that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def xml_bytes(root: etree._Element) -> bytes:
    """A document in UTF-8, indented where that changes no text."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))
