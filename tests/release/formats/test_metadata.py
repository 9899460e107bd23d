"""What a page's source declares for machines."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from archiver.release import read_release
from archiver.release.formats.metadata import Declared, declared_in


def declared(head: str) -> Declared:
    return declared_in(LexborHTMLParser(f"<html><head>{head}</head><body><p>The quays are lit.</p></body></html>"))


def linked(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="og:title" content=" Light  on the quays ">', Declared(headline="Light on the quays")),
        ('<meta property="og:site_name" content="Harbour Union">', Declared(site="Harbour Union")),
        ('<meta name="DC.Publisher" content="Harbour Union">', Declared(site="Harbour Union")),
        ('<meta property="article:published_time" content="2021-05-04">', Declared(published="2021-05-04")),
        (
            '<meta name="date" content="2019-01-01"><meta name="dcterms.issued" content="2021-05-04">',
            Declared(published="2021-05-04"),  # the more telling name, wherever it stands
        ),
        ('<meta name="DC.Date.Issued" content="2021-05-04">', Declared(published="2021-05-04")),
        (
            '<meta itemprop="datePublished" content="2021-05-04T06:00:00+02:00">',
            Declared(published="2021-05-04T06:00:00+02:00"),
        ),
        ('<meta name="date" content="soon">', Declared()),
        ('<meta property="og:site_name" content="www.harbour.example">', Declared(host="www.harbour.example")),
        (
            '<meta property="og:site_name" content="{{site}}"><meta name="dc.publisher" content="Ville de Portville">',
            Declared(site="Ville de Portville"),
        ),
        (
            '<meta property="og:site_name" content="Le quai"><meta property="og:title" content="Le quai">',
            Declared(headline="Le quai"),  # the title of the page, and nobody's name
        ),
        ('<meta property="og:updated_time" content="2021-05-05">', Declared(modified="2021-05-05")),
        ('<meta http-equiv="Content-Language" content="fr-BE">', Declared(language="fr", locale="fr-be")),
        ('<meta http-equiv="Content-Language" content="*">', Declared()),
        ('<link rel="canonical" href="https://harbour.example/1">', Declared(canonical="https://harbour.example/1")),
        (
            '<meta property="og:url" content="https://harbour.example/1">',
            Declared(canonical="https://harbour.example/1"),
        ),
        ('<meta name="keywords" content="light, quays">', Declared()),
    ],
)
def test_meta_tags(head: str, expected: Declared) -> None:
    assert declared(head) == expected


def test_the_root_names_the_language() -> None:
    assert declared_in(LexborHTMLParser('<html lang="de-AT"><p>Hafen</p></html>')).language == "de"


ARTICLE = {
    "@type": ["NewsArticle", "Thing"],
    "headline": "Light on the quays",
    "datePublished": "2021-05-04",
    "dateModified": "2021-05-05",
    "inLanguage": "en",
    "publisher": {"@type": "Organization", "name": "Harbour Union"},
}
TOLD = Declared("Light on the quays", "Harbour Union", "2021-05-04", "2021-05-05", "en")


@pytest.mark.parametrize("thing", [ARTICLE, [ARTICLE], {"@graph": [{"@type": "WebSite", "headline": "No"}, ARTICLE]}])
def test_an_article_in_json_ld(thing: object) -> None:
    assert declared(linked(thing)) == TOLD


def test_what_is_no_json_says_nothing() -> None:
    assert declared('<script type="application/ld+json">{"@type": </script>' + linked(ARTICLE)) == TOLD
    assert declared(linked(ARTICLE).replace("Light on", "Light\non")) == TOLD  # a line break that JSON forbids
    assert declared('<script type="application/ld+json">' + "[" * 100_000 + "</script>") == Declared()


def test_meta_tags_come_before_json_ld() -> None:
    both = declared('<meta property="og:title" content="More light">' + linked(ARTICLE))
    assert (both.headline, both.site) == ("More light", "Harbour Union")


@pytest.mark.parametrize(("told", "language"), [('"en-GB"', "en"), ('"fr"', "fr"), ('["en"]', None), ("7", None)])
def test_the_language_of_an_article_is_its_code(told: str, language: str | None) -> None:
    article = f'{{"@type": "NewsArticle", "headline": "Light", "inLanguage": {told}}}'
    tree = LexborHTMLParser(f'<script type="application/ld+json">{article}</script>')
    assert declared_in(tree).language == language


@pytest.mark.parametrize(
    "sentences",
    [
        ["The northern quay will be repaired before the winter, and ferries leave from the southern quay until then."],
        ["Le quai nord sera réparé avant l'hiver.", "Les bacs partiront du quai sud jusqu'à la fin des travaux."],
    ],
)
def test_a_text_that_stands_only_in_what_the_page_declares(sentences: list[str]) -> None:
    body = [f"{sentence} {sentence}" for sentence in sentences]
    article = {"@type": "NewsArticle", "headline": "Quay", "articleBody": "\n\n".join(body * 2)}
    page = (
        f'<html><head><script type="application/ld+json">{json.dumps(article)}</script></head><body><main>'
        "<h1>Quay</h1><p>4 May 2021</p><p>Loading the page.</p></main></body></html>"
    )
    release = read_release(page.encode())
    assert (release.title, release.date) == ("Quay", "2021-05-04")
    assert [paragraph.text for paragraph in release.paragraphs] == body * 2
    assert "the text stands only in what the page declares for machines (articleBody)" in release.doubts


def test_a_page_without_a_headline_is_dated() -> None:
    page = {"@type": "WebPage", "datePublished": "2019-01-01"}
    assert declared(linked(page)).published == "2019-01-01"
    assert declared(linked(page, {"@type": "Article", "datePublished": "2021-05-04"})).published == "2021-05-04"
    assert declared(linked({"@type": "WebSite", "datePublished": "2019-01-01"})).published is None


def test_the_publisher_is_named_elsewhere() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "Le quai", "publisher": {"@id": "#ville"}},
        {"@type": "Organization", "@id": "#ville", "name": "Port &amp; Ville"},
    ]
    assert declared(linked({"@graph": graph})).site == "Port & Ville"
    assert declared(linked({"@type": "WebSite", "name": "Harbour Union"})).site == "Harbour Union"


@pytest.mark.parametrize(
    "markup",
    ['<span itemprop="datePublished">4 mai 2021</span>', '<b property="datePublished" content="2021-05-04">x</b>'],
)
def test_an_element_is_marked_as_the_date(markup: str) -> None:
    told = declared_in(LexborHTMLParser(f"<p>{markup}</p>"))
    assert told.published in ("4 mai 2021", "2021-05-04")


def test_the_root_says_where_its_language_is_spoken() -> None:
    assert declared_in(LexborHTMLParser('<html lang="en-US"><p>Harbour</p></html>')).locale == "en-us"
    assert declared('<meta property="og:locale" content="fr_CA">').locale == "fr-ca"
