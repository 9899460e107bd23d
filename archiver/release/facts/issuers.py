"""Issuers: whose release it is, as letterheads, sections of a site and windows say it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.release.facts.kinds import SECTION
from archiver.release.facts.places import EVENT

_CAPITAL = r"[A-ZÀ-Þ][\w.&'’-]{0,30}"
_JOINED = r"of|the|for|and|on|in|to|de|du|des|la|le|les|et|aux?|y|e|der|die|und|für"
_NAME = rf"(?:{_CAPITAL}(?:,?\s(?:{_CAPITAL}|{_JOINED})){{0,9}})"
# Behind a colon the day stood, which is taken out already: ``Port Office: 4 March 2021 • Press releases``.
_ISSUER = re.compile(rf"(?<!\w)(?P<issuer>{_NAME})(?:[\s:–—|-]{{1,3}}|\s?:[\s|•·–—-]{{1,8}})(?i:{SECTION})(?!\w)")
_NO_ISSUER = frozenset(
    [
        *("all", "latest", "more", "joint", "other", "recent", "the", "this", "your", "our", "my"),
        *("back", "go", "see", "news", "home", "current", "view", "browse", "related", "download", "read", "search"),
        *("visit", "find", "follow", "subscribe", "archive", "archived", "print", "next", "previous", "every", "any"),
        *("tous", "toutes", "les", "nos", "vos", "voir", "lire", "consulter", "consultez", "télécharger", "retour"),
        *("derniers", "dernières", "autres", "alle", "weitere", "mehr", "zur", "zum", "zu", "unsere", "ver", "todos"),
        *("todas", "últimos", "últimas", "otros", "más", "alle", "meer", "bekijk", "tutti", "altri", "vedi"),
        *("to", "at", "in", "by", "from", "of", "au", "aux", "à", "du", "par"),
        *("date", "published", "posted", "issued", "updated", "release", "publié", "publiée", "datum", "fecha"),
    ]
)
# What institutions are called, in the languages that releases come in most.
_HOUSE = (
    r"Office|Ministry|Department|Embassy|Government|Council|Commission|Parliament|Agency|Authority|Union|Bank|Fund|Court|Committee"
    r"|Organi[sz]ation|Secretariat|Federation|Borough|County|Presidency|Association|Institute|University|City|Treasury"
    r"|Senate|Assembly|Minist[èe]re|Conseil|Parlement|Agence|Banque|Fonds|Cour|Gouvernement|Ambassade|Préfecture|Mairie"
    r"|Ville|Présidence|Sénat|Assemblée|Ministerio|Gobierno|Senado|Parlamento|Banco|Bundesbank|Nationalbank|Bundestag|Landtag|Ministerie|Ministerium|Bundesministerium|Amt|Bundesregierung|Ministero"
)
_INSTITUTION = re.compile(
    rf"(?:{_CAPITAL}\s){{0,4}}(?:{_HOUSE})"
    rf"(?:\s(?:of|for|de|des|du|d|der|des|für)(?:\s(?:{_JOINED})){{0,2}}\s(?:l['’])?{_NAME})?"
    r"|(?:Minist[èe]re|Conseil|Préfecture)\s(?:de|des|du)\s[\w',’ -]{3,80}",
)
_SMALL_WORDS = re.compile(rf"(?<=\s)(?:{_JOINED})(?=\s)", re.IGNORECASE)
_DIVIDED = re.compile(r"\s+(?:[|–—·•»«>-]|--|::)\s+|:\s+")
_DOMAIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,12}/?", re.IGNORECASE)
_LABEL = re.compile(r"(?:^|[/.])([a-z0-9-]{2,20})(?=\.)")
_GAP = re.compile(r"\{\{|\}\}|\$\{|\{%|<%|\[[\w:-]+\]|%[a-z]*%|^(?:null|none|undefined|n/a|nan)$", re.IGNORECASE)
_NO_SITE = frozenset(
    [
        *(
            "home",
            "home page",
            "homepage",
            "website",
            "site",
            "my site",
            "my website",
            "news",
            "press",
            "blog",
            "untitled",
        ),
        *(
            "wordpress",
            "drupal",
            "joomla",
            "typo3",
            "site name",
            "accueil",
            "startseite",
            "inicio",
            "actualités",
            "presse",
        ),
    ]
)
_FROM = re.compile(
    r"(?i:from|de|source|fuente|quelle|bron|issued by|herausgeber(?:in)?|éditeur|uitgever)\s?:\s?"
    r"(?P<issuer>[A-ZÀ-Þ][^@:.]{2,80})"
)
# ``© 2021 Ministry of Harbours. All rights reserved``, or an imprint: ``Impressum / Herausgeber: …``
_HOLDS = (
    r"(?:©|\(c\)|\b(?:copyright|impressum|imprint|mentions légales|aviso legal|colofon|herausgeber(?:in)?"
    r"|éditeur(?: du site)?|published by|publisher|issued by|publié par|uitgever|editado por)\b)[\s:|]{0,5}"
)
_HOLDER = re.compile(
    rf"(?:{_HOLDS}){{1,3}}(?:(?:19|20)[0-9]{{2}}[\s,–-]{{0,3}}){{0,2}}(?:(?:by|par|von|the|le|la|les|das|die|der)\s){{0,2}}"
    r"(?P<name>(?-i:[A-ZÀ-Þ])[^.|©,–—\n]{2,80}?)"
    r"\s*(?:[.|©,–—\n]|$|-\s|all rights|tous droits|alle rechte|(?:19|20)[0-9]{2})",
    re.IGNORECASE,
)
_SAME_BODY = {"OTAN": "NATO"}  # one institution under the initials of its other language
_LONGEST_ISSUER = 100  # code points


def without_issuer(line: str) -> tuple[str, str | None]:
    """The rest of a line without who issues the releases that it announces (``NATO Press Releases``)."""
    found = _ISSUER.search(line)
    if found is None or _is_no_name(found["issuer"]) or EVENT.search(found["issuer"]):
        return line, None
    return _ISSUER.sub(" ", line), _SAME_BODY.get(found["issuer"], found["issuer"])


def issuer_in(line: str) -> str | None:
    """Who issues the releases that a line announces."""
    return without_issuer(line[: 2 * _LONGEST_ISSUER])[1]


def named_in(line: str) -> str | None:
    """The issuer that a line names, as a letterhead or behind ``From:``."""
    if is_institution(line):
        return line
    said = _FROM.fullmatch(line)
    return said["issuer"] if said else None


def is_institution(line: str) -> bool:
    """Whether a line is the name of an institution and nothing else (``Ministry of Fisheries``)."""
    name = line if not line.isupper() else _SMALL_WORDS.sub(lambda found: found.group().lower(), line.title())
    named = len(line) <= _LONGEST_ISSUER and _INSTITUTION.fullmatch(name) and not EVENT.search(line)
    return bool(named) and len(line.split()) > 1 and not _is_no_name(line)


def institution_in(window: str) -> str | None:
    """The institution that the title of a browser's window names at either end."""
    return next((piece for piece in _DIVIDED.split(window) if is_institution(piece)), None)


def holder_in(text: str) -> str | None:
    """The institution that has the rights in a page or publishes it, as its foot says."""
    names = (found["name"].strip() for found in _HOLDER.finditer(text))
    return next((name for name in names if is_institution(name)), None)


def is_site_name(name: str) -> bool:
    """Whether what a page calls its site is a name; not a domain, a template's gap, or what any site is called."""
    if len(name) > _LONGEST_ISSUER:
        return False
    is_gap = _GAP.search(name) or is_domain(name) or name.casefold() in _NO_SITE
    return any(map(str.isalpha, name)) and not is_gap


def is_domain(name: str) -> bool:
    """Whether a name is only an address (``www.halden.example``)."""
    return bool(_DOMAIN.fullmatch(name))


def initials_of(pieces: Iterable[str], addresses: Iterable[str | None]) -> str | None:
    """The piece of a window's title that its own domain repeats (``BMAS`` on ``www.bmas.example``)."""
    domains = {label for address in addresses if address for label in _LABEL.findall(address.lower())}
    return next((piece for piece in pieces if piece.isupper() and piece.lower() in domains), None)


def pieces_of(window: str) -> list[str]:
    """The parts of the title of a browser's window."""
    return [piece for piece in _DIVIDED.split(window) if piece]


def _is_no_name(line: str) -> bool:
    return line.split()[0].lower() in _NO_ISSUER
