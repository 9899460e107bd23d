"""Lost text: what a page shows that is neither in its release nor plainly furniture, told by first words and length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archiver.models import Release
from archiver.release.blocks import Block, is_prose, is_sentence
from archiver.release.facts import facts_in
from archiver.release.layout.contacts import contact_lines
from archiver.release.layout.furniture import is_cookie_notice, is_furniture, is_mostly_link, is_rights
from archiver.release.layout.word_rows import Phrases, WordRows
from archiver.release.media_links import is_other_file, links_in

_SHORTEST_PASSAGE = 80  # code points; what is shorter is told with the other lines of its size, in one doubt
_EXCERPT_LENGTH = 60  # code points of what is not in the release
_FEWEST_WORDS = 4  # words; fewer are a name or a button
_MOST_EXCERPTS = 3  # lines that are told by their words


def with_lost_text_told(release: Release, shown: Sequence[Block]) -> Release:
    """The release with a doubt for every passage of the page that it lacks, and how much of the text that is.

    Single lines are told in one doubt, and are no share of the text.

    shown: every line that a person sees on the page, but for its menus, feet, notices and readers' comments
    """
    contacts = contact_lines(shown)
    own = [block for number, block in enumerate(shown) if number not in contacts]
    said = list(_said(release))
    passages = list(_passages(own, WordRows(said)))
    lines = list(_lines(own, [*said, *release.doubts, *passages]))
    if not passages and not lines:
        return release
    size, kept = sum(map(len, passages)), sum(len(paragraph.text) for paragraph in release.paragraphs)
    told = (f"not in the text: {passage[:_EXCERPT_LENGTH]!r} ({len(passage):,} characters)" for passage in passages)
    return replace(release, lost=round(size / (size + kept), 3), doubts=(*release.doubts, *told, *_in_one(lines)))


def _in_one(lines: Sequence[str]) -> Iterator[str]:
    """One doubt for all single lines."""
    if lines:
        said = " / ".join(line[:_EXCERPT_LENGTH] for line in lines[:_MOST_EXCERPTS])
        more = " / …" if len(lines) > _MOST_EXCERPTS else ""
        count = f"{len(lines)} lines" if len(lines) > 1 else "a line"
        yield f"{count} beside the text and not in it: {said + more!r} ({sum(map(len, lines)):,} characters)"


def _passages(shown: Sequence[Block], kept: WordRows) -> Iterator[str]:
    """The sentences that are not kept; lines that follow each other are one passage."""
    prose = filter(is_prose, shown)
    for is_lost, run in groupby(prose, lambda block: block.text not in kept and not _is_furniture(block.text)):
        passage = " ".join(block.text for block in run)
        if is_lost and len(passage) >= _SHORTEST_PASSAGE:
            yield passage


def _lines(shown: Sequence[Block], told: Sequence[str]) -> Iterator[str]:
    """The lines that are neither kept nor told of yet, each once."""
    rows, phrases = WordRows(told), Phrases(told)
    for line in dict.fromkeys(block.text for block in shown if _may_be_text(block)):
        if line not in phrases and line not in rows:
            yield line


def _may_be_text(block: Block) -> bool:
    """Whether a line could be one of a text: a sentence, or longer than a name, a button or another's headline."""
    is_short = len(block.text) < _SHORTEST_PASSAGE
    if block.level or len(block.text.split()) < _FEWEST_WORDS or (is_short and not is_sentence(block.text)):
        return False
    is_elsewhere = is_mostly_link(block) or links_in(block, None) or is_other_file(block.text)
    return not (is_elsewhere or facts_in(block.text) or _is_furniture(block.text))


def _said(release: Release) -> Iterator[str]:
    yield from (release.title, release.issuer or "", release.number or "")
    for paragraph in release.paragraphs:
        yield from (said for said in (paragraph.heading, paragraph.label, paragraph.text) if said)
    yield from (link.label for link in release.media)


def _is_furniture(line: str) -> bool:
    return is_furniture(line) or is_cookie_notice(line) or is_rights(line)
