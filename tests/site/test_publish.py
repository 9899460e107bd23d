"""An archive as a static site: what is on it, what is not, and what happens the next time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from archive_examples import HEARD, add_heard, add_links, add_sound, later_version
from lxml import etree, html
from site_examples import BASE, ODD, Publish

from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.remove import remove_release
from archiver.archive.store import open_archive
from archiver.site import publish as publishing
from archiver.site import search_index

pytest_plugins = ["site_fixtures"]


def files(site: Path) -> dict[str, bytes]:
    """All files but the search index's."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith("pagefind/")}


def test_every_link_leads_somewhere(write: Publish, site: Path) -> None:
    told = write()
    assert (told.releases, told.recordings, told.missing) == (2, 2, [])
    pages = {name: data for name, data in files(site).items() if name.endswith(".html")}
    assert {"index.html", "years/2006.html", "years/2007.html", "search.html", "releases/1.html"} <= set(pages)
    for name, data in pages.items():
        for address in html.fromstring(data).xpath("//@href | //@src | //form/@action"):
            path = urlsplit(str(address))
            if not path.scheme and path.path:
                assert ((site / name).parent / unquote(path.path)).resolve().is_file(), f"{name}: {address}"


def test_again_writes_nothing(write: Publish, site: Path) -> None:
    write()
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    again = write()
    assert (again.releases, again.recordings) == (2, 2)  # told from the first run
    assert (again.new, again.changed, again.removed) == (0, 0, 0)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_change_changes_its_pages_only(write: Publish, archive: Path, site: Path) -> None:
    write()
    with open_archive(archive) as opened:
        correct_sentence(opened, 1, 3, "There will be lanterns.", "ada.login")
    told = write()
    assert told.changed < 8  # the page, the list with its spark, and what the search index has of them
    page = (site / "releases" / "1.html").read_text()
    assert "lanterns" in page
    assert "ada.login" not in page  # who corrects is not told to strangers
    assert "put right by hand" in page


def test_what_somebody_changed_is_told_each_time(write: Publish, site: Path) -> None:
    write()
    (site / "index.html").write_text("put right by hand")
    assert write(title="Other").left == ["index.html"]
    assert write(title="Other").left == ["index.html"]
    assert (site / "index.html").read_text() == "put right by hand"


def test_what_was_taken_down_goes(write: Publish, archive: Path, site: Path) -> None:
    write()
    (site / "CNAME").write_text("archive.example.org")
    with open_archive(archive) as opened:
        remove_release(opened, 2)
    told = write()
    assert told.removed >= 3  # its page, its year, its sound
    left = files(site)
    assert not [name for name in left if "/2" in name or "2007" in name]
    assert len([name for name in left if name.startswith("recordings/")]) == 1
    assert "CNAME" in left


def test_some_releases(write: Publish, site: Path) -> None:
    write(releases=(1,), title='The "Harbour" \N{ANCHOR}')
    home = (site / "index.html").read_text()
    assert "The &#34;Harbour&#34; \N{ANCHOR}" in home
    assert "1 release ·" in home
    assert "very long" not in home + (site / "releases" / "1.html").read_text()
    assert not (site / "releases" / "2.html").exists()


def test_odd_titles_and_private_addresses(write: Publish, site: Path) -> None:
    write()
    page = (site / "releases" / "2.html").read_text()
    assert html.fromstring(page).findtext(".//h1") == ODD
    assert "<script>alert" not in page
    text = b"".join(files(site).values()).decode(errors="replace")
    assert "secret" not in text
    assert "10.0.0.5" not in text
    assert str(site.parent) not in text


def test_words_of_another_language_say_so(write: Publish, site: Path) -> None:
    """The pages themselves are in English."""
    write()
    page, french = (html.fromstring((site / "releases" / f"{n}.html").read_bytes()) for n in (1, 2))
    assert (page.get("lang"), french.get("lang")) == ("en", "en")
    assert (page.find(".//h1").get("lang"), french.find(".//h1").get("lang")) == (None, "fr")
    assert {one.get("lang") for one in page.find_class("written")} == {None}
    assert {one.get("lang") for one in french.find_class("written")} == {"fr"}


def test_an_older_version_keeps_its_address(write: Publish, archive: Path, site: Path) -> None:
    with open_archive(archive) as opened:
        newest = later_version(opened)
    told = write(base=BASE)
    assert told.older == 1
    page = (site / "releases" / "1.html").read_text()
    assert f'This is an older version. <a href="{newest}.html">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert "releases/1.html" not in (site / "sitemap.xml").read_text() + (site / "index.html").read_text()


def test_two_recordings_have_a_page_each(write: Publish, archive: Path, site: Path) -> None:
    with open_archive(archive) as opened:
        add_links(opened, 1, add_heard(opened, add_sound(opened, 1, "Video", b"ID3 in French"), HEARD))
    write(base=BASE)
    page = html.fromstring((site / "releases" / "1.html").read_bytes())
    links = page.xpath("//nav[@class='choices']//@href")
    assert links == ["1/recording-3.html", "1/recording-1.html"]
    own = (site / "releases" / "1" / "recording-3.html").read_text()
    assert f'<link rel="canonical" href="{BASE}/releases/1/recording-3.html">' in own


@pytest.mark.parametrize(("media", "played"), [("link", "https://example.org/briefing.mp3"), ("none", None)])
def test_sound_that_is_not_copied(write: Publish, site: Path, media: str, played: str | None) -> None:
    told = write(media=media)
    assert (told.recordings, told.missing) == (0, [])
    assert not (site / "recordings").exists()
    page = html.fromstring((site / "releases" / "1.html").read_bytes())
    assert page.xpath("//audio/@src") == ([played] if played else [])
    assert bool(page.xpath("//*[contains(., 'where it was published')]")) is (media == "none")


def test_sound_that_is_missing(write: Publish, archive: Path, site: Path) -> None:
    for path in (archive / "media").rglob("*.mp3"):
        path.unlink()
    told = write()
    assert told.missing[0] == "Press briefing of Statement on harbour safety"
    assert len(told.missing) == 2
    assert "not on this site" in (site / "releases" / "1.html").read_text()


def test_what_search_engines_are_told(write: Publish, site: Path) -> None:
    write(base=BASE)
    page = html.fromstring((site / "releases" / "1.html").read_bytes())
    told = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (told["@type"], told["headline"]) == ("NewsArticle", "Statement on harbour safety")
    assert (told["datePublished"], told["url"]) == ("2006-03-31", f"{BASE}/releases/1.html")
    assert told["audio"]["@type"] == "AudioObject"
    assert told["audio"]["contentUrl"].startswith(f"{BASE}/recordings/")
    assert "There will be lamps." in told["audio"]["transcript"]
    named = {meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@property]")}
    assert named["og:url"] == page.xpath("//link[@rel='canonical']/@href")[0] == told["url"]
    assert named["og:description"].startswith("The ministers deplore")
    listed = etree.parse(site / "sitemap.xml").xpath("//*[local-name()='loc']/text()")
    assert listed == [f"{BASE}/", f"{BASE}/releases/1.html", f"{BASE}/releases/2.html"]


def test_a_dry_run_tells_the_same(write: Publish, site: Path) -> None:
    told = write(dry_run=True)
    assert (told.releases, told.recordings, told.sound_bytes) == (2, 2, 46)
    assert not site.exists()


def test_without_pagefind_there_is_no_search(write: Publish, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "can_search", lambda: False)
    write()
    assert not (site / "search.html").exists()
    assert not re.search(
        'role="search"', (site / "index.html").read_text() + (site / "releases" / "1.html").read_text()
    )


def test_a_large_index_is_made_in_parts(write: Publish, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "PAGES_AT_ONCE", 1)
    write()
    assert 'data-parts="2"' in (site / "search.html").read_text()
    assert (site / "pagefind" / "part-2" / "pagefind-entry.json").is_file()
    assert not (site / "pagefind" / "part-3").exists()


def test_feeds_of_a_site(write: Publish, site: Path) -> None:
    write(base=BASE)
    rss, atom = (feedparser.parse((site / name).read_bytes()) for name in ("feed.rss", "feed.atom"))
    assert [entry.link for entry in rss.entries] == [f"{BASE}/releases/2.html", f"{BASE}/releases/1.html"]
    assert [entry.link for entry in atom.entries] == [f"{BASE}/releases/2.html", f"{BASE}/releases/1.html"]
    text = (site / "feed.rss").read_text()
    for address in re.findall(rf'"{BASE}/([^"]+)"', text):
        assert (site / address).is_file()
    assert write(base=BASE, title="Other").changed
    assert "<title>Other</title>" in (site / "feed.rss").read_text()


def test_without_an_address_there_are_no_feeds(write: Publish, site: Path) -> None:
    write()
    assert not {"feed.rss", "feed.atom", "sitemap.xml", "episodes"} & {path.name for path in site.iterdir()}
    assert "feed.rss" not in (site / "index.html").read_text()
