"""Contacts: whom to ask, by name, telephone or e-mail, wherever a page prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from archiver.release.blocks import Block, is_sentence
from archiver.release.facts import facts_in
from archiver.release.layout.numbering import label_in

_ABROAD = r"\(?\+\s?[0-9]{1,3}[0-9()\s./-]{6,24}[0-9]"
_AMERICAN = r"\(?[0-9]{3}\)?[ -][0-9]{3}-[0-9]{4}(?![0-9])"
_MARKED_TELEPHONE = (
    r"\b(?:telephone|phone|tel|téléphone|tél|fax|telefax|télécopie|télécopieur|mobile|gsm|cell|portable)\b[\s.:]{0,5}"
    r"\(?[0-9][0-9()\s./-]{5,20}[0-9]"
)
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}"
_REACHED = re.compile(rf"{_MARKED_TELEPHONE}|{_AMERICAN}|(?<![\w-]){_ABROAD}|{_MAIL}", re.IGNORECASE)
_INVITES = re.compile(
    r"\b(?:contacts?|contacter|questions?|enquir\w+|inquir\w+|queries|renseignements?|press officers?"
    r"|attachés? de presse|for (?:further|more) information|additional information"
    r"|pour (?:plus d[e'’]|tou\w+) ?(?:informations?|renseignements?))\b",
    re.IGNORECASE,
)
_CONTACT_HEADING = re.compile(
    r"\W*(?:[0-9]{1,2}\.\s)?(?:(?:press|media|for the press|presse|médias)\s)?contacts?"
    r"(?:\s(?:presse|médias|information|details))?\s?:?\W*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\W\d_]{3,}[.!?][\"'”’»)]*$")
_CLOSED_SENTENCE = re.compile(r"[.!?][\"'”’»)]*$")
_LONGEST_CONTACT_LINE = 100  # code points; a longer line says more than whom to ask
_MOST_CONTACT_WORDS = 16  # beside the numbers; the name and office of two people
_FEW_SMALL_WORDS = 2  # beside those of names and offices; a sentence has more
_NO_WORDS = re.compile(
    r"\b(?:telephone|phone|tel|tél|téléphone|fax|mobile|e-?mail|courriel|ext|or|and|of|the|for|ou|et|de|du|des|la)\b",
    re.IGNORECASE,
)
_MOST_CONTACT_LINES = 10


def contact_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of lines that only tell whom to ask, and of those that lead to them (``Contact:``)."""
    found: set[int] = set()
    for group in _groups(blocks):
        if _is_contact([blocks[number] for number in group]):
            found.update(group)
    for above, below in pairwise(range(len(blocks))):
        line = blocks[above].text
        if below in found and line.endswith(":") and len(line) <= _LONGEST_CONTACT_LINE and _INVITES.search(line):
            found.add(above)
    return frozenset(found | set(_below_headings(blocks)))


def _below_headings(blocks: Sequence[Block]) -> Iterator[int]:
    """The places of a heading such as ``Contacts`` and of the short lines below it, if one of them can be called."""
    number = 0
    while number < len(blocks):
        listed = [number]
        if _CONTACT_HEADING.fullmatch(blocks[number].text[:_LONGEST_CONTACT_LINE]):
            listed += _listed_below(blocks, number)
            if any(_REACHED.search(blocks[below].text) for below in listed[1:]):
                yield from listed
        number += len(listed)


def _listed_below(blocks: Sequence[Block], head: int) -> Iterator[int]:
    return takewhile(lambda below: _may_list(blocks[below], blocks[head]), range(head + 1, len(blocks)))


def _may_list(line: Block, head: Block) -> bool:
    """Whether a line below such a heading may be a name, an office, an address or a number."""
    is_below = (
        line.role not in ("title", "heading") or 0 < head.level < line.level
    )  # a name is marked as a heading, too
    is_named = is_below and not is_sentence(line.text)
    return is_named and (_names(line) or bool(_REACHED.search(line.text)))


def _groups(blocks: Sequence[Block]) -> Iterator[range]:
    """Lines that stand together without a gap or a line of facts."""
    start = 0
    for number in range(1, len(blocks) + 1):
        above, below = blocks[number - 1], blocks[number] if number < len(blocks) else None
        if below is None or not below.follows or facts_in(above.text) or facts_in(below.text):
            yield range(start, number)
            start = number


def _is_contact(lines: Sequence[Block]) -> bool:
    """Whether one of the lines has a number or an address to reach somebody, and none of them says anything else."""
    if len(lines) > _MOST_CONTACT_LINES or any(len(line.text) > _LONGEST_CONTACT_LINE * 2 for line in lines):
        return False
    reached = [bool(_REACHED.search(line.text)) for line in lines]
    return any(reached) and all(
        _says_who(line.text) if reaches else _names(line) for line, reaches in zip(lines, reached, strict=True)
    )


def _says_who(text: str) -> bool:
    """Whether a line says no more than who is reached; a sentence is one of the text, unless it only asks to call."""
    rest = _REACHED.sub("@", text)
    words = re.findall(r"[^\W\d_]{2,}", _NO_WORDS.sub(" ", rest))
    count = len(re.findall(r"[^\W\d_]{2,}", rest))
    says_more = sum(word.islower() for word in words) >= _FEW_SMALL_WORDS and _CLOSED_SENTENCE.search(text)
    asks = bool(_INVITES.search(text)) and rest.rstrip(" .!?)").endswith("@")
    return label_in(rest)[0] is None and count <= _MOST_CONTACT_WORDS and (asks or not says_more)


def _names(line: Block) -> bool:
    """Whether a line without a number may be a name, an office or an address."""
    text = line.text
    return len(text) <= _LONGEST_CONTACT_LINE and label_in(text)[0] is None and not _SENTENCE.search(text)
