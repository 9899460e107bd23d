"""Pages that only lead on: refreshes and scripts are found where they stand for a redirect, and only there."""

from __future__ import annotations

import pytest

from archiver.errors import NoParagraphs
from archiver.release import leads_on, read_release

ADDRESS = "http://press.harbours.example/old/p17.htm"
MOVED = "<p>This page has moved. Please change your bookmarks.</p>"
DEPLACE = "<p>Cette page a été déplacée. Vous allez être redirigé dans quelques secondes.</p>"
TEXT = "<p>" + "The ministers agreed that every quay will be lit at night, as the pilots had asked. " * 15 + "</p>"


def led(markup: str, refresh: str | None = None) -> str | None:
    found = leads_on(f"<html><head>{markup}</body></html>".encode(), "text/html", ADDRESS, refresh)
    return found.url if found else None


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("0; url=/new.htm", "http://press.harbours.example/new.htm"),
        ("0;URL='new.htm'", "http://press.harbours.example/old/new.htm"),
        ("5;url=http://other.example/x", "http://other.example/x"),
        ("3 ; URL = ../fr/nouveau.htm", "http://press.harbours.example/fr/nouveau.htm"),
        ("0, /new.htm", "http://press.harbours.example/new.htm"),
        ("0.5;url=/new.htm", "http://press.harbours.example/new.htm"),
        ("60;url=/new.htm", None),  # who waits a minute is meant to read
        ("10", None),  # only itself again
        ("0;url=p17.htm#top", None),
        ("0;url=", None),
        ("now", None),
    ],
)
def test_where_a_refresh_leads(content: str, url: str | None) -> None:
    assert led(f'<META HTTP-EQUIV="Refresh" CONTENT="{content}"></head><body>{DEPLACE}') == url
    assert led(f"</head><body>{MOVED}", refresh=content) == url


def test_a_refresh_for_who_has_no_scripts_is_for_us() -> None:
    inside = '<noscript><meta http-equiv="refresh" content="0;url=/plain"></noscript></head><body><div id="app"></div>'
    assert led(inside) == "http://press.harbours.example/plain"
    assert led(f"{inside}{TEXT}") is None


def test_a_base_counts() -> None:
    refresh = '<base href="http://mirror.example/fr/"><meta http-equiv="refresh" content="0;url=neuf.htm"></head><body>'
    assert led(refresh) == "http://mirror.example/fr/neuf.htm"


@pytest.mark.parametrize(
    ("script", "url"),
    [
        ("window.location.href = '/new.htm';", "http://press.harbours.example/new.htm"),
        ('location.replace("http://other.example/x")', "http://other.example/x"),
        ("<!--\ndocument.location='nouveau.htm'\n//-->", "http://press.harbours.example/old/nouveau.htm"),
        ("top.location = '/a'; // top.location = '/b'", None),  # nobody knows which
        ("// location = '/old-one.htm'\nlocation = '/new.htm'", "http://press.harbours.example/new.htm"),
        ("if (screen.width < 700) { location = '/m/p17.htm'; }", None),
        ("location.href = '/search?q=' + words;", None),
        ("var allocation = '/new.htm';", None),
        ("location.hash = '#p3'", None),
    ],
)
def test_where_a_script_leads(script: str, url: str | None) -> None:
    assert led(f"<script>{script}</script></head><body>{MOVED}") == url
    assert led(f"<script>{script}</script></head><body>{TEXT}") is None


def test_a_script_of_the_body_leads_on_as_well() -> None:
    assert led("</head><body onload=\"location.href='/fr/'\">") == "http://press.harbours.example/fr/"


def test_a_page_that_only_leads_on_is_no_release() -> None:
    saved = f'<html><head><title>Moved</title><meta http-equiv="refresh" content="0; url=/new.htm"></head><body>{MOVED}'
    with pytest.raises(NoParagraphs, match=r"only leads on to http://press\.harbours\.example/new\.htm; give that"):
        read_release(saved.encode(), "text/html", ADDRESS)


def test_a_page_with_a_text_is_one_whatever_it_refreshes_itself_to() -> None:
    saved = f'<html><head><meta http-equiv="refresh" content="20; url=/next.htm"></head><body><h1>Quays</h1>{TEXT}'
    assert read_release(saved.encode(), "text/html", ADDRESS).paragraphs


def test_time_is_linear_in_the_size() -> None:
    long = "<script>" + "location=location " * 10_000 + "</script><meta http-equiv=refresh content='" + "0;" * 9_000
    assert led(long) is None
