"""The page of what is left to do, on the archive of ``conftest.py``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import httpx

Ask = Callable[..., httpx.Response]


def test_commands_stand_beside_what_they_deal_with(ask: Ask) -> None:
    page = html.unescape(ask("/-/archive/todo").text)
    counted = dict(re.findall(r'<a href="#(\w+)">[^<]*<small>([\d,]+)</small>', page))
    assert counted["recordings"] == "1"
    assert counted["pages"] == "1"
    assert "Video”: the server said 404 Not Found" in page
    assert "<code>archiver fetch 2 --audio FILE</code>" in page
    assert "no date found; 25% of the page's text is not in the release" in page
    assert "<script>alert" not in ask("/-/archive/todo").text


def test_home_counts_and_leads_there(ask: Ask) -> None:
    home = ask("/-/archive").text
    assert (
        '<a href="/-/archive/todo">What is left to do</a><span>1 recording missing, 1 page with doubts</span>' in home
    )
