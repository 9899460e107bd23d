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
        ('<meta property="og:updated_time" content="2021-05-05">', Declared(modified="2021-05-05")),
        ('<meta http-equiv="Content-Language" content="fr-BE">', Declared(language="fr")),
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
