"""Parts: what each line of a page is, and which lines are one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.models import MediaLink
from archiver.release.blocks import Block, Page, Role, ends_sentence, words
from archiver.release.facts import Facts, facts_in
from archiver.release.hardbreaks import join, paragraphs_in
from archiver.release.media import is_media_line, is_middle_of_sentence, is_other_file, links_in
from archiver.release.surroundings import is_only_links, is_surroundings

Kind = Literal["facts", "media", "surroundings", "heading", "line", "prose"]

_NUMBERED = re.compile(
    r"(?P<label>\((?:[0-9]{1,3}|[a-z]|[ivx]{1,5})\)|[0-9]{1,3}\)|[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}\.(?=\s|$|[^\W\d_])"
    r"|[0-9]{1,2}\.[0-9]{1,2}(?=\s)|[a-z][.)]|[ivx]{1,5}[.)])(?:\s+|$|(?=[^\W\d_]))"
)
_BULLET = re.compile(r"[•·▪◦‣*]\s+|[-–—]\s+(?=\S)")
_PROSE = 200  # code points; no heading is as long, with or without a full stop


@dataclass(frozen=True, slots=True)
class Part:
    """A text, or a line that is none.

    kind: ``line`` is what is not long, ends no sentence and has no markup: a title, a heading, a related story
    """

    kind: Kind
    text: str = ""
    label: str | None = None
    role: Role = "typed"
    beside: bool = False
    facts: Facts | None = None
    media: tuple[MediaLink, ...] = ()


def parts_of(page: Page) -> list[Part]:
    """The page's lines, those of one text joined, in reading order."""
    sorter = _Sorter(page)
    for block in page.blocks:
        sorter.take(block)
    sorter.close()
    return sorter.parts


class _Sorter:
    """Sorts lines one by one; ``_run`` is the text that the next line may go on with."""

    def __init__(self, page: Page) -> None:
        self.parts: list[Part] = []
        self._base = page.base
        self._vocabulary = frozenset(_hyphenless(page))
        self._run: list[Block] = []
        self._length = 0
        self._label: str | None = None
        self._names = 0  # lines so far that may name the page or something on it

    def take(self, block: Block) -> None:
        links = links_in(block, self._base)
        facts = None if self._goes_on(block) else facts_in(block.text)
        if facts:
            self._put(Part("facts", block.text, beside=block.beside, facts=facts))
        elif links and is_media_line(block) and not (self._run and is_middle_of_sentence(block)):
            self._take_media(block, links)
        elif _is_around(block):
            self._put(Part("surroundings", block.text, beside=block.beside))
        else:
            self._take_text(block)
            if links:  # a sentence that mentions a recording
                self.parts.append(Part("media", beside=block.beside, media=tuple(links)))

    def close(self) -> None:
        """End the text at hand."""
        for part in self._texts() if self._run else ():
            self.parts.append(part)
            self._names += part.kind in ("line", "heading")
        self._run, self._length, self._label = [], 0, None

    def _put(self, part: Part) -> None:
        self.close()
        self.parts.append(part)

    def _take_text(self, block: Block) -> None:
        label, text = _label_and_text(block)
        starts = label is not None or text != block.text or not block.follows
        if self._run and starts and self._goes_on(block) and not _is_next(self._label, label):
            starts, label, text = False, None, block.text
        if self._run and (starts or block.role != self._run[-1].role or block.beside != self._run[-1].beside):
            self.close()
        if not text:  # a number in a line or a cell of its own labels what comes next
            self._label = label
            return
        self._label = label or self._label
        self._length += len(text)
        self._run.append(Block(text, block.role, follows=block.follows, beside=block.beside))

    def _take_media(self, block: Block, links: list[MediaLink]) -> None:
        above = join([line.text for line in self._run], self._vocabulary) if self._run else ""
        if above and block.follows and not ends_sentence(above) and self._is_broken_label(above, links[0].label, block):
            links[0] = _named(links[0], f"{above} {links[0].label}".strip())
            self._run, self._length, self._label = [], 0, None
        self.close()
        if not links[0].label and self._is_beside_a_name():
            links[0] = _named(links[0], self.parts.pop().text)
            self._names -= 1
        self.parts.append(Part("media", block.text, beside=block.beside, media=tuple(links)))

    def _is_broken_label(self, above: str, label: str, block: Block) -> bool:
        """Whether the label of a recording begins on the line above."""
        return not label or not label[0].isupper() or (len(above) >= len(block.text) and self._names > 0)

    def _is_beside_a_name(self) -> bool:
        """Whether the line above names a recording, as in the cell to the left, rather than the page."""
        return self._names > 1 and self.parts[-1].kind == "line"

    def _goes_on(self, block: Block) -> bool:
        """Whether a line can only be the rest of the sentence above it."""
        if not block.follows or not self._run:
            return False
        above = self._run[-1].text
        is_prose = self._label is not None or self._length > _PROSE // 2
        return is_prose and not ends_sentence(above)

    def _texts(self) -> Iterator[Part]:
        first = self._run[0]
        for number, lines in enumerate(paragraphs_in([line.text for line in self._run], bool(self._label))):
            text, label = join(lines, self._vocabulary), self._label if number == 0 else None
            yield Part(_kind(text, label, first.role), text, label, first.role, first.beside)


def _is_around(block: Block) -> bool:
    """Whether a line stands around the text: furniture of the page, other files, ways to other pages."""
    return is_surroundings(block.text) or is_other_file(block.text) or (block.role != "title" and is_only_links(block))


def _kind(text: str, label: str | None, role: Role) -> Kind:
    if role in ("title", "heading"):
        return "heading"
    if label or len(text) > _PROSE or ends_sentence(text):
        return "prose"
    return "heading" if role == "strong" else "line"


def _label_and_text(block: Block) -> tuple[str | None, str]:
    """The label that is typed or that a list gives, and the text without it."""
    if block.role in ("title", "heading"):
        return None, block.text
    if typed := _NUMBERED.match(block.text):
        return typed["label"], block.text[typed.end() :]
    bullet = _BULLET.match(block.text)
    return block.label, block.text[bullet.end() :] if bullet else block.text


def _is_next(above: str | None, label: str | None) -> bool:
    """Whether a number is the one after the number above: then it counts paragraphs even inside a wrapped line."""
    numbers = [re.sub(r"\D", "", printed or "") for printed in (above, label)]
    return all(numbers) and int(numbers[1]) == int(numbers[0]) + 1


def _named(link: MediaLink, label: str) -> MediaLink:
    return MediaLink(label, link.url, link.format, link.announced_kb, link.announced_seconds)


def _hyphenless(page: Page) -> Iterator[str]:
    """The words of the page, if a line of it ends in a hyphen and they are asked for."""
    if any(block.text.endswith("-") for block in page.blocks):
        for block in page.blocks:
            yield from words(block.text)
