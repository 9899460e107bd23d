"""XML that others wrote: nothing in it is fetched or expanded, and a slip does not lose the rest."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TypeAlias

from lxml import etree
from lxml.etree import _Element

Element: TypeAlias = _Element

_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);|([a-zA-Z][a-zA-Z0-9]{1,30});)?")
_START, _END = "<![CDATA[", "]]>"


def root_of(text: str) -> Element | None:
    """The first element of a text of XML; None where there is none to be found."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True
    )
    try:
        root: Element | None = etree.fromstring(_mended(text).encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return root


def local_name(element: Element) -> str:
    """An element's name without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(element.tag, str) else ""


def namespace(element: Element) -> str:
    """An element's name without its local part; empty for a comment."""
    return element.tag.removesuffix(local_name(element)) if isinstance(element.tag, str) else ""


def text_of(element: Element, name: str) -> str:
    """The words of the first child of this name, of whatever namespace; empty where there is none."""
    child = next((child for child in element if local_name(child) == name), None)
    return "".join(child.itertext()).strip() if child is not None else ""


def _mended(text: str) -> str:
    """The text without characters that XML has no place for, and with its stray ampersands escaped.

    Entities that only HTML knows become what they mean; one that the text itself declares is no more than its name.
    """
    first, *pieces = _NO_CHARACTER.sub("", text).split(_START)
    mended = [_AMPERSAND.sub(_escaped, first)]
    for piece in pieces:
        inside, end, outside = piece.partition(_END)
        mended.append(f"{_START}{inside}{end}{_AMPERSAND.sub(_escaped, outside)}")
    return "".join(mended)


def _escaped(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    meant = html5.get(f"{found[2]};") if found[2] else None
    return meant if meant and not set("<>&\"'") & set(meant) else f"&amp;{found[0][1:]}"
