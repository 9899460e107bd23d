"""The body of a page whose layout nothing known fits: trafilatura says which lines are its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from archiver.release.facts import facts_in
from archiver.release.formats.html_elements import flattened
from archiver.release.layout.blocks import Block, PageLines

_HEAD_LINES = 40  # a release says of itself what it is at its beginning
_FEWEST_LINES = 8  # in less there is nothing to choose from
_LARGEST_MARKUP = 400_000  # code points; trafilatura takes 13 s for a megabyte of table cells, and grows faster
_COMPARED_LETTERS = 40  # letters that tell one line from another
_LEAST_SHARE = 0.25  # of our letters; a smaller find is a caption or a teaser


def with_body_found(page: PageLines, text: str) -> PageLines:
    """The page, what trafilatura leaves out marked as beside the text, and a doubt that says so.

    A page that marks its own text (``<article>``, ``<main>``) or has the head of a release stays as it is.
    """
    if _has_known_layout(page.blocks):
        return page
    tree = LexborHTMLParser(flattened(text))
    tree.strip_tags(["script", "style", "svg", "noscript", "template"])
    markup = tree.html or ""
    if len(markup) > _LARGEST_MARKUP:
        return replace(page, doubts=(*page.doubts, "no known layout, and too long to look for its text; all was taken"))
    kept = _kept(markup)
    blocks = tuple(replace(block, beside=block.beside or _beginning(block.text) not in kept) for block in page.blocks)
    before, after = (sum(len(block.text) for block in some if not block.beside) for some in (page.blocks, blocks))
    if after == before or after < _LEAST_SHARE * before:
        return page
    return replace(page, blocks=blocks, doubts=(*page.doubts, "no known layout; trafilatura found the text"))


def _has_known_layout(blocks: Sequence[Block]) -> bool:
    if len(blocks) < _FEWEST_LINES or any(block.beside for block in blocks):
        return True
    heads = (facts_in(block.text) for block in blocks[:_HEAD_LINES])
    return any(head and (head.number or head.updated or head.issuer) for head in heads)


def _kept(markup: str) -> frozenset[str]:
    """How the lines of the body begin, as trafilatura finds it."""
    import trafilatura  # a quarter of a second, and most pages mark their text themselves

    found = trafilatura.extract(markup, include_comments=False, include_tables=True, favor_recall=True) or ""
    return frozenset(_beginning(line) for line in found.splitlines())


def _beginning(line: str) -> str:
    letters = filter(str.isalnum, line.casefold()[: 3 * _COMPARED_LETTERS])
    return "".join(letters)[:_COMPARED_LETTERS]
