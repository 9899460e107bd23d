"""Facts: dates, numbers and issuers, in lines that say nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archiver.release.facts.dates import DATE, UPDATE, UPDATED, WEEKDAY
from archiver.release.facts.issuers import is_institution, named_in, without_issuer
from archiver.release.facts.kinds import KIND, without_genre, without_kind
from archiver.release.facts.numbers import without_number
from archiver.release.facts.places import is_place, is_place_after_day, is_place_before_day

# These name a page as well, and so only count beside a date or a number.
_ALSO_A_TITLE = re.compile(r"^\W*communiqu[ée]?s?(?!\w)", re.IGNORECASE)
_ISSUED = re.compile(
    r"(?<!\w)(?:(?:(?:first|originally) )?(?:published|posted|issued|released|written|created)(?: on)?"
    r"|date (?:published|posted)"
    r"|(?:release|publication) date|date of (?:issue|publication)|submitted by \w+ on"
    r"|(?:for )?(?:immediate )?release(?: at| on)?(?=[\s:]+(?:[0-9]|\|))|for (?:immediate )?release(?: at| on)?"
    r"|(?:publi[ée]e?|diffus[ée]e?|paru|mis en ligne|post[ée]|dat[ée] du)(?: le)?|date de publication"
    r"|pour diffusion imm[ée]diate"
    r"|(?:veröffentlicht|erschienen|publiziert|erstellt)(?: am)?|zur sofortigen veröffentlichung|veröffentlichungsdatum"
    r"|(?:publicado|emitido)(?: el)?|fecha de publicaci[óo]n|para (?:su )?publicaci[óo]n inmediata"
    r"|(?:gepubliceerd|geplaatst|verschenen)(?: op)?|publicatiedatum|pubblicato(?: il)?)(?!\w)",
    re.IGNORECASE,
)
_ZONE = r"(?:[ap]\.?m\.?|hrs?|gmt|cest|cet|utc|bst|[ecmp][ds]?t|uhr|uur|heures?|local time)"
_HOUR = rf"[0-9]{{1,2}}(?:\s?[:h.]\s?[0-9]{{2}}(?::[0-9]{{2}})?(?:\s?{_ZONE}){{0,3}}|\s?h|(?:\s?{_ZONE}){{1,3}})"
_MINUTES = (
    r"(?:reading time|read time|temps de lecture|lecture|lese(?:zeit|dauer)|leestijd|tiempo de lectura)?"
    r"\W{0,3}[0-9]{1,2}[\s-]?min(?:ut[eoi]n?)?s?\.?"
    r"(?:\s(?:read|de lecture|lese(?:zeit|dauer)|leestijd|lezen|lectura|de lectura))?"
)
_SURROUNDING_WORDS = re.compile(
    rf"{_ISSUED.pattern}|(?<!\w)(?:{_HOUR}|{_MINUTES}|dated?|datum|fecha"
    r"|n(?:o|°|r|umber)|on|le|du|the|at|à|vom|am|um|om|a las|(?:gmt|utc)[+-][0-9]{1,2}"
    r"|version|english|french|français|anglais|original"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|see all updates"
    r"|updated [0-9]{1,2} \w{1,7} ago|mis à jour il y a [0-9]{1,2} \w{1,7})(?!\w)",
    re.IGNORECASE,
)
# Who wrote it, beside the day: ``by Ann Lee``, ``par le secrétariat``.
_BY = (
    r"(?:by|par|von|por|door)\s?:?\s(?:(?:the|le|la|les|der|die|el|de)\s|l['’])?"
    r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,4}?"
)
_BEHIND_DAY = re.compile(rf"^[\s,|·•–—-]*{_BY}[\s|]*$", re.IGNORECASE)
_BEFORE_DAY = re.compile(rf"^[\s|]*{_BY}[\s,|·•–—-]+(?:(?:le|on|am|el|op)\s|(?<=[|·•–—-]\s))$", re.IGNORECASE)
# Hours and reading times, which stand in lines of their own as well.
_ONLY_HOURS = re.compile(rf"\W*(?:{_HOUR}|{_MINUTES})\W*", re.IGNORECASE)
_DASH = re.compile(r"\s[–—|-]\s")
# A field of a page that stands before its value, in a line or a cell of its own.
_FIELD = re.compile(
    rf"(?:(?:from|de|source|issued by|publisher|herausgeber|published|publié le|(?:last )?updated|mis à jour(?: le)?"
    r"|date(?: of issue| de publication)?|datum|fecha|(?:press release )?(?:no|nr|n°|number|ref|reference)\.?"
    rf"|part of|topics?|filed under|{_ISSUED.pattern})\s?:|{UPDATED.pattern})",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?<![0-9])[0-9]{1,2}\s?(?:-|–|and|to|et|au)\s?$")  # ``6-7 December``
_LONGEST_FACTS_LINE = 200  # a line of facts is short
_LONGEST_FRAGMENT = 40  # code points; a cell that breaks its words is narrow
FRAGMENTS = 6  # lines that one line of facts is broken into at most
_BEGINS_FRAGMENTS = re.compile(
    rf"\W*(?:press|news|media|communiqu[ée]?s?|{KIND}|[A-Z]{{1,6}}[/-](?:[A-Z/]{{1,8}}-?)?)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line of facts says, as printed.

    issued: whether the date is said to be that of the release
    letterhead: whether the issuer is no more than the name of an institution
    """

    date: str | None = None
    updated: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued: bool = False
    letterhead: bool = False


@lru_cache(maxsize=10_000)  # a line is asked about more than once, and tables repeat themselves
def facts_in(line: str) -> Facts | None:
    """The facts of a line; None where the line says something else as well, or is none of them."""
    if len(line) > _LONGEST_FACTS_LINE:
        return None
    update = UPDATE.search(line)
    rest = f"{line[: update.start()]} | {line[update.end() :]}" if update else line
    rest, number = without_number(rest)
    rest, date = _without_date(rest)
    rest, issuer = without_issuer(rest)
    rest = without_kind(rest.replace(" / ", " "), in_section=update is not None)  # a slash stands for a cell's break
    named = named_in(rest.strip(" |"))
    rest = without_genre(rest) if date else rest
    letterhead = bool(named) and not issuer and is_institution(rest.strip(" |"))
    if named:
        rest, issuer = "", issuer or named
    rest = _ALSO_A_TITLE.sub(" ", rest) if date or number else rest
    rest = re.sub(r"\b[0-9]{1,3}\b", " ", rest) if number else rest
    if rest == line or any(character.isalnum() for character in _SURROUNDING_WORDS.sub(" ", rest)):
        return None
    if date and not (update or number or issuer) and line.endswith("."):
        return None  # the end of a wrapped sentence
    issued = bool(date and _ISSUED.search(line))
    return Facts(date, update["date"] if update else None, number, issuer, issued, letterhead)


def fragments_in(lines: Sequence[str]) -> int:
    """How many of the first lines are one line of facts that a narrow cell broke (``Press / Release / (2005)005``)."""
    if not _BEGINS_FRAGMENTS.fullmatch(lines[0][: _LONGEST_FRAGMENT + 1]):
        return 0
    short = next(
        (n for n, line in enumerate(lines[:FRAGMENTS]) if len(line) > _LONGEST_FRAGMENT), min(len(lines), FRAGMENTS)
    )
    return next((count for count in range(short, 1, -1) if facts_in(" ".join(lines[:count]))), 0)


def is_hour(line: str) -> bool:
    """Whether a line only says at what hour, or how long it takes to read (``2:06 p.m. EDT``, ``4 min read``)."""
    return any(map(str.isdigit, line)) and bool(_ONLY_HOURS.fullmatch(line[:_LONGEST_FRAGMENT]))


def is_field(line: str, value: str = "") -> bool:
    """Whether a line is the name of a fact whose value comes next (``Published:``, or ``Published`` above a day)."""
    name = line[:_LONGEST_FRAGMENT]
    return bool(_FIELD.fullmatch(name) or (_ISSUED.fullmatch(name) and facts_in(f"{line} {value}")))


def _without_date(line: str) -> tuple[str, str | None]:
    """The rest of a line without its date and the place before it (``Brussels, 31 March 2006``)."""
    found = DATE.search(line)
    if found is None:
        return line, None
    before, after = line[: found.start()], line[found.end() :]
    weekday = WEEKDAY.search(before)
    before = _RANGE.sub("", before[: weekday.start()] if weekday else before)
    if not any(map(str.isalnum, _SURROUNDING_WORDS.sub("", before))) and is_place_after_day(after):
        after = ""
    before = "" if is_place_before_day(before, after) or _BEFORE_DAY.match(before) else before
    after = "" if _BEHIND_DAY.match(after) else _without_places(after)
    before = before if any(map(str.isalnum, _SURROUNDING_WORDS.sub("", before))) else ""
    return f"{before} | {after}", (weekday.group() if weekday else "") + found.group()


def _without_places(after: str) -> str:
    """What follows a day without places between dashes; a house stays (`` – Halifax, Nova Scotia – Port Office``)."""
    first, *pieces = _DASH.split(after)
    told = [piece for piece in pieces if not is_place(piece) or is_institution(piece)]
    houses = bool(pieces) and not any(map(str.isalnum, first)) and all(map(is_institution, told))
    return " | ".join(told) if houses else after
