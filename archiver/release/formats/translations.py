"""Translations: where a page says that it stands in another language, and addresses that tell it by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archiver.models import Translation
from archiver.release.blocks import one_line, resolve
from archiver.release.formats.html_elements import attribute

# What languages call themselves in the bars of pages, and their codes.
_NAMES = {
    "english": "en", "français": "fr", "francais": "fr", "française": "fr", "deutsch": "de", "español": "es",
    "italiano": "it", "nederlands": "nl", "português": "pt", "русский": "ru", "українська": "uk", "العربية": "ar",
    "中文": "zh", "polski": "pl", "română": "ro", "ελληνικά": "el", "svenska": "sv", "dansk": "da", "suomi": "fi",
    "čeština": "cs",
}  # fmt: skip
_VERSION = re.compile(r"^(?:version|in|en|auf)\s+|\s+version$", re.IGNORECASE)
_LONGEST_NAME = 40  # code points, with the blanks around it
_LANGUAGES = frozenset(_NAMES.values())
_HOMES = re.compile(r"(?:index|home|homepage|accueil|default|start)?(?:\.\w{3,5})?", re.IGNORECASE)
_LETTERS = {"e": "en", "f": "fr"}  # `p06-040e.htm` and `p06-040f.htm`
_FILE_LETTER = re.compile(r"(?<=[0-9_-])([ef])(?=\.\w{3,5}$)")
_SEGMENT = re.compile(r"(?<=/)([a-z]{2})(?=/)|(?<=[_.-])([a-z]{2})(?=\.\w{3,5}$)")


def translations_in(tree: LexborHTMLParser, base: str | None, own: str | None) -> tuple[Translation, ...]:
    """The same text in other languages, as a page's source or its language bar links to it.

    base: what relative links start from
    own: the address of the page itself

    A bar's link to the front page of the other language is left out.
    """
    found: dict[str, Translation] = {}
    for language, href in (*_alternates(tree), *_in_bar(tree)):
        url = resolve(base, href).partition("#")[0]
        if url != own and not _is_front_page(url):
            found.setdefault(language, Translation(language, url))
    return tuple(found.values())


def _alternates(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """What is declared for machines: ``<link rel="alternate" hreflang="fr">``."""
    for node in tree.css("link[rel~=alternate][hreflang]"):
        code = attribute(node, "hreflang")[:2].lower()
        if code in _LANGUAGES and attribute(node, "href"):
            yield code, attribute(node, "href")


def _in_bar(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Links whose words are the name of a language."""
    for node in tree.css("a[href]"):
        if language := _named(node):
            yield language, attribute(node, "href")


def _named(node: LexborNode) -> str | None:
    text = node.text() or ""
    words = one_line(text).strip(" .|[]()") if len(text) < _LONGEST_NAME else ""
    return _NAMES.get(_VERSION.sub("", words).casefold())


def _is_front_page(url: str) -> bool:
    """Whether an address names no page but a house's first: ``/fr``, ``/fr/index.html``."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step and step.lower() not in _LANGUAGES]
    return not parts.query and all(_HOMES.fullmatch(step) for step in steps)


def other_addresses(url: str) -> dict[str, str]:
    """The addresses that differ from one by its mark of a language only, and the language that each then tells.

    ``/en/news_42.htm`` and ``/fr/news_42.htm``, ``p06-040e.htm`` and ``p06-040f.htm``, ``?lang=en`` and ``?lang=fr``.
    """
    found: dict[str, str] = {}
    for match in _SEGMENT.finditer(url):
        if match[0] in _LANGUAGES:
            marked = ((language, url[: match.start()] + language + url[match.end() :]) for language in _LANGUAGES)
            found |= {address: language for language, address in marked if language != match[0]}
    for match in _FILE_LETTER.finditer(url):
        letter = "f" if match[0] == "e" else "e"
        found[url[: match.start()] + letter + url[match.end() :]] = _LETTERS[letter]
    for name, value in parse_qsl(urlsplit(url).query):
        if value in _LANGUAGES:
            found |= {url.replace(f"{name}={value}", f"{name}={code}"): code for code in _LANGUAGES - {value}}
    return found
