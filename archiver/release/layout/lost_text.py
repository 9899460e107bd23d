"""Lost text: what a page shows that is neither in its release nor plainly furniture, told by first words and length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archiver.models import Release
from archiver.release.layout.blocks import Block, is_prose
from archiver.release.layout.contacts import contact_lines
from archiver.release.layout.furniture import is_cookie_notice, is_furniture, is_rights
from archiver.release.layout.word_rows import WordRows

_SHORTEST_PASSAGE = 80  # code points; what is shorter is a teaser, a caption, an appeal
_EXCERPT_LENGTH = 60  # code points of what is not in the release


def with_lost_text_told(release: Release, shown: Sequence[Block]) -> Release:
    """The release with a doubt for every passage of the page that it lacks, and how much of the text that is.

    shown: every line that a person sees on the page, but for its menus, feet, notices and readers' comments
    """
    passages = list(_lost(shown, release))
    if not passages:
        return release
    lost, kept = sum(map(len, passages)), sum(len(paragraph.text) for paragraph in release.paragraphs)
    told = (f"not in the text: {passage[:_EXCERPT_LENGTH]!r} ({len(passage):,} characters)" for passage in passages)
    return replace(release, lost=round(lost / (lost + kept), 3), doubts=(*release.doubts, *told))


def _lost(shown: Sequence[Block], release: Release) -> Iterator[str]:
    """The passages that the release lacks; lines that follow each other are one."""
    kept = WordRows(_said(release))
    contacts = contact_lines(shown)
    prose = (block for number, block in enumerate(shown) if number not in contacts and is_prose(block))
    for is_lost, run in groupby(prose, lambda block: block.text not in kept and not _is_furniture(block.text)):
        passage = " ".join(block.text for block in run)
        if is_lost and len(passage) >= _SHORTEST_PASSAGE:
            yield passage


def _said(release: Release) -> Iterator[str]:
    yield release.title
    for paragraph in release.paragraphs:
        yield from (said for said in (paragraph.heading, paragraph.label, paragraph.text) if said)
    yield from (link.label for link in release.media)


def _is_furniture(line: str) -> bool:
    return is_furniture(line) or is_cookie_notice(line) or is_rights(line)
