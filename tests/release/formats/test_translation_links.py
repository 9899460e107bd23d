"""Where a page stands in other languages."""

from __future__ import annotations

import pytest

from archiver.models import Translation
from archiver.release import read_release
from archiver.release.formats.translations import other_addresses

PAGE = """<html lang="en"><head><title>Statement on harbour safety</title>%s</head><body>%s
<h1>Statement on harbour safety</h1>
<p>The ministers deplore the flooding of the old quays and thank the pilots for their help in the night.</p>
</body></html>"""
URL = "https://press.example.org/en/news_42.htm"
FRENCH = Translation("fr", "https://press.example.org/fr/news_42.htm")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="alternate" hreflang="fr-BE" href="/fr/news_42.htm">', ""),
        ('<link rel="alternate" hreflang="x-default" href="/"><link rel="alternate" hreflang="en" href="news_42.htm">'
         '<link rel="alternate" hreflang="fr" href="../fr/news_42.htm">', ""),
        ("", '<nav><a href="/fr/news_42.htm" lang="fr">Français</a></nav>'),
        ("", '<p><a href="../fr/news_42.htm#top">[ Version française ]</a> <a href="news_42.htm">English</a></p>'),
    ],
)  # fmt: skip
def test_the_same_page_in_french(head: str, body: str) -> None:
    assert read_release((PAGE % (head, body)).encode(), url=URL).translations == (FRENCH,)


@pytest.mark.parametrize(
    "body",
    [
        '<nav><a href="/fr">Français</a><a href="/fr/index.html">Français</a><a href="/">English</a></nav>',
        '<p><a href="/fr/cours.htm">Cours de français</a></p>',
        '<p><a href="/en/news_41.htm">English</a></p>',  # the language that the page is in
    ],
)
def test_what_is_no_translation(body: str) -> None:
    assert read_release((PAGE % ("", body)).encode(), url=URL).translations == ()


@pytest.mark.parametrize(
    ("url", "french"),
    [
        (URL, "https://press.example.org/fr/news_42.htm"),
        ("https://www.example.int/docu/pr/2006/p06-040e.htm", "https://www.example.int/docu/pr/2006/p06-040f.htm"),
        ("https://example.org/release_e.html", "https://example.org/release_f.html"),
        ("https://example.org/ip_19_1_en.htm", "https://example.org/ip_19_1_fr.htm"),
        ("https://example.org/news?id=4&lang=en", "https://example.org/news?id=4&lang=fr"),
    ],
)
def test_addresses_that_tell_their_language(url: str, french: str) -> None:
    assert other_addresses(url)[french] == "fr"
    assert other_addresses(french)[url] == "en"


@pytest.mark.parametrize("url", ["", "https://example.org/house.htm", "https://example.org/no/way.htm"])
def test_addresses_that_tell_none(url: str) -> None:
    assert other_addresses(url) == {}
