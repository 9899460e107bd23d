"""Release numbers, as the houses print them."""

from __future__ import annotations

import re

from archiver.release.facts.kinds import KIND

# (2006)150, PR/CP (2006)150, M-NAC-2 (2001)159, NAC-S(99) 64, IP/06/405, SC/8680, Speech/19/2210, PC.DEC/758.
# A narrow cell breaks behind a hyphen.
_NUMBER = re.compile(
    r"(?<![\w/])(?:(?:[A-Z][A-Z0-9]*(?:[/-](?:\s(?:/\s)?)?[A-Z0-9]+){1,3}\s?|[A-Z]{1,4}\s?)?"
    r"\((?:19|20)?[0-9]{2}\)\s?[0-9]{1,4}"
    r"|[A-Z][A-Za-z]{0,12}(?:\.[A-Z]{2,8})?(?:/[A-Z]{1,8})?/[0-9]{1,6}(?:/[0-9]{1,5})?)(?![\w/])"
)
_BROKEN = re.compile(r"(?<=-)\s(?:/\s)?")
# A number that only the words before it tell to be one: Press Release No. 09/117, Press release 41/2011, Ref: 292a06.
_COUNTED = re.compile(
    rf"(?<!\w)(?:(?:{KIND}|media advisory)[:\s]{{1,3}}(?:(?:no|nr|n°|nº|n)\.?:?\s{{0,2}})?|(?:no|nr|n°|nº|ref)[.:]\s?)"
    r"(?P<number>[0-9]{1,4}/[0-9]{2,4}|[0-9]{2,4}(?:[a-z][0-9]{1,3})?)(?![\w/.-])",
    re.IGNORECASE,
)
# As a house of parliament numbers what it tells the press: the day, the kind, a count.
_DAY_AND_COUNT = re.compile(
    r"(?<!\w)(?:ref\.?:?\s)?(?P<number>(?:19|20)[0-9]{6}[A-Z]{2,4}[0-9]{3,6})(?!\w)", re.IGNORECASE
)
_LONGEST_NUMBER_LINE = 200  # code points; a line with a number is short


def number_in(text: str) -> str | None:
    """The first release number in a text."""
    return without_number(text[:_LONGEST_NUMBER_LINE])[1]


def without_number(line: str) -> tuple[str, str | None]:
    """The rest of a line without the release's number; one that only the words before it tell is the second choice."""
    if found := _NUMBER.search(line):
        return _cut(line, found), _BROKEN.sub("", found.group()).strip()
    if found := _COUNTED.search(line) or _DAY_AND_COUNT.search(line):
        return _cut(line, found), found["number"]
    return line, None


def _cut(line: str, found: re.Match[str]) -> str:
    return f"{line[: found.start()]} | {line[found.end() :]}"
