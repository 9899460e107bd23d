"""Any bytes give a release or a clear error, and time grows with the page and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import NoParagraphs, NotAPage
from archiver.release import read_release

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "pages").iterdir())]
MEDIA_TYPES = st.sampled_from(
    [None, "text/plain", "text/html; charset=iso-8859-1", "text/html; charset=utf-8", "text/xml"]
)
URLS = st.sampled_from([None, "https://harbours.example/news/", "http://[", "../a", ""])
# What pages are made of, whole and broken.
PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<br>",
            "<td>",
            "<tr>",
            "<table>",
            "</table>",
            "<ol>",
            "<ul>",
            "<li>",
            "</ol>",
            "<h1>",
            "<h2>",
        ),
        *("<b>", "<div class=comments>", "<article>", "<main>", "<dl><dt>", "<dd>", "<!--", "<script>", "</script>"),
        *(
            "<title>",
            "<a href='a.mp3'>",
            "</a>",
            "<audio src=b.ogg>",
            "<base href='//['>",
            "<meta name=date content='x'>",
        ),
        *(
            "<object data='p.swf?mp3=e.mp3'>",
            "<button onclick='play(\"/f.mp3\")'>",
            "<iframe src='/p?f=/g.mp3'>",
            "</audio>",
        ),
        *(
            '{"version": "https://jsonfeed.org/version/1", "items": [',
            '{"id": 1, "attachments": [{"url": "h.mp3"}]}',
            "]}",
        ),
        *("<script type='application/ld+json'>", '{"@type": "AudioObject", "contentUrl": "c.mp3", "duration": "PT"}'),
        *(
            "<?xml version='1.0'?><rss><channel><item>",
            "<enclosure url='d.mp3' length='9' type='audio/mpeg'/>",
            "</item>",
        ),
        *("\n", "\n\n", " | ", "![]()", "[x](y.mp3)", "# ", "**", "1. ", "2.", "(a) ", "iv)", "• ", "- ", "    ", "\t"),
        *(
            "Updated: 31-Mar-2006 ",
            "Press",
            "Release",
            "M-NAC-",
            "2 (2001)159",
            "99 Feb 2006",
            "31 March 2006",
            "Mis à jour:",
        ),
        *("Q: ", "Mr Miller: ", "ADA STONE (Harbour Master): ", "Tel: +32 2 555 50 41", "B-1110 Brussels", "Contacts:"),
        *(
            "(.MP3/20.036kb)",
            ".MP3/.2567Kb",
            "(12 min 38 s - 11.8 MB)",
            "Audio file",
            "Go to Homepage",
            "En. / Fr.",
            "From:",
        ),
        *(
            "The quays are lit.",
            "nobody objected",
            "todayÂ’s",
            "Todayâ€™s",
            "inter-",
            "national",
            "&amp;amp;",
            "&#0;",
            "\x00",
        ),
        *("\u202e", "\ud7ff", "ﷺ", "🛥", "\x85", "\ufeff"),
    ]
)


def check(data: bytes, media_type: str | None, url: str | None) -> None:
    try:
        release = read_release(data, media_type, url)
    except (NotAPage, NoParagraphs):
        return
    assert release.title.strip()
    assert [paragraph.position for paragraph in release.paragraphs] == list(range(1, len(release.paragraphs) + 1))
    for text in (release.title, *(paragraph.text for paragraph in release.paragraphs)):
        assert text == " ".join(text.split())
        assert text


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2_000), MEDIA_TYPES, URLS)
def test_any_bytes(data: bytes, media_type: str | None, url: str | None) -> None:
    check(data, media_type, url)


@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES | st.text(max_size=8), max_size=80).map("".join), MEDIA_TYPES, URLS)
def test_any_pieces_of_pages(text: str, media_type: str | None, url: str | None) -> None:
    check(text.encode("utf-8", "surrogatepass"), media_type, url)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_damage_to_a_page(data: st.DataObject) -> None:
    page = bytearray(data.draw(st.sampled_from(PAGES)))
    for place in data.draw(st.lists(st.integers(0, len(page) - 1), max_size=12)):
        page[place] = data.draw(st.integers(0, 255))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(page)), st.integers(0, len(page)))))
    check(bytes(page[start:end]) if data.draw(st.booleans()) else bytes(page), data.draw(MEDIA_TYPES), data.draw(URLS))


LINEAR: dict[str, Callable[[int], str]] = {
    "nested": lambda n: "<div>" * n + "The quays are lit." + "</div>" * n,
    "nested lists": lambda n: "<ol><li>The quays are lit." * (n // 4),
    "fonts": lambda n: "".join(f"<font color={k}>" for k in range(500)) + "<p>The quays are lit." * (n // 4),
    "breaks": lambda n: "The quays are lit<br>" * (n // 4),
    "cells": lambda n: "<table><tr>" + "<td>12 boats" * (n // 4) + "</table><p>The quays are lit.",
    "one line": lambda n: "The quays are lit. " * n * 5,
    "typed rows": lambda n: "| Press | Release | c 12 |\n" * (n // 8) + "\nThe quays are lit.\n",
    "numbered": lambda n: "".join(f"{k % 999}. The quays are lit.\n\n" for k in range(n // 4)),
    "bullets": lambda n: "1. Boats:\n" + "  - boats are lit;\n" * (n // 4),
    "attributes": lambda n: "<p " + " ".join(f"a{k}=b" for k in range(n)) + ">The quays are lit.",
    "contacts": lambda n: "The quays are lit.\n\n" + "Contacts\n" * n,
    "mojibake": lambda n: "todayâ€™s boats are lit. " * n,
    "feed": lambda n: (
        "<?xml version='1.0'?><rss><channel>"
        + "<item><title>T</title><description>The quays are lit.</description></item>" * (n // 16)
        + "</channel></rss>"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("shape", LINEAR.values(), ids=LINEAR.keys())
def test_time_grows_with_the_page_and_no_faster(shape: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        page, began = shape(size).encode(), time.process_time()
        assert read_release(page).paragraphs
        return time.process_time() - began

    seconds(100)  # what is loaded once
    # Four times the page; a step that is quadratic takes sixteen times as long.
    assert any(seconds(20_000) < 8 * seconds(5_000) for _ in range(3))
