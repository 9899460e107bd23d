"""Facts: dates, numbers and issuers, in lines that say nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archiver.release.dates import DATE, UPDATE, WEEKDAY

# (2006)150, PR/CP (2006)150, M-NAC-2 (2001)159, NAC-S(99) 64, IP/06/405, SC/8680, Speech/19/2210, PC.DEC/758.
# A narrow cell breaks behind a hyphen.
_NUMBER = re.compile(
    r"(?<![\w/])(?:(?:[A-Z][A-Z0-9]*(?:[/-](?:\s(?:/\s)?)?[A-Z0-9]+){1,3}\s?|[A-Z]{1,4}\s?)?"
    r"\((?:19|20)?[0-9]{2}\)\s?[0-9]{1,4}"
    r"|[A-Z][A-Za-z]{0,12}(?:\.[A-Z]{2,8})?(?:/[A-Z]{1,8})?/[0-9]{1,6}(?:/[0-9]{1,5})?)(?![\w/])"
)
_BROKEN = re.compile(r"(?<=-)\s(?:/\s)?")
_KIND = (
    r"(?:(?:joint |weekly |daily )?(?:press|news|media) (?:releases?|statements?|communiqu[ée]s?|notices?|notes?)"
    r"|communiqu[ée]s? (?:de|à la) presse|notes? (?:à la|de) presse|news items?|pressemitteilung(?:en)?"
    r"|comunicados?(?: de prensa)?|notas? de prensa|comunicat[oi] stampa)"
)
# A number that only the words before it tell to be one: Press Release No. 09/117, Press release 41/2011, Ref: 292a06.
_COUNTED = re.compile(
    rf"(?<!\w)(?:(?:{_KIND}|media advisory)[:\s]{{1,3}}(?:(?:no|nr|n°|nº|n)\.?:?\s{{0,2}})?|(?:no|nr|n°|nº|ref)[.:]\s?)"
    r"(?P<number>[0-9]{1,4}/[0-9]{2,4}|[0-9]{2,4}(?:[a-z][0-9]{1,3})?)(?![\w/.-])",
    re.IGNORECASE,
)
# Parts of a site, which print their name above everything that is in them.
_SECTION = (
    rf"(?:{_KIND}|speeches|opinions?|audio files|video files|media advisor(?:y|ies)|press (?:briefings|conferences)"
    r"|(?:news )?transcripts?|discours|allocutions|fichiers audio|avis aux médias|(?:basic|official) texts"
    r"|textes officiels)"
)
# Of these the ones that no single text is called.
_KIND_ALONE = (
    rf"(?:{_KIND}|speeches|opinions|audio files|video files|media advisor(?:y|ies)|press (?:briefings|conferences)"
    r"|news transcript|transcripts|allocutions|fichiers audio|avis aux médias)"
)
_CAPITAL = r"[A-ZÀ-Þ][\w.&'’-]{0,30}"
_JOINED = r"of|the|for|and|on|in|to|de|du|des|la|le|les|et|aux?|y|e|der|die|und|für"
_NAME = rf"(?:{_CAPITAL}(?:,?\s(?:{_CAPITAL}|{_JOINED})){{0,9}})"
_ISSUER = re.compile(rf"(?<!\w)(?P<issuer>{_NAME})[\s:–—|-]{{1,3}}(?i:{_SECTION})(?!\w)")
_NO_ISSUER = frozenset(
    [
        "all",
        "latest",
        "more",
        "joint",
        "other",
        "recent",
        "the",
        "this",
        "back",
        "go",
        "see",
        "news",
        "home",
        "current",
        "your",
        "our",
        "my",
    ]
)
# What institutions are called, in the languages that releases come in most.
_HOUSE = (
    r"Office|Ministry|Department|Embassy|Government|Council|Commission|Parliament|Agency|Authority|Union|Bank|Fund|Court"
    r"|Organi[sz]ation|Secretariat|Federation|Borough|County|Presidency|Présidence|Association|Institute|University|City|Treasury|Senate|Assembly"
    r"|Minist[èe]re|Conseil|Parlement|Agence|Banque|Fonds|Cour|Gouvernement|Ambassade|Préfecture|Mairie|Ville"
    r"|Ministerio|Gobierno|Ministerium|Bundesministerium|Amt|Bundesregierung|Ministero"
)
_INSTITUTION = re.compile(
    rf"(?:{_CAPITAL}\s){{0,4}}(?:{_HOUSE})(?:\s(?:of|for|de|des|du|d|der|des|für)(?:\s(?:{_JOINED})){{0,2}}\s(?:l['’])?{_NAME})?"
    r"|(?:Minist[èe]re|Conseil|Préfecture)\s(?:de|des|du)\s[\w',’ -]{3,80}",
)
_SMALL = re.compile(rf"(?<=\s)(?:{_JOINED})(?=\s)", re.IGNORECASE)
_DIVIDED = re.compile(r"\s+(?:[|–—·•»>-]|::)\s+|:\s+")
_KIND_OF_PAGE = re.compile(
    rf"(?<!\w)(?:{_KIND_ALONE}|for immediate release|pour diffusion imm[ée]diate)(?!\w)", re.IGNORECASE
)
_ANY_SECTION = re.compile(rf"(?<!\w){_SECTION}(?!\w)", re.IGNORECASE)
# These name a page as well, and so only count beside a date or a number.
_ALSO_A_TITLE = re.compile(r"^\W*communiqu[ée]?s?(?!\w)", re.IGNORECASE)
_ISSUED = re.compile(
    r"(?<!\w)(?:(?:first )?(?:published|posted|issued|released)(?: on)?|release date|submitted by \w+ on"
    r"|publi[ée]e? le|diffus[ée]e? le)(?!\w)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    rf"{_ISSUED.pattern}|(?<!\w)(?:dated?"
    r"|n(?:o|°|r|umber)|on|le|du|the|at|à"
    r"|version|english|french|français|anglais|original"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|[0-9]{1,2}[:h.][0-9]{2}(?: ?(?:[ap]\.?m\.?|hrs?|gmt|cet|utc|[ecp][ds]t)){0,2}|see all updates)(?!\w)",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:from|de|source|issued by)\s?:\s?(?P<issuer>[A-ZÀ-Þ][^@:.]{2,80})", re.IGNORECASE)
# A field of a page that stands before its value, in a line or a cell of its own.
_FIELD = re.compile(
    r"(?:from|de|source|issued by|published|publié le|(?:last )?updated|mis à jour(?: le)?|release date"
    r"|date(?: of issue| de publication)?|(?:press release )?(?:no|nr|n°|number|ref|reference)\.?"
    r"|part of|topics?|filed under)\s?:",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^[\W_]*[^\W\d_][\w'’. /-]{2,40}?\s?(?:,|[-–—]|\()\s?(?:the |le |on )?$", re.IGNORECASE)
_RANGE = re.compile(r"(?<![0-9])[0-9]{1,2}\s?(?:-|–|and|to|et|au)\s?$")  # ``6-7 December``
_PLACE_AFTER = re.compile(r"\s?[,–—-]\s?[A-ZÀ-Þ]")
# Where something happened, in front of the day (``Olympic Sports Centre 27 Nov. 2006``), unless a word says what did.
_BARE_PLACE = re.compile(r"^\W*(?:[A-ZÀ-Þ][\w.'’-]*,?\s){1,4}$")
_EVENT = re.compile(
    r"\b(?:summit|sommet|statement|meeting|conference|conférence|briefing|remarks?|speech|declaration|déclaration|réunion"
    r"|address|interview|discours|communiqu|report|visit|visite|election|day|week|agreement|treaty"
    r"|point de presse|press point)",
    re.IGNORECASE,
)
_LONGEST = 200  # a line of facts is short
_NAME_LONGEST = 100
_FRAGMENT = 40  # code points; a cell that breaks its words is narrow
FRAGMENTS = 6  # lines that one line of facts is broken into at most
_BEGINS_FRAGMENTS = re.compile(
    rf"\W*(?:press|news|media|communiqu[ée]s?|{_KIND}|[A-Z]{{1,6}}[/-](?:[A-Z/]{{1,8}}-?)?)\W*", re.IGNORECASE
)
_SAME_BODY = {"OTAN": "NATO"}  # one institution under the initials of its other language


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line of facts says, as printed.

    issued: whether the date is said to be that of the release
    """

    date: str | None = None
    updated: str | None = None
    number: str | None = None
    issuer: str | None = None
    issued: bool = False


@lru_cache(maxsize=10_000)  # a line is asked about more than once, and tables repeat themselves
def facts_in(line: str) -> Facts | None:
    """The facts of a line; None where the line says something else as well, or is none of them."""
    if len(line) > _LONGEST:
        return None
    rest, update = _without(UPDATE, line)
    rest, number = _without_number(rest)
    rest, date = _without_date(rest)
    issuer = issuer_in(rest)
    rest = _ISSUER.sub(" ", rest) if issuer else rest
    rest = (_ANY_SECTION if update else _KIND_OF_PAGE).sub(" ", rest)
    if named := _named_in(rest.strip(" |")):
        rest, issuer = "", issuer or named
    rest = _ALSO_A_TITLE.sub(" ", rest) if date or number else rest
    rest = re.sub(r"\b[0-9]{1,2}\b", " ", rest) if number else rest
    if rest == line or any(character.isalnum() for character in _AROUND.sub(" ", rest)):
        return None
    if date and not (update or number or issuer) and line.endswith("."):
        return None  # the end of a wrapped sentence
    issued = bool(date and _ISSUED.search(line))
    return Facts(date, update["date"] if update else None, number, issuer, issued)


def fragments_in(lines: Sequence[str]) -> int:
    """How many of the first lines are one line of facts that a narrow cell broke (``Press / Release / (2005)005``)."""
    if not _BEGINS_FRAGMENTS.fullmatch(lines[0][: _FRAGMENT + 1]):
        return 0
    short = next((n for n, line in enumerate(lines[:FRAGMENTS]) if len(line) > _FRAGMENT), min(len(lines), FRAGMENTS))
    return next((count for count in range(short, 1, -1) if facts_in(" ".join(lines[:count]))), 0)


def is_field(line: str) -> bool:
    """Whether a line is the name of a fact whose value comes next (``Published:``)."""
    return bool(_FIELD.fullmatch(line[:_FRAGMENT]))


def is_place(line: str) -> bool:
    """Whether a line is short and all in capitals, as the name of a place is, or the end of one that a cell broke."""
    words = line.split()
    named = len(words) <= 6 and all(word[0].isupper() or not word[0].isalpha() for word in words)
    return (named and not _EVENT.search(line)) or line[:1].islower()


def _named_in(line: str) -> str | None:
    """The issuer that a line names, as a letterhead or behind ``From:``."""
    if is_institution(line):
        return line
    said = _FROM.fullmatch(line)
    return said["issuer"] if said else None


def is_institution(line: str) -> bool:
    """Whether a line is the name of an institution and nothing else (``Ministry of Fisheries``)."""
    name = line if not line.isupper() else _SMALL.sub(lambda found: found.group().lower(), line.title())
    named = len(line) <= _NAME_LONGEST and _INSTITUTION.fullmatch(name) and not _EVENT.search(line)
    return bool(named) and len(line.split()) > 1 and line.split()[0].lower() not in _NO_ISSUER


def institution_in(window: str) -> str | None:
    """The institution that the title of a browser's window names at either end."""
    return next((piece for piece in _DIVIDED.split(window) if is_institution(piece)), None)


def issuer_in(line: str) -> str | None:
    """Who issues the releases that a line announces (``NATO Press Releases``)."""
    found = _ISSUER.search(line[:_LONGEST])
    if found is None:
        return None
    name = found["issuer"]
    return None if name.split()[0].lower() in _NO_ISSUER else _SAME_BODY.get(name, name)


def number_in(text: str) -> str | None:
    """The first release number in a text."""
    return _without_number(text[:_LONGEST])[1]


def _without_number(line: str) -> tuple[str, str | None]:
    """The rest of a line without the release's number; a number that only its kind tells is the second choice."""
    rest, found = _without(_NUMBER, line)
    if found:
        return rest, _BROKEN.sub("", found.group()).strip()
    rest, found = _without(_COUNTED, line)
    return rest, found["number"] if found else None


def _without(pattern: re.Pattern[str], line: str) -> tuple[str, re.Match[str] | None]:
    found = pattern.search(line)
    return (f"{line[: found.start()]} | {line[found.end() :]}", found) if found else (line, None)


def _without_date(line: str) -> tuple[str, str | None]:
    """The rest of a line without its date and the place before it (``Brussels, 31 March 2006``)."""
    found = DATE.search(line)
    if found is None:
        return line, None
    before, after = line[: found.start()], line[found.end() :]
    weekday = WEEKDAY.search(before)
    before = _RANGE.sub("", before[: weekday.start()] if weekday else before)
    is_alone = not any(map(str.isalnum, after))
    is_place_before = (_PLACE.match(before) or (is_alone and _BARE_PLACE.match(before))) and not _EVENT.search(before)
    if (
        not any(map(str.isalnum, _AROUND.sub("", before)))
        and _PLACE_AFTER.match(after)
        and is_place(after.strip(" ,–—-"))
    ):
        after = ""
    return f"{'' if is_place_before else before} | {after}", (weekday.group() if weekday else "") + found.group()
