"""Lists of every kind name their releases, and nothing that only stands beside them."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import NoItems, NotAPage
from archiver.models import MediaLink
from archiver.page.lists import ListedPage, Listing, chosen, read_listing
from archiver.release import read_release

LISTS = Path(__file__).parent / "pages"
HOST = "https://port.example"
INDEX = f"{HOST}/news/"


def listed(text: str, url: str | None = INDEX, match: str | None = None) -> Listing:
    return read_listing(text.encode(), None, url, match)


def sources(text: str, url: str | None = INDEX, match: str | None = None) -> list[str]:
    return [item.source.removeprefix(INDEX) for item in listed(text, url, match).items]


# Index pages, each the way that some kind of institution makes them.

PAGES = {
    "alliance_tables": (
        "https://www.alliance.example/docu/pr/2006/index.htm",
        [
            ("p06-041e.htm", "Statement by the Council on the pilots of the northern strait", "2006-03-31"),
            ("p06-040e.htm", "Secretary General visits the lighthouse keepers", "2006-03-29"),
            ("p06-039e.htm", "Media advisory", "2006-03-29"),
            ("p06-038e.htm", "Harbour exercise ends", "2006-03-03"),
        ],
        8,  # the menu, two other years, a translation
    ),
    "assembly_years": (
        "https://press.assembly.example/en/press",
        [
            ("gaport12331.doc.htm", "Assembly adopts text on lights of small harbours, by 120 votes", "2021-05-04"),
            ("sgsm20711.doc.htm", "Ferries must run on Sundays too, says President", "2021-05-04"),
            ("gaport12330.doc.htm", "Committee hears pilots", "2021-05-03"),
        ],
        0,
    ),
    "bank_dl": (
        "https://www.bank.example/press/pr/",
        [
            ("bank.mp220609~122666c272.en.html", "Monetary policy decisions", "2022-06-09"),
            ("bank.pr220609~5a11.en.html", "Bank publishes consolidated figures of harbour banks", "2022-06-09"),
            ("bank.pr220601~77ab.en.html", "Report on the coin of the islands", "2022-06-01"),
        ],
        2,
    ),
    "union_cards": (
        "https://union.example/latest",
        [
            ("ip_24_1012", "Union puts lights on all quays of the eastern coast", "2024-02-21"),
            ("statement_24_1001", "Statement by the President on ferries", "2024-02-20"),
            ("mex_24_999", "Daily news", "2024-02-19"),
        ],
        0,
    ),
    "wordpress": (
        "https://www.council.example/news/",
        [
            ("/2021/05/04/bridge-opens/", "The bridge opens again", "2021-05-04"),
            ("/2021/04/28/swimming-pool-closes/", "Pool closes for a week", "2021-04-28"),
        ],
        2,
    ),
    "government_list": (
        "https://gov.example/search/news",
        [
            ("/news/new-rules-for-ferries", "New rules for ferries", "2023-05-09"),
            ("/minister-speaks-at-the-lighthouse-dinner", "Minister speaks at the lighthouse dinner", "2023-05-08"),
            ("/pilots-honoured", "Pilots honoured", "2023-05-02"),
        ],
        2,
    ),
    "mairie": (
        "http://mairie.example/presse.html",
        [
            ("communiques/eclairage.html", "Les quais sont éclairés jusqu'à minuit", "2021-05-04"),
            ("communiques/pont.html", "Réouverture du pont aux piétons", "2021-05-04"),
            ("presse/point0104.html", "Point de presse du maire", "2021-04-01"),
        ],
        5,
    ),
    "drupal_views": (
        "https://port.example/news",
        [
            ("/node/412", "Wharf nine sold", "2021-05-04"),
            ("/node/411", "Fees for moorings stay as they are", "2021-04-28"),
            ("/news/new-harbour-master", "New harbour master", "2021-04-01"),
        ],
        0,
    ),
}


@pytest.mark.parametrize(("name", "page"), PAGES.items(), ids=PAGES)
def test_an_index_page_names_its_releases(name: str, page: tuple[str, list[tuple[str, str, str]], int]) -> None:
    url, releases, left_out = page
    found = read_listing((LISTS / f"{name}.html").read_bytes(), "text/html", url)
    assert [(item.title, item.date) for item in found.items] == [release[1:] for release in releases]
    for item, (end, _, _) in zip(found.items, releases, strict=True):
        assert item.source.startswith("http")
        assert item.source.endswith(end)
    assert found.left_out == left_out


WORDY = ("boats", "pilots", "quays", "lights", "fees", "ferries", "gulls", "ropes", "maps", "tides")
MENU = '<td><a href="/">Home</a><br><a href="/contact.html">Contact</a><br><a href="/fr.html">Français</a></td>'


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("".join(f'<li><a href="r/{n:04}.html">Release {n}</a></li>' for n in range(1000)), 1000),
        ("".join(f'<a href="p{n}.html">p{n}</a><br>' for n in range(40)), 40),
        (f"<table><tr>{MENU}<td>" + "".join(f'<a href="p{n}.html">p{n}</a><br>' for n in range(9)), 9),
        (f"<table><tr>{MENU}<td>" + "".join(f'<a href="?id={n}">{n}/2006</a> ' for n in range(9)), 9),
        (f'<table><tr>{MENU}<td><a href="a.html">A statement of the harbour union</a></td></tr></table>', 1),
        ('<p><a href="a-b-c.html">Lights are lit</a></p><p><a href="d-e-f.html">Bridge opens</a></p>', 2),
        ("".join(f'<li><a href="/{at}/{n}.html">Told {n}</a></li>' for n, at in enumerate("abcde")), 5),
        ("".join(f'<ul><li><a href="/{y}/x.html">The union on {y}</a></li></ul>' for y in range(1995, 2006)), 11),
        ("<nav>" + "".join(f'<a href="{n}.html">Release {n}</a>' for n in range(5)) + "</nav>", 5),
    ],
)
def test_flat_pages_are_taken_whole(page: str, found: int) -> None:
    assert len(listed(page).items) == found


def test_what_is_in_the_middle_of_the_list_by_accident() -> None:
    page = '<a href="/">Start page</a><br><a href="/about.html">About us</a><br>' + "".join(
        f'3 May 20{n} <a href="r{n}.html">Release on the lights {n}</a><br>' for n in range(10, 15)
    )
    assert sources(page) == [f"r{n}.html" for n in range(10, 15)]
    assert listed(page).left_out == 2


@pytest.mark.parametrize(
    ("beside", "releases"),
    [
        (  # longer ones, but nothing tells when they were written
            "".join(f"<p><a href='/about/{word}.html'>All about {word} of the port</a>" for word in WORDY[:5]),
            "".join(f"<li>4 May 2021 <a href=/pr/{word}.html>Union speaks of {word}</a>" for word in WORDY[5:]),
        ),
        (  # more links, but to no series
            "".join(f"<p><a href='/{word}.html'>{word} here</a>" for word in WORDY[:6]),
            "".join(f"<li><a href=/pr/{number}.html>pr {number}</a>" for number in range(5)),
        ),
        (  # as dated, but made and kept otherwise
            "".join(f"<p>4 June 2021: <a href='/events/{word}.html'>An evening of {word}</a>" for word in WORDY[:3]),
            "".join(
                f"<li>4 May 2021: <a href=/pr/{number}.html>Release number {number} out</a>" for number in range(5)
            ),
        ),
        (  # in the same kind of place and the same folder, but a menu
            "<ul><li><a href=/who.html>Who we are</a><li><a href=/jobs.html>Work with us</a></ul>",
            "<ul>" + "".join(f"<li><a href=/{word}.html>Union asks for more and better {word}</a>" for word in WORDY),
        ),
    ],
)
def test_the_most_telling_links_are_the_list(beside: str, releases: str) -> None:
    assert sources(f"{beside}<hr>{releases}") == sources(f"{releases}")


@pytest.mark.parametrize("href", ["/?p=123", "/?id=9", "/7/"])
def test_pages_that_differ_from_the_list_in_a_number_only(href: str) -> None:
    page = f'<ul><li><a href="{href}">Light on the quays</a></ul><a href="/?p=2">2</a> <a href="/page/2/">2</a>'
    assert sources(page, f"{HOST}/") == [f"{HOST}{href}"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="mailto:a@port.example">Write to the press office</a>',
        '<a href="javascript:history.back()">Back to where you were</a>',
        '<a href="#r3">The third release below</a>',
        '<a href="/news/#more">Here we are again</a>',
        '<a href="/news/?page=3">The third page of ten</a>',
        '<a href="/news/page/3/">3</a>',
        '<a href="r9.pdf">A release on paper and ink</a>',
        '<a href="r9.MP3?x=1">A recording of the briefing</a>',
        '<a href="https://other.example/r9.html">A release of somebody else</a>',
        '<a href="r9.html"></a>',
        '<a href="http://[/">A broken address of ours</a>',
        "<nav><a href='r9.html'>In the navigation only</a></nav>",
        '<div id="leftMenu"><a href="r9.html">In the menu only</a></div>',
    ],
)
def test_what_is_no_link_to_a_release(link: str) -> None:
    page = f'<li><a href="r1.html">Release number one</a></li><li>{link}</li><li><a href="r2.html">Release two</a></li>'
    assert sources(page) == ["r1.html", "r2.html"]
    assert listed(page).left_out == 0


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ('4 May 2021: Light on the quays (<a href="r1.html">text</a>)', "Light on the quays"),
        ('<a href="r1.html">4 May 2021</a> <a href="r1.html">Light\n on  the quays</a>', "Light on the quays"),
        ('<a href="r1.html"><img src=x alt="Quays by night, seen from above"></a><a href="r1.html">Light</a>', "Light"),
        ('<a href="r1.html"><img src=x alt="Light on the quays"></a>', "Light on the quays"),
        ('<a href="r1.html"><p>4 May 2021</p><p>Light on the quays</p></a>', "Light on the quays"),
        ('<a href="r1.html"><h2>Light</h2><p>The quays of the port are lit.</p></a>', "Light"),
    ],
)
def test_what_a_list_calls_a_page(row: str, title: str) -> None:
    page = f'<ul><li>{row}<li>3 May 2021 <a href="r2.html">The bridge opens</a></ul>'
    first = listed(page).items[0]
    assert (first.source, first.title) == (f"{INDEX}r1.html", title)


@pytest.mark.parametrize(
    ("page", "days"),
    [
        ("<p>{0}</p><h3><a href=1.html>Lights</a></h3><p>{1}</p><h3><a href=2.html>Bridge</a></h3>", True),
        (f"<li><p>From 1 June 2021 on {'ah ' * 15}<p>{{0}} <a href=1.html>Lit</a><li>{{1}} <a href=2.html>B", True),
        ("<li>Updated: 1 June 2021<br>{0} <a href=1.html>Lit</a><li>{1} <a href=2.html>Ode</a>", True),
        ("<li>{0} <a href=1.html>On the lights</a><li>{1} <a href=2.html>On the bridge</a>", True),
        ("<li><a href=1.html>On the lights</a> ({0})<li><a href=2.html>On the bridge</a> ({1})", True),
        ("<p>{0} <a href=1.html>On the lights</a><br>{1} <a href=2.html>On the bridge</a>", True),
        ("<p>{0}<br><a href=1.html>On the lights</a><br>{1}<br><a href=2.html>On the bridge</a>", True),
        ("<p><a href=1.html>On the lights</a><br>{0}<br><a href=2.html>On the bridge</a><br>{1}", True),
        ("<h3>{0}</h3><ul><li><a href=1.html>It is all lit</a></ul><h3>{1}</h3><ul><li><a href=2.html>Ode</a>", True),
        ("<h3><a href=1.html>On the lights</a></h3><p>{0}</p><h3><a href=2.html>Bridge</a></h3><p>{1}</p>", True),
        ("<dl><dt><a href=1.html>On the lights</a><dd>{0}<dt><a href=2.html>On the bridge</a><dd>{1}</dl>", True),
        ("<dl><dt>{0}<dd><a href=1.html>On the lights</a><dt>{1}<dd><a href=2.html>On the bridge</a></dl>", True),
        ("<tr><td>{0}<tr><td><a href=1.html>On lights</a><tr><td>{1}<tr><td><a href=2.html>Bridge</a>", True),
        ("<li><a href=1.html>Speech of {0}</a><li><a href=2.html>Speech of {1}</a>", True),
        ("<li><a href=1.html>Meeting of 1 March 2001</a> {0}<li><a href=2.html>Ode</a> {1}", True),
        ("<h1>{0}</h1><h2>News</h2><li><a href=1.html>On the lights</a><li><a href=2.html>On the bridge</a>", False),
        ("<p>Updated: {0}</p><li><a href=1.html>On the lights</a><li><a href=2.html>On the bridge</a>", False),
    ],
)  # fmt: skip
def test_the_day_of_a_row(page: str, days: bool) -> None:
    page = page.format("4 May 2021", "30/04/2021")
    page = f"<table>{page}</table>" if page.startswith("<tr>") else page
    found = [item.date for item in listed(page).items]
    assert found == (["2021-05-04", "2021-04-30"] if days else [None, None])


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/2006/03/31/lights.html", "2006-03-31"),
        ("/2006-03-31-lights.html", "2006-03-31"),
        ("/pr20060331.html", "2006-03-31"),
        ("/2006/13/31/lights.html", None),
        ("/pr120060331.html", None),
        ("/2006/041.html", None),
    ],
)
def test_the_day_in_an_address(address: str, day: str | None) -> None:
    assert [item.date for item in listed(f'<p><a href="{address}">On the lights of the quays</a></p>').items] == [day]


def test_words_of_the_user_take_the_place_of_guessing() -> None:
    page = (
        '<nav><a href="https://other.example/ÉTÉ.html">Quays in summer</a></nav><p><a href="a.html">Le pont</a>'
        '<p><a href="b.html">Les Quays</a> <a href="quays.pdf">Quays</a> <a href="c%20quays.html">Carte</a>'
    )
    found = listed(page, match="qUAYS")
    assert [item.title for item in found.items] == ["Quays in summer", "Les Quays", "Carte"]
    assert found.left_out == 0
    assert sources(page, match="c quays") == ["c%20quays.html"]
    with pytest.raises(NoItems, match="bridges"):
        listed(page, match="bridges")


def test_a_saved_page_without_an_address_keeps_its_links_as_printed() -> None:
    page = '<ul><li><a href="a/1.html">On the lights</a><li><a href="a/2.html#top">On the bridge</a></ul>'
    assert sources(page, None) == ["a/1.html", "a/2.html"]
    own = '<link rel="canonical" href="https://port.example/x/index.html"><title>x</title>'
    assert sources(own + page, None) == [f"{HOST}/x/a/1.html", f"{HOST}/x/a/2.html"]


# Feeds


def feed(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour Radio</title><link>https://port.example/</link>'
        '<atom:link rel="self" href="https://port.example/feed?n=7"/><language>en-gb</language>'
        f"<lastBuildDate>Tue, 04 May 2021 10:00:00 GMT</lastBuildDate>{''.join(items)}</channel></rss>"
    )


def item(inner: str, title: str = "Light &amp; the quays") -> str:
    date = "<pubDate>Tue, 04 May 2021 09:30:00 +0200</pubDate>"
    return f"<item><title>{title}</title>{date}<description>The quays are lit.</description>{inner}</item>"


ENCLOSURE = '<enclosure url="/a.mp3" length="694400" type="audio/mpeg"/><itunes:duration>12:38</itunes:duration>'
SOUND = MediaLink("Light & the quays", f"{HOST}/a.mp3", "mp3", 694, 758.0)
FEED = f"{HOST}/feed.xml"
DAY = "2021-05-04"


def test_an_entry_with_a_page_of_its_own() -> None:
    text = feed(item(f"<link>/news/1</link>{ENCLOSURE}"), item("<link>https://else.example/2</link>", "Two"))
    assert listed(text, FEED).items == (
        ListedPage(f"{HOST}/news/1", "Light & the quays", "2021-05-04", (SOUND,)),
        ListedPage("https://else.example/2", "Two", "2021-05-04"),
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Union</title><entry><title>Light</title><id>urn:1</id>
<updated>2021-05-06T09:30:00Z</updated><link rel="self" href="/e/1.atom"/><link rel="alternate" href="/e/1"/></entry>
<entry><title>Bridge</title><id>urn:2</id><published>2021-05-04T09:30:00Z</published><updated>2021-05-07T09:30:00Z</updated>
<link href="/e/2"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Union</title><link>https://port.example/</link>
</channel><item rdf:about="https://port.example/r1"><title>Light</title><link>https://port.example/r1</link>
<dc:date>2006-03-31</dc:date></item></rdf:RDF>"""
BOTH = [(f"{HOST}/e/1", "Light", "2021-05-06"), (f"{HOST}/e/2", "Bridge", DAY)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ATOM, BOTH),
        (RDF, [(f"{HOST}/r1", "Light", "2006-03-31")]),
        (ATOM.partition("</entry></feed>")[0], BOTH),
        (feed(item("<link>/a?b=1&c=2</link>", "Caf&eacute; & quay")), [(f"{HOST}/a?b=1&c=2", "Café & quay", DAY)]),
    ],
)
def test_feeds_of_every_kind(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(item.source, item.title, item.date) for item in listed(text, FEED).items] == found


@pytest.mark.parametrize(
    ("inner", "place"),
    [
        (f"<guid isPermaLink='false'>tag:port,1 b</guid>{ENCLOSURE}", "tag:port,1%20b"),
        (f"<link>https://port.example/a.mp3</link><guid isPermaLink='false'>g</guid>{ENCLOSURE}", "g"),
        (f"<link>https://port.example/</link>{ENCLOSURE}", "/a.mp3"),
    ],
)
def test_an_entry_without_a_page_is_a_release_of_its_own(inner: str, place: str) -> None:
    [found] = listed(feed(item(inner)), f"{FEED}#x").items
    assert (found.source, found.title, found.date) == (f"{FEED}#{place}", SOUND.label, "2021-05-04")
    assert found.sounds == (SOUND,)
    assert found.data is not None
    release = read_release(found.data, "application/rss+xml", FEED)
    assert (release.title, release.date, release.media, release.language) == (SOUND.label, found.date, (SOUND,), "en")
    assert [paragraph.text for paragraph in release.paragraphs] == ["The quays are lit."]


def test_a_feed_in_json() -> None:
    sound = {"url": "/a.mp3", "mime_type": "audio/mpeg"}
    entries = [
        {"id": "1", "url": "/nouvelles/1", "title": "Lumière", "date_published": "2021-05-04", "attachments": [sound]},
        {"id": "2", "title": "Point de presse", "content_text": "Les quais sont éclairés.", "attachments": [sound]},
    ]
    text = json.dumps({"version": "https://jsonfeed.org/version/1", "title": "Union", "items": entries})
    first, second = read_listing(text.encode(), "application/feed+json", FEED).items
    assert (first.source, first.title, first.date) == ("https://port.example/nouvelles/1", "Lumière", "2021-05-04")
    assert [link.url for link in first.sounds] == ["https://port.example/a.mp3"]
    assert (second.source, second.title) == (f"{FEED}#2", "Point de presse")
    assert second.data is not None
    assert read_release(second.data, "application/feed+json", FEED).media == second.sounds


def test_an_entry_that_only_says_something_is_known_by_its_words() -> None:
    [one, two] = listed(feed(item("", "One"), item("", "Two")), FEED).items
    assert one.source != two.source
    assert one.data
    assert b"Two" not in one.data
    later = feed(item("", "New"), item("", "One")).replace("04 May 2021 10", "05 May 2021 11").replace("n=7", "n=8")
    assert listed(later, FEED).items[1] == one


def test_an_atom_entry_without_a_page() -> None:
    text = ATOM.replace('<link rel="alternate" href="/e/1"/>', '<link rel="enclosure" href="/a.ogg" type="audio/ogg"/>')
    found = listed(text.replace('<link rel="self" href="/e/1.atom"/>', "<summary>Lit.</summary>"), FEED).items[0]
    assert (found.source, found.title) == (f"{FEED}#urn:1", "Light")
    release = read_release(found.data or b"", "application/atom+xml", FEED)
    assert (release.title, [link.url for link in release.media]) == ("Light", [f"{HOST}/a.ogg"])


def test_a_link_that_entries_share_is_the_page_of_none() -> None:
    text = feed(*(item(f"<link>https://port.example/show</link><guid>{name}</guid>", name) for name in ("a", "b", "b")))
    assert [found.source for found in listed(text, FEED).items] == [f"{FEED}#a", f"{FEED}#b"]


def test_an_entry_that_names_nothing_is_left_out() -> None:
    with pytest.raises(NoItems):
        listed(feed("<item><title>Soon</title></item>"), FEED)


# Sitemaps

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://port.example/a?b=1&c=2 </loc><lastmod>2021-05-09T10:00:00+02:00</lastmod>
<news:news><news:publication_date>2021-05-04</news:publication_date><news:title>Light on
the quays</news:title></news:news></url>
<url><image:loc>https://port.example/b.jpg</image:loc><loc>/b.html</loc><lastmod>2021-05-03</lastmod></url>
<url><loc><![CDATA[https://port.example/2006/03/31/c?d=1&e=2]]></loc></url><url><loc>mailto:x@port.example</loc></url>
<url><loc>/b.html</loc></url></urlset>"""
FURTHER = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://port.example/s1.xml.gz</loc>
</sitemap><sitemap><loc>/s2.xml</loc><lastmod>2021-05-04</lastmod></sitemap></sitemapindex>"""


def test_a_sitemap() -> None:
    assert listed(SITEMAP).items == (
        ListedPage(f"{HOST}/a?b=1&c=2", "Light on the quays", "2021-05-04"),
        ListedPage(f"{HOST}/b.html", None, "2021-05-03"),
        ListedPage(f"{HOST}/2006/03/31/c?d=1&e=2", None, "2006-03-31"),
    )


def test_a_packed_sitemap() -> None:
    assert read_listing(gzip.compress(SITEMAP.encode()), "application/x-gzip", INDEX) == listed(SITEMAP)


def test_an_index_of_sitemaps_leads_further() -> None:
    assert listed(FURTHER) == Listing((), (f"{HOST}/s1.xml.gz", f"{HOST}/s2.xml"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (gzip.compress(bytes(60_000_000)), "50 MB"),
        (gzip.compress(b"")[:4] + b"damaged", "breaks off"),
        (b"\x1f\x8bdamaged", "damaged"),
    ],
)
def test_packed_lists_that_are_none(data: bytes, message: str) -> None:
    with pytest.raises(NotAPage, match=message):
        read_listing(data)


def test_entities_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "/boom"}">' for n in range(40))  # would never end
    outside = '<!ENTITY out SYSTEM "file:///etc/hostname">'
    text = f"<!DOCTYPE u [{bomb}{outside}]><urlset><url><loc>{HOST}/a&e39;&out;</loc></url></urlset>"
    try:
        found = sources(text)
    except NoItems:
        found = []
    assert not any("boom" in source or "localhost" in source for source in found)


# Text files of addresses


def test_a_file_of_addresses() -> None:
    lines = [
        "\ufeff# ours",
        "https://port.example/a\tOn the lights, 4 May 2021",
        "",
        "HTTP://port.example/b  2021-05-03",
        "my release.html",
        "r.txt\tTold",
    ]
    text = "\r\n".join(lines)
    assert listed(text, None).items == (
        ListedPage(f"{HOST}/a", "On the lights, 4 May 2021", "2021-05-04"),
        ListedPage("HTTP://port.example/b", None, "2021-05-03"),
        ListedPage("my release.html"),
        ListedPage("r.txt", "Told"),
    )


def test_words_from_the_web_are_no_addresses() -> None:
    text = "The quays are lit.\nhttps://port.example/20060331.html\nSee https://port.example/b\nhttps://\nr.html\n"
    assert listed(text).items == (ListedPage(f"{HOST}/20060331.html", None, "2006-03-31"),)
    with pytest.raises(NoItems):
        listed("The quays are lit.\nThe bridge is open.")


def test_text_that_mentions_a_tag_stays_a_text() -> None:
    assert read_listing(b'https://port.example/a <a href="x">', "text/plain", INDEX).items[0].source == f"{HOST}/a"


# Choosing

ITEMS = [
    ListedPage(f"{HOST}/a", "Éclairage des quais", "2021-05-04"),
    ListedPage(f"{HOST}/%C3%A9clairage", None, "2021-05-03"),
    ListedPage(f"{HOST}/c", "Eclairage", None),
]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [0, 1, 2]),
        ({"since": "2021-05-04"}, [0, 2]),
        ({"match": "éclairage"}, [0, 1]),
        ({"match": "ECLAIRAGE"}, [2]),
        ({"limit": 2}, [0, 1]),
        ({"limit": 0}, []),
        ({"since": "2021-05-04", "limit": 2}, [0, 2]),
    ],
)
def test_choosing(wanted: dict[str, object], numbers: list[int]) -> None:
    assert chosen(iter(ITEMS), **wanted) == [ITEMS[number] for number in numbers]  # type: ignore[arg-type]


# Anything


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x89PNG\r\n\x1a\n", bytes(200)])
def test_bytes_that_are_no_list(data: bytes) -> None:
    with pytest.raises(NotAPage):
        read_listing(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    "shape",
    [
        "<li>{0} May 2021 <a href=/r/{0}.html>Release {0}</a>",
        "<a href={0}>p{0}</a> ",
        "<div><p><a href={0}.html>A title of {0}</a>",
    ],
)
def test_time_grows_with_the_list_and_no_faster(shape: str) -> None:
    def seconds(size: int) -> float:
        page, began = "".join(map(shape.format, range(size))), time.process_time()
        assert len(listed(page).items) == size
        return time.process_time() - began

    seconds(10)
    assert any(seconds(8_000) < 8 * seconds(2_000) for _ in range(3))


WHOLE = [
    *(path.read_bytes() for path in sorted(LISTS.iterdir())),
    *(text.encode() for text in (ATOM, RDF, SITEMAP, FURTHER, feed(item(ENCLOSURE)))),
    gzip.compress(SITEMAP.encode()),
]
TYPES = st.sampled_from([None, "text/plain", "text/html; charset=iso-8859-1", "application/rss+xml"])
URLS = st.sampled_from([None, INDEX, "http://[", "../a", ""])
WORDS = st.sampled_from([None, "a", "é"])
# What lists are made of, whole and broken; divided by bars.
PARTS = (
    "<a href=a1.html>|<a href='http://['>|<a href=//x>|</a>|<li>|<tr><td>|<table>|<dl><dt>|<dd>|<br>|<h3>|</h3>|<nav>"
    "|4 May 2021|99 Feb 2006|<time datetime=2021-99-99>|<time datetime='2021-05-04'>|<img alt=x>|<base href='//['>"
    "|<urlset>|<url><loc>|</loc></url>|<sitemapindex>|<rss><channel>|<item><title>|</title>|<link>|</link></item>|<a:b>"
    "|<feed xmlns='x'><entry>|<id>|<enclosure url='http://[' type='audio/mpeg'/>|<rdf:RDF><item>|&#xD800;|&nbsp;|&x;"
    "|<![CDATA[|]]>|<!DOCTYPE x [<!ENTITY x 'y'>]>|https://port.example/x|\n|\ufeff|#|<!--|\ud7ff|ﷺ|<?x"
)
PIECES = st.sampled_from(PARTS.split("|"))


def check(data: bytes, media_type: str | None, url: str | None, match: str | None) -> None:
    try:
        found = read_listing(data, media_type, url, match)
    except (NotAPage, NoItems):
        return
    assert found.items or found.further
    assert len({item.source for item in found.items}) == len(found.items)
    assert all(
        item.source and (item.title is None or item.title == " ".join(item.title.split())) for item in found.items
    )


FUZZ = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@settings(FUZZ, max_examples=200)
@given(st.binary(max_size=500), TYPES, URLS, WORDS)
def test_any_bytes(data: bytes, media_type: str | None, url: str | None, match: str | None) -> None:
    check(data, media_type, url, match)


@settings(FUZZ, max_examples=500)
@given(st.lists(PIECES | st.text(max_size=6), max_size=60).map("".join), TYPES, URLS, WORDS)
def test_any_pieces_of_lists(text: str, media_type: str | None, url: str | None, match: str | None) -> None:
    check(text.encode("utf-8", "surrogatepass"), media_type, url, match)


@settings(FUZZ, max_examples=300)
@given(st.data())
def test_any_damage_to_a_list(data: st.DataObject) -> None:
    page = bytearray(data.draw(st.sampled_from(WHOLE)))
    for place in data.draw(st.lists(st.integers(0, len(page) - 1), max_size=12)):
        page[place] = data.draw(st.integers(0, 255))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(page)), st.integers(0, len(page)))))
    check(bytes(page[start:end]) if data.draw(st.booleans()) else bytes(page), data.draw(TYPES), data.draw(URLS), None)


def test_what_a_feed_says_of_itself_without_end_is_not_read_with_every_entry() -> None:
    """A thousand links beside a thousand entries took twelve seconds, four times what half of both took."""

    def seconds(size: int) -> float:
        began = time.process_time()
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{"<entry><title>Quays</title></entry><link/>" * size}</feed>'
        with pytest.raises(NoItems):
            read_listing(feed.encode(), "text/xml", "https://example.org/")
        return time.process_time() - began

    assert any(seconds(1_000) < 8 * seconds(250) for _ in range(3))
