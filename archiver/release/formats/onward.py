"""Pages that only lead on: a refresh or a script takes browsers from them to another page, the one that is meant.

``<meta http-equiv="refresh" content="0; url=/new.htm">`` over "This page has moved" is a redirect, written before its
author could set one on the server. A page with a text of its own stays a page, whatever it refreshes itself to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from archiver.release.blocks import one_line, resolve
from archiver.release.formats.html_elements import attribute, flattened

_LARGEST = 200_000  # code points of a page that may only lead on, scripts included
_LONGEST_WAIT = 30  # seconds; who waits longer is meant to read the page
_MOST_WORDS = {"refresh": 1000, "script": 400}  # code points of the text around a notice that the page has moved
_REFRESH = re.compile(
    r"\s*(?P<wait>[0-9]{1,9})[0-9.]*[\s;,]\s*[;,]?\s*(?:url\s*=\s*)?+(?:\"(?P<double>[^\"]+)|'(?P<single>[^']+)|(?P<bare>\S.*))",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT = re.compile(
    r"(?<![\w$.])(?:(?:window|document|self|top|parent)\.)?location"
    r"(?:(?:\.href)?\s*=|\.(?:replace|assign)\s*\()\s*([\"'])(?P<url>[^\"'\\<>\s]+)\1\s*(?=[);\s]|$)"
)
_CONDITION = re.compile(r"\bif\s*\(|\?")
_COMMENT = re.compile(r"/\*[\s\S]*?\*/|^\s*//.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a page leads on to.

    url: absolute if the page's own address is known
    by: what leads there
    """

    url: str
    by: Literal["refresh", "script"]


def onward(text: str, url: str | None = None, refresh: str | None = None) -> Onward | None:
    """Where an HTML page leads on to that says nothing else; None for one that is to be read.

    url: the page's own address
    refresh: what its server said in a header of that name
    """
    if len(text) > _LARGEST or not (refresh or re.search("refresh|location", text, re.IGNORECASE)):
        return None
    tree = LexborHTMLParser(flattened(text))
    found = _by_refresh(tree, refresh) or _by_script(tree)
    if found is None:
        return None
    tree.strip_tags(["script", "style", "template", "svg", "noscript"])
    said = one_line(tree.body.text(separator=" ") if tree.body else "")
    there = resolve(resolve(url, attribute(tree.css_first("base[href]"), "href")) if url else None, found.url)
    is_here = url is not None and there.partition("#")[0] == url.partition("#")[0]
    return None if is_here or len(said) > _MOST_WORDS[found.by] else Onward(there, found.by)


def _by_refresh(tree: LexborHTMLParser, header: str | None) -> Onward | None:
    metas = (meta for meta in tree.css("meta[content]") if attribute(meta, "http-equiv").strip().lower() == "refresh")
    for content in filter(None, (header, *(attribute(meta, "content") for meta in metas))):
        told = _REFRESH.match(content)
        if told and int(told["wait"]) <= _LONGEST_WAIT:
            return Onward((told["double"] or told["single"] or told["bare"]).strip(), "refresh")
    return None


def _by_script(tree: LexborHTMLParser) -> Onward | None:
    """The one address that scripts lead to without a condition; of several nobody knows which."""
    found = {target["url"] for script in _scripts(tree) for target in _unconditional(script)}
    return Onward(found.pop(), "script") if len(found) == 1 else None


def _scripts(tree: LexborHTMLParser) -> Iterator[str]:
    for script in tree.css("script"):
        if "json" not in attribute(script, "type"):
            yield _COMMENT.sub("", script.text() or "")
    yield attribute(tree.body, "onload")


def _unconditional(script: str) -> Iterator[re.Match[str]]:
    begins = _CONDITION.search(script)
    return _SCRIPT.finditer(script, 0, begins.start() if begins else len(script))
