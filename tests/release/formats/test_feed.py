"""Feeds bring texts and recordings along."""

from __future__ import annotations

import pytest

from archiver.errors import NotAPage
from archiver.models import MediaLink
from archiver.release import read_release
from archiver.release.formats.feed import is_feed, read_feed

ITEM = """<item><title>Light on the quays</title><link>/news/1</link>
<pubDate>Tue, 04 May 2021 09:30:00 +0200</pubDate><description>%s</description>
<enclosure url="/a.mp3" length="694400" type="audio/mpeg"/><itunes:duration>%s</itunes:duration></item>"""
OTHER = "<item><title>Pilots heard</title><description>They are glad.</description></item>"


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        "<title>Harbour Union</title><link>https://harbour.example/</link><language>en-GB</language>"
        f"{''.join(items)}</channel></rss>"
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Union</title><entry><title>Light on the quays</title>
<published>2021-05-04T09:30:00Z</published><updated>2021-05-06T09:30:00Z</updated>
<summary>Light.</summary><content type="html">&lt;p&gt;The quays&lt;br&gt;are lit.&lt;/p&gt;</content>
<link rel="enclosure" type="audio/ogg" href="https://harbour.example/a"/></entry></feed>"""


@pytest.mark.parametrize(
    ("text", "feed"),
    [
        (rss(), True),
        (ATOM, True),
        ("\n<!-- made by hand --><rdf:RDF></rdf:RDF>", True),
        ("<html><body><p>An &lt;rss&gt; of ours</p></body></html>", False),
        ("<feeding>the gulls</feeding>", False),
        ("The <rss> of the union is read by pilots.", False),
    ],
)
def test_what_is_a_feed(text: str, feed: bool) -> None:
    assert is_feed(text) is feed


def test_an_entry_alone_is_a_page() -> None:
    page = read_feed(rss(ITEM % ("The quays are lit.", "12:38")))
    assert (page.headline, page.site, page.language) == ("Light on the quays", "Harbour Union", "en")
    assert (page.published, page.modified) == ("2021-05-04", None)
    assert [block.text for block in page.blocks] == ["The quays are lit."]
    assert page.media == (MediaLink("Light on the quays", "https://harbour.example/a.mp3", "mp3", 694, 758.0),)


def test_atom_tells_the_update_and_the_whole_text() -> None:
    page = read_feed(ATOM)
    assert (page.published, page.modified) == ("2021-05-04", "2021-05-06")
    assert [(block.text, block.follows) for block in page.blocks] == [("The quays", False), ("are lit.", True)]
    assert page.media == (MediaLink("Light on the quays", "https://harbour.example/a", "ogg"),)


def test_an_entry_that_only_tells_its_update_was_published_then() -> None:
    page = read_feed(ATOM.replace("<published>2021-05-04T09:30:00Z</published>", ""))
    assert (page.published, page.modified) == ("2021-05-06", "2021-05-06")


def test_of_several_entries_each_has_its_title_as_a_heading() -> None:
    page = read_feed(rss(ITEM % ("The quays are lit.", ""), OTHER))
    assert (page.headline, page.site, page.published) == ("Harbour Union", None, None)
    assert [(block.text, block.role) for block in page.blocks] == [
        ("Light on the quays", "heading"),
        ("The quays are lit.", "paragraph"),
        ("Pilots heard", "heading"),
        ("They are glad.", "paragraph"),
    ]


def test_addresses_are_resolved_against_the_address_of_the_feed() -> None:
    [link] = read_feed(rss(ITEM % ("Light.", "")), "https://feeds.example/union.xml").media
    assert link.url == "https://feeds.example/a.mp3"


@pytest.mark.parametrize(
    ("duration", "seconds"), [("758", 758.0), ("12:38", 758.0), ("1:02:03", 3_723.0), ("12 min", None), ("", None)]
)
def test_the_duration_of_a_recording(duration: str, seconds: float | None) -> None:
    [link] = read_feed(rss(ITEM % ("Light.", duration))).media
    assert link.announced_seconds == seconds


@pytest.mark.parametrize(
    ("enclosure", "links"),
    [
        ('<enclosure url="/a.mp3"/>', [("mp3", None)]),
        ('<enclosure url="/get/7"/>', [(None, None)]),  # nobody says that it is anything else
        ('<enclosure url="/get/7" type="application/octet-stream" length="694400"/>', [(None, 694)]),
        ('<enclosure url="/a.jpg" type="application/octet-stream"/>', []),
        ('<enclosure url="/telecharger/discours"/>', [(None, None)]),
        ('<media:content url="/a.mp3" fileSize="694400" type="audio/mpeg" duration="758"/>', [("mp3", 694)]),
        ('<media:content url="/get/7" medium="audio"/><media:content url="/a.jpg" medium="image"/>', [(None, None)]),
        (
            '<media:group><media:content url="/a.ogg"/><media:content url="/a.mp3"/></media:group>',
            [("mp3", None)],  # one recording in two formats
        ),
        ('<enclosure url="/a.mp3"/><media:content url="/a-64.mp3" type="audio/mpeg"/>', [("mp3", None)]),
        ('<enclosure url="/a" type="audio/x-unheard-of" length="0"/>', [(None, None)]),
        ('<enclosure url="/a.jpg" type="image/jpeg" length="694400"/>', []),
        ('<enclosure url="/a.mp4" type="video/mp4" length="694400"/>', []),
    ],
)
def test_only_recordings_are_taken(enclosure: str, links: list[tuple[str | None, int | None]]) -> None:
    found = read_feed(rss(f"<item><title>Light</title>{enclosure}</item>")).media
    assert [(link.format, link.announced_kb) for link in found] == links


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    page = read_feed(rss(ITEM % ("The quays are lit.", "")).partition("</channel>")[0])
    assert [block.text for block in page.blocks] == ["The quays are lit."]


@pytest.mark.parametrize(
    ("before", "feed"),
    [("<!-- a > b --> ", True), ("<!--a-->" * 5_000 + "<html>", False), (" " * 5_000 + "<html>", False)],
)
def test_what_stands_before_the_first_element(before: str, feed: bool) -> None:
    assert is_feed(f"{before}<rss>") is feed


@pytest.mark.parametrize("day", ["0000-00-00", "0001-01-01T00:00:00+23:59", "never"])
def test_a_day_that_never_was(day: str) -> None:
    page = read_feed(f"<rss><channel><item><title>T</title><pubDate>{day}</pubDate></item></channel></rss>")
    assert page.published is None


def test_a_character_that_is_none() -> None:
    with pytest.raises(NotAPage, match="character"):
        read_feed("<rss><channel><item><title>&#xD800;</title></item></channel></rss>")


def test_a_french_entry_is_a_page_as_well() -> None:
    release = read_release(
        """<?xml version="1.0"?><rss version="2.0"><channel><title>Union des ports</title><item>
        <title>La lumière sur les quais</title><pubDate>Tue, 04 May 2021 09:00:00 +0200</pubDate>
        <description>&lt;p&gt;Les quais sont éclairés du soir au matin.&lt;/p&gt;</description>
        <enclosure url="https://ports.example/point-de-presse" type="application/octet-stream" length="90000"/>
        <enclosure url="https://ports.example/point-de-presse.mp3" type="application/octet-stream" length="90000"/>
        </item></channel></rss>""".encode()
    )
    assert (release.title, release.date, release.language) == ("La lumière sur les quais", "2021-05-04", "fr")
    assert "https://ports.example/point-de-presse.mp3" in [link.url for link in release.media]
