"""Facts: dates, numbers and issuers, in lines that say nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.release.dates import DATE, UPDATE

# (2006)150, PR/CP (2006)150, NAC-S(99) 64, IP/06/405, SC/8680
_NUMBER = re.compile(
    r"(?<![\w/])(?:(?:[A-Z][A-Z0-9]*(?:[/-][A-Z0-9]+){1,3}\s?|[A-Z]{1,4}\s?)?\((?:19|20)?[0-9]{2}\)\s?[0-9]{1,4}"
    r"|[A-Z]{2,8}/[0-9]{2,4}/[0-9]{1,5}|[A-Z]{2,4}/[0-9]{3,6})(?![\w/])"
)
_KIND = r"(?:(?:press|news|media) releases?|communiqu[ée]s? de presse)"
_NAME = r"(?:[A-Z][\w.&'-]{0,30}(?:,?\s(?:[A-Z][\w.&'-]{0,30}|of|the|for|and|de|du|des|la|et)){0,7})"
_ISSUER = re.compile(rf"(?<!\w)(?P<issuer>{_NAME})[\s:–—|-]{{1,3}}(?i:{_KIND})(?!\w)")
_NO_ISSUER = frozenset(["all", "latest", "more", "joint", "other", "recent", "the", "back to", "go to", "see all"])
_KIND_OF_PAGE = re.compile(
    rf"(?<!\w)(?:{_KIND}|for immediate release|pour diffusion imm[ée]diate)(?!\w)", re.IGNORECASE
)
_LETTERHEAD = re.compile(
    r"^(?:(?:office|ministry|department|embassy|government) of|minist[èe]re de)\b[\w',’ -]{2,70}$", re.IGNORECASE
)
_AROUND = re.compile(
    r"(?<!\w)(?:(?:first )?(?:published|posted|issued|released)(?: on)?|publi[ée]e? le|dated?"
    r"|n(?:o|°|r|umber)|on|le|the|at|à"
    r"|version|english|french|français|anglais|original"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|[0-9]{1,2}[:h.][0-9]{2}(?: ?(?:[ap]\.?m\.?|hrs?|gmt|cet|utc|edt|est))?)(?!\w)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^[\W_]*[^\W\d_][\w'’. /-]{2,40}?\s?(?:,|[-–—]|\()\s?(?:the |le |on )?$", re.IGNORECASE)
_LONGEST = 200  # a line of facts is short
_SAME_BODY = {"OTAN": "NATO"}  # one institution under the initials of its other language


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line of facts says, as printed."""

    date: str | None = None
    updated: str | None = None
    number: str | None = None
    issuer: str | None = None


def facts_in(line: str) -> Facts | None:
    """The facts of a line; None where the line says something else as well, or is none of them."""
    if len(line) > _LONGEST:
        return None
    rest, update = _without(UPDATE, line)
    rest, number = _without(_NUMBER, rest)
    rest, date = _without_date(rest)
    issuer = issuer_in(rest)
    rest = _ISSUER.sub(" ", rest) if issuer else rest
    rest = _LETTERHEAD.sub(" ", _KIND_OF_PAGE.sub(" ", rest))
    if rest == line or any(character.isalnum() for character in _AROUND.sub(" ", rest)):
        return None
    if date and not (update or number or issuer) and line.endswith("."):
        return None  # the end of a wrapped sentence
    return Facts(date, update["date"] if update else None, number.group().strip() if number else None, issuer)


def issuer_in(line: str) -> str | None:
    """Who issues the releases that a line announces (``NATO Press Releases``)."""
    found = _ISSUER.search(line[:_LONGEST])
    if found is None:
        return None
    name = found["issuer"]
    return None if name.lower() in _NO_ISSUER else _SAME_BODY.get(name, name)


def number_in(text: str) -> str | None:
    """The first release number in a text."""
    found = _NUMBER.search(text[:_LONGEST])
    return found.group().strip() if found else None


def _without(pattern: re.Pattern[str], line: str) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(line)
    return (f"{line[: found.start()]} | {line[found.end() :]}", found) if found else (line, None)


def _without_date(line: str) -> tuple[str, str | None]:
    """The rest of a line without its date and the place before it (``Brussels, 31 March 2006``)."""
    found = DATE.search(line)
    if found is None:
        return line, None
    before = line[: found.start()]
    return f"{'' if _PLACE.match(before) else before} | {line[found.end() :]}", found.group()
