"""Parts: what each line of a page is, and which lines are one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archiver.models import MediaLink
from archiver.release.blocks import Block, PageLines, Role, ends_sentence, is_prose, is_sentence, words
from archiver.release.facts import FRAGMENTS, Facts, facts_in, fragments_in, is_field, is_hour
from archiver.release.facts.dates import UPDATE
from archiver.release.facts.issuers import is_institution
from archiver.release.facts.places import is_place
from archiver.release.layout.contacts import contact_lines
from archiver.release.layout.furniture import (
    is_beside,
    is_cookie_notice,
    is_furniture,
    is_holder,
    is_mostly_link,
    is_only_links,
    is_rights,
    is_skip,
)
from archiver.release.layout.interview import is_greeting, is_interview, is_turn, turns_in
from archiver.release.layout.line_breaks import is_wrapped, join, paragraphs_in
from archiver.release.layout.numbering import is_next, label_in, starts_item, without_bullet
from archiver.release.layout.signatures import signature_lines
from archiver.release.media_links import is_media_line, is_middle_of_sentence, is_other_file, is_spoken_of, links_in
from archiver.release.media_links.recordings import completed

Kind = Literal["facts", "media", "furniture", "heading", "line", "prose", "signature"]

_LONGEST_FIELD_VALUE = 60  # code points; more than the value of a field
_SHORTEST_LEAD = 80  # code points; a shorter sentence in a heading's markup is a heading
_LONGEST_HEADING_TEXT = 200  # code points; no heading is as long, with or without a full stop


@dataclass(frozen=True, slots=True)
class Part:
    """A text, or a line that is none.

    kind: ``line`` is what is not long, ends no sentence and has no markup: a title, a heading, a related story
    level: of a heading, 1 to 6; 0 where its markup says none
    bullet: it had a bullet in front
    item: which numbered item of the page it stands in; 0 for none
    """

    kind: Kind
    text: str = ""
    label: str | None = None
    role: Role = "typed"
    level: int = 0
    bullet: bool = False
    item: int = 0
    beside: bool = False
    sure: bool = False
    facts: Facts | None = None
    media: tuple[MediaLink, ...] = ()


def parts_of(page: PageLines) -> list[Part]:
    """The page's lines, those of one text joined, in reading order."""
    sorter = _Sorter(page)
    blocks = list(lines_in(page.blocks))
    known: dict[int, Kind] = dict.fromkeys(signature_lines(blocks), "signature")
    known |= dict.fromkeys(contact_lines(blocks), "furniture")
    for number, block in enumerate(blocks):
        if number in known and facts_in(block.text) is None:
            sorter.put(Part(known[number], block.text, beside=block.beside))
        else:
            below = blocks[number + 1] if number + 1 < len(blocks) else None
            sorter.take(block, below if below and below.follows else None)
    sorter.close()
    return sorter.parts


def paragraphs_of(parts: Sequence[Part]) -> list[int]:
    """The places of the parts that are paragraphs of the text."""
    return [number for number, part in enumerate(parts) if part.kind == "prose" and not part.beside]


class _Sorter:
    """Sorts lines one by one; ``_run`` is the text that the next line may go on with."""

    def __init__(self, page: PageLines) -> None:
        self.parts: list[Part] = []
        self._base = page.base
        has_hyphens = any(block.text.endswith("-") for block in page.blocks)  # only then is a word looked up
        self._vocabulary = frozenset(word for block in page.blocks if has_hyphens for word in words(block.text))
        # Where a page says nothing but that it has cookies, that is its text.
        self._has_text = any(is_prose(block) and not is_cookie_notice(block.text) for block in page.blocks)
        self._run: list[Block] = []
        self._length = 0
        self._label: str | None = None
        self._in_item = False  # the text at hand has a bullet or a dash in front
        self._leads_on = False  # the text at hand, or else the one above, is mostly a link to another page
        self._names = 0  # lines so far that may name the page or something on it
        self._wrapped = is_wrapped([(block.text, block.follows) for block in page.blocks])
        self._interview = is_interview(block.text for block in page.blocks)

    def take(self, block: Block, below: Block | None) -> None:
        """Find out what a line is.

        below: the line that follows it; None where there is a gap, so that a day in it is no part of a wrapped sentence
        """
        links = links_in(block, self._base)
        # The lines so far are looked through only where nothing follows: at every line that would grow with its square.
        is_apart = below is None and not block.text[:1].islower() and self._may_be_title()
        goes_on = self._goes_on(block) or (bool(self._run) and block.follows and block.text[:1].islower())
        is_named = block.role == "title" or (len(block.addresses) > 1 and is_only_links(block))
        is_begun = below is not None and below.text[:1].islower() and is_institution(block.text)
        facts = None if is_named or is_begun or (goes_on and not is_apart) else facts_in(block.text)
        if facts:
            self.put(Part("facts", block.text, None, block.role, block.level, beside=block.beside, facts=facts))
        elif links and is_media_line(block) and not (self._run and is_middle_of_sentence(block)):
            self._take_media(block, links)
        elif _is_around(block) or (self._has_text and _is_notice(block)) or self._is_holder(block):
            self.put(Part("furniture", block.text, beside=block.beside))
        else:
            self._take_text(block)
            if links:  # a sentence that mentions a recording
                self.parts.append(Part("media", beside=block.beside, media=tuple(links)))

    def _may_be_title(self) -> bool:
        """Whether the text at hand has no sentence in it."""
        return self._label is None and not any(is_sentence(line.text) for line in self._run)

    def close(self) -> None:
        """End the text at hand."""
        for part in self._texts() if self._run else ():
            self.parts.append(part)
            self._names += part.kind in ("line", "heading")
        self._run, self._length, self._label, self._in_item = [], 0, None, False

    def put(self, part: Part) -> None:
        """Take a part that is known already."""
        self.close()
        self.parts.append(part)

    def _take_text(self, block: Block) -> None:
        label, text = _label_and_text(block)
        in_list = self._in_item or (bool(self._run) and self._run[-1].text.endswith(":"))
        is_item = starts_item(block.text, in_list)
        starts = label is not None or is_item or not block.follows or is_turn(text, self._interview)
        if self._run and label and starts and self._goes_on(block) and not is_next(self._label, label):
            starts, label, text = False, None, block.text
        if self._run and (starts or block.role != self._run[-1].role or block.beside != self._run[-1].beside):
            self.close()
        if not text:  # a number in a line or a cell of its own labels what comes next
            self._label = label
            return
        self._leads_on = is_mostly_link(block)
        self._label = label or self._label
        self._length += len(text)
        self._in_item = self._in_item or is_item
        self._run.append(replace(block, text=text, addresses=()))

    def _take_media(self, block: Block, links: list[MediaLink]) -> None:
        above = join([line.text for line in self._run], self._vocabulary) if self._run else ""
        may_begin = block.follows and not ends_sentence(above) and not (self._run and self._run[-1].bullet)
        label = links[0].label
        is_longer = len(above) >= len(block.text) and self._names > 0
        if above and may_begin and (not label or not label[0].isupper() or is_longer):  # its label begins on that line
            links[0] = replace(links[0], label=f"{above} {label}".strip())
            self._run, self._length, self._label = [], 0, None
        self.close()
        if block.follows and self._tells_of_link_above(links):
            return
        # The line above, as in the cell to the left, may name a recording rather than the page.
        above_names = self._names > 1 and self.parts[-1].kind == "line" and not self._leads_on
        if not links[0].label and above_names:
            links[0] = replace(links[0], label=self.parts.pop().text)
            self._names -= 1
        self.parts.append(Part("media", block.text, beside=block.beside, media=tuple(links)))

    def _tells_of_link_above(self, links: list[MediaLink]) -> bool:
        """Give the link on the line above what a line of nothing but format and size tells; False where it is none."""
        above = self.parts[-1] if self.parts else None
        if above is None or not above.media or links[0].url or links[0].label or not above.media[-1].url:
            return False
        self.parts[-1] = replace(above, media=(*above.media[:-1], completed(above.media[-1], links[0])))
        return True

    def _is_holder(self, block: Block) -> bool:
        """Whether a line says who has the rights, and is no item ``(c)`` below ``(b)``."""
        return is_holder(block.text) and not is_next(self._label, "(c)")

    def _goes_on(self, block: Block) -> bool:
        """Whether a line can only be the rest of the sentence above it."""
        if not block.follows or not self._run:
            return False
        above = self._run[-1].text
        is_prose = self._label is not None or self._length > _LONGEST_HEADING_TEXT // 2
        return is_prose and not ends_sentence(above)

    def _texts(self) -> Iterator[Part]:
        done = 0
        for lines in paragraphs_in([line.text for line in self._run], bool(self._label), self._wrapped):
            first, label = self._run[done], self._label if done == 0 else None
            done += len(lines)
            for turn in turns_in(join(lines, self._vocabulary)):
                kind = _kind(turn, label, first.role)
                yield Part(
                    kind, turn, label, first.role, first.level, first.bullet, first.item, first.beside, first.sure
                )
                label = None


def lines_in(blocks: Sequence[Block]) -> Iterator[Block]:
    """The lines, those of facts that a narrow cell broke joined, and the update divided from what stands beside it."""
    texts = [block.text for block in blocks]
    number = 0
    while number < len(blocks):
        if number + 1 < len(blocks) and is_field(texts[number], texts[number + 1]):
            yield from _field(blocks[number], blocks[number + 1])
            number += 2
            continue
        count = fragments_in(texts[number : number + FRAGMENTS]) or _in_one_label(blocks[number : number + 2])
        if count:
            yield replace(blocks[number], text=" ".join(texts[number : number + count]))
        else:
            yield from _without_update(blocks[number])
        number += count or 1


def _in_one_label(two: Sequence[Block]) -> int:
    """2 where a line that speaks of a recording goes on with its format and size in the next."""
    goes_on = len(two) == 2 and two[1].follows and not two[0].addresses and not two[1].addresses
    return 2 if goes_on and is_spoken_of(two[0].text) and is_media_line(two[1]) and links_in(two[1], None) else 0


def _field(name: Block, value: Block) -> Iterator[Block]:
    """A fact with its name in front; a field that tells no fact of ours is no part of the text."""
    joined = replace(value, text=f"{name.text} {value.text}", addresses=(), follows=False)
    if facts_in(joined.text):
        yield joined
    elif len(value.text) <= _LONGEST_FIELD_VALUE and not ends_sentence(value.text):
        yield replace(joined, beside=True)
    else:
        yield from (name, value)


def _without_update(block: Block) -> Iterator[Block]:
    update = UPDATE.match(block.text[:_LONGEST_HEADING_TEXT])
    rest = block.text[update.end() :].lstrip(" |-–—") if update else ""
    is_name = rest[:1].isupper() and len(rest) <= _LONGEST_HEADING_TEXT // 2 and not ends_sentence(rest)
    if update and update["date"] and is_name and facts_in(block.text) is None and not block.addresses:
        yield replace(block, text=update.group())
        yield replace(block, text=rest, follows=False)
    else:
        yield block


def _is_around(block: Block) -> bool:
    """Whether a line stands around the text: furniture of the page, other files, ways to other pages."""
    if block.level:
        return is_beside(block.text)
    label, text = _label_and_text(block)
    surrounds = is_skip(text) or is_rights(block.text) if label else is_furniture(block.text) or is_hour(block.text)
    return surrounds or is_other_file(block.text) or (block.role != "title" and is_only_links(block))


def _is_notice(block: Block) -> bool:
    return not block.level and is_cookie_notice(_label_and_text(block)[1])


def _kind(text: str, label: str | None, role: Role) -> Kind:
    is_lead = role == "heading" and len(text) >= _SHORTEST_LEAD and is_sentence(text)
    if role in ("title", "heading") and not is_lead:
        return "heading"
    is_broken_place = text.endswith(",") and is_place(text) and not is_greeting(text)
    if label or len(text) > _LONGEST_HEADING_TEXT or (ends_sentence(text) and not is_broken_place):
        return "prose"
    return "heading" if role == "strong" else "line"


def _label_and_text(block: Block) -> tuple[str | None, str]:
    """The label that is typed or that a list gives, and the text without it."""
    if block.role in ("title", "heading"):
        return None, block.text
    label, text = label_in(block.text)
    return (label, text) if label else (block.label, without_bullet(block.text))
