"""Kinds of pages: what releases are called, and the parts of a site that print their name above everything in them."""

from __future__ import annotations

import re

KIND = (
    r"(?:(?:joint |weekly |daily )?(?:press|news|media) (?:releases?|communiqu[ée]?s?|notices?|notes?)"
    r"|communiqu[ée]?s? (?:de|à la) presse|notes? (?:à la|de) presse|news items?|pressemitteilung(?:en)?"
    r"|comunicados?(?: de prensa)?|notas? de prensa|comunicat[oi] stampa)"
)
SECTION = (
    rf"(?:{KIND}|speeches|opinions?|audio files|video files|media advisor(?:y|ies)|press (?:briefings|conferences)"
    r"|(?:news )?transcripts?|discours|allocutions|fichiers audio|avis aux médias|(?:basic|official) texts"
    r"|textes officiels|update|(?:briefings|statements) (?:and|&) (?:statements|releases)|presidential actions"
    r"|speeches (?:and|&) (?:remarks|statements)|(?:déclarations|discours) et (?:communiqués|déclarations))"
)
# Of the sections the ones that no single text is called.
_ALONE = (
    rf"(?:{KIND}|speeches|opinions|audio files|video files|media advisor(?:y|ies)|press (?:briefings|conferences)"
    r"|news transcript|transcripts|allocutions|fichiers audio|avis aux médias|for immediate release"
    r"|pour diffusion imm[ée]diate)"
)
_KIND_OF_PAGE = re.compile(rf"(?<!\w){_ALONE}(?!\w)", re.IGNORECASE)
_ANY_SECTION = re.compile(rf"(?<!\w){SECTION}(?!\w)", re.IGNORECASE)
# What says what kind of text it is, set off from the day (``3 July 2018 — Statement``).
_GENRE = (
    r"(?:news(?: article)?|statements?|speech(?:es)?|remarks|article|announcement|interview|press|blog(?: post)?"
    r"|opinion|story|déclaration|discours|allocution|intervention|actualités?|annonce|entretien|communiqué|presse"
    r"|erklärung|rede|meldung|nachricht(?:en)?|aktuelles|artikel|declaración|discurso|noticias?|verklaring|toespraak"
    r"|nieuws(?:bericht)?)"
)
_LONGEST_GENRE = 60  # code points
_SET_OFF = re.compile(
    rf"[|·•–—/-]\s*(?:{_GENRE}|{SECTION})\s*(?=[|·•–—]|$)|^\s*(?:{_GENRE}|{SECTION})\s*(?=[|·•–—])", re.IGNORECASE
)


def is_genre(line: str) -> bool:
    """Whether a line only says what kind of text it is (``Speech``)."""
    return bool(re.fullmatch(rf"\W*(?:{_GENRE}|{SECTION})\W*", line[:_LONGEST_GENRE], re.IGNORECASE))


def without_genre(line: str) -> str:
    """A line without the words for its kind that something sets off from the rest."""
    return _SET_OFF.sub(" ", line)


def without_kind(line: str, in_section: bool) -> str:
    """A line without the words that only say what kind of page it stands on.

    in_section: something else in the line belongs to the site, so that words which a text may be called do, too
    """
    return (_ANY_SECTION if in_section else _KIND_OF_PAGE).sub(" ", line)
