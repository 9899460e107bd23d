"""Signatures: how a letter or a decree closes, and who signed it, which are no paragraphs of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from archiver.release.blocks import Block, is_prose, is_sentence
from archiver.release.layout.numbering import is_bulleted, label_in

# ``Yours sincerely,``, ``Fait à Paris, le 3 mars 2019``: whoever signs stands below.
_CLOSING = re.compile(
    r"(?:(?:(?:yours|very|most) )*(?:sincerely|faithfully|truly|respectfully)(?: yours)?|(?:kind|best|warm) regards"
    r"|respectfully submitted|with (?:best|kind) (?:wishes|regards)|signed"
    r"|done (?:at|in) .{2,40}?,? (?:on )?(?:the |this )?[0-9]{1,2}\b.{0,40}"
    r"|(?:bien )?(?:sincèrement|cordialement|respectueusement)(?: à vous| vôtre)?|signée?s?"
    r"|fait à .{2,40}?,? le [0-9]{1,2}(?:er)? .{0,30}"
    r"|mit (?:freundlichen|besten|herzlichen) grüßen(?: ihre?)?|hochachtungsvoll|gezeichnet"
    r"|(?:muy )?atentamente|(?:un )?cordial(?:es)? saludos?|firmado|hecho en .{2,40}?,? el [0-9]{1,2} .{0,30}"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|hoogachtend|(?:was )?getekend)\s?[,.:]?",
    re.IGNORECASE,
)
# The last sentence of a French letter is one of its text.
_COURTESY = re.compile(r"(?:veuillez|je vous prie|nous vous prions).{0,60}agréer\b.*", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:\(signed\)|/s/|\(signée?\)|gez\.|sgd\.|(?:signed|signée?|firmado)\s?:)\s?\S.{1,80}", re.IGNORECASE
)
_IN_CAPITALS = re.compile(r"[A-Z'’-]{3,}(?:\s[A-Z]\.)+\s[A-Z'’-]{3,}(?:,?\s(?:JR|SR|II|III)\.?)?")  # JOHN Q. PUBLIC
_LONGEST_CLOSING = 120  # code points
_LONGEST_COURTESY = 250  # code points
_LONGEST_NAME = 80  # code points of a name or an office
_MOST_SMALL_WORDS = 2  # words (``La ministre des ports``)
_MOST_NAMES = 4  # lines: a name, an office, a house, a place
_NAME_WORD = re.compile(
    r"(?:[A-ZÀ-Þ(][\w.'’()/-]*|of|the|for|and|to|de|du|des|d['’]\w+|l['’]\w+|la|le|les|et|aux?|der|die|das|für|und|von"
    r"|van|den|el|del|y|e)",
)


def signature_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of lines that close a text, and of the names and offices right below them."""
    found: set[int] = set()
    last = max((number for number, block in enumerate(blocks) if not block.beside and is_prose(block)), default=-1)
    for number, block in enumerate(blocks):
        if _closes(block) or (number > last and _IN_CAPITALS.fullmatch(block.text[:_LONGEST_NAME])):
            found.update([number, *_names_below(blocks, number)])
        elif _COURTESY.fullmatch(block.text[:_LONGEST_COURTESY]):
            found.update(_names_below(blocks, number))
    return frozenset(found)


def _closes(block: Block) -> bool:
    text, is_short = block.text, len(block.text) <= _LONGEST_CLOSING and not block.level
    return is_short and bool(_CLOSING.fullmatch(text) or _SIGNED.fullmatch(text))


def _names_below(blocks: Sequence[Block], number: int) -> Iterator[int]:
    return islice(takewhile(lambda below: _is_name(blocks[below]), range(number + 1, len(blocks))), _MOST_NAMES)


def _is_name(line: Block) -> bool:
    """Whether a line may be somebody's name or office: few of its words are small."""
    words = line.text.replace(",", " ").split()
    is_plain = line.level == 0 and not is_bulleted(line.text) and label_in(line.text)[0] is None
    small = sum(not _NAME_WORD.fullmatch(word) for word in words)
    is_named = line.text[:1].isupper() and small <= _MOST_SMALL_WORDS and not is_sentence(line.text)
    return is_plain and is_named and len(line.text) <= _LONGEST_NAME
