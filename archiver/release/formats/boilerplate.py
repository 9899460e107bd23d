"""The body of a page whose layout nothing known fits: trafilatura says which lines are its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from archiver.release.blocks import Block, PageLines, is_prose
from archiver.release.facts import facts_in
from archiver.release.formats.html_elements import flattened
from archiver.release.layout.leads import lead_places
from archiver.release.layout.word_rows import WordRows

_HEAD_LINES = 40  # a release says of itself what it is at its beginning
_FEWEST_LINES = 8  # in less there is nothing to choose from
_LARGEST_MARKUP = 400_000  # code points; trafilatura takes 13 s for a megabyte of table cells, and grows faster
_LEAST_SHARE = 0.25  # of our letters; a smaller find is a caption or a teaser
_LEAST_SHARE_MARKED = 0.5  # of the letters where the page marks its text itself


def with_body_found(page: PageLines, text: str) -> PageLines:
    """The page, what trafilatura leaves out marked as beside the text, and a doubt where nothing else marks the text.

    A page that has the head of a release stays as it is.
    """
    if _has_known_layout(page.blocks):
        return page
    tree = LexborHTMLParser(flattened(text))
    tree.strip_tags(["script", "style", "svg", "noscript", "template"])
    markup = tree.html or ""
    if len(markup) > _LARGEST_MARKUP:
        return replace(page, doubts=(*page.doubts, "no known layout, and too long to look for its text; all was taken"))
    blocks = tuple(_marked(page.blocks, _found(markup)))
    before, after = (sum(len(block.text) for block in some if not block.beside) for some in (page.blocks, blocks))
    is_marked = any(block.beside for block in page.blocks)  # by the page itself (``<article>``, ``<main>``)
    if after < (_LEAST_SHARE_MARKED if is_marked else _LEAST_SHARE) * before:
        return page
    doubts = () if is_marked or after == before else ("no known layout; trafilatura found the text",)
    return replace(page, blocks=blocks, doubts=(*page.doubts, *doubts))


def _has_known_layout(blocks: Sequence[Block]) -> bool:
    if len(blocks) < _FEWEST_LINES:
        return True
    heads = (facts_in(block.text) for block in blocks[:_HEAD_LINES])
    return any(head and (head.number or head.updated or head.issuer) for head in heads)


def _marked(blocks: Sequence[Block], found: WordRows) -> Iterator[Block]:
    """The lines, those beside the text marked.

    A sentence or a numbered line between two lines of the text is one of the text, and so is the heading above one, the
    facts right above its first line, and a lead below the title.
    """
    sure = [not block.beside and block.text in found for block in blocks]
    first, last = sure.index(True) if any(sure) else 0, len(sure) - 1 - sure[::-1].index(True) if any(sure) else 0
    leads = lead_places(blocks, first)
    below = False  # whether the line below is one of the text
    marked = []
    for number, block in reversed(list(enumerate(blocks))):
        is_within = first < number < last and (is_prose(block) or block.label is not None)
        heads = below and (block.level > 0 or (number < first and facts_in(block.text) is not None))
        is_text = not block.beside and (sure[number] or is_within or heads or number in leads)
        marked.append(replace(block, beside=not is_text, sure=sure[number]))
        below = is_text
    yield from reversed(marked)


def _found(markup: str) -> WordRows:
    """The body of a page as trafilatura finds it, which puts a whole table cell on one line."""
    import trafilatura  # a quarter of a second, and most pages are too short to need it

    found = trafilatura.extract(markup, include_comments=False, include_tables=True) or ""
    return WordRows(piece for line in found.splitlines() for piece in line.split("|"))
