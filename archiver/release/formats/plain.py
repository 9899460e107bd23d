"""Typed text to lines: a blank line or a cell divides, and a printed address is a link.

Text dumps of layout tables have ``|`` between cells, ``![]()`` where a spacer picture was, and lists set in by blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archiver.release.blocks import Address, Block, PageLines, Role, ends_sentence, meant, one_line
from archiver.release.facts import facts_in
from archiver.release.layout.numbering import begins, is_bulleted, label_in

_PRINTED_ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s<>\"']{1,2000}[^\s<>\"'.,;:!?)\]]")
_MARKDOWN_PICTURE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,2000}\)")
_NAMED_ADDRESS = re.compile(r"(?<!!)\[(?P<words>[^\[\]\n]{1,300})\]\((?P<href>[^()\s]{1,2000})\)")
_CELL = re.compile(r"(?<!\S)\|(?!\S)")
_MARKDOWN_HEADING = re.compile(r"(?:(?P<levels>#{1,6})\s+|\*\*\s?(?=[^\s*]))(?P<text>[^*]+?)\s*(?:\*\*|#*)\s*")
_LONGEST_HEADING = 150  # code points
_MENU_CELLS = 3  # cells of a row
_LONGEST_MENU_CELL = 30  # code points; the cells of a menu only name other pages
_MAIL_HEADER = re.compile(r"\s*(?:(?:From|To|Cc|Subject|Sent|Date|Reply-To|Message-ID): .*\n){2,}")
_QUOTED = re.compile(r"(?:> ?){1,6}")
_TAB_COLUMNS = 8  # columns
_FULL_LINE = 50  # code points; a shorter line was not broken because it was full


def read_typed(text: str, url: str | None = None) -> PageLines:
    """The lines of a text as a person typed it or a browser saved it."""
    return PageLines(tuple(_TypedText().lines(_without_mail(meant(text)))), base=url)


def _without_mail(text: str) -> str:
    """A text that came by mail without the header and the marks of quotation."""
    if header := _MAIL_HEADER.match(text):
        text = text[header.end() :]
    lines = text.split("\n")
    quoted = [line for line in lines if line.startswith(">")]
    if len(quoted) * 2 <= sum(bool(line.strip()) for line in lines):
        return text
    return "\n".join(_QUOTED.sub("", line) for line in lines)


class _TypedText:
    """What is known of the lines above while a text is read line by line."""

    def __init__(self) -> None:
        self._after_gap = True
        self._items = 0
        self._item = 0  # number of the numbered item that may still go on; 0 for none
        self._indent = 0  # columns before the label of that item
        self._marked = 0  # columns before the last label or bullet
        self._above = ""

    def lines(self, text: str) -> Iterator[Block]:
        """The lines of the text, cell by cell."""
        for line in text.split("\n"):
            cells = _CELL.split(_MARKDOWN_PICTURE.sub(" ", line))
            menu = _is_menu(cells)
            for number, cell in enumerate(cells):
                if any(map(str.isalnum, cell)):
                    yield replace(self._block(cell, in_row=number > 0), beside=menu)
            said = any(map(str.isalnum, cells[-1]))  # the last cell of a row may go on in the next line
            self._after_gap = not said

    def _block(self, cell: str, in_row: bool) -> Block:
        typed, addresses = _with_addresses(one_line(cell))
        indent = len(cell.expandtabs(_TAB_COLUMNS)) - len(cell.expandtabs(_TAB_COLUMNS).lstrip())
        follows = not (in_row or self._after_gap or self._leaves_list(indent) or self._enters_list(typed, indent))
        item = self._item_of(typed, 0 if in_row else indent, follows)
        self._above = typed
        if heading := _MARKDOWN_HEADING.fullmatch(typed[:_LONGEST_HEADING]):
            level = len(heading["levels"] or "##")
            role: Role = "title" if level == 1 else "heading"
            return Block(heading["text"], role=role, level=level, addresses=addresses)
        return Block(typed, follows=follows, bullet=is_bulleted(typed), item=item, addresses=addresses)

    def _leaves_list(self, indent: int) -> bool:
        """Whether a line stands further left than the label or bullet above it, and is not the rest of a full line."""
        return indent < self._marked and (ends_sentence(self._above) or len(self._above) < _FULL_LINE)

    def _enters_list(self, typed: str, indent: int) -> bool:
        """Whether a line begins a numbering of its own, set in below a short numbered line, which heads it."""
        is_headed = label_in(self._above)[0] is not None and len(self._above) < _FULL_LINE
        return is_headed and indent > self._marked and begins(label_in(typed)[0])

    def _item_of(self, typed: str, indent: int, follows: bool) -> int:
        """The numbered item that a line stands in: it has the number, or is set in below it, or is its bullet."""
        bullet = is_bulleted(typed)
        if label_in(typed)[0]:
            self._items += 1
            self._item, self._indent = self._items, indent
        elif not (indent > self._indent or (bullet and indent >= self._indent)):
            self._item = self._item if follows else 0
        if bullet or label_in(typed)[0]:
            self._marked = indent
        elif not follows:
            self._marked = 0
        return self._item


def _is_menu(cells: list[str]) -> bool:
    """Whether the cells of a row only name other pages; a date, a number or a size is a fact."""
    said = [cell.strip() for cell in cells if any(map(str.isalnum, cell))]
    return len(said) >= _MENU_CELLS and all(
        len(cell) <= _LONGEST_MENU_CELL and not any(map(str.isdigit, cell)) and facts_in(cell) is None for cell in said
    )


def _with_addresses(line: str) -> tuple[str, tuple[Address, ...]]:
    """A line without the marks around its links, and where they lead."""
    text, addresses, done = "", [], 0
    for found in _NAMED_ADDRESS.finditer(line):
        text += line[done : found.start()]
        addresses.append(Address(found["href"], len(text), len(text) + len(found["words"])))
        text, done = text + found["words"], found.end()
    text += line[done:]
    printed = _PRINTED_ADDRESS.finditer(text) if "://" in text else ()
    addresses += [Address(found.group(), *found.span()) for found in printed]
    return text, tuple(sorted(addresses, key=lambda address: address.start))
