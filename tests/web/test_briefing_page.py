"""The briefing page as the server gives it out: what is chosen, what is told where something is missing."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

Ask = Callable[..., httpx.Response]


def page(ask: Ask, path: str, **params: str) -> LexborHTMLParser:
    answer = ask(f"/-/archive/releases/{path}", **params)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def one(page: LexborHTMLParser, selector: str) -> LexborNode:
    (found,) = page.css(selector)
    return found


def said(page: LexborHTMLParser) -> list[str]:
    return [node.text() for node in page.css(".said")]


def test_release_and_transcript_stand_side_by_side(ask: Ask) -> None:
    shown = page(ask, "2")
    assert shown.css(".written")[0].text().startswith("NATO condemns")
    assert said(shown)[0] == "Good afternoon, everybody."
    assert one(shown, "h1").text() == "Statement on NATO-Belarus relations"


def test_a_time_is_the_address_of_its_sentence(ask: Ask) -> None:
    shown = page(ask, "2")
    link = shown.css(".at")[1]
    assert link.attributes["href"] == "#t=61.2"
    assert one(shown, '[id="t=61.2"] .said').text().startswith("NATO condemns")


def test_links_stand_beside_their_sentences(ask: Ask) -> None:
    tie = page(ask, "2").css(".tie")[0]
    assert tie.attributes["href"] == "#p1"
    assert tie.text() == "¶ 1, read out"


def test_a_sentence_in_another_language_says_so(ask: Ask) -> None:
    shown = page(ask, "2", recording="2")
    assert one(shown, ".said").attributes["lang"] == "fr"
    assert [node.text() for node in shown.css(".doubt")] == ["fr"]
    assert "lang" not in page(ask, "2").css(".said")[0].attributes


def test_another_recording_is_a_click_away(ask: Ask) -> None:
    shown = page(ask, "2")
    assert one(shown, ".choices [aria-current]").text() == "Press briefing by the NATO Spokesman"
    other = shown.css(".choices a")[1].attributes["href"]
    assert other == "?recording=2"
    assert said(page(ask, "2", recording="2")) == ["The Alliance will help with reforming the defence sector."]
    assert "Video: not in the archive (the server said 404 Not Found)" in one(shown, ".choices").text()


@pytest.mark.parametrize(
    ("path", "params"),
    [("99", {}), ("2", {"recording": "99"}), ("2", {"recording": "x'"}), ("2", {"transcript": "3"}), (f"{10**17}", {})],
)
def test_what_is_not_there_is_said_plainly(ask: Ask, path: str, params: dict[str, str]) -> None:
    answer = ask(f"/-/archive/releases/{path}", **params)
    assert answer.status_code == 404
    assert "There is no such" in answer.text


def test_an_older_version_leads_to_the_newest(ask: Ask) -> None:
    shown = page(ask, "1")
    assert one(shown, ".notice a").attributes["href"] == "/-/archive/releases/2"
    assert "The release links to no recording." in one(shown, ".transcript").text()


def test_a_translation_is_a_click_away(ask: Ask) -> None:
    link = one(page(ask, "2"), ".facts a[hreflang]")
    assert (link.text(), link.attributes["hreflang"]) == ("in fr", "fr")
    assert link.attributes["href"] == "/-/archive/releases/3"


def test_the_player_works_without_scripts(ask: Ask) -> None:
    sound = one(page(ask, "2"), ".player audio[controls]").attributes["src"]
    assert sound == f"/-/archive/recordings/{1:064x}.mp3"


def test_the_scripts_are_a_module(ask: Ask) -> None:
    assert one(page(ask, "2"), "script[src]").attributes["type"] == "module"  # once it was escaped, and nothing moved


def test_speakers_are_named(ask: Ask) -> None:
    assert [node.text() for node in page(ask, "2").css(".who")] == ["James Appathurai", "Speaker 2", "James Appathurai"]


def test_a_hostile_page_is_text(ask: Ask) -> None:
    shown = page(ask, "3")
    assert one(shown, "h1").text() == "<script>alert('title')</script>"
    assert said(shown) == ["<script>alert('said')</script>"]
    assert not [
        script
        for script in shown.css("script")
        if script.attributes.get("type") != "application/json" and script.text()
    ]
