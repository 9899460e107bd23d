"""The page of what was said differently, on the archive of ``conftest.py``."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import httpx

Ask = Callable[..., httpx.Response]

BRIEFING = "/-/archive/releases/2"
SOUND = f"/-/archive/recordings/{1:064x}.mp3"


def test_what_differs_plays_and_leads_to_its_place(ask: Ask) -> None:
    page = html.unescape(ask(f"{BRIEFING}/differences").text)
    first, all_of_it = page.split("Paragraph by paragraph")
    assert "changed" not in first  # it was read out as it stands
    parts = re.split('<div class="beside-it">', all_of_it)[1:]
    assert ["two hundred people" in part for part in parts] == [True, False, False]
    assert [re.findall("<b>([^<]+)</b>", part) for part in parts] == [
        ["in other words: number"],
        ["never mentioned"],
        ["in other words"],
    ]
    assert f'src="{SOUND}#t=125,131"' in parts[0]
    assert f'href="{BRIEFING}?recording=1#t=125,131"' in parts[0]


def test_the_briefing_leads_there(ask: Ask) -> None:
    assert f'href="{BRIEFING}/differences"' in ask(BRIEFING).text


def test_nothing_heard_and_nothing_there(ask: Ask) -> None:
    assert "Nothing was heard" in ask("/-/archive/releases/1/differences").text
    assert ask("/-/archive/releases/99/differences").status_code == 404


def test_hostile_words_are_words(ask: Ask) -> None:
    assert "<script>alert" not in ask("/-/archive/releases/3/differences").text
